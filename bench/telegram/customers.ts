/** Customers who write in bursts, and a chat that is turned over every quarter of an hour. */
import { postId } from '../../src/desk/telegram/model.ts'
import type { ActiveTicket } from '../../src/domain/desk/ticket.ts'
import { close } from '../../src/domain/desk/ticket.ts'
import type { ConversationEvent } from '../../src/domain/event.ts'
import { messageNumber, type OperatorId, type TicketId } from '../../src/domain/ids.ts'
import { type Duration, duration, type Instant, later } from '../../src/domain/time.ts'
import type { SimulatedClock, seeded } from './clock.ts'
import type { SimulatedDesk } from './desk.ts'

export interface Said {
  readonly ticket: number
  /** Unique, and found again in what is shown. */
  readonly text: string
  readonly at: Instant
}

export interface Habits {
  readonly chats: number
  readonly operatorOf: (chat: number) => OperatorId
  readonly group: string
  /** Where an operator writes: nothing is written before the thread is there. */
  readonly placeOf: (ticket: TicketId) => number | undefined
  readonly lasts: Duration
  readonly burstEvery: Duration
}

type Chance = ReturnType<typeof seeded>

const SECOND = 1_000

export class Customers {
  readonly said: Said[] = []
  /** When a chat was given to somebody: what a new thread is measured from. */
  readonly assigned = new Map<number, Instant>()
  readonly #desk: SimulatedDesk
  readonly #clock: SimulatedClock
  readonly #chance: Chance
  readonly #habits: Habits
  #count = 0
  #ended = false

  constructor(desk: SimulatedDesk, clock: SimulatedClock, chance: Chance, habits: Habits) {
    this.#desk = desk
    this.#clock = clock
    this.#chance = chance
    this.#habits = habits
  }

  /** All chats begin within a minute, and end at different times from the first on. */
  come(): void {
    const { chats, lasts } = this.#habits
    for (let chat = 0; chat < chats; chat += 1) {
      const first = this.#chance.between(180 * SECOND, lasts)
      this.#after(this.#chance.between(0, 60 * SECOND), () => this.#open(chat, duration(first)))
    }
  }

  /** Nobody writes any more. */
  end(): void {
    this.#ended = true
  }

  #open(chat: number, lasts: Duration): void {
    if (this.#ended) return
    const ticket = this.#desk.assign(this.#habits.operatorOf(chat), this.#habits.group)
    this.assigned.set(ticket.id, this.#clock.now())
    const visit = new Visit(this.#desk, this.#clock, ticket, (said) => this.said.push(said))
    visit.begin()
    const until = later(this.#clock.now(), lasts)
    this.#burst(visit, until)
    this.#answer(visit, ticket.id, until)
    this.#after(lasts, () => {
      visit.end()
      this.#after(this.#chance.between(2 * SECOND, 5 * SECOND), () => this.#open(chat, this.#habits.lasts))
      if (this.#chance.fraction() < 0.5)
        this.#after(this.#chance.between(5 * SECOND, 40 * SECOND), () => visit.rate())
    })
  }

  /** One to three messages some seconds apart, then silence for about a minute. */
  #burst(visit: Visit, until: Instant): void {
    const pause = -Math.log(1 - this.#chance.fraction()) * this.#habits.burstEvery
    this.#after(pause, () => {
      if (this.#clock.now() >= until || this.#ended) return
      let at = 0
      const count = 1 + Math.floor(this.#chance.fraction() * 3)
      for (let n = 0; n < count; n += 1) {
        this.#after(at, () => this.#clock.now() < until && visit.say(this.#unique()))
        at += this.#chance.between(1.5 * SECOND, 5 * SECOND)
      }
      this.#burst(visit, until)
    })
  }

  /** Operators' words are in the thread already and cost nothing. */
  #answer(visit: Visit, ticket: TicketId, until: Instant): void {
    this.#after(this.#chance.between(20 * SECOND, 60 * SECOND), () => {
      if (this.#clock.now() >= until || this.#ended) return
      const place = this.#habits.placeOf(ticket)
      if (place !== undefined) visit.answer(place)
      this.#answer(visit, ticket, until)
    })
  }

  #unique(): string {
    this.#count += 1
    return `слово-${this.#count}.`
  }

  #after(ms: number, run: () => void): void {
    this.#clock.at(later(this.#clock.now(), duration(Math.max(0, Math.round(ms)))), run)
  }
}

/** One chat from its first word to its rating. */
class Visit {
  readonly #desk: SimulatedDesk
  readonly #clock: SimulatedClock
  readonly #ticket: ActiveTicket
  readonly #note: (said: Said) => void
  #number = 0

  constructor(desk: SimulatedDesk, clock: SimulatedClock, ticket: ActiveTicket, note: (said: Said) => void) {
    this.#desk = desk
    this.#clock = clock
    this.#ticket = ticket
    this.#note = note
  }

  begin(): void {
    const { id: ticket, operator } = this.#ticket
    this.#log({
      type: 'handoffRequested',
      request: {
        ...{ priority: 'normal', summary: 'Не проходит оплата', variables: {}, reason: 'asked' },
        upTo: messageNumber(this.#number),
      },
    })
    this.#log({ type: 'operatorJoined', ticket, operator, name: 'Анна' })
    this.#system('Здравствуйте! Меня зовут Анна, сейчас разберёмся.')
  }

  say(text: string): void {
    const { id: ticket } = this.#ticket
    this.#note({ ticket, text, at: this.#clock.now() })
    this.#log({ type: 'customerSaid', number: this.#next(), content: { text }, ticket })
  }

  answer(chat: number): void {
    const { id: ticket, operator } = this.#ticket
    const number = this.#next()
    const author = { kind: 'operator', operator, name: 'Анна' } as const
    const message = { number, author, content: { text: 'Смотрю.' }, at: this.#clock.now() }
    this.#log({ type: 'messageSent', message, ticket, externalId: postId(chat, 900_000 + number) })
  }

  end(): void {
    const { id: ticket, operator } = this.#ticket
    this.#log({ type: 'closingProposed', ticket, operator })
    this.#system('Вопрос решён?')
    this.#log({ type: 'chatClosed', ticket, by: 'customer' })
    this.#system('Рад был помочь.')
    this.#desk.change('ticketClosed', close(this.#ticket, { outcome: 'solved' }, this.#clock.now()))
  }

  rate(): void {
    const { id: ticket } = this.#ticket
    this.#log({ type: 'ratingGiven', ticket, score: 5 })
  }

  #system(text: string): void {
    const { id: ticket } = this.#ticket
    const author = { kind: 'system' } as const
    const message = { number: this.#next(), author, content: { text }, at: this.#clock.now() }
    this.#log({ type: 'messageSent', message, ticket })
  }

  #next() {
    this.#number += 1
    return messageNumber(this.#number)
  }

  #log(event: ConversationEvent): void {
    this.#desk.log({ to: 'conversation', id: this.#ticket.conversation }, event)
  }
}
