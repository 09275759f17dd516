/** One payload in Telegram's own shape for each kind of message, and what it says in our words. */
import { readdirSync, readFileSync } from 'node:fs'
import type { Message, Update } from 'grammy/types'
import { describe, expect, it } from 'vitest'
import { profileOf } from '../../../src/channels/telegram/customer.ts'
import { saidIn, startIn, withoutBotName } from '../../../src/channels/telegram/said.ts'

interface Payload {
  readonly update: Update
  readonly says: object | null
}

const FOLDER = 'tests/channels/telegram/payloads'
const payloads = readdirSync(FOLDER).map((file): readonly [string, Payload] => {
  const payload: Payload = JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8'))
  return [file.replace('.json', ''), payload]
})

const message = (fields: Partial<Message>): Message => {
  const from = { id: 7, is_bot: false, first_name: 'Вера', language_code: 'ru' }
  const chat = { id: 7, type: 'private', first_name: 'Вера' } as const
  const plain = { message_id: 1, date: 1, from, chat }
  return Object.assign(plain, fields)
}

describe('a message', () => {
  it.each(payloads)('%s', (_, { update, says }) => {
    const said = update.message && saidIn(update.message, 'ru')
    expect((said && withoutBotName(said)) ?? null).toEqual(says)
  })
})

describe('a start', () => {
  const started = (text: string) => startIn(message({ text }), ['ru', 'en'])

  it.each([
    ['/start', {}],
    ['/start@kotik_bot', {}],
    ['/help', {}],
    ['/start refund', { payload: 'refund', profile: { attributes: { cameFrom: 'refund' } } }],
    [
      '/start refund__site-footer',
      { payload: 'refund', profile: { attributes: { cameFrom: 'site-footer' } } },
    ],
  ])('%s', (text, expected) => {
    expect(started(text)).toMatchObject({ type: 'customerStarted', ...expected })
  })

  it.each(['/start refund now', `/start ${'a'.repeat(65)}`, '/start <b>', '/started', 'start', '/operator'])(
    '%s is a text',
    (text) => expect(started(text)).toBeUndefined(),
  )
})

describe('a customer', () => {
  it.each([
    ['ru', 'ru'],
    ['kk', 'ru'],
    ['be', 'ru'],
    ['en', 'en'],
    ['pt-br', 'en'],
    [undefined, undefined],
  ])('with the language %s is spoken to in %s', (code, language) => {
    const user = { id: 7, is_bot: false, first_name: 'Вера', ...(code ? { language_code: code } : {}) }
    expect(profileOf(user, ['ru', 'en']).language).toBe(language)
    expect(profileOf(user, ['ru']).language).toBe(language === 'ru' ? 'ru' : undefined)
  })
})
