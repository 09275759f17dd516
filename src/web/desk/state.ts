/** What the pages know, as signals: who I am, the cards, the opened tickets, what is chosen. Changed here and in `live.ts`. */
import { computed, signal } from '@preact/signals'
import { type TicketCard, withLine } from '../../desk/web/cards.ts'
import { changed, type Heard, type Line } from '../../desk/web/lines.ts'
import type { MeView, TicketView } from '../../desk/web/views.ts'
import { isUnread, markSeen } from './seen.ts'

export type Pane = 'queue' | 'chat' | 'customer'
export type Dialog = 'transfer' | 'secondLine' | 'topic' | 'snooze' | 'shiftOff' | 'shortcuts'

/** `undefined`: not known yet. */
export const me = signal<MeView | undefined>(undefined)
export const signedOut = signal(false)
export const cards = signal<ReadonlyMap<number, TicketCard>>(new Map())
export const closedCards = signal<readonly TicketCard[] | undefined>(undefined)
export const opened = signal<ReadonlyMap<number, TicketView>>(new Map())
export const selected = signal<number | undefined>(undefined)
/** On a phone one column is shown at a time. */
export const pane = signal<Pane>('queue')
export const dialog = signal<Dialog | undefined>(undefined)
export const list = signal<'open' | 'closed'>('open')
export const connected = signal(true)
/** Seconds the group in Telegram shows customers' words late; 0 when it does not. */
export const behind = signal(0)
/** Who is typing where, until when. */
export const typing = signal<ReadonlyMap<number, { readonly who: string; readonly until: number }>>(new Map())

const PRIORITY = { urgent: 0, high: 1, normal: 2, low: 3 } as const
const byTurn = (a: TicketCard, b: TicketCard) =>
  PRIORITY[a.priority] - PRIORITY[b.priority] || a.queuedAt - b.queuedAt

const all = computed(() => [...cards.value.values()])
const isMine = (card: TicketCard) => card.operator?.id === me.value?.id

/** Those who wait for an answer first, then those with whom something was said last. */
export const mine = computed(() =>
  all.value
    .filter((card) => card.status !== 'waiting' && isMine(card))
    .sort(
      (a, b) => restOf(a) - restOf(b) || (a.unansweredSince ?? 0) - (b.unansweredSince ?? 0) || a.id - b.id,
    ),
)
const restOf = (card: TicketCard) =>
  card.status === 'snoozed' ? 3 : card.status === 'pending' ? 2 : card.unansweredSince ? 0 : 1

export const queue = computed(() => all.value.filter((card) => card.status === 'waiting').sort(byTurn))
export const others = computed(() =>
  all.value
    .filter((card) => card.status !== 'waiting' && !isMine(card))
    .sort((a, b) => a.openedAt - b.openedAt),
)
/** In the order of the screen, for the keys. */
export const listed = computed(() =>
  list.value === 'open' ? [...mine.value, ...queue.value, ...others.value] : (closedCards.value ?? []),
)
export const load = computed(() => mine.value.filter((card) => card.status === 'active').length)
export const unread = computed(() => mine.value.filter(isUnread).length)

export const current = computed<TicketView | undefined>(() =>
  selected.value === undefined ? undefined : opened.value.get(selected.value),
)
/** The freshest card of the chosen ticket. */
export const currentCard = computed<TicketCard | undefined>(() => {
  const id = selected.value
  return id === undefined ? undefined : (cards.value.get(id) ?? current.value?.ticket)
})
export const holds = computed(() => {
  const card = currentCard.value
  return card !== undefined && card.status !== 'waiting' && card.status !== 'closed' && isMine(card)
})
export const mayDirect = computed(() => {
  const card = currentCard.value
  return holds.value || (me.value?.lead === true && card !== undefined && card.status !== 'closed')
})

/** Lists hold what waits, what is one's own, and for leads everything open. */
function isListed(card: TicketCard): boolean {
  if (card.status === 'closed') return false
  return card.status === 'waiting' || isMine(card) || me.value?.lead === true
}

export function putCards(fresh: readonly TicketCard[]): void {
  cards.value = new Map(fresh.filter(isListed).map((card) => [card.id, card]))
}

let cardNews = 0
/** How many times the stream changed the cards: a list loaded meanwhile may be older than they are. */
export const cardChanges = (): number => cardNews

/** True when a chat came that was not here before, or came to me. */
export function putCard(card: TicketCard): boolean {
  cardNews += 1
  const before = cards.value.get(card.id)
  const next = new Map(cards.value)
  if (isListed(card)) next.set(card.id, card)
  else next.delete(card.id)
  cards.value = next
  changeOpened(card.id, (view) => ({ ...view, ticket: card }))
  const came = isListed(card) && (!before || (!isMine(before) && isMine(card)))
  return came && (card.status === 'waiting' || isMine(card))
}

export function dropCard(id: number): void {
  cardNews += 1
  const next = new Map(cards.value)
  next.delete(id)
  cards.value = next
}

/** What the stream brought lately: an answer that was on its way meanwhile is older than it. */
let lately: readonly { readonly seq: number; readonly ticket: number; readonly heard: Heard }[] = []
// Many times what can be said while one answer is on its way.
const REMEMBERED = 300

export function hear(seq: number, ticket: number, heard: Heard): void {
  lately = [...lately, { seq, ticket, heard }].slice(-REMEMBERED)
  lay(ticket, heard)
}

function lay(ticket: number, heard: Heard): void {
  if (heard.kind === 'line') hearLine(ticket, heard.line)
  else changeOpened(ticket, (view) => ({ ...view, lines: changed(view.lines, heard.change) }))
}

function hearLine(id: number, line: Line): void {
  const card = cards.value.get(id)
  if (card) cards.value = new Map(cards.value).set(id, withLine(card, line))
  changeOpened(id, (view) => {
    if (view.lines.some((one) => one.id === line.id)) return view
    return { ...view, ticket: withLine(view.ticket, line), lines: [...view.lines, line] }
  })
  if (id === selected.value) markSeen(currentCard.value)
}

export function putOpened(view: TicketView): void {
  opened.value = new Map(opened.value).set(view.ticket.id, view)
  for (const { seq, ticket, heard } of lately)
    if (ticket === view.ticket.id && seq > view.cursor) lay(ticket, heard)
}

export function changeOpened(id: number, change: (view: TicketView) => TicketView): void {
  const view = opened.value.get(id)
  if (view) opened.value = new Map(opened.value).set(id, change(view))
}
