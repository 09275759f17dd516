/** The first message of a thread: all one must know before answering. And the thread's name, colour and icon. Pure. */
import type { Desk, Ticket } from '../../../domain/desk/state.ts'
import { ownerOf } from '../../../domain/desk/ticket.ts'
import { knownOf } from '../../../domain/facts.ts'
import { channelAndChat, type OperatorId } from '../../../domain/ids.ts'
import type { Language } from '../../../domain/message.ts'
import type { Settings } from '../../../domain/settings.ts'
import { between, type Instant } from '../../../domain/time.ts'
import { unreachable } from '../../../domain/unreachable.ts'
import { bold, cut, cutStart, folded, italic, join, mention, plain, TEXT_LIMIT } from '../rich.ts'
import { moment, span, type ThreadWords } from '../texts.ts'
import type { Rich } from '../transport.ts'

export interface Scene {
  readonly settings: Settings
  readonly words: ThreadWords
  readonly language: Language
  readonly now: Instant
  readonly operators: Desk['operators']
  /** Their account in Telegram, to be named so that they hear of it. */
  userOf(operator: OperatorId): number | undefined
}

export interface CardParts {
  readonly ticket: Ticket
  readonly earlier: readonly Ticket[]
  /** What was said before, folded. */
  readonly dialogue: Rich
  /** A deleted thread that was made again. */
  readonly again: boolean
  /** What the customer said while waiting, in the open. */
  readonly waiting: Rich
}

export const nameOf = ({ operators }: Scene, operator: OperatorId): string =>
  operators[operator]?.name ?? operator

const topicOf = ({ topic }: Ticket, { topics }: Settings) =>
  topics.find(({ name }) => name === topic)?.title ?? topic
const groupOf = ({ group }: Ticket, { groups }: Settings) =>
  groups.find(({ name }) => name === group)?.title ?? group

// Half a message for the facts: the rest is what was said.
const FACTS_MOST = 2_000
const VARIABLE_MOST = 200

export function card(parts: CardParts, scene: Scene): Rich {
  const facts = cut(join(factsOf(parts, scene), '\n'), FACTS_MOST)
  const waiting =
    parts.waiting.text === '' ? [] : [plain('\n\n'), cut(parts.waiting, TEXT_LIMIT - FACTS_MOST - 4)]
  const head = join([`\n\n`, italic(parts.again ? scene.words.again : scene.words.dialogue), '\n'])
  const room = TEXT_LIMIT - facts.text.length - head.text.length - join(waiting).text.length
  if (parts.dialogue.text === '' || room < 100) return join([facts, ...waiting])
  // Of a long talk the end says why a person was called.
  return join([facts, head, folded(cutStart(parts.dialogue, room)), ...waiting])
}

function factsOf(parts: CardParts, scene: Scene): readonly Rich[] {
  const { ticket } = parts
  const { words, settings } = scene
  const topic = topicOf(ticket, settings)
  const { customer } = ticket
  const channel = channelAndChat(ticket.conversation).channel
  const who = [customer.name ?? words.nameless, ...(customer.verified ? [words.verified] : [])].join(', ')
  const contacts = [customer.phone, customer.email].filter((one) => one !== undefined).join(', ')
  return [
    join([bold(`#${ticket.id} `), who, ` · ${words.channels[channel] ?? channel}`]),
    ...(contacts === '' ? [] : [plain(contacts)]),
    ...(ticket.summary === '' ? [] : [plain(ticket.summary)]),
    ...(topic === undefined ? [] : [fact(words.topic, topic)]),
    ...(ticket.priority === 'normal' ? [] : [fact(words.priority, words.priorities[ticket.priority])]),
    fact(words.group, groupOf(ticket, settings)),
    ...ownerIn(ticket, scene),
    ...waitedIn(ticket, words),
    fact(words.earlier, earlierIn(parts, scene)),
    ...knownOf(customer, ticket.variables, settings.variableTitles, scene.language).map(({ title, value }) =>
      fact(title, cut(plain(value), VARIABLE_MOST)),
    ),
  ]
}

/** Who has it; of a closed one, who had it. */
function ownerIn(ticket: Ticket, scene: Scene): readonly Rich[] {
  const { words } = scene
  const closed = ticket.status === 'closed'
  const owner = closed ? ticket.operator : ownerOf(ticket)
  if (owner !== undefined) {
    const name = mention(nameOf(scene, owner), scene.userOf(owner))
    return [fact(closed ? words.operator : words.owner, name)]
  }
  return closed ? [] : [fact(words.owner, words.ownerless)]
}

/** Below a second nobody waited. */
function waitedIn({ openedAt, firstAssignedAt }: Ticket, words: ThreadWords): readonly Rich[] {
  if (firstAssignedAt === undefined) return []
  const waited = between(openedAt, firstAssignedAt)
  return waited < 1_000 ? [] : [fact(words.waited, span(waited, words))]
}

