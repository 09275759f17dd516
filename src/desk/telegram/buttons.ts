/**
 * The buttons of the desk in Telegram: what they say and what they carry. Data is at most 64 bytes: `t:<ticket>:<verb>…` for
 * a ticket, `b:<verb>` for the board, `j:<user>:<verb>` for who wants to join, `s:<verb>` for setting up. `presses.ts` reads
 * it; a press says only what was pressed, never who may: that is asked anew each time.
 */
import type { Ticket } from '../../domain/desk/state.ts'
import type { OperatorId, TicketId, TopicName } from '../../domain/ids.ts'
import type { Language } from '../../domain/message.ts'
import type { Settings } from '../../domain/settings.ts'
import type { Button } from './model.ts'

export const TICKET_VERBS = ['take', 'give', 'line2', 'topic', 'later', 'close', 'card'] as const
export type TicketVerb = (typeof TICKET_VERBS)[number]
type BoardVerb = 'next' | 'on' | 'pause' | 'off'

const LABELS = {
  ru: {
    take: 'Взять',
    give: 'Передать',
    line2: 'Вторая линия',
    topic: 'Тема',
    later: 'Отложить',
    close: 'Закрыть',
    card: '← Назад',
    next: 'Взять следующего',
    on: 'На смену',
    pause: 'Перерыв',
    off: 'Со смены',
  },
  en: {
    take: 'Take',
    give: 'Transfer',
    line2: 'Second line',
    topic: 'Topic',
    later: 'Snooze',
    close: 'Close',
    card: '← Back',
    next: 'Take the next',
    on: 'Start shift',
    pause: 'Pause',
    off: 'End shift',
  },
} as const satisfies { readonly [L in Language]: { readonly [V in TicketVerb | BoardVerb]: string } }

export const ticketButton = (ticket: TicketId, verb: TicketVerb, language: Language = 'ru'): Button => ({
  text: LABELS[language][verb],
  data: `t:${ticket}:${verb}`,
})

const boardButton = (verb: BoardVerb, language: Language): Button => ({
  text: LABELS[language][verb],
  data: `b:${verb}`,
})

/** Under the first message of a ticket's thread: what can be done to it as it is now. */
export function cardButtons(
  ticket: Ticket,
  settings: Settings,
  language: Language = 'ru',
): readonly (readonly Button[])[] {
  const button = (verb: TicketVerb) => ticketButton(ticket.id, verb, language)
  const secondLine = settings.secondLine !== undefined && ticket.group !== settings.secondLine
  const topic = settings.topics.length > 0 ? [button('topic')] : []
  const give = [button('give'), ...(secondLine ? [button('line2')] : [])]
  switch (ticket.status) {
    case 'waiting':
      return [[button('take')], give, topic].filter((row) => row.length > 0)
    case 'closed':
      return topic.length > 0 ? [topic] : []
    case 'snoozed':
      return [[button('take'), button('later')], give, [...topic, button('close')]]
    case 'pending':
      return [give, topic].filter((row) => row.length > 0)
    case 'active':
      return [give, [...topic, button('later')], [button('close')]]
  }
}

/** Under the board in General. */
export const boardButtons = (language: Language = 'ru'): readonly (readonly Button[])[] => [
  [boardButton('next', language)],
  [boardButton('on', language), boardButton('pause', language), boardButton('off', language)],
]

export const giveButton = (ticket: TicketId, operator: OperatorId, text: string): Button => ({
  text,
  data: `t:${ticket}:to:${operator}`,
})
export const groupButton = (ticket: TicketId, group: string, text: string): Button => ({
  text,
  data: `t:${ticket}:gr:${group}`,
})
export const topicButton = (ticket: TicketId, topic: TopicName, text: string): Button => ({
  text,
  data: `t:${ticket}:tag:${topic}`,
})
export const cannedButton = (ticket: TicketId, name: string, text: string): Button => ({
  text,
  data: `t:${ticket}:say:${name}`,
})
export const snoozeButton = (ticket: TicketId, when: '15m' | '1h' | '10am', text: string): Button => ({
  text,
  data: `t:${ticket}:until:${when}`,
})
