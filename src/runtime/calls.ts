import { createHash } from 'node:crypto'
import type { HttpCall } from '../domain/effect.ts'
import type { ConversationId } from '../domain/ids.ts'
import type { CallResult } from '../domain/input.ts'
import type { Json } from '../domain/message.ts'
import type { Settings } from '../domain/settings.ts'
import { type Clock, duration, later } from '../domain/time.ts'
import { filledCall, type Secrets } from './fill-call.ts'
import type { Log } from './log.ts'
import type { Outbound, OutboundAnswer } from './outbound.ts'

export interface CallsParts {
  readonly outbound: Outbound
  readonly clock: Clock
  readonly log: Log
  readonly limits: () => Settings['limits']
  readonly secrets: Secrets
}

// The customer waits meanwhile; a system that takes longer than half a minute is one to tell a person about.
const LONGEST_MS = 30_000

/** Carries out `call` steps. */
export class Calls {
  readonly #parts: CallsParts

  constructor(parts: CallsParts) {
    this.#parts = parts
  }

  /** Rejects never. The same call of the same conversation carries the same `Idempotency-Key`, also after a crash. */
  async make(conversation: ConversationId, call: HttpCall): Promise<CallResult> {
    const { outbound, clock, limits, log, secrets } = this.#parts
    const filled = filledCall(call, secrets)
    if (filled === undefined) {
      log.warn({ call: call.id }, 'a call needs a value of the environment that is not there or does not fit')
      return { kind: 'failed', why: 'a value of the environment is missing' }
    }
    const { callHosts, callAnswerSize } = limits()
    const aborter = new AbortController()
    const within = duration(Math.min(call.timeout, LONGEST_MS))
    const alarm = clock.at(later(clock.now(), within), () => aborter.abort())
    const answer = await outbound.send({
      method: call.method,
      url: filled.url,
      headers: headersOf(conversation, filled),
      ...(filled.body === undefined ? {} : { body: JSON.stringify(filled.body) }),
      signal: aborter.signal,
      maxBytes: callAnswerSize,
      allowed: callHosts,
    })
    alarm.cancel()
    const result = resultOf(answer)
    log.debug({ call: call.id, method: call.method, result: result.kind }, 'called')
    if (result.kind === 'failed') log.warn({ call: call.id, why: result.why }, 'a call failed')
    return result
  }
}

// Set by us or by the connection; content that sets them could smuggle a second request or another host.
const RESERVED = new Set([
  'accept',
  'accept-encoding',
  'connection',
  'content-length',
  'content-type',
  'expect',
  'host',
  'idempotency-key',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

function headersOf(conversation: ConversationId, call: HttpCall): { readonly [name: string]: string } {
  const own = Object.entries(call.headers).filter(
    ([name]) => !RESERVED.has(name.toLowerCase()) && !/^proxy-/i.test(name),
  )
  return {
    ...Object.fromEntries(own),
    accept: 'application/json',
    // A compressed answer could be a bomb within the size limit.
    'accept-encoding': 'identity',
    'idempotency-key': idempotencyKey(conversation, call.id),
    ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
  }
}

/** Unique in all conversations, and says nothing about whose it is. */
function idempotencyKey(conversation: ConversationId, call: string): string {
  return createHash('sha256').update(`${conversation}\n${call}`).digest('hex').slice(0, 32)
}

function resultOf(answer: OutboundAnswer): CallResult {
  if (answer.kind === 'failed') return answer
  const { status, text } = answer
  // 204 and other empty answers are good ones without a value.
  if (text === '') return { kind: 'answered', status, body: null }
  try {
    const body: Json = JSON.parse(text)
    return { kind: 'answered', status, body }
  } catch {
    return { kind: 'failed', why: 'the answer is not JSON' }
  }
}
