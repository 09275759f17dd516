import type { WireEvent, WireFile } from '../../channels/site/wire.ts'
import type { WidgetConfig } from './config.ts'
import type { Item, Sent } from './outbox.ts'

export interface Opened {
  readonly session: string
  readonly bot: { readonly name: string }
  readonly limits: { readonly fileSize: number }
}

export interface Page {
  readonly events: readonly WireEvent[]
  readonly more: boolean
  readonly before?: number
  readonly cursor?: number
}

/** `status` 0: nobody answered. */
export interface Trouble {
  readonly status: number
  readonly code: string
  readonly message: string
  /** Milliseconds. */
  readonly wait?: number
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly trouble: Trouble }

// The server answers a write in milliseconds; a phone that changes networks may leave a request hanging for minutes.
const PATIENCE = 20_000

/** The site API as the widget uses it. Rejects never. */
export class SiteApi {
  readonly #config: WidgetConfig
  token: string | null

  constructor(config: WidgetConfig, token: string | null) {
    this.#config = config
    this.token = token
  }

  url(path: string): string {
    return `${this.#config.server}${path}`
  }

  open(): Promise<Result<Opened>> {
    const { user, language, payload } = this.#config
    const session = this.token ?? undefined
    return this.#json('/chat/sessions', { session, user, language, payload })
  }

  page(before?: number): Promise<Result<Page>> {
    return this.#json(`/chat/messages${before === undefined ? '' : `?before=${before}`}`)
  }

  typing(): void {
    void this.#json('/chat/typing', {})
  }

  async send({ kind, at: _at, owner: _owner, ...body }: Item): Promise<Sent & { readonly lost?: boolean }> {
    const sent = await this.#json(
      `/chat/${kind}`,
      'files' in body ? { ...body, files: body.files.map(({ id }) => id) } : body,
    )
    if (sent.ok) return { kind: 'taken' }
    const { status, message, wait } = sent.trouble
    if (status === 401) return { kind: 'later', lost: true }
    const again = status === 0 || status === 429 || status >= 500
    if (!again) return { kind: 'refused', why: message }
    return wait === undefined ? { kind: 'later' } : { kind: 'later', wait }
  }

  upload(file: File, signal: AbortSignal): Promise<Result<WireFile>> {
    const headers = { 'X-File-Name': encodeURIComponent(file.name) }
    return this.#asked('/chat/files', { method: 'POST', body: file, headers, signal })
  }

  /** The live stream's answer; its body is read by the caller. */
  async events(cursor: number, signal: AbortSignal): Promise<Result<ReadableStream<Uint8Array>>> {
    try {
      const response = await this.#fetch(`/chat/events?cursor=${cursor}`, { signal })
      if (response.ok && response.body) return { ok: true, value: response.body }
      return { ok: false, trouble: await trouble(response) }
    } catch {
      return { ok: false, trouble: NOBODY }
    }
  }

  #json<T>(path: string, body?: object): Promise<Result<T>> {
    const init = body && {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json' },
    }
    return this.#asked(path, { ...init, signal: AbortSignal.timeout(PATIENCE) })
  }

  async #asked<T>(path: string, init: RequestInit): Promise<Result<T>> {
    try {
      const response = await this.#fetch(path, init)
      if (!response.ok) return { ok: false, trouble: await trouble(response) }
      return { ok: true, value: response.status === 204 ? undefined : await response.json() }
    } catch {
      return { ok: false, trouble: NOBODY }
    }
  }

  #fetch(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('Accept-Language', this.#config.language)
    if (this.token) headers.set('Authorization', `Bearer ${this.token}`)
    return fetch(this.url(path), { ...init, headers, credentials: 'omit', cache: 'no-store' })
  }
}

const NOBODY: Trouble = { status: 0, code: 'network', message: '' }

async function trouble(response: Response): Promise<Trouble> {
  const seconds = Number(response.headers.get('Retry-After'))
  const wait = seconds > 0 ? { wait: seconds * 1000 } : {}
  try {
    const { error } = await response.json()
    return { status: response.status, code: error.code, message: error.message, ...wait }
  } catch {
    return { status: response.status, code: '', message: String(response.status), ...wait }
  }
}
