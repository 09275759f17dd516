/** What comes without words, and files that did not come: told plainly, never matched, never in the customer's mouth. */
import { describe, expect, test } from 'vitest'
import { needsReading } from '../../src/domain/conversation/decide.ts'
import type { Attachment, Besides, Content } from '../../src/domain/message.ts'
import { rulesWith, sure, Talk, TICKET } from './conversation-world.ts'

const file = (kind: Attachment['kind']): Content => ({
  text: '',
  attachments: [{ id: 'f'.repeat(22), kind, name: 'a', mime: 'application/octet-stream', size: 9 }],
})
const beside = (kind: 'place' | 'sticker' | 'other', shown = '…'): Content => ({
  text: '',
  besides: [{ kind, shown }],
})
const large: Besides = {
  kind: 'lostFile',
  shown: '[Файл «a.mp4» не получен: больше 10 МБ]',
  why: 'tooLarge',
  limit: 10 * 1_048_576,
}
const gone: Besides = { kind: 'lostFile', shown: '[Файл «a.png» не получен]', why: 'gone' }

const gives = (talk: Talk, content: Content, reading = sure('price')) =>
  talk.give({ type: 'customerSaid', content, ...(content.text === '' ? {} : { reading }) })

describe('a message without words', () => {
  test.each([
    ['a voice', file('voice'), 'Голосовые я пока не понимаю. Напишите словами — или позову человека.'],
    ['a place', beside('place'), 'Место на карте вижу. Напишите словами, что с ним, — или позову человека.'],
    ['a sticker', beside('sticker', '👍'), /^Стикеры я не понимаю/],
    ['a sticker as a picture', file('sticker'), /^Стикеры я не понимаю/],
    ['a dice', beside('other', '🎲 4'), /^Такое я пока не понимаю/],
  ])('%s: said plainly, a person offered, nothing matched', (_, content, text) => {
    const talk = new Talk()
    expect(needsReading(talk.state, { type: 'customerSaid', content })).toBe(false)
    gives(talk, content)
    expect(talk.texts).toEqual([expect.stringMatching(text)])
    expect(talk.buttons).toEqual(['Позвать человека'])
    expect(talk.event('textUnderstood')).toBeUndefined()
    expect(talk.state).toMatchObject({ misses: 0, phase: 'bot' })
    expect(talk.state.lastQuestion).toBeUndefined()
  })

  test('in a flow the question stands, and is put again', () => {
    const talk = gives(new Talk().say('где заказ', sure('order')), file('voice'))
    expect(talk.texts).toEqual([expect.stringMatching(/^Голосовые/), 'Номер заказа?'])
    expect(gives(talk, beside('sticker')).texts).toEqual([expect.stringMatching(/^Стикеры/), 'Номер заказа?'])
    expect(talk.say('12345').texts).toEqual(['Что с ним?'])
  })

  test('a place is an answer where any words are', () => {
    const flow =
      'title: Код\nstart:\n  - { ask: Где вы?, save: code, expect: text }\n  - say: Еду в {{ code }}.\n'
    const talk = new Talk(rulesWith({ 'flows/code.yml': flow })).say('есть код', sure('code'))
    expect(gives(talk, beside('place', 'Место: дом')).texts).toEqual(['Еду в Место: дом.'])
  })

  test('soon after closing a voice goes on with the ticket, a sticker does not', () => {
    expect(gives(new Talk().closed(), file('voice')).toDesk('handoffRequested')).toMatchObject({
      reopen: TICKET,
    })
    expect(gives(new Talk().closed(), beside('sticker')).told).toEqual([])
  })
})

describe('a file that did not come', () => {
  const TOLD = 'Файл больше 10\u00a0МБ, он не дошёл. Пришлите поменьше или опишите словами.'

  test('is told once, and the words go on as they are', () => {
    const talk = gives(new Talk(), { text: 'сколько стоит', besides: [large] })
    expect(talk.texts).toEqual([TOLD, 'Сто рублей.'])
    talk.say('оператор')
    expect(talk.toDesk('handoffRequested')?.request.summary).toContain('«сколько стоит»')
  })

  test('several of an album are told together, each reason once', () => {
    const talk = gives(new Talk(), { text: '', besides: [large, large, gone] })
    expect(talk.texts).toEqual([
      'Файлы больше 10\u00a0МБ, они не дошли. Пришлите поменьше или опишите словами.',
      'Файл не дошёл. Пришлите ещё раз или опишите словами.',
    ])
    expect(talk.buttons).toEqual(['Позвать человека'])
  })

  test('alone, with an operator: both are told, the chat stays', () => {
    const talk = gives(new Talk().withOperator(), { text: '', besides: [large] })
    expect(talk.texts).toEqual([TOLD])
    expect(talk.buttons).toEqual([])
    expect(talk.event('customerSaid')).toMatchObject({ ticket: TICKET, content: { besides: [large] } })
  })

  test('leaves what was asked for open', () => {
    const talk = gives(new Talk().say('где заказ', sure('order')), { text: '', besides: [large] })
    expect(talk.texts).toEqual([TOLD])
    expect(talk.say('12345').texts).toEqual(['Что с ним?'])
  })
})
