/** Commands about one ticket. */
import type { Desk, Ticket } from '../../../domain/desk/state.ts'
import { ownerOf } from '../../../domain/desk/ticket.ts'
import { whyWaiting } from '../../../domain/desk/why.ts'
import { type GroupName, groupName, type OperatorId, operatorId } from '../../../domain/ids.ts'
import { howLong, whichTopic, whoGets } from '../choices.ts'
import * as deeds from '../deeds.ts'
import type { Room } from '../room.ts'
import { whenIn } from '../when.ts'
import {
  type Answer,
  type AskedAboutTicket,
  aloud,
  quietly,
  say,
  type TicketCommand,
  usage,
} from './command.ts'

export const TICKET_COMMANDS: readonly TicketCommand[] = [
  {
    name: 'take',
    wordless: true,
    about: 'ticket',
    bare: true,
    said: {
      ru: { about: 'Взять чат', form: '/take — в ветке чата, или /take 142', example: '/take 142' },
      en: { about: 'Take a chat', form: '/take in the chat’s thread, or /take 142', example: '/take 142' },
    },
    run: async ({ room, doer, ticket }) => quietly(await deeds.take(room, doer, ticket.id)),
  },
  {
    name: 'transfer',
    about: 'ticket',
    said: {
      ru: {
        about: 'Передать чат человеку или группе',
        form: '/transfer имя или группа; без них — список',
        example: '/transfer Борис',
      },
      en: {
        about: 'Give a chat to a person or a group',
        form: '/transfer a name or a group; a list without',
        example: '/transfer Boris',
      },
    },
    run: transfer,
  },
  {
    name: 'line2',
    wordless: true,
    about: 'ticket',
    said: {
      ru: { about: 'Передать на вторую линию', form: '/line2 — в ветке чата', example: '/line2' },
      en: { about: 'Give a chat to the second line', form: '/line2 in the chat’s thread', example: '/line2' },
    },
    run: async ({ room, doer, ticket }) => quietly(await deeds.secondLine(room, doer, ticket.id)),
  },
  {
    name: 'topic',
    about: 'ticket',
    said: {
      ru: { about: 'Поставить тему', form: '/topic тема; без неё — список', example: '/topic оплата' },
      en: { about: 'Set the topic', form: '/topic a topic; a list without', example: '/topic payment' },
    },
    run: topic,
  },
  {
    name: 'snooze',
    about: 'ticket',
    said: {
      ru: {
        about: 'Отложить чат до времени или до слов клиента',
        form: '/snooze время; без него — список',
        example: '/snooze 2h, /snooze 30м, /snooze завтра 10:00',
      },
      en: {
        about: 'Snooze a chat until a time or the customer’s words',
        form: '/snooze a time; a list without',
        example: '/snooze 2h, /snooze tomorrow at 10:00',
      },
    },
    run: snooze,
  },
  {
    name: 'remind',
    about: 'ticket',
    said: {
      ru: {
        about: 'Напомнить вам о чате',
        form: '/remind время, потом слова для себя',
        example: '/remind завтра 10:00 спросить про чек',
      },
      en: {
        about: 'Remind yourself of a chat',
        form: '/remind a time, then words for yourself',
        example: '/remind tomorrow at 10:00 ask for the receipt',
      },
    },
    run: remind,
  },
  {
    name: 'why',
    wordless: true,
    about: 'ticket',
    bare: true,
    said: {
      ru: { about: 'Почему чат ждёт', form: '/why — в ветке чата, или /why 142', example: '/why 142' },
      en: { about: 'Why a chat waits', form: '/why in the chat’s thread, or /why 142', example: '/why 142' },
    },
    run: why,
  },
  {
    name: 'close',
    wordless: true,
    about: 'ticket',
    said: {
      ru: {
        about: 'Спросить клиента, решён ли вопрос, и закрыть',
        form: '/close — в ветке чата',
        example: '/close',
      },
      en: {
        about: 'Ask whether it is solved, and close',
        form: '/close in the chat’s thread',
        example: '/close',
      },
    },
    run: async ({ room, doer, ticket }) => quietly(await deeds.proposeClosing(room, doer, ticket)),
  },
]

async function transfer({ room, doer, ticket, words }: AskedAboutTicket): Promise<Answer> {
  if (words === '') return { kind: 'say', ...(await whoGets(room, doer, ticket)) }
  const found = await named(room, words)
  const [only] = found
  if (only === undefined) return usage(await noName(room, words))
  if (found.length > 1) return say(room.words.command.manyNames(found.map(({ name }) => name).join(', ')))
  return quietly(await deeds.give(room, doer, ticket.id, only.to))
}

