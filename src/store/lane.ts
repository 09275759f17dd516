import type { Effect } from '../domain/effect.ts'
import type { Event } from '../domain/event.ts'
import type { ConversationId, TicketId } from '../domain/ids.ts'

/**
 * Rows of one lane are delivered one after the other. A slow HTTP call holds up no message, and of what a desk is told
 * only news of the same ticket waits for each other.
 */
export function laneOf(effect: Effect, conversation: ConversationId | undefined): string {
  switch (effect.type) {
    case 'say':
      return conversation ?? ''
    case 'call':
      return `call:${conversation}:${effect.call.id}`
    case 'tellDesk':
      return `desk:${effect.ticket ?? ticketOf(effect.event) ?? conversation ?? ''}`
  }
}

function ticketOf(event: Event): TicketId | undefined {
  if ('ticket' in event) return typeof event.ticket === 'object' ? event.ticket.id : event.ticket
  if (event.type === 'leadAlerted' && 'ticket' in event.about) return event.about.ticket
  return undefined
}
