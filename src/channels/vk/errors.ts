/** What VK's error codes mean to us (dev.vk.com/reference/errors). An answer that never came is a failure like the others. */
import { APIError } from 'vk-io'
import { duration, type Instant, later } from '../../domain/time.ts'
import { unreachable } from '../../domain/unreachable.ts'
import type { SendResult } from '../port.ts'

export type Failure =
  /** Asked to slow down: 6, 9, 14, 29. Seconds. */
  | { readonly kind: 'slow'; readonly seconds: number; readonly why: string }
  /** The community may not write to this person: they forbade it, or never allowed it. */
  | { readonly kind: 'blocked'; readonly why: string }
  /** Nobody is there any more. */
  | { readonly kind: 'gone'; readonly why: string }
  /** 911, 912: the buttons, not the words. */
  | { readonly kind: 'keyboard'; readonly why: string }
  /** 914, 910. */
  | { readonly kind: 'tooLong'; readonly why: string }
  /** Not to be edited any more, or not there. */
  | { readonly kind: 'settled'; readonly why: string }
  /** The token is wrong or was revoked. */
  | { readonly kind: 'unauthorized'; readonly why: string }
  /** 15 of a method: a box was not ticked when the token was made. Nobody's customer is at fault. */
  | { readonly kind: 'noRight'; readonly why: string }
  /** Another refusal: this very call will never succeed. */
  | { readonly kind: 'badContent'; readonly why: string }
  /** 1, 10, 5xx, the network, a time-out: may succeed later, and may have been done. */
  | { readonly kind: 'passing'; readonly why: string }

type Plain = Exclude<Failure['kind'], 'slow'>

// Too many a second is over in a second; flood control, a captcha and the quota of a method last longer.
const SLOW_SECONDS: { readonly [code: number]: number } = { 6: 1, 9: 10, 14: 60, 29: 60 }

const KINDS: { readonly [code: number]: Plain } = {
  1: 'passing',
  10: 'passing',
  13: 'passing',
  5: 'unauthorized',
  27: 'unauthorized',
  28: 'unauthorized',
  7: 'blocked',
  15: 'gone',
  18: 'gone',
  30: 'blocked',
  113: 'gone',
  203: 'gone',
  900: 'blocked',
  901: 'blocked',
  902: 'blocked',
  950: 'blocked',
  917: 'gone',
  922: 'gone',
  927: 'gone',
  932: 'gone',
  935: 'gone',
  936: 'gone',
  945: 'gone',
  946: 'gone',
  909: 'settled',
  920: 'settled',
  949: 'settled',
  910: 'tooLong',
  914: 'tooLong',
  911: 'keyboard',
  912: 'keyboard',
}

// "Access denied: no access to call this method. It cannot be called with current scopes." (negezor/vk-io#468)
const NO_RIGHT = /no access to call this method/u

export function readFailure(error: unknown): Failure {
  if (!(error instanceof APIError)) return { kind: 'passing', why: wordsOf(error) }
  return meaning(Number(error.code), error.message)
}

/** By code, as `messages.send` tells it of one of several people. */
export function meaning(code: number, message: string): Failure {
  const why = `${code} ${message}`
  if (code === 15 && NO_RIGHT.test(message)) return { kind: 'noRight', why }
  const seconds = SLOW_SECONDS[code]
  return seconds === undefined ? { kind: KINDS[code] ?? 'badContent', why } : { kind: 'slow', seconds, why }
}

export const errorOf = (code: number, message: string) =>
  new APIError({ error_code: code, error_msg: message, request_params: [] })

/** The failure of a message on its way to its reader, as delivery wants it. */
export function sendFailure(failure: Failure, now: Instant): SendResult {
  const { why } = failure
  switch (failure.kind) {
    case 'slow':
      return { kind: 'retry', notBefore: later(now, duration(failure.seconds * 1000)), why }
    case 'blocked':
      return { kind: 'refused', why: 'blockedByUser', detail: why }
    case 'gone':
      return { kind: 'refused', why: 'chatGone', detail: why }
    case 'settled':
      return { kind: 'sent' }
    case 'keyboard':
    case 'tooLong':
    case 'badContent':
      return { kind: 'refused', why: 'badContent', detail: why }
    case 'noRight':
    case 'unauthorized':
      return { kind: 'retry', notBefore: later(now, UNAUTHORIZED), why: `VK refuses the token: ${why}` }
    case 'passing':
      return { kind: 'retry', why }
    default:
      return unreachable(failure)
  }
}

// A person must do something about it.
const UNAUTHORIZED = duration(60_000)

/** Says what VK's words stand for, never an address: it may hold a key. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed'
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : ''
  return `${error.name}${code}: ${error.message}`.slice(0, 300)
}
