/** Runs Kotik's own mirror over the model of Telegram for some simulated hours, and tells how late customers' words were. */

import type { DeskChat, DeskChats } from '../../src/desk/telegram/model.ts'
import { TelegramMirror } from '../../src/desk/telegram/telegram-mirror.ts'
import type { DeskOperator } from '../../src/domain/desk/state.ts'
import { groupName, type OperatorId, operatorId } from '../../src/domain/ids.ts'
import { type Duration, hours, instant, later, minutes } from '../../src/domain/time.ts'
import { SimulatedClock, START, seeded } from './clock.ts'
import { Customers } from './customers.ts'
import { SimulatedDesk } from './desk.ts'
import { busiestMinute, type ModelOptions, type Shown, TelegramModel } from './model.ts'
import { mortal } from './mortal.ts'
import { SETTINGS } from './settings.ts'

export interface Trial {
  readonly chats: number
  readonly groups: number
  readonly personal?: boolean
  readonly seed: number
  readonly lasts?: Duration
  /** How long a chat lasts; a quarter of an hour unless told. */
  readonly chatLasts?: Duration
  /** What becomes of each call besides. */
  readonly fault?: ModelOptions['fault']
  /** The process is killed so long after the start each time, and another begins at once. */
  readonly kills?: readonly Duration[]
}

export interface Found {
  /** From a customer's word to its standing in the thread, seconds, sorted. */
  readonly delays: readonly number[]
  /** From a ticket being given to somebody to its card, seconds, sorted. */
  readonly openings: readonly number[]
  readonly refused: number
  readonly busiest: number
  readonly lost: number
  readonly doubled: number
  /** Of the doubled, those whose repetition is not marked as one. */
  readonly unmarked: number
  readonly disordered: number
  readonly calls: ReadonlyMap<string, number>
}

// Chats at once of an operator, where threads are in the operators' own chats.
const PER_OPERATOR = 4
// The first minutes are not like the rest: all chats begin at once.
const WARM_UP = minutes(5)

export async function simulate(trial: Trial): Promise<Found> {
  const { chats, groups, personal = false, seed, lasts = hours(2), kills = [] } = trial
  const clock = new SimulatedClock(START)
  const chance = seeded(seed)
  const desk = new SimulatedDesk(clock)
  const fault = trial.fault === undefined ? {} : { fault: trial.fault }
  const telegram = new TelegramModel({ clock, latency: () => chance.between(60, 250), ...fault })
  const operatorOf = (chat: number) => operatorId(`tg${1_000 + Math.floor(chat / PER_OPERATOR)}`)
  for (let chat = 0; chat < chats; chat += PER_OPERATOR) desk.enrol(operator(operatorOf(chat)))
  const begin = () => {
    const life = mortal({ store: desk.store, live: desk.live, transport: telegram, clock })
    return { life, mirror: new TelegramMirror({ ...life, ...rest(groups, personal) }) }
  }
  let process = begin()
  await process.mirror.start()
  const customers = new Customers(desk, clock, chance, {
    placeOf: (ticket) => process.mirror.threads.of(ticket)?.place.chat,
    ...{ chats, operatorOf, group: 'first-line', lasts: trial.chatLasts ?? minutes(15) },
    burstEvery: minutes(1),
  })
  customers.come()
  for (const after of kills) {
    await clock.run(later(START, after))
    process.life.kill()
    process = begin()
    await process.mirror.start()
  }
  await clock.run(later(START, lasts))
  const calls = new Map(telegram.calls)
  customers.end()
  // What waits is shown: nothing may be lost, however late.
  await clock.run(later(clock.now(), minutes(30)))
  const stopped = process.mirror.stop()
  await clock.run(later(clock.now(), minutes(1)))
  await stopped
  return { ...judged(telegram, customers), calls }
}

function rest(groups: number, personal: boolean) {
  return {
    sameBot: false,
    chats: chatsOf(groups, personal),
    settings: () => SETTINGS,
    log: { info: () => {}, warn: () => {}, error: fail },
    personal: () => personal,
    trouble: () => {},
    moved: () => {},
    catchingUp: () => false,
  }
}

function judged(telegram: TelegramModel, customers: Customers): Found {
  const places = wordsIn(telegram.shown)
  const from = later(START, WARM_UP)
  const delays: number[] = []
  let [lost, doubled, unmarked] = [0, 0, 0]
  for (const said of customers.said) {
    const found = places.get(said.text) ?? []
    const [first] = found
    if (first === undefined) lost += 1
    else if (said.at > from) delays.push((first.at - said.at) / 1000)
    if (found.length > 1) doubled += 1
    // What a dead process had under way may arrive after its repetition: all but one carry the mark, whichever came first.
    if (found.filter(({ text }) => !text.startsWith('↻')).length > 1) unmarked += 1
  }
  return {
    delays: delays.sort((one, other) => one - other),
    openings: openings(telegram.shown, customers),
    ...{ lost, doubled, unmarked, refused: telegram.refused, calls: telegram.calls },
    disordered: disordered(customers, places),
    busiest: Math.max(0, ...[...telegram.taken].map(([chat, at]) => (chat < 0 ? busiestMinute(at) : 0))),
  }
}

export function wordsIn(shown: readonly Shown[]): ReadonlyMap<string, readonly Shown[]> {
  const places = new Map<string, Shown[]>()
  for (const message of shown) {
    for (const [word] of message.text.matchAll(/слово-\d+\./gu)) {
      places.set(word, [...(places.get(word) ?? []), message])
    }
  }
  return places
}

function openings(shown: readonly Shown[], { assigned }: Customers): readonly number[] {
  const found: number[] = []
  for (const { text, at } of shown) {
    const ticket = Number(/^#(\d+) /u.exec(text)?.[1] ?? 0)
    const from = assigned.get(ticket)
    if (from !== undefined && from > later(START, WARM_UP)) found.push((at - from) / 1000)
  }
  return found.sort((one, other) => one - other)
}

/** Words of one ticket that stand above words said before them. */
export function disordered(
  { said }: Pick<Customers, 'said'>,
  places: ReadonlyMap<string, readonly Shown[]>,
): number {
  const last = new Map<number, { readonly message: number; readonly at: number }>()
  let count = 0
  for (const { ticket, text } of said) {
    const [shown] = places.get(text) ?? []
    if (shown === undefined) continue
    const place = { message: shown.message, at: shown.text.indexOf(text) }
    const before = last.get(ticket)
    if (
      before &&
      (before.message > place.message || (before.message === place.message && before.at > place.at))
    )
      count += 1
    last.set(ticket, place)
  }
  return count
}

function operator(id: OperatorId): DeskOperator {
  return {
    ...{ id, name: `Оператор ${id}`, lead: false, groups: [groupName('first-line')], shift: 'on' as const },
    ...{ capacity: PER_OPERATOR, idleSince: instant(START) },
  }
}

function chatsOf(groups: number, personal: boolean): DeskChats {
  const all = Array.from({ length: groups }, (_, index): DeskChat => {
    const own = personal ? { personal: true } : {}
    return { id: -1_000 - index, title: `Группа ${index + 1}`, groups: [], ...own }
  })
  return { all: () => all, moves: () => new Map(), subscribe: () => () => {} }
}

function fail(about: object, text: string): never {
  throw new Error(
    `${text}: ${JSON.stringify(about, (_, value) => (value instanceof Error ? value.stack : value))}`,
  )
}

export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
