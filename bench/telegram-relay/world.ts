/**
 * Telegram in a process of its own: the strict fake, customers who write to several bots, and what has come to each bot's
 * staff. Every message carries a mark; it has arrived when that mark stands before the staff, merged with others or not.
 */
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { FakeTelegram } from '../../tests/fakes/telegram/fake.ts'
import type { BotHandle } from '../../tests/fakes/telegram/people/bot-handle.ts'
import type { GroupHandle } from '../../tests/fakes/telegram/people/group.ts'
import type { Person } from '../../tests/fakes/telegram/people/person.ts'
import type { Seen } from '../../tests/fakes/telegram/people/seen.ts'
import { offered, percentile } from '../load.ts'
import { OPERATORS } from './staff.ts'

/** 60 letters are a usual message. */
const WORDS = 'Здравствуйте, оплатил подписку вчера, а фильм не открывается,'
const MARK = /м(\d{7})/gu
// What Kotik puts before words that may stand there already.
const AGAIN = '↻'
// After so long without a word nothing more comes: nothing twice, and nothing that has not come at all. A bot that waits
// longer and longer between its attempts may be silent for some seconds before it makes good.
const QUIET_MS = 3_000
const GIVEN_UP_MS = 15_000
// One that has ended never asks again.
const DEAD_MS = 180_000
const LOOK_EVERY_MS = 50
// CPU is counted from when so much was taken: until then the compiler works as much as the bot, for each of them. Whoever
// takes first and relays later is charged for relaying all of it.
const WARM_SHARE = 0.3
// A first start trains the matcher.
const START_WITHIN_MS = 60_000

const fake = await FakeTelegram.start()
const people: Person[] = []
const bots = new Map<string, Staffed>()
let written = 0
let latency = 0

interface Staffed {
  readonly bot: BotHandle
  readonly group: GroupHandle
  /** How often each mark stands before the staff. */
  readonly arrived: Map<number, number>
  /** Those that came a second time without being told from the first. */
  readonly unmarked: Set<number>
  readonly at: Map<number, number>
  lastAt: number
  lastCallAt: number
  /** Calls that put something before people. */
  sends: number
  firstPoll: (() => void) | undefined
}

// Beyond the fake's own door: what a long way costs, when a bot first asks, what has come.
const { engine, journal } = fake
const answer = engine.answer.bind(engine)
engine.answer = async (token, name, params, gone) => {
  const asks = name.toLowerCase() === 'getupdates'
  const staffed = bots.get(token)
  if (asks) staffed?.firstPoll?.()
  else if (staffed) staffed.lastCallAt = performance.now()
  if (!asks && latency > 0) await pause(latency)
  return answer(token, name, params, gone)
}
const byId = new Map<number, Staffed>()
journal.sent = ({ bot, chat, text }) => {
  const staffed = byId.get(bot)
  if (staffed && chat < 0) arrive(staffed, text)
}
// Calls of hours would fill the memory.
journal.called = () => {}

const [lead, ...others] = Array.from({ length: OPERATORS }, (_, n) => fake.newPerson(`Оператор-${n + 1}`))
if (!lead) throw new Error('nobody to answer')
const owner = lead

function arrive(staffed: Staffed, text: string): void {
  const now = performance.now()
  for (const [, number] of text.matchAll(MARK)) {
    const mark = Number(number)
    const before = staffed.arrived.get(mark) ?? 0
    staffed.arrived.set(mark, before + 1)
    if (before === 0) staffed.at.set(mark, now)
    else if (!text.includes(AGAIN)) staffed.unmarked.add(mark)
  }
  staffed.lastAt = now
  staffed.sends += 1
}

function staffedOf(token: string): Staffed {
  const staffed = bots.get(token)
  if (!staffed) throw new Error('no such bot')
  return staffed
}

function write({ bot }: Staffed, customer: number): number {
  written += 1
  const person = people[customer]
  person?.with(bot).say(`${WORDS} м${String(written).padStart(7, '0')}`)
  return written
}

/** What the system says of a process: CPU microseconds, and megabytes it holds. */
function spending(pid: number) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  const held = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return { cpu: (Number(fields[11]) + Number(fields[12])) * 10_000, rss: (Number(held) * 1024) / 1e6 }
}

export interface NewBot {
  readonly token: string
  readonly group: number
  readonly api: string
}

