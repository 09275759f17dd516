/** Ways to drive the loop: as much as it takes, or so many a second whether it keeps up or not. */
import { readFileSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import type { Engine } from './engine.ts'
import type { Next } from './workloads.ts'

export interface Speed {
  /** Messages a second by the wall clock. */
  readonly perSecond: number
  /** CPU microseconds a message, of the whole process: collecting garbage and compiling aside included. */
  readonly cpu: number
  /** Those of the thread that does the work: what bounds messages a second, however busy the machine is. */
  readonly thread: number
}

// As many wait as one batch takes, so that each commit is full.
const IN_FLIGHT = 256

export function measured(work: () => void, messages: number): Speed {
  const began = now()
  work()
  return speed(began, messages)
}

/** Sends `messages` with a constant number of them unanswered; ends when the last one is delivered. */
export async function asFastAsItGoes(engine: Engine, next: Next, messages: number): Promise<Speed> {
  const began = now()
  let left = messages
  let odd = ''
  const sender = async () => {
    while (left > 0) {
      left -= 1
      const receipt = await engine.kotik.submit(next())
      if (receipt.kind !== 'done') odd = JSON.stringify(receipt)
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, sender))
  if (odd) throw new Error(`A message of the bench was answered by ${odd}.`)
  await delivered(engine)
  return speed(began, messages)
}

/** Makes the arrivals beforehand, where they do not depend on what is answered. */
export function ahead(next: Next, messages: number): Next {
  const made = Array.from({ length: messages }, next).reverse()
  return () => made.pop() ?? next()
}

async function delivered({ store }: Engine): Promise<void> {
  while ((await store.counts()).undelivered > 0) await turn()
}

interface Moment {
  readonly clock: number
  readonly cpu: NodeJS.CpuUsage
  readonly thread: number
}

const now = (): Moment => ({ clock: performance.now(), cpu: process.cpuUsage(), thread: threadTime() })

/** Nanoseconds that the main thread has run, as Linux counts them. */
function threadTime(): number {
  const { pid } = process
  return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0])
}

function speed(began: Moment, messages: number): Speed {
  const { user, system } = process.cpuUsage(began.cpu)
  const seconds = (performance.now() - began.clock) / 1000
  const thread = (threadTime() - began.thread) / 1000
  return { perSecond: messages / seconds, cpu: (user + system) / messages, thread: thread / messages }
}

/**
 * Does `one` so many times a second for so long, whether earlier ones are through or not. Latencies in milliseconds count
 * from when each was due, so that a pause counts for all who waited in it.
 */
export async function offered(
  perSecond: number,
  milliseconds: number,
  one: (index: number) => Promise<unknown> | undefined,
): Promise<readonly number[]> {
  const latencies: number[] = []
  const open: Promise<unknown>[] = []
  const began = performance.now()
  const due = (index: number) => began + (index * 1000) / perSecond
  const all = Math.floor((perSecond * milliseconds) / 1000)
  for (let index = 0; index < all; index += 1) {
    await until(due(index))
    const end = () => latencies.push(performance.now() - due(index))
    const doing = one(index)
    if (doing) open.push(doing.then(end))
    else end()
  }
  await Promise.all(open)
  return latencies
}

/** To a tenth of a millisecond: a timer sleeps most of it, the rest is spent turning. */
async function until(when: number): Promise<void> {
  const missing = when - performance.now()
  if (missing > 2) await new Promise((resolve) => setTimeout(resolve, missing - 1.5))
  while (performance.now() < when) await turn()
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const median = (values: readonly number[]) => percentile(values, 0.5)
