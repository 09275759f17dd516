/** Several questions in one message, and values that a text tells. */
import { describe, expect, test } from 'vitest'
import { intentName } from '../../src/domain/ids.ts'
import type { FoundEntity, Reading } from '../../src/domain/nlu.ts'
import { NOTHING_READ, slotsOf } from '../../src/domain/nlu.ts'
import { between, sure, Talk } from './conversation-world.ts'

const several = (...parts: readonly Reading[]): Reading => ({ ...NOTHING_READ, parts })
const ORDER: FoundEntity = { kind: 'order', value: '12345', from: 0, to: 5 }
const withOrder = (reading: Reading): Reading => ({ ...reading, entities: [ORDER] })

describe('several questions', () => {
  test('answers are all said at once', () => {
    const talk = new Talk().say('сколько стоит и когда привезут', several(sure('price'), sure('when')))
    expect(talk.texts).toEqual(['Сто рублей.', 'Завтра.'])
    expect(talk.state.lastIntent).toBe('when')
  })

  test('answers come before the flow, whatever the order', () => {
    const talk = new Talk().say('где заказ и почём', several(sure('order'), sure('price')))
    expect(talk.texts).toEqual(['Сто рублей.', 'Номер заказа?'])
  })

  test('flows go one after the other, each with what was told about it', () => {
    const both = several(sure('setup'), withOrder(sure('order')))
    const talk = new Talk().say('как настроить и где заказ 12345', both)
    expect(talk.texts).toEqual(['Включите.'])
    talk.press('Получилось').press('Получилось')
    expect(talk.texts).toEqual(['Готово.', 'И ещё вы спрашивали: «Где заказ».', 'Что с ним?'])
    expect(talk.state.lastIntent).toBe('order')
    talk.say('сломан').press('Да')
    expect(talk.state).toMatchObject({ stack: [] })
    expect(talk.state.waiting).toBeUndefined()
  })

  test('greetings around a question are no questions; a question unclear as a whole is clear by its part', () => {
    const talk = new Talk().say('привет! почём', several(sure('hello'), sure('price')))
    expect(talk.texts).toEqual(['Сто рублей.'])
  })

  test('a part that is not clear leaves the whole as it is', () => {
    const reading = { ...sure('price'), parts: [sure('price'), between('order', 'when')] }
    expect(new Talk().say('почём и что там', reading).texts).toEqual(['Сто рублей.'])
  })

  test('a command among them makes it one', () => {
    const reading = { ...sure('person'), parts: [sure('price'), sure('person')] }
    expect(new Talk().say('почём и позовите человека', reading).state.phase).toBe('handingOff')
  })

  test('asked in the middle of a flow, they come before it goes on', () => {
    const talk = new Talk().say('где заказ', sure('order'))
    talk.say('почём и когда', several(sure('price'), sure('when')))
    expect(talk.texts).toEqual(['Сто рублей.', 'Завтра.', 'Вернёмся к теме «Где заказ».', 'Номер заказа?'])
  })

  test.each([
    ['стоп', 'bot'],
    ['оператор', 'handingOff'],
  ])('«%s» drops what waits', (word, phase) => {
    const talk = new Talk().say('настроить и где заказ', several(sure('setup'), sure('order')))
    expect(talk.state.waiting).toHaveLength(1)
    talk.say(word)
    expect(talk.state.phase).toBe(phase)
    expect(talk.state.waiting).toBeUndefined()
  })

  test('a question whose intent is gone with its release is not asked', () => {
    const talk = new Talk().say('настроить и то', several(sure('setup'), sure('order')))
    talk.state = { ...talk.state, waiting: [{ intent: intentName('gone'), known: {} }] }
    talk.press('Получилось').press('Получилось')
    expect(talk.texts).toEqual(['Готово.'])
    expect(talk.state.waiting).toBeUndefined()
  })
})

describe('what a text told', () => {
  test('waits behind "did you mean"', () => {
    const talk = new Talk().say('заказ 12345', withOrder(between('order', 'price')))
    talk.press('Где заказ')
    expect(talk.texts).toEqual(['Что с ним?'])
    expect(talk.state.told).toBeUndefined()
  })

  test('is one value of a kind; a date with a time is both', () => {
    const one = (kind: string, value: FoundEntity['value']) => ({ kind, value, from: 0, to: 1 })
    expect(slotsOf([one('money', 399), one('datetime', '2026-01-13T10:00')])).toEqual({
      money: 399,
      datetime: '2026-01-13T10:00',
      date: '2026-01-13',
      time: '10:00',
    })
    expect(slotsOf([one('money', 399), one('money', 500), one('date', 'x'), one('date', 'x')])).toEqual({
      date: 'x',
    })
    expect(slotsOf([])).toEqual({})
  })
})
