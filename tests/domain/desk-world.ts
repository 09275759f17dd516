/** A desk driven by hand: settings of an invented team, short ways to send inputs, and questions about what came of them. */

import type { Decision } from '../../src/domain/decision.ts'
import { decideDesk } from '../../src/domain/desk/decide.ts'
import type { Desk, DeskOperator, Ticket } from '../../src/domain/desk/state.ts'
import { EMPTY_DESK } from '../../src/domain/desk/state.ts'
import {
  type ConversationId,
  conversationId,
  customerId,
  groupName,
  inputKey,
  messageNumber,
  operatorId,
  releaseId,
  ticketId,
  topicName,
} from '../../src/domain/ids.ts'
import type { ConversationInput, DeskInput } from '../../src/domain/input.ts'
import type { Rules } from '../../src/domain/rules.ts'
import type { OpenSpan, Settings } from '../../src/domain/settings.ts'
import { type Duration, hours, instant, later, minutes } from '../../src/domain/time.ts'

// A Monday noon in Moscow.
export const NOON = instant(Date.UTC(2026, 0, 12, 9))
export const LINE = groupName('first-line')
export const FINANCE = groupName('finance')
export const ANNA = operatorId('anna')
export const BORIS = operatorId('boris')
export const LEAD = operatorId('lead')

const DAY: readonly OpenSpan[] = [{ from: 9 * 60, to: 21 * 60 }]
const ALWAYS: readonly OpenSpan[] = [{ from: 0, to: 1440 }]

export const weekOf = (day: readonly OpenSpan[]): Settings['hours']['week'] => [
  day,
  day,
  day,
  day,
  day,
  day,
  day,
]

export const SETTINGS: Settings = {
  bot: { name: 'Ботик Котик', languages: ['ru'] },
  hours: { timezone: 'Europe/Moscow', week: weekOf(ALWAYS), holidays: {} },
  groups: [
    { name: LINE, title: 'Первая линия', assignment: 'auto' },
    { name: FINANCE, title: 'Финансы', assignment: 'auto' },
  ],
  topics: [
    { name: topicName('payment'), title: 'Оплата', group: FINANCE, priority: 'high' },
    { name: topicName('playback'), title: 'Показ', group: LINE },
  ],
  secondLine: FINANCE,
  desk: { capacity: 2, maxCapacity: 5 },
  queue: {
    cap: 10,
    acceptWhenClosed: true,
    reviewEvery: minutes(1),
    typicalHandling: minutes(10),
    minSamples: 5,
    tellAgainAt: 0.3,
    longWait: minutes(15),
  },
  closing: {
    remindAfter: minutes(10),
    closeAfter: minutes(20),
    confirmRemindAfter: minutes(10),
    confirmCloseAfter: minutes(20),
    reopenWithin: hours(24),
  },
  dialogue: { missesToHandoff: 2, maxReadings: 3, votes: true },
  csat: { enabled: true, alertAt: 2 },
  limits: {
    textLength: 4000,
    messagesPerMinute: 20,
    fileSize: 1_000_000,
    callHosts: [],
    callAnswerSize: 10_000,
  },
  cannedReplies: {},
  variableTitles: {},
}

/** Working from 9 to 21. */
export const BY_DAY: Settings = { ...SETTINGS, hours: { ...SETTINGS.hours, week: weekOf(DAY) } }

export const withQueue = (queue: Partial<Settings['queue']>, base = SETTINGS): Settings => ({
  ...base,
  queue: { ...base.queue, ...queue },
})

export const claimed = (base = SETTINGS): Settings => ({
  ...base,
  groups: base.groups.map((group) => ({ ...group, assignment: 'claim' })),
})

/** The desk reads the settings only; a script that is asked here is a bug. */
export function rulesWith(settings: Settings): Rules {
  const never = (): never => {
    throw new Error('The desk asked for content')
  }
  const script = {
    answer: never,
    greeting: never,
    title: never,
    topic: never,
    opens: never,
    start: never,
    resume: never,
    repeat: never,
    waiting: never,
    likely: never,
  }
  return { release: releaseId('r1'), settings, phrase: never, intent: never, script }
}

type Handoff = Extract<DeskInput, { readonly type: 'handoffRequested' }>
type Asked = Partial<Handoff['request']> & Partial<Pick<Handoff, 'reopen' | 'previousOperator'>>

export const chat = (name: string) => conversationId('site', name)
export const ticket = (n: number) => ticketId(n)

export function handoff(name: string, asked: Asked = {}): Handoff {
  const { reopen, previousOperator, ...request } = asked
  return {
    type: 'handoffRequested',
    conversation: chat(name),
    customer: { id: customerId(chat(name)), language: 'ru', verified: false, attributes: {} },
    request: {
      priority: 'normal',
      summary: 'Нужен человек',
      variables: {},
      upTo: messageNumber(1),
      reason: 'asked',
      ...request,
    },
    ...(reopen === undefined ? {} : { reopen }),
    ...(previousOperator === undefined ? {} : { previousOperator }),
  }
}

export class DeskWorld {
  at = NOON
  desk: Desk = EMPTY_DESK
  last: Decision<Desk> = { state: EMPTY_DESK, events: [], effects: [], later: [] }
  #inputs = 0

  constructor(public settings: Settings = SETTINGS) {}

  /** A person of these groups, on shift. */
  hire(id: typeof ANNA, groups = [LINE], capacity = 2, lead = false): this {
    this.send({ type: 'operatorEnrolled', operator: id, name: id, lead, groups, capacity })
    this.send({ type: 'shiftChanged', operator: id, shift: 'on' })
    return this
  }

  send(input: DeskInput, key = `k${++this.#inputs}`): Decision<Desk> {
    const turn = { at: this.at, key: inputKey(key), rules: rulesWith(this.settings) }
    this.last = decideDesk(this.desk, input, turn)
    this.desk = this.last.state
    return this.last
  }

  /** Time goes by; nothing fires by itself. */
  wait(by: Duration): this {
    this.at = later(this.at, by)
    return this
  }

  ticket(n: number): Ticket {
    const found = this.desk.tickets[n]
    if (found === undefined) throw new Error(`No ticket ${n}`)
    return found
  }

  operator(id: typeof ANNA): DeskOperator {
    const found = this.desk.operators[id]
    if (found === undefined) throw new Error(`No operator ${id}`)
    return found
  }

  /** Who has it, or its status while nobody does. */
  holder(n: number): string {
    const found = this.ticket(n)
    return found.status === 'active' ? found.operator : found.status
  }

  /** What a conversation was told by the last decision. */
  heard(name: string): readonly ConversationInput[] {
    const id: ConversationId = chat(name)
    return this.last.later.flatMap((next) =>
      next.to === 'conversation' && next.id === id ? [next.input] : [],
    )
  }

  /** Types of what happened in the last decision. */
  happened(): readonly string[] {
    return this.last.events.map(({ type }) => type)
  }
}
