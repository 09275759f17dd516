/**
 * HTTP to the Bot API over undici's pool, in the shape grammY's client wants. node-fetch is what costs in grammY and
 * telegraf: 92 and 75 µs a call against 22 µs here.
 */
import type { Readable } from 'node:stream'
import { Pool } from 'undici'
import { bytesUpTo } from '../messengers/bytes.ts'

// 64 sends at once, a poll, some answers to presses and downloads beside them.
const CONNECTIONS = 100
// Telegram holds a poll for 30 s; whatever is silent for longer than this hangs.
const SILENCE_MS = 50_000
// Idle sockets are closed by Telegram after about a minute and a half.
const KEEP_ALIVE_MS = 60_000

const JSON_TYPE = 'application/json'

/** As much of `fetch` as grammY's client uses: it asks the answer for its JSON and nothing else. */
export interface Wanted {
  readonly method?: string
  readonly headers?: { readonly [name: string]: string }
  readonly body?: string | Readable
  readonly signal?: AbortSignal
}

export interface Answered {
  json(): Promise<unknown>
}

export class Connection {
  readonly #pool: Pool
  readonly #origin: string

  /** `root` is `https://api.telegram.org`, or a server of one's own, without a slash at the end. */
  constructor(root: string) {
    this.#origin = new URL(root).origin
    this.#pool = new Pool(this.#origin, {
      connections: CONNECTIONS,
      headersTimeout: SILENCE_MS,
      bodyTimeout: SILENCE_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    })
  }

  readonly fetch = async (url: string, { body, headers, signal }: Wanted): Promise<Answered> => {
    const answer = await this.#post(url, body, headers?.['content-type'] ?? JSON_TYPE, signal)
    return { json: async () => answer }
  }

  /** A call without files, and what the Bot API says to it; rejects with `NotAnswered` when something else answers. */
  json<Answer>(url: string, body: string, signal?: AbortSignal): Promise<Answer> {
    return this.#post(url, body, JSON_TYPE, signal)
  }

  async #post<Answer>(
    url: string,
    body: Wanted['body'],
    type: string,
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    const answer = await this.#pool.request({
      method: 'POST',
      path: url.slice(this.#origin.length),
      headers: { 'content-type': type },
      body: body ?? null,
      ...(signal ? { signal } : {}),
    })
    return parsed(await answer.body.text(), answer.statusCode)
  }

  /** The bytes behind a URL of this server; undefined when there are more than `limit`. Rejects unless it answers 200. */
  async bytes(url: string, limit: number, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    const path = url.slice(this.#origin.length)
    const { statusCode, body } = await this.#pool.request({
      method: 'GET',
      path,
      ...(signal ? { signal } : {}),
    })
    if (statusCode !== 200) {
      await body.dump()
      throw new NotAnswered(statusCode)
    }
    return bytesUpTo(limit, body)
  }

  /** Cuts what is under way. */
  close(): Promise<void> {
    return this.#pool.destroy()
  }
}

/** Something between us and Telegram answered instead of it: a proxy's page, an empty body. */
export class NotAnswered extends Error {
  readonly status: number

  constructor(status: number) {
    super(`no answer of the Bot API but status ${status}`)
    this.name = 'NotAnswered'
    this.status = status
  }
}

function parsed<Answer>(text: string, status: number): Answer {
  try {
    return JSON.parse(text)
  } catch {
    throw new NotAnswered(status)
  }
}
