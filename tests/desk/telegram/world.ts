/** Kotik with its operators in a forum group: the whole program over the fake Bot API, one clock for both. */

import { type Options, openTelegram, passUntil, type Telegram } from '../../channels/telegram/world.ts'
import type { BotHandle } from '../../fakes/telegram/people/bot-handle.ts'
import type { GroupHandle } from '../../fakes/telegram/people/group.ts'
import type { Person } from '../../fakes/telegram/people/person.ts'
import type { Seat } from '../../fakes/telegram/people/seat.ts'
import type { Seen } from '../../fakes/telegram/people/seen.ts'
import type { AdminRight } from '../../fakes/telegram/world/model.ts'

export interface DeskTown extends Telegram {
  readonly group: GroupHandle
  /** The operators' bot: the customers' one, unless it has its own. */
  readonly desk: BotHandle
  /** The group's creator, and so the lead. */
  readonly olga: Seat
  readonly ivan: Seat
  readonly petr: Seat
  readonly people: { readonly olga: Person; readonly ivan: Person; readonly petr: Person }
  until<T>(probe: () => T | undefined | false, what: string): Promise<T>
  /** The answer to a press: the toast. */
  press(seat: Seat, text: string, on?: number): Promise<string>
  /** A message of the bot in the group that reads so, in that thread or anywhere. */
  reads(fits: RegExp, thread?: number | 'general'): Promise<Seen>
  /** The thread of the ticket, once it stands. */
  thread(ticket: number): Promise<number>
}

export interface TownOptions extends Options {
  /** Default: named in the settings, with all rights. */
  readonly setUp?: 'settings' | 'link'
  readonly rights?: 'all' | readonly AdminRight[] | 'none'
  readonly forum?: boolean
  /** Operators have a bot of their own. */
  readonly ownBot?: boolean
}

const DESK_TOKEN = '7000000002:fake-operators-bot'

export async function openTown(options: TownOptions = {}): Promise<DeskTown> {
  const env: { [name: string]: string } = { DESK_TELEGRAM_PACE: 'off', ...options.env }
  let built: Pick<DeskTown, 'group' | 'desk' | 'people'> | undefined
  const telegram = await openTelegram({
    ...options,
    env,
    before: async (fake, bot) => {
      // The ids are those of the payloads in tests/fixtures/telegram-desk.
      const [olga, ivan, petr] = ['Ольга', 'Иван', 'Пётр'].map((firstName, n) =>
        fake.newPerson({ id: 5001 + n, firstName }),
      )
      if (!olga || !ivan || !petr) throw new Error('nobody')
      const forum = options.forum ?? true
      const about = { id: -1002000000001, title: 'Поддержка', forum }
      const group = fake.newGroup({ ...about, owner: olga, members: [ivan, petr] })
      const desk = options.ownBot ? fake.newBot({ token: DESK_TOKEN, username: 'kotik_desk_bot' }) : bot
      if (options.ownBot) env.DESK_TELEGRAM_TOKEN = DESK_TOKEN
      const { rights = 'all', setUp = 'settings' } = options
      if (setUp === 'settings') {
        group.addBot(desk, rights === 'none' ? undefined : rights)
        env.DESK_TELEGRAM_CHATS = String(group.id)
      }
      built = { group, desk, people: { olga, ivan, petr } }
      await options.before?.(fake, bot)
    },
  })
  if (!built) throw new Error('not built')
  const { group, desk, people } = built
  const until = <T>(probe: () => T | undefined | false, what: string) =>
    passUntil(telegram.clock, probe, what)
  const olga = people.olga.in(group)
  return {
    ...telegram,
    ...{ group, desk, people, until, olga },
    ivan: people.ivan.in(group),
    petr: people.petr.in(group),
    press: async (seat, text, on) => {
      const pressed = seat.press(text, on)
      return (await until(() => pressed.answer, `an answer to ${text}`)).text ?? ''
    },
    reads: (fits, thread) =>
      until(
        () =>
          group
            .as(people.olga)
            .messages(thread)
            .find((message) => message.byBot && fits.test(message.text)),
        `the group reads ${fits}`,
      ),
    thread: (ticket) =>
      until(
        () => [...group.chat.threads.values()].find(({ name }) => name.startsWith(`#${ticket} `))?.id,
        `a thread for #${ticket}`,
      ),
  }
}

/** Asks to join; Olga, the lead, agrees. */
export async function joins(town: DeskTown, seat: Seat): Promise<void> {
  const { firstName } = seat.person
  seat.say('/join')
  const asked = await town.reads(new RegExp(`${firstName} просится`), 'general')
  await town.press(town.olga, 'Принять', asked.id)
  await town.reads(new RegExp(`${firstName} теперь оператор`))
}

/** Somebody's command, and what the bot says to it; '' when a mark was all. */
export async function says(town: DeskTown, seat: Seat, text: string, thread?: number): Promise<string> {
  const { id } = seat.say(text, thread === undefined ? {} : { thread })
  return town.until(() => {
    const messages = seat.messages()
    const answer = messages.find((message) => message.byBot && message.replyTo === id)
    if (answer) return answer.text
    return messages.find((message) => message.id === id)?.reactions.includes('👌') ? DONE : undefined
  }, `an answer to ${text}`)
}

export const DONE = '👌'

/** A customer asks for a person; the ticket's number. */
export async function asks(
  town: DeskTown,
  name = 'Вера',
): Promise<{ readonly seat: Seat; readonly ticket: number }> {
  const seat = town.customer(name)
  seat.start()
  const before = town.log.filter(({ event }) => event.type === 'ticketOpened').length
  await town.until(() => seat.messages().some(({ byBot }) => byBot), 'a greeting')
  seat.say('позовите человека')
  const opened = await town.until(
    () => town.log.flatMap(({ event }) => (event.type === 'ticketOpened' ? [event.ticket.id] : []))[before],
    'a ticket',
  )
  return { seat, ticket: opened }
}