interface Named {
  readonly name: string
  readonly to: { readonly operator: OperatorId } | { readonly group: GroupName }
}

/** Not on shift, or nobody at all. */
async function noName(room: Room, words: string): Promise<string> {
  const wanted = wantedIn(words)
  const { operators } = await deeds.deskOf(room)
  const away = Object.values(operators).find(({ name, id }) =>
    [name, id].some((key) => key.toLowerCase().startsWith(wanted)),
  )
  return away ? room.words.command.offShift(away.name) : room.words.command.noName(words)
}

const wantedIn = (words: string) => words.replace(/^@/, '').toLowerCase()

/** People on shift and groups whose name begins so; a whole name is that one alone. */
async function named(room: Room, words: string): Promise<readonly Named[]> {
  const wanted = wantedIn(words)
  const { operators } = await deeds.deskOf(room)
  const people = Object.values(operators)
    .filter(({ shift }) => shift !== 'off')
    .map(({ id, name }) => ({ name, keys: [name, id], to: { operator: operatorId(id) } }))
  const groups = room
    .settings()
    .groups.map(({ name, title }) => ({ name: title, keys: [title, name], to: { group: groupName(name) } }))
  const all = [...people, ...groups].map((one) => ({
    ...one,
    keys: one.keys.map((key) => key.toLowerCase()),
  }))
  const exact = all.filter(({ keys }) => keys.includes(wanted))
  return exact.length > 0 ? exact : all.filter(({ keys }) => keys.some((key) => key.startsWith(wanted)))
}

async function topic({ room, doer, ticket, words }: AskedAboutTicket): Promise<Answer> {
  if (words === '') return { kind: 'say', ...whichTopic(room, ticket.id) }
  const wanted = words.toLowerCase()
  const { topics } = room.settings()
  const keys = (one: (typeof topics)[number]) => [one.name.toLowerCase(), one.title.toLowerCase()]
  const found =
    topics.find((one) => keys(one).includes(wanted)) ??
    topics.find((one) => keys(one).some((key) => key.startsWith(wanted)))
  if (found) return quietly(await deeds.tag(room, doer, ticket.id, found.name))
  return usage(room.words.command.noTopic(words, topics.map(({ title }) => title).join(', ')))
}

async function snooze({ room, doer, ticket, words, place }: AskedAboutTicket): Promise<Answer> {
  if (words === '') return { kind: 'say', ...(await howLong(room, doer, ticket)) }
  const found = timeIn(room, words)
  if (found === undefined || found.rest !== '') return usage(room.words.command.noTime)
  const told = await deeds.putAside(room, doer, ticket.id, found.at)
  // Its own thread says so by itself.
  return room.threads.at(place)?.ticket === ticket.id ? quietly(told) : aloud(told)
}

async function remind({ room, doer, ticket, words }: AskedAboutTicket): Promise<Answer> {
  const found = timeIn(room, words)
  if (found === undefined) return usage(words === '' ? undefined : room.words.command.noTime)
  return aloud(await deeds.remind(room, doer, ticket.id, found.at, found.rest))
}

const timeIn = (room: Room, words: string) =>
  whenIn(words, room.entities, room.clock.now(), room.settings().hours.timezone)

async function why({ room, ticket }: AskedAboutTicket): Promise<Answer> {
  const { words, clock } = room
  const [desk, settings, now] = [await deeds.deskOf(room), room.settings(), clock.now()]
  const found = whyWaiting(ticket.id, desk, settings, now)
  if (found.kind === 'notWaiting') return say(notWaiting(room, ticket, desk))
  const person = (id: string) => (Object.hasOwn(desk.operators, id) ? (desk.operators[id]?.name ?? id) : id)
  const group = (name: string) => settings.groups.find((one) => one.name === name)?.title ?? name
  return say(words.why(ticket.id, found, person, group, (at) => words.when(at, now, settings.hours.timezone)))
}

function notWaiting({ words, clock, settings }: Room, ticket: Ticket, { operators }: Desk): string {
  const { idle } = words
  const owner = ownerOf(ticket)
  if (owner === undefined) return idle.closed(ticket.id)
  if (ticket.status === 'snoozed')
    return idle.snoozed(ticket.id, words.when(ticket.until, clock.now(), settings().hours.timezone))
  return idle.held(ticket.id, operators[owner]?.name ?? owner)
}
