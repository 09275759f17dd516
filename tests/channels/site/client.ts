import type { ConversationId } from '../../../src/domain/ids.ts'
import { conversationId } from '../../../src/domain/ids.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: what the server sent, looked into by the tests
  readonly body: any
}

/** A customer's program, as docs/site-api.md tells to write one. */
export class SiteClient {
  readonly url: string
  token = ''
  headers: Record<string, string> = {}

  constructor(url: string, token = '') {
    this.url = url
    this.token = token
  }

  get conversation(): ConversationId {
    return conversationId('site', this.token.split('.')[1] ?? '')
  }

  async open(body: object = {}): Promise<Answer> {
    const answer = await this.post('/chat/sessions', body)
    if (answer.body?.session) this.token = answer.body.session
    return answer
  }

  post(path: string, body: unknown): Promise<Answer> {
    return this.send(path, typeof body === 'string' ? body : JSON.stringify(body), {
      'Content-Type': 'application/json',
    })
  }

  upload(bytes: Uint8Array<ArrayBuffer>, name = 'file.bin'): Promise<Answer> {
    return this.send('/chat/files', bytes, { 'X-File-Name': encodeURIComponent(name) })
  }

  get(path: string): Promise<Answer> {
    return this.send(path)
  }

  async send(path: string, body?: string | Uint8Array<ArrayBuffer>, extra: object = {}): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(this.token !== '' && { Authorization: `Bearer ${this.token}` }),
        ...extra,
        ...this.headers,
      },
      ...(body !== undefined && { body }),
    })
    const text = await response.text()
    const json = response.headers.get('content-type')?.includes('json') && text !== ''
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text }
  }

  async events(cursor?: number | string, extra: Record<string, string> = {}): Promise<EventReader> {
    const query = cursor === undefined ? '' : `?cursor=${cursor}`
    const abort = new AbortController()
    const response = await fetch(`${this.url}/chat/events${query}`, {
      headers: { Authorization: `Bearer ${this.token}`, ...extra },
      signal: abort.signal,
    })
    return new EventReader(response, abort)
  }
}

export interface ReadEvent {
  readonly id: string
  readonly event: string
  // biome-ignore lint/suspicious/noExplicitAny: what the server sent, looked into by the tests
  readonly data: any
}

export class EventReader {
  readonly response: Response
  readonly #abort: AbortController
  readonly #blocks: AsyncGenerator<string>

  constructor(response: Response, abort: AbortController) {
    this.response = response
    this.#abort = abort
    this.#blocks = blocksOf(response)
  }

  /** The next block as it was sent, also comments. */
  async block(): Promise<string | undefined> {
    const next = await this.#blocks.next()
    return next.done ? undefined : next.value
  }

  /** The next event, or undefined at the end of the stream. */
  async next(): Promise<ReadEvent | undefined> {
    for (let block = await this.block(); block !== undefined; block = await this.block()) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
      const data = field('data')
      if (data !== undefined) {
        return { id: field('id') ?? '', event: field('event') ?? '', data: JSON.parse(data) }
      }
    }
    return undefined
  }

  /** Everything up to and including the event called so. */
  async until(event: string): Promise<readonly ReadEvent[]> {
    const read: ReadEvent[] = []
    for (let next = await this.next(); next; next = await this.next()) {
      read.push(next)
      if (next.event === event) break
    }
    return read
  }

  async texts(count: number): Promise<readonly string[]> {
    const texts: string[] = []
    for (let next = await this.next(); next; next = await this.next()) {
      if (next.event === 'message') texts.push(next.data.message.text)
      if (texts.length === count) break
    }
    return texts
  }

  close(): void {
    this.#abort.abort()
  }
}

async function* blocksOf(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for await (const chunk of response.body ?? []) {
      rest += decoder.decode(chunk, { stream: true })
      for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
        yield rest.slice(0, end)
        rest = rest.slice(end + 2)
      }
    }
  } catch {
    // Cut by us or by the server: the stream is over either way.
  }
}
