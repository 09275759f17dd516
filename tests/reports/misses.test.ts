import { describe, expect, it } from 'vitest'
import type { HandoffReason } from '../../src/domain/conversation/state.ts'
import type { Event } from '../../src/domain/event.ts'
import {
  conversationId,
  flowName,
  intentName,
  messageNumber,
  operatorId,
  ticketId,
} from '../../src/domain/ids.ts'
import type { AnswerSource } from '../../src/domain/message.ts'
import { type Instant, instant, minutes } from '../../src/domain/time.ts'
import { MissGatherer } from '../../src/reports/misses.ts'

const VERA = conversationId('site', 'vera')
const one = messageNumber(1)
const PRICE = intentName('price')

/** Events a minute apart, of one conversation unless told otherwise. */
class Log {
  readonly gatherer = new MissGatherer({ isSmallTalk: (intent) => intent === 'hello' })
  #at: Instant = instant(0)
  #seq = 0

  add(event: Event, id = VERA): this {
    this.#at = instant(this.#at + minutes(1))
    this.#seq += 1
    this.gatherer.take({ seq: this.#seq, at: this.#at, address: { to: 'conversation', id }, event })
    return this
  }

  asks(text: string, verdict: 'sure' | 'between' | 'unsure' = 'unsure', intent = PRICE, id = VERA): this {
    this.add({ type: 'customerSaid', number: one, content: { text } }, id)
    const intents = [{ intent, confidence: 0.5 }]
    return this.add({ type: 'textUnderstood', number: one, verdict, intents }, id)
  }

  answers(source: AnswerSource): this {
    const message = { number: one, author: { kind: 'bot' as const }, content: { text: 'так' }, at: this.#at }
    return this.add({ type: 'messageSent', message, source })
  }

  votes(about: AnswerSource, good: boolean, comment?: string): this {
    return this.add({ type: 'answerVoted', about, good, ...(comment && { comment }) })
  }

  callsPerson(reason: HandoffReason): this {
    const request = { priority: 'normal', summary: '', variables: {}, upTo: one, reason } as const
    return this.add({ type: 'handoffRequested', request })
  }

  operator(text: string): this {
    const author = { kind: 'operator', operator: operatorId('anna'), name: 'Анна' } as const
    const message = { number: one, author, content: { text }, at: this.#at }
    return this.add({ type: 'messageSent', message, ticket: ticketId(1) })
  }

  waits(time: number): this {
    this.#at = instant(this.#at + minutes(time))
    return this
  }

  get misses() {
    return this.gatherer.misses()
  }
}

describe('misses', () => {
  it('are texts that were not understood or lay between two readings', () => {
    const log = new Log().asks('зюзюка').asks('цена?', 'between').asks('сколько стоит', 'sure')
    expect(log.misses.map(({ text, reasons }) => [text, reasons])).toEqual([
      ['зюзюка', ['notUnderstood']],
      ['цена?', ['between']],
    ])
    expect(log.gatherer.questions).toBe(3)
  })

  it('know which reading was chosen, and only for the text that asked for it', () => {
    const choice = { type: 'intentChosen', intent: PRICE, among: [PRICE] } as const
    const log = new Log().asks('почём', 'between').add(choice).asks('сколько стоит', 'sure').add(choice)
    expect(log.misses).toMatchObject([{ text: 'почём', chosen: 'price' }])
  })

  it('take the vote under their own answer, and the last of two votes', () => {
    const log = new Log()
      .asks('сколько стоит', 'sure')
      .answers({ intent: PRICE })
      .asks('верните деньги', 'sure')
      .answers({ flow: flowName('refund'), step: 'start.1' })
      .votes({ intent: PRICE }, false)
      .votes({ intent: PRICE }, false, 'нет цены для студентов, мой тел 89261234567')
      .votes({ flow: flowName('refund'), step: 'end.2' }, false)
      .votes({ flow: flowName('refund'), step: 'end.2' }, true)
    expect(log.misses).toMatchObject([
      { text: 'сколько стоит', reasons: ['badAnswer'], complaint: 'нет цены для студентов, мой тел ***' },
    ])
  })

  it('do not include what was solved before a person was called for', () => {
    const about = { intent: PRICE }
    const liked = new Log().asks('сколько', 'sure').answers(about).votes(about, true).callsPerson('asked')
    expect(liked.misses).toEqual([])
    const solved = new Log().asks('сколько', 'sure').add({ type: 'answerSolved', about, yes: true })
    expect(solved.callsPerson('asked').misses).toEqual([])
  })

  it.each(['flow', 'poison', 'reopened'] as const)('do not come of a hand-off for "%s"', (reason) => {
    expect(new Log().asks('верните деньги', 'sure').callsPerson(reason).misses).toEqual([])
  })

  it('are not made by a person called for much later', () => {
    expect(new Log().asks('сколько', 'sure').waits(10).callsPerson('asked').misses).toEqual([])
  })

  it('get the first words of the operator that say something, of their own ticket', () => {
    const log = new Log()
      .asks('зюзюка')
      .callsPerson('misses')
      .operator('Добрый день!')
      .operator('Подскажите, пожалуйста, какая у вас модель?')
      .operator('Зюзюка включается в профиле.')
      .add({ type: 'chatClosed', ticket: ticketId(1), by: 'customer' })
      .asks('хрюндель')
      .operator('Это совсем другой разговор о другом.')
    expect(log.misses.map(({ reply }) => reply)).toEqual(['Зюзюка включается в профиле.', undefined])
  })

  it('hold no text without words', () => {
    const log = new Log()
      .asks('???')
      .asks('89261234567')
      .asks('👎👎')
      .asks('\u0000 \u200b')
      .asks('привет', 'sure', intentName('hello'))
    expect(log.misses).toEqual([])
    expect(log.gatherer.questions).toBe(0)
  })

  it('are one short line without signs that cannot be seen', () => {
    const log = new Log()
      .asks('тел\u200bефон:\n8926\u200b1234567  жду')
      .asks(`${'ы'.repeat(100)} `.repeat(40))
    expect(log.misses[0]?.text).toBe('телефон: *** жду')
    expect(log.misses[1]?.text).toHaveLength(201)
  })

  it('need no more memory for a longer log', () => {
    const log = new Log()
    for (let n = 0; n < 20_500; n += 1)
      log.asks(`зюзюка ${n}`, 'unsure', PRICE, conversationId('site', `${n}`))
    expect(log.misses).toHaveLength(20_000)
    expect(log.misses.at(-1)?.text).toBe('зюзюка 20499')
  })
})
