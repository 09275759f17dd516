/** The desk's API as the pages use it. A refusal is a `Refused` with words for people; no connection is `Unreachable`. */
import type {
  ColleagueView,
  FileView,
  LinesView,
  MeView,
  TicketListView,
  TicketView,
} from '../../desk/web/views.ts'
import { language, words } from './words.ts'

export class Refused extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

export class Unreachable extends Error {
  constructor() {
    super(words.value.failedRequest)
  }
}

/** Names one command: sent again under the same id it is done once. */
export function commandId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function ask<T>(method: string, path: string, body?: object | Blob): Promise<T> {
  const response = await fetch(`/desk/api${path}`, {
    method,
    headers: {
      'X-Kotik-Desk': '1',
      'Accept-Language': language.value,
      ...(body === undefined || body instanceof Blob ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
  }).catch(() => {
    throw new Unreachable()
  })
  const answer = await response.json().catch(() => undefined)
  if (response.ok && answer !== undefined) return answer
  if (response.status >= 502 || answer?.error?.code === undefined) throw new Unreachable()
  throw new Refused(response.status, answer.error.code, answer.error.message)
}

type Commanded = { readonly ticket?: number }
const command = (method: string, path: string, body: object = {}) =>
  ask<Commanded>(method, path, { id: commandId(), ...body })

export const api = {
  signIn: (login: string, password: string) => ask<object>('POST', '/session', { login, password }),
  enter: (token: string) => ask<object>('POST', '/session/link', { token }),
  signOut: () => ask<object>('DELETE', '/session'),
  me: () => ask<MeView>('GET', '/me'),
  colleagues: () => ask<{ readonly colleagues: readonly ColleagueView[] }>('GET', '/colleagues'),
  tickets: (which: 'open' | 'closed') => ask<TicketListView>('GET', `/tickets?which=${which}`),
  ticket: (id: number) => ask<TicketView>('GET', `/tickets/${id}`),
  lines: (id: number, before: number) => ask<LinesView>('GET', `/tickets/${id}/lines?before=${before}`),
  shift: (shift: MeView['shift']) => command('PUT', '/me/shift', { shift }),
  capacity: (capacity: number) => command('PUT', '/me/capacity', { capacity }),
  next: () => command('POST', '/queue/next'),
  claim: (id: number) => command('POST', `/tickets/${id}/claim`),
  transfer: (id: number, to: { readonly operator: string } | { readonly group: string }) =>
    command('POST', `/tickets/${id}/transfer`, { to }),
  secondLine: (id: number) => command('POST', `/tickets/${id}/second-line`),
  tag: (id: number, tags: { readonly topic?: string; readonly priority?: string }) =>
    command('POST', `/tickets/${id}/tag`, tags),
  snooze: (id: number, until: number) => command('POST', `/tickets/${id}/snooze`, { until }),
  close: (id: number) => command('POST', `/tickets/${id}/closing`),
  say: (id: number, kind: 'replies' | 'notes', message: object) =>
    ask<object>('POST', `/tickets/${id}/${kind}`, message),
  typing: (id: number) => ask<object>('POST', `/tickets/${id}/typing`, {}),
  upload: (id: number, file: File) =>
    ask<FileView>('POST', `/tickets/${id}/files?name=${encodeURIComponent(file.name)}`, file),
}

export const fileUrl = (ticket: number, file: string) => `/desk/api/tickets/${ticket}/files/${file}`
