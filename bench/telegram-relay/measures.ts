/** What is measured of each bot, the same of all; telling it is left to `section.ts`. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Bot } from './bots.ts'
import type { Telegram } from './telegram.ts'
import type { Delays, Drained, Tally } from './world.ts'

export interface Backlog {
  readonly customers: number
  readonly messages: number
}

/** It was away while customers wrote; from its first question until the last word stands before the staff. */
export async function drained(
  telegram: Telegram,
  bot: Bot,
  { customers, messages }: Backlog,
): Promise<Drained> {
  await telegram.ask('backlog', bot.token, customers, messages)
  const found = telegram.ask('drained', bot.token, bot.start(), messages)
  const result = await found
  await bot.kill()
  return result
}

export const OFFERED_PER_SECOND = 500
export const LATENCY_MS = 50
const OFFERED_MS = 10_000
// What has not come by then is counted as late as that: `bot.start()` would need minutes.
const PATIENCE_MS = 5_000
const WARM_MS = 2_000

export async function delays(telegram: Telegram, bot: Bot, customers: number): Promise<Delays> {
  bot.start()
  await telegram.ask('setLatency', LATENCY_MS)
  await telegram.ask('offered', bot.token, customers, OFFERED_PER_SECOND / 5, WARM_MS, 30_000)
  const result = await telegram.ask(
    'offered',
    bot.token,
    customers,
    OFFERED_PER_SECOND,
    OFFERED_MS,
    PATIENCE_MS,
  )
  await bot.kill()
  await telegram.ask('setLatency', 0)
  await telegram.ask('forget', bot.token)
  return result
}

export const FAULTS = ['kill', 'flood', 'gateway'] as const
export type Fault = (typeof FAULTS)[number]

/** The load comes at its pace, the fault in the midst of it; counted when nothing more comes. */
export async function struck(telegram: Telegram, bot: Bot, fault: Fault, customers: number): Promise<Tally> {
  const first = await STRIKES[fault](telegram, bot, customers)
  const result = await telegram.ask('settled', bot.token, first)
  await bot.kill()
  await telegram.ask('setLatency', 0)
  await telegram.ask('forget', bot.token)
  return result
}

/** Does it and returns the first mark of what was written meanwhile. */
type Strike = (telegram: Telegram, bot: Bot, customers: number) => Promise<number>

const STRIKES: { readonly [F in Fault]: Strike } = {
  kill: killed,
  flood: (telegram, bot, customers) =>
    pouring({ telegram, bot, customers, perSecond: 200, messages: 1_000, after: 1_250 }, () =>
      telegram.ask('flood', bot.token, 2_500),
    ),
  gateway: (telegram, bot, customers) =>
    pouring({ telegram, bot, customers, perSecond: 100, messages: 1_400, after: 2_000 }, () =>
      telegram.ask('brokenGateway', bot.token, 10_000),
    ),
}

interface Pouring {
  readonly telegram: Telegram
  readonly bot: Bot
  readonly customers: number
  readonly perSecond: number
  readonly messages: number
  /** Milliseconds from the first message to the fault: its middle is the middle of the load. */
  readonly after: number
}

async function pouring(
  { telegram, bot, customers, perSecond, messages, after }: Pouring,
  strike: () => Promise<void>,
): Promise<number> {
  bot.start()
  await telegram.ask('offered', bot.token, customers, 10, 500, 30_000)
  const first = telegram.ask('pour', bot.token, customers, perSecond, messages)
  await pause(after)
  await strike()
  return first
}

const KILLED_IN = 1_000
// With none at all nothing would be under way when it dies.
const KILLED_AT_LATENCY_MS = 10

/** A thousand wait; it dies when half of them have come, and is started again at once. */
async function killed(telegram: Telegram, bot: Bot, customers: number): Promise<number> {
  await telegram.ask('setLatency', KILLED_AT_LATENCY_MS)
  const first = await telegram.ask('backlog', bot.token, customers, KILLED_IN)
  bot.start()
  await telegram.ask('halfway', bot.token, first)
  await bot.kill()
  bot.start()
  return first
}