export interface Drained {
  readonly seconds: number
  /** Microseconds a message. */
  readonly cpu: number
  /** The same of this process. */
  readonly telegrams: number
  /** The most it held meanwhile, MB. */
  readonly rss: number
  /** Calls that put it there. */
  readonly sends: number
}

export interface Tally {
  readonly lost: number
  readonly doubled: number
  /** Of the doubled, those that nobody can tell from new ones. */
  readonly unmarked: number
}

export interface Delays {
  readonly p50: number
  readonly p99: number
  /** Not there when the patience ended; counted as late as that. */
  readonly missing: number
}

const orders = {
  /** A bot with its staff group, and so many customers who have opened it. */
  newBot(customers: number, forum: boolean): NewBot {
    while (people.length < customers) people.push(fake.newPerson(`Клиент ${people.length + 1}`))
    const bot = fake.newBot()
    const group = fake.newGroup({ title: 'Поддержка', forum, owner, members: others })
    for (const person of people.slice(0, customers)) person.with(bot).chat.opened = true
    const staffed: Staffed = {
      bot,
      group,
      arrived: new Map(),
      unmarked: new Set(),
      at: new Map(),
      lastAt: 0,
      lastCallAt: 0,
      sends: 0,
      firstPoll: undefined,
    }
    bots.set(bot.token, staffed)
    byId.set(bot.id, staffed)
    group.addBot(bot, 'all')
    fake.engine.office.inbox(bot.bot).clear()
    return { token: bot.token, group: group.id, api: fake.url }
  },

  /** Everybody of the staff begins to work, every customer asks for a person; until each has a thread and all is quiet. */
  async handOff(token: string, customers: number): Promise<void> {
    const staffed = staffedOf(token)
    const { bot, group } = staffed
    const head = group.as(owner)
    const hears = (fits: (message: Seen) => boolean) =>
      fake.waitFor(() => head.messages('general').find(fits), 'the desk', START_WITHIN_MS)
    await hears(({ text }) => text.includes('/join'))
    for (const one of others) {
      const { firstName } = one.user
      group.as(one).say('/join')
      const asks = await hears(({ text, buttons }) => text.startsWith(`${firstName} `) && buttons.length > 0)
      head.press('Принять', asks.id)
      await hears(({ text }) => text.startsWith(`${firstName} теперь`))
    }
    for (const one of [owner, ...others]) group.as(one).say('/on')
    for (const person of people.slice(0, customers)) {
      person.with(bot).start()
      person.with(bot).say('позовите оператора')
    }
    while (group.chat.threads.size < customers || performance.now() - staffed.lastCallAt < QUIET_MS)
      await pause(LOOK_EVERY_MS)
  },

  setLatency(ms: number): void {
    latency = ms
  },

  /** Everybody in turn writes until there are so many; returns the first mark of them. */
  backlog(token: string, customers: number, messages: number): number {
    const staffed = staffedOf(token)
    const first = written + 1
    for (let index = 0; index < messages; index += 1) write(staffed, index % customers)
    return first
  },

  /** Resolves when half of what was written since `first` stands before the staff. */
  async halfway(token: string, first: number): Promise<void> {
    const { at } = staffedOf(token)
    const half = (first + written) / 2
    const come = () => [...at.keys()].filter((mark) => mark >= first).length
    while (come() < half - first) await pause(1)
  },

  /** From the first time the bot asks until all that waits now stands before its staff. */
  async drained(token: string, pid: number, messages: number): Promise<Drained> {
    const staffed = staffedOf(token)
    const wanted = staffed.arrived.size + messages
    const sentBefore = staffed.sends
    const before = await new Promise<{ at: number; bot: number; own: number }>((resolve) => {
      staffed.firstPoll = () => {
        staffed.firstPoll = undefined
        resolve({ at: performance.now(), bot: spending(pid).cpu, own: spending(process.pid).cpu })
      }
    })
    const inbox = fake.engine.office.inbox(staffed.bot.bot)
    let rss = 0
    let warm: { readonly cpu: number; readonly left: number } | undefined
    while (staffed.arrived.size < wanted) {
      const now = spending(pid)
      rss = Math.max(rss, now.rss)
      const left = inbox.pending
      if (left < messages * (1 - WARM_SHARE)) warm ??= { cpu: now.cpu, left }
      await pause(LOOK_EVERY_MS)
    }
    const { cpu: from, left: measured } = warm ?? { cpu: before.bot, left: messages }
    const cpu = (spending(pid).cpu - from) / measured
    const telegrams = (spending(process.pid).cpu - before.own) / messages
    const seconds = (staffed.lastAt - before.at) / 1_000
    return { seconds, cpu, telegrams, rss, sends: staffed.sends - sentBefore }
  },

  /** Messages come at their time whether the bot keeps up or not; `patience` ms after the last one it is over. */
  async offered(
    token: string,
    customers: number,
    perSecond: number,
    ms: number,
    patience: number,
  ): Promise<Delays> {
    const staffed = staffedOf(token)
    const due = new Map<number, number>()
    const began = performance.now()
    await offered(perSecond, ms, (index) => {
      due.set(write(staffed, index % customers), began + (index * 1_000) / perSecond)
      return undefined
    })
    const over = performance.now() + patience
    const missing = () => [...due.keys()].filter((mark) => !staffed.at.has(mark)).length
    while (missing() > 0 && performance.now() < over) await pause(LOOK_EVERY_MS)
    const end = performance.now()
    const delays = [...due].map(([mark, at]) => (staffed.at.get(mark) ?? end) - at)
    return { p50: percentile(delays, 0.5), p99: percentile(delays, 0.99), missing: missing() }
  },

  /** Writes so many at a steady pace; returns the first mark of them. */
  async pour(token: string, customers: number, perSecond: number, messages: number): Promise<number> {
    const staffed = staffedOf(token)
    const first = written + 1
    await offered(perSecond, (messages / perSecond) * 1_000, (index) => {
      write(staffed, index % customers)
      return undefined
    })
    return first
  },

  /** For so long every sending of this bot is answered by 429, which says how much is left of it. */
  async flood(token: string, ms: number): Promise<void> {
    const method = ['sendMessage', 'editMessageText', 'createForumTopic']
    for (let left = ms; left > 0; left -= 500) {
      const fault = fake.inject({ kind: 'flood', retryAfter: Math.ceil(left / 1_000) }, { token, method })
      await pause(Math.min(500, left))
      fault.remove()
    }
  },

  async brokenGateway(token: string, ms: number): Promise<void> {
    const method = ['sendMessage', 'editMessageText', 'createForumTopic']
    const fault = fake.inject({ kind: 'status', status: 502, html: true }, { token, method })
    await pause(ms)
    fault.remove()
  },

  /** Once nothing waits and nothing has come for a while: what became of everything from `first` on. */
  async settled(token: string, first: number): Promise<Tally> {
    const staffed = staffedOf(token)
    const last = written
    const marks = Array.from({ length: last - first + 1 }, (_, index) => first + index)
    const times = (mark: number) => staffed.arrived.get(mark) ?? 0
    const begun = performance.now()
    let quietSince = begun
    const quietFor = () => {
      // One that does not ask for updates is still starting, or busy.
      quietSince = Math.max(quietSince, staffed.bot.polling ? staffed.lastAt : performance.now())
      return performance.now() - begun > DEAD_MS ? DEAD_MS : performance.now() - quietSince
    }
    const missing = () => marks.some((mark) => times(mark) === 0)
    while (quietFor() < (missing() ? GIVEN_UP_MS : QUIET_MS)) await pause(LOOK_EVERY_MS)
    return {
      lost: marks.filter((mark) => times(mark) === 0).length,
      doubled: marks.filter((mark) => times(mark) > 1).length,
      unmarked: marks.filter((mark) => staffed.unmarked.has(mark)).length,
    }
  },

  /** What waits is thrown away, so that a bot that was stopped does not begin with it. */
  forget(token: string): void {
    fake.engine.office.inbox(staffedOf(token).bot.bot).clear()
  },
}

export type Orders = typeof orders

// A method's parameters may be narrower than what it is called with.
interface Run {
  run(...args: readonly unknown[]): unknown
}

interface Order {
  readonly id: number
  readonly name: keyof Orders
  readonly args: readonly unknown[]
}

process.on('message', async ({ id, name, args }: Order) => {
  const run: Run['run'] = orders[name]
  process.send?.({ id, result: (await run(...args)) ?? null })
})
process.on('disconnect', () => process.exit())
process.send?.({ ready: true })