const fact = (name: string, value: Rich | string) => join([bold(`${name}: `), value])

// What is not on the screen is at the web desk.
const EARLIER_MOST = 5

function earlierIn({ earlier }: CardParts, { words, settings }: Scene): string {
  if (earlier.length === 0) return words.firstTime
  const told = earlier.slice(0, EARLIER_MOST).map((ticket) => {
    const score = ticket.status === 'closed' && ticket.score !== undefined ? ` ⭐ ${ticket.score}` : ''
    return [`#${ticket.id}`, topicOf(ticket, settings), score.trim()].filter(Boolean).join(' ')
  })
  return told.join(' · ') + (earlier.length > EARLIER_MOST ? ' …' : '')
}

/** What the card says of a ticket that changes; the rest of it never does. */
export function cardFacts(ticket: Ticket): string {
  const { topic, priority, group, status } = ticket
  return [topic, priority, group, status === 'closed' ? 'closed' : (ownerOf(ticket) ?? ''), status].join('|')
}

// Telegram's limit on a thread's name.
const TITLE_MOST = 128

export function title(ticket: Ticket, { settings, words }: Pick<Scene, 'settings' | 'words'>): string {
  const name = (ticket.customer.name ?? words.nameless).replace(/\s+/gu, ' ').trim()
  const about = topicOf(ticket, settings) ?? firstSentence(ticket.summary.replace(/\s+/gu, ' ').trim())
  const text = `#${ticket.id} ${cut(plain(name), 48).text}${about === '' ? '' : ` · ${about}`}`
  return cut(plain(text), TITLE_MOST).text
}

// «Просит человека. Последние слова: «…»» is the card's: in a list of threads the words would hide what sets them apart.
const firstSentence = (text: string) => text.split(/\.(?:\s|$)/u, 1)[0] ?? text

// The six that `createForumTopic` takes; in this order neighbours differ most.
const COLOURS = [0x6fb9f0, 0xffd67e, 0xcb86db, 0x8eee98, 0xff93b2, 0xfb6f5f] as const

export function colour({ group }: Ticket, { groups }: Settings): number {
  const index = groups.findIndex(({ name }) => name === group)
  return COLOURS[Math.max(0, index) % COLOURS.length] ?? COLOURS[0]
}

/** Of the icons Telegram offers, the first that is there says the state. */
const ICONS: { readonly [S in Ticket['status']]: readonly string[] } = {
  waiting: ['❓', '⁉️'],
  active: ['💬', '🗣'],
  pending: ['👀', '🔎'],
  snoozed: ['📆', '⏰', '☕️'],
  closed: ['✅', '🏁'],
}

export const icon = ({ status }: Ticket, offered: ReadonlyMap<string, string>): string | undefined =>
  ICONS[status].map((emoji) => offered.get(emoji)).find((id) => id !== undefined)

/** A name for the ticket's state that changes exactly when there is something to tell about it. */
export function stateKey(ticket: Ticket): string {
  switch (ticket.status) {
    case 'waiting':
      return `waiting:${ticket.group}`
    case 'snoozed':
      return `snoozed:${ticket.until}:${ticket.operator}`
    case 'closed':
      return `closed:${ticket.closedAt}`
    case 'active':
      return `active:${ticket.operator}`
    case 'pending':
      return `pending:${ticket.operator}`
    default:
      return unreachable(ticket)
  }
}

/** The state in words; undefined where the thread shows it already. */
export function state(ticket: Ticket, before: string | undefined, scene: Scene): Rich | undefined {
  const { words, settings, now, language } = scene
  switch (ticket.status) {
    case 'waiting':
      return plain(`⏳ ${words.waitsFor} «${groupOf(ticket, settings)}».`)
    case 'snoozed':
      return plain(`📆 ${words.asleep} ${moment(ticket.until, now, settings.hours.timezone, language)}.`)
    case 'pending':
      // The question to the customer stands in the thread.
      return undefined
    case 'closed':
      return closing(ticket, scene)
    case 'active':
      if (before === undefined || before === `pending:${ticket.operator}`) return undefined
      return join([
        before?.startsWith('snoozed:') && before.endsWith(`:${ticket.operator}`)
          ? `💬 ${words.backAtWork} `
          : `👤 ${words.nowWith} `,
        mention(nameOf(scene, ticket.operator), scene.userOf(ticket.operator)),
      ])
    default:
      return unreachable(ticket)
  }
}

function closing(ticket: Extract<Ticket, { readonly status: 'closed' }>, { words }: Scene): Rich {
  const { handled, outcome } = ticket
  const between = outcome === 'solved' ? ` ${words.took} ` : ' · '
  return join([bold(`✅ ${words.outcomes[outcome]}`), handled > 0 ? `${between}${span(handled, words)}` : ''])
}
