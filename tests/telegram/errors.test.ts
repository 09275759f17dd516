import { GrammyError, HttpError } from 'grammy'
import { describe, expect, it } from 'vitest'
import { instant, later, seconds } from '../../src/domain/time.ts'
import { masked } from '../../src/runtime/masks.ts'
import { readFailure, sendFailure } from '../../src/telegram/errors.ts'
import { neverLeft } from '../../src/telegram/network.ts'

const NOW = instant(1_000_000)
const refusal = (error_code: number, description: string, parameters = {}) =>
  new GrammyError('Call failed', { ok: false, error_code, description, parameters }, 'sendMessage', {})

const REFUSALS = [
  [429, 'Too Many Requests: retry after 7', 'flood', 'retry'],
  [500, 'Internal Server Error', 'passing', 'retry'],
  [502, 'Bad Gateway', 'passing', 'retry'],
  [401, 'Unauthorized', 'unauthorized', 'retry'],
  [404, 'Not Found', 'unauthorized', 'retry'],
  [409, 'Conflict: terminated by other getUpdates request', 'conflict', 'retry'],
  [403, 'Forbidden: bot was blocked by the user', 'blocked', 'blockedByUser'],
  [403, 'Forbidden: user is deactivated', 'chatGone', 'chatGone'],
  [403, 'Forbidden: bot was kicked from the supergroup chat', 'chatGone', 'chatGone'],
  [400, 'Bad Request: chat not found', 'chatGone', 'chatGone'],
  [400, 'Bad Request: message thread not found', 'threadGone', 'chatGone'],
  [400, 'Bad Request: TOPIC_CLOSED', 'threadClosed', 'badContent'],
  [400, 'Bad Request: not enough rights to create a topic', 'noRights', 'badContent'],
  [
    400,
    'Bad Request: message is not modified: specified new message content and reply markup are exactly the same',
    'notModified',
    'sent',
  ],
  [400, 'Bad Request: message to edit not found', 'messageGone', 'badContent'],
  [400, "Bad Request: message can't be edited", 'messageGone', 'badContent'],
  [400, 'Bad Request: message to be replied not found', 'messageGone', 'badContent'],
  [400, 'Bad Request: message is too long', 'badContent', 'badContent'],
  [400, 'Bad Request: BUTTON_DATA_INVALID', 'badContent', 'badContent'],
] as const

describe('a refusal', () => {
  it.each(REFUSALS)('%i %s', (code, description, kind, result) => {
    const failure = readFailure(refusal(code, description, code === 429 ? { retry_after: 7 } : {}))
    expect(failure.kind).toBe(kind)
    const sent = sendFailure(failure, NOW)
    expect(sent.kind === 'refused' ? sent.why : sent.kind).toBe(result)
    if (code === 429) expect(sent).toMatchObject({ notBefore: later(NOW, seconds(7)) })
  })

  it('of telegraf reads the same', () => {
    const error = Object.assign(new Error('400: Bad Request'), {
      response: {
        error_code: 400,
        description: 'Bad Request: group chat was upgraded to a supergroup chat',
        parameters: { migrate_to_chat_id: -1002 },
      },
      on: { method: 'sendMessage' },
    })
    expect(readFailure(error)).toMatchObject({ kind: 'migrated', to: -1002 })
  })

  it('of the network is passing, and says in plain words what it is, without the address', () => {
    const secret = 'https://api.telegram.org/bot7000000001:fake-customers-bot/sendMessage'
    const failed = (code: string) => Object.assign(new Error(`${code} at ${secret}`), { code })
    const why = (error: unknown) => readFailure(new HttpError('Network request failed!', error))
    const passing = (words: string) => ({ kind: 'passing', why: words })
    expect(why(failed('ECONNRESET'))).toEqual(passing('the connection was cut (ECONNRESET)'))
    expect(why(failed('EWHATEVER'))).toEqual(passing('the network failed (EWHATEVER)'))
    expect(why(new DOMException('aborted', 'AbortError'))).toEqual(passing('no answer in time'))
    expect(readFailure('odd')).toEqual(passing('string'))
  })

  it.each([
    ['ENOTFOUND', /DNS does not know/u, true],
    ['EAI_AGAIN', /DNS does not answer/u, true],
    ['ECONNREFUSED', /refused/u, true],
    ['ENETUNREACH', /online/u, true],
    ['UND_ERR_CONNECT_TIMEOUT', /no connection in time/u, true],
    ['UND_ERR_HEADERS_TIMEOUT', /no answer in time/u, false],
    ['UND_ERR_SOCKET', /cut/u, false],
    ['CERT_HAS_EXPIRED', /clock/u, true],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /another server/u, true],
    ['SELF_SIGNED_CERT_IN_CHAIN', /not to be trusted/u, true],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /not to be trusted/u, true],
    ['ERR_SSL_WRONG_VERSION_NUMBER', /https at all/u, true],
  ])('%s: said so, and known whether the call can have left (16)', (code, words, never) => {
    const error = Object.assign(new Error(code), { code })
    expect(readFailure(error)).toMatchObject({ why: expect.stringMatching(words) })
    expect(neverLeft(new HttpError('Network request failed!', error))).toBe(never)
  })
})

it('a token is masked wherever it stands, in a file link, too', () => {
  const token = '7000000001:fake-customers-bot'
  const told = masked(`GET https://api.telegram.org/file/bot${token}/photos/1.jpg failed for ${token}`)
  expect(told).not.toContain('fake-customers-bot')
  // A key of an input stays readable.
  expect(masked('telegram:7000000001:100000001')).toContain('100000001')
})
