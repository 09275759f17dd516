/** HTTP to VK over undici: node-fetch, which vk-io brings, costs ten times as much a call (LIMITS.md). */
import { Agent, request } from 'undici'
import { bytesUpTo } from '../../messengers/bytes.ts'

// A long poll is held for 25 s; whatever is silent for longer than this hangs.
const SILENCE_MS = 40_000
// Calls of the API side by side: 20 a second, each takes 0.1 to 2 s.
const CONNECTIONS = 64
// Links of documents lead through one or two addresses to where the bytes are.
const REDIRECTS = 3
// A thousand updates full of attachments are some 10 MB; what never ends would fill the memory before its time is up.
const LONGEST_ANSWER = 32 * 1_048_576

export class VkHttp {
  readonly #agent = new Agent({
    connections: CONNECTIONS,
    headersTimeout: SILENCE_MS,
    bodyTimeout: SILENCE_MS,
  })

  /** A form, as every method of the API takes it; the answer's JSON. Rejects when there is none. */
  async post(url: string, form: URLSearchParams, signal?: AbortSignal): Promise<unknown> {
    const { statusCode, body } = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
      dispatcher: this.#agent,
      ...(signal ? { signal } : {}),
    })
    return parsed(await textOf(body, statusCode), statusCode)
  }

  async get(url: string, signal?: AbortSignal): Promise<unknown> {
    const { statusCode, body } = await request(url, {
      dispatcher: this.#agent,
      ...(signal ? { signal } : {}),
    })
    return parsed(await textOf(body, statusCode), statusCode)
  }

  /**
   * The bytes behind a link; undefined when there are more than `limit`. Every address on the way must be `allowed`.
   * Rejects unless it ends in 200.
   */
  async bytes(
    url: string,
    limit: number,
    allowed: (url: URL) => boolean,
    signal: AbortSignal,
  ): Promise<Uint8Array | undefined> {
    let from = new URL(url)
    for (let hops = 0; hops <= REDIRECTS; hops++) {
      if (!allowed(from)) throw new NotAnswered(0, `${from.host} is no server of VK's`)
      const { statusCode, headers, body } = await request(from, { dispatcher: this.#agent, signal })
      const to = headers.location
      if (statusCode >= 300 && statusCode < 400 && typeof to === 'string') {
        await body.dump()
        from = new URL(to, from)
        continue
      }
      if (statusCode === 200) return bytesUpTo(limit, body)
      await body.dump()
      throw new NotAnswered(statusCode)
    }
    throw new NotAnswered(0, 'too many redirects')
  }

  /** Cuts what is under way. */
  close(): Promise<void> {
    return this.#agent.destroy()
  }
}

/** Something answered in place of VK: a proxy's page, a server in trouble. */
export class NotAnswered extends Error {
  readonly status: number

  constructor(status: number, why = `status ${status}`) {
    super(`VK did not answer: ${why}`)
    this.name = 'NotAnswered'
    this.status = status
  }
}

async function textOf(body: AsyncIterable<Buffer>, status: number): Promise<string> {
  const bytes = await bytesUpTo(LONGEST_ANSWER, body)
  if (!bytes) throw new NotAnswered(status, 'an answer without an end')
  return new TextDecoder().decode(bytes)
}

/** VK says its errors with 200, also in JSON; what is none came from somebody else. */
function parsed(text: string, status: number): unknown {
  if (status >= 500) throw new NotAnswered(status)
  try {
    return JSON.parse(text)
  } catch {
    throw new NotAnswered(status)
  }
}
