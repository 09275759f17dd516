/** The part of the bench that is about Telegram: Kotik beside what a user would run instead, against one fake, in turns. */
import { median } from '../load.ts'
import { atLeast, atMost, type Table } from '../table.ts'
import { type Bot, bareRelay, PEERS, peer } from './bots.ts'
import { kotik, type Place } from './kotik.ts'
import {
  type Backlog,
  delays,
  drained,
  FAULTS,
  type Fault,
  LATENCY_MS,
  OFFERED_PER_SECOND,
  struck,
} from './measures.ts'
import { Telegram } from './telegram.ts'
import type { Delays, Drained, Tally } from './world.ts'

const CUSTOMERS = 2_000
const MESSAGES = 20_000
// As many messages of few customers: each has a long way to go in order.
const FEW = 20

interface Run {
  readonly table: Table
  readonly telegram: Telegram
  readonly kotik: Bot
  readonly onDisk: Bot
  readonly peers: readonly Bot[]
  readonly bare: Bot
  readonly rounds: number
}

export interface Surroundings {
  readonly place: Place
  readonly rounds: number
}

export async function telegramRelay(table: Table, { place, rounds }: Surroundings): Promise<void> {
  const telegram = await Telegram.start(place.home)
  const bots: Bot[] = []
  try {
    const fresh = (forum = false) => telegram.ask('newBot', CUSTOMERS, forum)
    const bare = bareRelay(await fresh(), place.home)
    const peers: Bot[] = []
    for (const name of PEERS) peers.push(peer(name, await fresh(), place.home))
    const { inMemory, onDisk } = await kotik(telegram, await fresh(true), place, CUSTOMERS)
    bots.push(bare, ...peers, inMemory, onDisk)
    const run = { table, telegram, kotik: inMemory, onDisk, peers, bare, rounds }
    await backlogs(run, 'many')
    await backlogs(run, 'few')
    await latencies(run)
    for (const fault of FAULTS) await faults(run, fault)
  } finally {
    for (const bot of bots) await bot.kill()
    telegram.stop()
  }
}

const BACKLOGS: { readonly [who in 'many' | 'few']: Backlog } = {
  many: { customers: CUSTOMERS, messages: MESSAGES },
  few: { customers: FEW, messages: MESSAGES },
}

async function backlogs({ table, telegram, kotik, onDisk, peers, bare, rounds }: Run, who: 'many' | 'few') {
  const backlog = BACKLOGS[who]
  const found = new Map<Bot, Drained[]>()
  for (let round = 0; round < rounds; round += 1)
    for (const bot of [bare, ...peers, kotik, onDisk])
      found.set(bot, [...(found.get(bot) ?? []), await drained(telegram, bot, backlog)])
  const middle = (bot: Bot, figure: (one: Drained) => number) => median((found.get(bot) ?? []).map(figure))
  const speed = (bot: Bot) => backlog.messages / middle(bot, ({ seconds }) => seconds)
  const cpu = (bot: Bot) => middle(bot, (one) => one.cpu)
  const rss = (bot: Bot) => middle(bot, (one) => one.rss)
  const told = (bot: Bot) => `${perSecond(speed(bot))}, ${cpu(bot).toFixed(0)} µs, ${rss(bot).toFixed(0)} MB`

  table.section(
    `Telegram: ${MESSAGES.toLocaleString('en')} messages of ${backlog.customers.toLocaleString('en')} customers wait; messages/s, CPU a message, memory`,
  )
  const own = middle(bare, ({ telegrams }) => telegrams)
  table.line(bare.name, told(bare))
  table.remark(`Telegram itself takes ${own.toFixed(0)} µs a message here: ${perSecond(1e6 / own)} at most`)
  for (const bot of peers) table.line(bot.name, told(bot))
  const calls = middle(kotik, ({ sends }) => sends) / backlog.messages
  table.line(kotik.name, `${told(kotik)}, ${calls.toFixed(2)} calls`)
  table.line(onDisk.name, told(onDisk))
  const fastest = Math.max(...peers.map(speed))
  const ahead = speed(kotik) / fastest
  table.line('to the fastest of them', `${ahead.toFixed(2)} ×`, atLeast(1.5, ahead, 1))
  const cheapest = Math.min(...peers.map(cpu))
  const dearer = cpu(kotik) / cheapest
  table.line('CPU to the cheapest of them', `${dearer.toFixed(2)} ×`, atMost(1, dearer, ' ×', 1))
  table.line('memory', `${rss(kotik).toFixed(0)} MB`, atMost(200, rss(kotik), ' MB'))
}

async function latencies({ table, telegram, kotik, peers, bare, rounds }: Run): Promise<void> {
  table.section(
    `Telegram: ${OFFERED_PER_SECOND} messages a second, each call takes ${LATENCY_MS} ms: p50 / p99 until it stands in the group`,
  )
  const found = new Map<Bot, Delays[]>()
  for (let round = 0; round < rounds; round += 1)
    for (const bot of [bare, ...peers, kotik])
      found.set(bot, [...(found.get(bot) ?? []), await delays(telegram, bot, CUSTOMERS)])
  const middle = (bot: Bot, figure: (one: Delays) => number) => median((found.get(bot) ?? []).map(figure))
  for (const bot of [bare, ...peers, kotik]) {
    const [p50, p99] = [middle(bot, (one) => one.p50), middle(bot, (one) => one.p99)]
    const missing = middle(bot, (one) => one.missing)
    const told = `${p50.toFixed(0)} / ${p99.toFixed(0)} ms${missing > 0 ? `, ${missing} still to come` : ''}`
    const wanted = LATENCY_MS + 20
    table.line(bot.name, told, bot === kotik ? atMost(wanted, p99, ' ms') : undefined)
  }
}

const TOLD: { readonly [F in Fault]: string } = {
  kill: 'kill -9 in the midst of 1,000 that wait, started again at once',
  flood: '429 to every sending for 2.5 s, 1,000 messages',
  gateway: '502 to every sending for 10 s, 1,400 messages',
}

async function faults({ table, telegram, kotik, peers }: Run, fault: Fault): Promise<void> {
  table.section(`Telegram: ${TOLD[fault]}: lost / doubled`)
  for (const bot of peers) table.line(bot.name, tally(await struck(telegram, bot, fault, CUSTOMERS)))
  const ours = await struck(telegram, kotik, fault, CUSTOMERS)
  table.line(kotik.name, tally(ours), atMost(0, ours.lost, ' lost'))
  if (ours.doubled > 0) table.line('of these without a mark', String(ours.unmarked), atMost(0, ours.unmarked))
}

const tally = ({ lost, doubled }: Tally) => `${lost} / ${doubled}`

const perSecond = (speed: number) => `${(Math.round(speed / 10) * 10).toLocaleString('en')}/s`
