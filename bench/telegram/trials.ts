/** What is simulated: the limits the mirror must keep, and the table of docs/telegram-budget.md. */
import { type Duration, hours } from '../../src/domain/time.ts'
import { type Found, quantile, simulate } from './simulate.ts'

/** 95 of 100 of the customers' words stand in their thread within so many seconds, with so many chats in one group. */
export const LIMITS: ReadonlyMap<number, number> = new Map([
  [6, 7],
  [8, 12],
  [12, 20],
  [20, 35],
])

export interface Row {
  readonly chats: number
  readonly groups: number
  readonly personal?: boolean
}

export const ONE_GROUP: readonly Row[] = [...LIMITS.keys()].map((chats) => ({ chats, groups: 1 }))

const COUNTS = [1, 2, 3, 4]

export const SEVERAL_GROUPS: readonly Row[] = [12, 20, 40].flatMap((chats) =>
  COUNTS.filter((groups) => groups > 1 || !LIMITS.has(chats)).map((groups) => ({ chats, groups })),
)

export const PERSONAL: readonly Row[] = [12, 20, 40].map((chats) => ({ chats, groups: 1, personal: true }))

export interface Summary extends Omit<Found, 'delays' | 'openings' | 'calls'> {
  readonly words: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  /** From a ticket's being taken to its card, p95. */
  readonly opening: number
}

/** The same row with several seeds, taken together. */
export async function summary(
  row: Row,
  seeds: readonly number[],
  lasts: Duration = hours(2),
): Promise<Summary> {
  const found: Found[] = []
  for (const seed of seeds) found.push(await simulate({ ...row, seed, lasts }))
  const sorted = (of: (one: Found) => readonly number[]) =>
    found.flatMap(of).sort((one, other) => one - other)
  const sum = (of: (one: Found) => number) => found.reduce((total, one) => total + of(one), 0)
  const delays = sorted((one) => one.delays)
  return {
    words: delays.length,
    p50: quantile(delays, 0.5),
    p95: quantile(delays, 0.95),
    p99: quantile(delays, 0.99),
    opening: quantile(
      sorted((one) => one.openings),
      0.95,
    ),
    refused: sum(({ refused }) => refused),
    busiest: Math.max(...found.map(({ busiest }) => busiest)),
    lost: sum(({ lost }) => lost),
    doubled: sum(({ doubled }) => doubled),
    unmarked: sum(({ unmarked }) => unmarked),
    disordered: sum(({ disordered }) => disordered),
  }
}
