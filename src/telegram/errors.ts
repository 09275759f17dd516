/**
 * What the Bot API's refusals mean to us. It has few codes and many words; these are the words of tdlib/telegram-bot-api.
 * Errors of grammY (GrammyError, HttpError) and of telegraf (TelegramError) are read alike.
 */
import type { SendResult } from '../channels/port.ts'
import { type Instant, later, seconds } from '../domain/time.ts'
import { unreachable } from '../domain/unreachable.ts'
import { networkWords } from './network.ts'

export type Failure =
  /** 429; seconds. */
  | { readonly kind: 'flood'; readonly retryAfter: number }
  | { readonly kind: 'blocked'; readonly why: string }
  /** The chat is gone for good: deleted account, unknown id, the bot was removed. */
  | { readonly kind: 'chatGone'; readonly why: string }
  /** The group became a supergroup with this id. */
  | { readonly kind: 'migrated'; readonly to: number; readonly why: string }
  /** The message says that already: as good as done. */
  | { readonly kind: 'notModified'; readonly why: string }
  /** The message to edit or to answer is not there any more. */
  | { readonly kind: 'messageGone'; readonly why: string }
  | { readonly kind: 'threadGone'; readonly why: string }
  | { readonly kind: 'threadClosed'; readonly why: string }
  /** The bot may not do that here. */
  | { readonly kind: 'noRights'; readonly why: string }
  /** Another 400: this very call will never succeed. */
  | { readonly kind: 'badContent'; readonly why: string }
  /** The token was revoked or is wrong. */
  | { readonly kind: 'unauthorized'; readonly why: string }
  /** Somebody else polls, or a webhook is set. */
  | { readonly kind: 'conflict'; readonly why: string }
  /** 5xx, the network, a time-out: may succeed later, and may have been performed. */
  | { readonly kind: 'passing'; readonly why: string }

export function readFailure(error: unknown): Failure {
  const refusal = refusalIn(error)
  return refusal ? meaning(refusal) : { kind: 'passing', why: networkWords(error) }
}

/** The failure of a message on its way to its reader, as delivery wants it. */
export function sendFailure(failure: Failure, now: Instant): SendResult {
  switch (failure.kind) {
    case 'flood': {
      const notBefore = later(now, seconds(failure.retryAfter))
      return { kind: 'retry', notBefore, why: `Telegram asks to wait ${failure.retryAfter} s` }
    }
    case 'blocked':
      return { kind: 'refused', why: 'blockedByUser', detail: failure.why }
    case 'chatGone':
    case 'migrated':
    case 'threadGone':
      return { kind: 'refused', why: 'chatGone', detail: failure.why }
    case 'notModified':
      return { kind: 'sent' }
    case 'messageGone':
    case 'threadClosed':
    case 'noRights':
    case 'badContent':
      return { kind: 'refused', why: 'badContent', detail: failure.why }
    case 'unauthorized':
      return { kind: 'retry', why: `Telegram refuses the token: ${failure.why}` }
    case 'conflict':
    case 'passing':
      return { kind: 'retry', why: failure.why }
    default:
      return unreachable(failure)
  }
}

interface Refusal {
  readonly code: number
  readonly description: string
  readonly retryAfter?: number
  readonly migrateTo?: number
}

/** GrammyError has the fields itself, telegraf's TelegramError in `response`. */
function refusalIn(error: unknown): Refusal | undefined {
  const told = field(error, 'response') ?? error
  const code = field(told, 'error_code')
  if (typeof code !== 'number') return undefined
  const parameters = field(told, 'parameters')
  const retryAfter = field(parameters, 'retry_after')
  const migrateTo = field(parameters, 'migrate_to_chat_id')
  return {
    code,
    description: String(field(told, 'description') ?? ''),
    ...(typeof retryAfter === 'number' ? { retryAfter } : {}),
    ...(typeof migrateTo === 'number' ? { migrateTo } : {}),
  }
}

const field = (of: unknown, name: string): unknown =>
  typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined

// A server that says 429 without a date is asked again after this.
const FLOOD_SECONDS = 5

function meaning({ code, description, retryAfter, migrateTo }: Refusal): Failure {
  const why = `${code} ${description}`
  if (code === 429) return { kind: 'flood', retryAfter: retryAfter ?? FLOOD_SECONDS }
  if (code >= 500) return { kind: 'passing', why }
  // 404 is what a token that never was gets, and a method that is not there.
  if (code === 401 || code === 404) return { kind: 'unauthorized', why }
  if (code === 409) return { kind: 'conflict', why }
  if (migrateTo !== undefined) return { kind: 'migrated', to: migrateTo, why }
  return { kind: code === 403 ? forbiddenKind(description) : badRequestKind(description), why }
}

type Plain = Exclude<Failure['kind'], 'flood' | 'migrated'>

function forbiddenKind(description: string): Plain {
  return /blocked by the user/u.test(description) ? 'blocked' : 'chatGone'
}

const BAD_REQUESTS: readonly (readonly [RegExp, Plain])[] = [
  [/message is not modified/iu, 'notModified'],
  [/message thread not found|TOPIC_DELETED|TOPIC_ID_INVALID/iu, 'threadGone'],
  [/TOPIC_CLOSED|topic is closed/iu, 'threadClosed'],
  [/message to (?:edit|delete|reply|be replied|forward|copy|react)[\w ]* not found/iu, 'messageGone'],
  [/message can't be (?:edited|deleted)|MESSAGE_ID_INVALID/iu, 'messageGone'],
  [/chat not found|user not found|PEER_ID_INVALID|USER_IS_DELETED|group chat was deactivated/iu, 'chatGone'],
  [
    /not enough rights|CHAT_ADMIN_REQUIRED|need administrator rights|CHAT_WRITE_FORBIDDEN|have no rights/iu,
    'noRights',
  ],
]

function badRequestKind(description: string): Plain {
  return BAD_REQUESTS.find(([words]) => words.test(description))?.[1] ?? 'badContent'
}
