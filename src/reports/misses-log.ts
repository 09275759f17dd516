import { setImmediate as turn } from 'node:timers/promises'
import type { Instant } from '../domain/time.ts'
import type { Store } from '../store/port.ts'
import { type Miss, MissGatherer, type MissRules } from './misses.ts'

export interface Gathered {
  /** Oldest first, at most 20,000: the newest. */
  readonly misses: readonly Miss[]
  /** How many texts the bot read as questions. */
  readonly questions: number
}

// About 1 MB of events; the memory of a page is free before the next is read.
const PAGE = 1_000

type Log = Pick<Store, 'events' | 'lastSeq'>

/** Reads the log from `since` to its end, page by page; writes nothing. 10,000 events take about 0.1 s. */
export async function gatherMisses(log: Log, since: Instant, rules: MissRules): Promise<Gathered> {
  const gatherer = new MissGatherer(rules)
  let after = await lastSeqBefore(log, since)
  for (;;) {
    const page = await log.events(after, PAGE)
    for (const logged of page) gatherer.take(logged)
    const last = page.at(-1)
    if (last === undefined) return { misses: gatherer.misses(), questions: gatherer.questions }
    after = last.seq
    // The store answers without a pause; whoever shows progress needs one.
    await turn()
  }
}

/** By halving: the log is in the order of time, 2 million events are 21 looks. */
async function lastSeqBefore(log: Log, since: Instant): Promise<number> {
  let [low, high] = [0, await log.lastSeq()]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const [next] = await log.events(middle, 1)
    if (next === undefined || next.at >= since) high = middle
    else low = next.seq
  }
  return low
}
