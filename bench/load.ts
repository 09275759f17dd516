/** Ways to drive the loop: as much as it takes, or so many a second whether it keeps up or not. */
import { setImmediate as turn } from 'node:timers/promises'
import type { Engine } from './engine.ts'
import type { Next } from './workloads.ts'

export interface Speed {
  /** Messages a second by the wall clock. */
  readonly perSecond: number
  /** CPU microseconds a message, of the whole process: those who send and those who receive included. */
  readonly cpu: number
}

// As many wait as one batch takes, so that each commit is full.
const IN_FLIGHT = 256

export function measured(work: () => void, messages: number): Speed {
  const [began, cpu] = [performance.now(), process.cpuUsage()]
  work()
  return speed(began, cpu, messages)
}

/** Sends `messages` with a constant number of them unanswered; ends when the last one is delivered. */
export async function asFastAsItGoes(engine: Engine, next: Next, messages: number): Promise<Speed> {
  const [began, cpu] = [performance.now(), process.cpuUsage()]
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
  return speed(began, cpu, messages)
}

async function delivered({ store }: Engine): Promise<void> {
  while ((await store.counts()).undelivered > 0) await turn()
}

function speed(began: number, cpu: NodeJS.CpuUsage, messages: number): Speed {
  const { user, system } = process.cpuUsage(cpu)
  const seconds = (performance.now() - began) / 1000
  return { perSecond: messages / seconds, cpu: (user + system) / messages }
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
