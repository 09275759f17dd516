/** Kotik with customers in VK: the whole program over the fake API, one clock for both, turned by hand. */
import { createServer } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Event } from '../../../src/domain/event.ts'
import type { LoggedEvent } from '../../../src/store/port.ts'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { ManualClock } from '../../fakes/manual-clock.ts'
import { passUntil } from '../../fakes/pass-until.ts'
import type { Callback } from '../../fakes/vk/delivery/callback.ts'
import { type FakeOptions, FakeVk } from '../../fakes/vk/fake.ts'
import type { Community } from '../../fakes/vk/people/community.ts'
import type { Seat } from '../../fakes/vk/people/seat.ts'
import type { Seen } from '../../fakes/vk/people/seen.ts'
import { MIGRATIONS } from '../../store/temporary.ts'
import { openKotik, type Person, type Whole, type WholeOptions } from '../../whole/kotik.ts'

export const SECRET = 'fakeSecretOfTheCallback'

export interface Vk {
  readonly fake: FakeVk
  readonly community: Community
  readonly kotik: Whole
  readonly clock: ManualClock
  /** Of the Callback API, where it is heard. */
  readonly callback: Callback | undefined
  /** Everything that was committed, as it came. */
  readonly log: readonly LoggedEvent[]
  /** The first event of this type, committed already or soon; turns the clock while it waits. */
  heard<T extends Event['type']>(
    type: T,
    fits?: (event: Extract<Event, { type: T }>) => boolean,
  ): Promise<Extract<Event, { type: T }>>
  /** A message by the community that reads so or fits, there already or to come; turns the clock while it waits. */
  sees(seat: Seat, fits: string | RegExp | ((message: Seen) => boolean)): Promise<Seen>
  /** Somebody's dialogue with the community. */
  customer(name?: string): Seat
  /** The same program on the same data, after a while in which it did not run. */
  restart(meanwhile?: () => void | Promise<void>): Promise<void>
}

export interface Options {
  readonly mode?: 'longpoll' | 'callback' | 'both'
  readonly env?: { readonly [name: string]: string }
  readonly rates?: FakeOptions['rates']
  readonly longPoll?: FakeOptions['longPoll']
  readonly people?: readonly Person[]
  readonly matcher?: WholeOptions['matcher']
  readonly content?: string
  /** What to do with the fake before Kotik starts. */
  readonly before?: (fake: FakeVk, community: Community) => void | Promise<void>
}

export async function openVk(options: Options = {}): Promise<Vk> {
  const { mode = 'longpoll', rates = 'off', longPoll = {} } = options
  const clock = new ManualClock()
  const fake = await FakeVk.start({ clock, rates, longPoll })
  onTestFinished(() => fake.stop())
  const community = fake.newCommunity()
  await options.before?.(fake, community)
  const whole: WholeOptions = {
    clock,
    ...(options.people ? { people: options.people } : {}),
    ...(options.matcher ? { matcher: options.matcher } : {}),
    env: {
      VK_TOKEN: community.token,
      VK_GROUP_ID: String(community.id),
      VK_API_URL: fake.url,
      ...(mode === 'longpoll' ? {} : await callbackSettings(community)),
      VK_MODE: mode,
      ...(options.content ? { CONTENT_DIR: options.content } : {}),
      ...options.env,
    },
  }
  const kotik = await openKotik(whole)
  // What waits for its turn at the API ends when its time has come.
  onTestFinished(() => stopTurning(clock, kotik))
  const log: LoggedEvent[] = []
  const follow = () => kotik.running.kotik.live.subscribe((events) => void log.push(...events))
  follow()
  // The store keeps what an earlier run heard; a test looks at all of it together.
  const local = `http://127.0.0.1:${portOf(whole, kotik)}/vk`
  const callback = mode === 'longpoll' ? undefined : await community.addCallback(local, { secret: SECRET })
  if (mode !== 'callback') await passUntil(clock, () => community.longPoll.polling, 'the long poll')
  const found = <T extends Event['type']>(
    type: T,
    fits: (event: Extract<Event, { type: T }>) => boolean = () => true,
  ) => log.flatMap(({ event }) => (isOf(event, type) && fits(event) ? [event] : []))[0]
  return {
    ...{ fake, community, kotik, clock, callback, log },
    heard: (type, fits) => passUntil(clock, () => found(type, fits), `event ${type}`),
    sees: (of, fits) =>
      passUntil(clock, () => first(of, fits), `${of.person.firstName} sees ${String(fits)}`),
    customer: (name = 'Вера') => fake.newPerson({ firstName: name, lastName: 'Котова' }).with(community),
    restart: async (meanwhile = () => {}) => {
      await stopTurning(clock, kotik)
      await meanwhile()
      await kotik.restart()
      follow()
      await catchUp(log, kotik.folder)
    },
  }
}

const first = (of: Seat, fits: string | RegExp | ((message: Seen) => boolean)) =>
  of.messages().find((message) => message.byGroup && reads(message, fits))

function reads(message: Seen, fits: string | RegExp | ((message: Seen) => boolean)): boolean {
  if (typeof fits === 'function') return fits(message)
  return typeof fits === 'string' ? message.text === fits : fits.test(message.text)
}

const isOf = <T extends Event['type']>(event: Event, type: T): event is Extract<Event, { type: T }> =>
  event.type === type

/** A public address needs its settings; the port is known before the program runs. */
async function callbackSettings(community: Community): Promise<{ readonly [name: string]: string }> {
  return {
    PUBLIC_URL: 'https://help.example.com',
    SECRET: 'x7'.repeat(20),
    PORT: String(await freePort()),
    VK_SECRET: SECRET,
    VK_CONFIRMATION: community.confirmation,
  }
}

const portOf = ({ env }: WholeOptions, { url }: Whole) => env?.PORT ?? new URL(url).port

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** What was committed before anybody could listen again. */
async function catchUp(log: LoggedEvent[], folder: string): Promise<void> {
  const url = `file:${folder}/kotik.db`
  const store = await openSqliteStore({ url, migrationsDir: MIGRATIONS, exclusive: false })
  const heard = new Set(log.map(({ seq }) => seq))
  const all = await store.events(0, 100_000)
  await store.close()
  log.push(...all.filter(({ seq }) => !heard.has(seq)))
  log.sort((one, other) => one.seq - other.seq)
}

async function stopTurning(clock: ManualClock, kotik: Whole): Promise<void> {
  let stopped = false
  const stopping = kotik.stop().finally(() => {
    stopped = true
  })
  await passUntil(clock, () => stopped, 'the stop')
  await stopping
}

export { passUntil }
export const texts = (messages: readonly Seen[]) => messages.map(({ text }) => text)
export const labels = ({ buttons }: Pick<Seen, 'buttons'>) => buttons.flat().map(({ label }) => label)
