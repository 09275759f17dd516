/** Kotik with customers in Telegram: the whole program over the fake Bot API, one clock for both, turned by hand. */
import { onTestFinished } from 'vitest'
import type { Event } from '../../../src/domain/event.ts'
import type { LoggedEvent } from '../../../src/store/port.ts'
import { ManualClock } from '../../fakes/manual-clock.ts'
import { passUntil } from '../../fakes/pass-until.ts'
import type { Budgets } from '../../fakes/telegram/delivery/budgets.ts'
import { FakeTelegram } from '../../fakes/telegram/fake.ts'
import type { BotHandle } from '../../fakes/telegram/people/bot-handle.ts'
import type { Seat } from '../../fakes/telegram/people/seat.ts'
import type { Seen } from '../../fakes/telegram/people/seen.ts'
import { openKotik, type Person, type Whole, type WholeOptions } from '../../whole/kotik.ts'

export const TOKEN = '7000000001:fake-customers-bot'

export interface Telegram {
  readonly fake: FakeTelegram
  readonly bot: BotHandle
  readonly kotik: Whole
  readonly clock: ManualClock
  /** Everything that was committed, as it came. */
  readonly log: readonly LoggedEvent[]
  /** The first event of this type, committed already or soon. */
  heard<T extends Event['type']>(
    type: T,
    fits?: (event: Extract<Event, { type: T }>) => boolean,
  ): Promise<Extract<Event, { type: T }>>
  /** A message by the bot that reads so or fits, there already or to come; turns the clock while it waits. */
  sees(seat: Seat, fits: string | RegExp | ((message: Seen) => boolean)): Promise<Seen>
  /** A customer in their private chat with the bot. */
  customer(name?: string): Seat
}

export interface Options {
  readonly env?: { readonly [name: string]: string }
  readonly budgets?: 'on' | 'off' | Budgets
  readonly people?: readonly Person[]
  readonly matcher?: WholeOptions['matcher']
  readonly content?: string
  /** What to do with the fake before Kotik starts. */
  readonly before?: (fake: FakeTelegram, bot: BotHandle) => void | Promise<void>
}

export async function openTelegram(options: Options = {}): Promise<Telegram> {
  const clock = new ManualClock()
  const fake = await FakeTelegram.start({ clock, budgets: options.budgets ?? 'off' })
  onTestFinished(() => fake.stop())
  const bot = fake.newBot({ token: TOKEN, username: 'kotik_bot', firstName: 'Котик' })
  await options.before?.(fake, bot)
  const kotik = await openKotik({
    clock,
    ...(options.people ? { people: options.people } : {}),
    ...(options.matcher ? { matcher: options.matcher } : {}),
    env: {
      TELEGRAM_TOKEN: TOKEN,
      TELEGRAM_API_URL: fake.url,
      ...(options.content ? { CONTENT_DIR: options.content } : {}),
      ...options.env,
    },
  })
  return {
    ...follow(kotik),
    ...{ fake, bot, kotik, clock },
    customer: (name = 'Вера') => seat(fake, bot, name),
    sees: (of, fits) =>
      passUntil(
        clock,
        () => of.messages().find((message) => message.byBot && reads(message, fits)),
        `${of.person.firstName} sees ${String(fits)}`,
      ),
  }
}

function reads(message: Seen, fits: string | RegExp | ((message: Seen) => boolean)): boolean {
  if (typeof fits === 'function') return fits(message)
  return typeof fits === 'string' ? message.text === fits : fits.test(message.text)
}

const seat = (fake: FakeTelegram, bot: BotHandle, name: string) =>
  fake.newPerson({ firstName: name, languageCode: 'ru' }).with(bot)

function follow({ running }: Whole): Pick<Telegram, 'log' | 'heard'> {
  const log: LoggedEvent[] = []
  const stirred = new Set<() => void>()
  onTestFinished(
    running.kotik.live.subscribe((events) => {
      log.push(...events)
      for (const stir of stirred) stir()
    }),
  )
  return {
    log,
    heard: async (type, fits = () => true) => {
      const found = () => log.flatMap(({ event }) => (isOf(event, type) && fits(event) ? [event] : []))[0]
      for (;;) {
        const event = found()
        if (event) return event
        await new Promise<void>((resolve) => {
          const stir = () => {
            stirred.delete(stir)
            resolve()
          }
          stirred.add(stir)
        })
      }
    },
  }
}

const isOf = <T extends Event['type']>(event: Event, type: T): event is Extract<Event, { type: T }> =>
  event.type === type

export { passUntil }
export const texts = (messages: readonly Seen[]) => messages.map(({ text }) => text)
