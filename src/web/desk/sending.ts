/**
 * Replies and notes on their way. Shown at once, kept in the browser until the server has them, sent again under the same
 * id after a broken connection or a reload: never lost, never doubled.
 */
import { effect, signal } from '@preact/signals'
import type { FileView } from '../../desk/web/views.ts'
import { api, commandId, Refused } from './api.ts'
import { me, opened } from './state.ts'
import { serverNow } from './times.ts'

export interface Pending {
  readonly id: string
  /** Who wrote it: on a shared computer nothing is sent as somebody else. */
  readonly by: string
  readonly ticket: number
  readonly kind: 'replies' | 'notes'
  readonly text: string
  readonly files: readonly FileView[]
  readonly at: number
  /** The server has it; its line comes by the stream any moment. */
  readonly sent?: boolean
  /** Why the server would not have it. */
  readonly refused?: string
}

const KEPT = 'kotik.desk.pending'
// Doubled up to this while the server is away; the stream's return hurries nothing, so it stays short.
const LONGEST_PAUSE_MS = 8000
const STAND_IN_MS = 10_000
// The page's idea of the server's clock is a beat old at most, and the network adds to it.
const SKEW_MS = 5000

export const pending = signal<readonly Pending[]>(kept())

function kept(): readonly Pending[] {
  try {
    const found: readonly Pending[] = JSON.parse(localStorage.getItem(KEPT) ?? '[]')
    return found.filter((one) => !one.sent)
  } catch {
    return []
  }
}

function put(next: readonly Pending[]): void {
  pending.value = next
  localStorage.setItem(KEPT, JSON.stringify(next))
}

export function say(message: Pick<Pending, 'ticket' | 'kind' | 'text' | 'files'>): void {
  const { ticket, kind, text, files } = message
  const by = me.value?.id ?? ''
  const fresh: Pending = { ticket, kind, text, files, id: commandId(), by, at: serverNow() }
  put([...pending.value, fresh])
  if (laneOf(fresh.ticket)[0]?.id === fresh.id) start(fresh.ticket)
}

/** A stand-in goes when its line is here. */
export function watchSent(): void {
  effect(() => {
    const done = pending.value.filter((one) => one.sent && hasLine(one))
    if (done.length > 0) put(pending.value.filter((one) => !done.includes(one)))
  })
}

/** After a reload, or when who wrote it is back. */
export function goOnSending(): void {
  for (const ticket of new Set(pending.value.map((one) => one.ticket))) start(ticket)
}

/** A refused message is sent as a new one: its old id is spent. */
export function sendAgain(id: string): void {
  const found = pending.value.find((one) => one.id === id)
  if (!found) return
  discard(id)
  say(found)
}

export function discard(id: string): void {
  put(pending.value.filter((one) => one.id !== id))
}

export const isOwn = ({ by }: Pending) => by === me.value?.id

const laneOf = (ticket: number) =>
  pending.value.filter((one) => one.ticket === ticket && isOwn(one) && !one.refused && !one.sent)

const draining = new Set<number>()

function start(ticket: number): void {
  if (draining.has(ticket)) return
  draining.add(ticket)
  drain(ticket)
    .catch((error: unknown) => reportError(error))
    .finally(() => draining.delete(ticket))
}

/** One after the other, so that they arrive in the order they were written. */
async function drain(ticket: number): Promise<void> {
  let pause = 500
  for (let next = laneOf(ticket)[0]; next; next = laneOf(ticket)[0]) {
    const { id } = next
    const outcome = await send(next)
    if (outcome === 'again') {
      await new Promise((resolve) => setTimeout(resolve, pause))
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
      continue
    }
    pause = 500
    mark(id, outcome === 'sent' ? { sent: true } : { refused: outcome.why })
    // A stream that is away for longer brings the line later; the stand-in must not stay for ever.
    if (outcome === 'sent') setTimeout(() => discard(id), STAND_IN_MS)
  }
}

const mark = (id: string, news: Pick<Pending, 'sent' | 'refused'>) =>
  put(pending.value.map((one) => (one.id === id ? { ...one, ...news } : one)))

async function send(message: Pending): Promise<'sent' | 'again' | { readonly why: string }> {
  const { id, ticket, kind, text, files } = message
  try {
    await api.say(ticket, kind, { id, text, files: files.map((file) => file.id) })
    return 'sent'
  } catch (error) {
    if (error instanceof Refused && error.status !== 429) return { why: error.message }
    return 'again'
  }
}

/** Its line has come by the stream: the stand-in is not shown beside it. */
export function hasLine({ ticket, kind, text, at }: Pending): boolean {
  const lines = opened.value.get(ticket)?.lines ?? []
  const from = kind === 'notes' ? 'note' : 'operator'
  return lines.some(
    (line) =>
      line.from === from &&
      line.operator === me.value?.id &&
      line.content?.text === text &&
      line.at >= at - SKEW_MS,
  )
}
