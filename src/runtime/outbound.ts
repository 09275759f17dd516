/**
 * The one client for everything that content makes us call. A host is called when the allow list names it exactly; a name
 * must also resolve to public addresses only, checked in the lookup of the very connection (so it cannot change between).
 * An address that is not public is called only when the list holds that literal, with its port. No redirects.
 */
import { lookup as systemLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { Agent, type Dispatcher, request } from 'undici'
import { isPublicAddress } from './addresses.ts'

export interface OutboundRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers: { readonly [name: string]: string }
  readonly body?: string
  readonly signal: AbortSignal
  /** Bytes of an answer beyond which it is dropped. */
  readonly maxBytes: number
  /** Exact hosts, `name`, `name:port` or `address:port`. */
  readonly allowed: readonly string[]
}

/** `text` is absent when the status is not 2xx: bodies of errors are not read. */
export type OutboundAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly text: string }
  | { readonly kind: 'failed'; readonly why: string }

export interface Resolved {
  readonly address: string
  readonly family: number
}

/** All addresses of a name; rejects when there are none. */
export type Resolve = (host: string) => Promise<readonly Resolved[]>

// An error's body is thrown away; up to this much is read so that small servers are not cut off in mid-sentence.
const DRAINED_BYTES = 64 * 1024

export class Outbound {
  readonly #agent: Agent

  constructor(resolve: Resolve = resolveBySystem) {
    this.#agent = new Agent({
      connect: { lookup: publicOnly(resolve), timeout: 10_000 },
      maxHeaderSize: 16 * 1024,
      // 0 = a connection for each call: calls are few, a kept one may have been closed by the other side just now and
      // would fail the customer's call, and every call has its addresses checked anew.
      pipelining: 0,
    })
  }

  /** Rejects never; every failure says why without saying the address's secrets. */
  async send(sent: OutboundRequest): Promise<OutboundAnswer> {
    const refusal = refuseUrl(sent.url, sent.allowed)
    if (refusal) return { kind: 'failed', why: refusal }
    try {
      return await this.#exchange(sent)
    } catch (error) {
      return { kind: 'failed', why: whyOf(error, sent.signal) }
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy()
  }

  async #exchange({
    method,
    url,
    headers,
    body,
    signal,
    maxBytes,
  }: OutboundRequest): Promise<OutboundAnswer> {
    const answer = await request(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      signal,
      dispatcher: this.#agent,
    })
    const { statusCode: status } = answer
    if (status < 200 || status > 299) {
      await answer.body.dump({ limit: DRAINED_BYTES, signal })
      return {
        kind: 'failed',
        why: status >= 300 && status < 400 ? `redirect (HTTP ${status})` : `HTTP ${status}`,
      }
    }
    const text = await readUpTo(answer, maxBytes)
    return text === undefined
      ? { kind: 'failed', why: `the answer is larger than ${maxBytes} bytes` }
      : { kind: 'answered', status, text }
  }
}

async function readUpTo({ body }: Dispatcher.ResponseData, maxBytes: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) continue
    size += chunk.length
    // Leaving the loop destroys the body and with it the connection.
    if (size > maxBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Why this URL is not called, or undefined. */
function refuseUrl(text: string, allowed: readonly string[]): string | undefined {
  if (!URL.canParse(text)) return 'not a URL'
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return `${url.protocol} is not called, only http and https`
  if (url.username !== '' || url.password !== '') return 'a URL with a user name or password is not called'
  if (namesOf(url).some((name) => allowed.includes(name))) return undefined
  return `host ${url.host} is not in limits.callHosts`
}

/** How the allow list may name this host: with its port, and without when the port is the usual one. */
function namesOf(url: URL): readonly string[] {
  const usual = url.protocol === 'https:' ? '443' : '80'
  return url.port === '' ? [url.hostname, `${url.hostname}:${usual}`] : [`${url.hostname}:${url.port}`]
}

const resolveBySystem: Resolve = (host) =>
  new Promise((resolve, reject) => {
    systemLookup(host, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)))
  })

/** Literal addresses never come here: they are not looked up, only matched against the list. */
function publicOnly(resolve: Resolve): LookupFunction {
  return (host, options, callback) => {
    resolve(host).then(
      (addresses) => {
        const [first] = addresses
        const bad = addresses.find(({ address }) => !isPublicAddress(address))
        if (bad || !first) return callback(new PrivateAddress(host), '', 0)
        if (options.all) callback(null, [...addresses])
        else callback(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    )
  }
}

class PrivateAddress extends Error {
  override readonly name = 'PrivateAddress'
  constructor(host: string) {
    super(`${host} resolves to an address that is not public`)
  }
}

function whyOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'no answer in time'
  if (error instanceof PrivateAddress) return error.message
  if (!(error instanceof Error)) return 'failed'
  // Codes are words like ECONNREFUSED or UND_ERR_SOCKET; messages may hold the address with its query.
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
