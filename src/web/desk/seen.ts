/** What this browser has shown of each chat: the number of the customer's last message that was on the screen. */
import { signal } from '@preact/signals'
import type { TicketCard } from '../../desk/web/cards.ts'

const KEPT = 'kotik.desk.seen'
// Old chats are forgotten; two hundred are weeks of one operator's work.
const MOST = 200

function kept(): ReadonlyMap<number, number> {
  try {
    return new Map(JSON.parse(localStorage.getItem(KEPT) ?? '[]'))
  } catch {
    return new Map()
  }
}

const seen = signal(kept())

export function isUnread(card: TicketCard): boolean {
  return card.unansweredSince !== undefined && card.lastCustomer > (seen.value.get(card.id) ?? 0)
}

/** Only what can be seen was seen: nothing while the page is in the background. */
export function markSeen(card: TicketCard | undefined): void {
  if (!card || document.hidden || (seen.peek().get(card.id) ?? 0) >= card.lastCustomer) return
  const next = new Map(seen.peek())
  next.delete(card.id)
  next.set(card.id, card.lastCustomer)
  seen.value = new Map([...next].slice(-MOST))
  localStorage.setItem(KEPT, JSON.stringify([...seen.value]))
}
