/** The stream from the server. The browser reconnects by the last event's id; this only watches that it really does. */
import type { DeskNews } from '../../desk/web/views.ts'
import { chime, newChat } from './attention.ts'
import { loadAll, loadLists } from './loading.ts'
import {
  behind,
  cards,
  connected,
  dropCard,
  hear,
  me,
  putCard,
  selected,
  signedOut,
  typing,
} from './state.ts'
import { serverTime } from './times.ts'
import { toast } from './toasts.ts'
import { words } from './words.ts'

// The server beats every three seconds: four beats missed are a dead line (a laptop that slept, a proxy that hung).
const SILENCE_MS = 12_000
const TYPING_MS = 5000

let source: EventSource | undefined
let cursor = 0
let heardAt = Date.now()

export function listen(from: number): void {
  cursor = from
  open()
}

export function stopListening(): void {
  source?.close()
  source = undefined
}

export function watchLine(): void {
  setInterval(() => {
    if (!source) return
    if (Date.now() - heardAt < SILENCE_MS && source.readyState !== EventSource.CLOSED) return
    connected.value = false
    open()
  }, 3000)
}

function open(): void {
  source?.close()
  heardAt = Date.now()
  source = new EventSource(`/desk/api/events?cursor=${cursor}`)
  source.onopen = () => {
    heardAt = Date.now()
    if (connected.value) return
    connected.value = true
    // The stream brings what was said; the lists are cheap and may have lost a chat to somebody else meanwhile.
    loadLists().catch(() => undefined)
  }
  source.onerror = () => {
    connected.value = false
  }
  source.onmessage = ({ data, lastEventId }) => {
    heardAt = Date.now()
    if (lastEventId) cursor = Number(lastEventId)
    take(JSON.parse(data))
  }
}

function take(news: DeskNews): void {
  switch (news.type) {
    case 'ticket':
      if (putCard(news.ticket)) newChat()
      return
    case 'gone':
      return dropCard(news.ticket)
    case 'line':
      hear(cursor, news.ticket, { kind: 'line', line: news.line })
      if (news.line.from === 'customer') customerSpoke(news.ticket)
      return
    case 'change':
      return hear(cursor, news.ticket, { kind: 'change', change: news.change })
    case 'typing':
      return showTyping(news.ticket, news.name ?? '')
    case 'beat':
      behind.value = news.behind ?? 0
      return serverTime(news.now)
    case 'reload':
      loadAll().catch(() => undefined)
      return
    default:
      return hearOfMe(news)
  }
}

function hearOfMe(news: Extract<DeskNews, { readonly type: 'me' | 'alert' | 'reminder' | 'bye' }>): void {
  if (news.type === 'bye') {
    stopListening()
    signedOut.value = true
    return
  }
  if (news.type === 'me') {
    if (me.value) me.value = { ...me.value, shift: news.shift, capacity: news.capacity }
    return
  }
  if (news.type === 'reminder')
    return toast(words.value.reminder(news.ticket, news.text), 'calm', news.ticket)
  const { alert } = news
  if (alert.kind === 'lowRating') toast(words.value.lowRating(alert.ticket, alert.score), 'bad', alert.ticket)
  if (alert.kind === 'queueFull') toast(words.value.queueFull(alert.waiting), 'bad')
  if (alert.kind === 'surface') toast(words.value.surfaceTrouble[alert.trouble], 'bad')
  if (alert.kind === 'longWait') toast(words.value.longWait(alert.ticket), 'bad', alert.ticket)
}

function customerSpoke(ticket: number): void {
  showTyping(ticket, undefined)
  const card = cards.value.get(ticket)
  const mine = card?.operator?.id === me.value?.id
  if (mine && (document.hidden || ticket !== selected.value)) chime('message')
}

/** With nobody: they have just written. */
function showTyping(ticket: number, who: string | undefined): void {
  const next = new Map(typing.value)
  if (who === undefined) next.delete(ticket)
  else next.set(ticket, { who, until: Date.now() + TYPING_MS })
  typing.value = next
  if (who !== undefined) setTimeout(() => forgetTyping(ticket), TYPING_MS + 100)
}

function forgetTyping(ticket: number): void {
  const found = typing.value.get(ticket)
  if (found && found.until <= Date.now()) showTyping(ticket, undefined)
}
