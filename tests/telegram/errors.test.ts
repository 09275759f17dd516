import { GrammyError, HttpError } from 'grammy'
import { describe, expect, it } from 'vitest'
import { instant, later, seconds } from '../../src/domain/time.ts'
import { masked } from '../../src/runtime/masks.ts'
import { readFailure, sendFailure } from '../../src/telegram/errors.ts'

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

  it('of the network is passing, and says what the network said', () => {
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
    expect(readFailure(new HttpError("Network request for 'sendMessage' failed!", reset))).toEqual({
      kind: 'passing',
      why: 'Error ECONNRESET',
    })
    expect(readFailure('odd')).toEqual({ kind: 'passing', why: 'string' })
  })
})

it('a token is masked wherever it stands, in a file link, too', () => {
  const token = '7000000001:fake-customers-bot'
  const told = masked(`GET https://api.telegram.org/file/bot${token}/photos/1.jpg failed for ${token}`)
  expect(told).not.toContain('fake-customers-bot')
  // A key of an input stays readable.
  expect(masked('telegram:7000000001:100000001')).toContain('100000001')
})
