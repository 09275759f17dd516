/** What the way to Telegram says when there is no answer: in plain words, for grammY and undici have codes only. */
import { HttpError } from 'grammy'

const TROUBLES: readonly (readonly [RegExp, string])[] = [
  [/^ENOTFOUND$/u, 'no such name: DNS does not know the server'],
  [/^EAI_AGAIN$/u, 'DNS does not answer'],
  [/^ECONNREFUSED$/u, 'the connection is refused: nobody listens there, or a firewall is in between'],
  [/^(?:ENETUNREACH|EHOSTUNREACH)$/u, 'there is no way to the server: is this machine online?'],
  [/^(?:ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/u, 'no connection in time'],
  [/^UND_ERR_(?:HEADERS_TIMEOUT|BODY_TIMEOUT|ABORTED)$/u, 'no answer in time'],
  [/^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET)$/u, 'the connection was cut'],
  [/^CERT_HAS_EXPIRED$|^CERT_NOT_YET_VALID$/u, 'the certificate is out of date: or is this machine’s clock?'],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/u, 'the certificate is of another server'],
  [/CERT|ISSUER|^UNABLE_TO_VERIFY/u, 'the certificate is not to be trusted: something is in between'],
  [/^(?:ERR_SSL|EPROTO)/u, 'TLS failed: is it a server for https at all?'],
]

// The connection, TLS included, comes before the call.
const BEFORE_THE_CALL =
  /^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT)$|CERT|ISSUER|^UNABLE_TO_VERIFY|^ERR_SSL|^EPROTO/u

/** Its words and its code. A message of the network may hold the URL with the token, so that it is never shown. */
export function networkWords(error: unknown): string {
  const cause = causeOf(error)
  const code = codeOf(cause)
  if (code !== undefined) return `${troubleOf(code)} (${code})`
  if (!(cause instanceof Error)) return typeof cause
  return cause.name === 'AbortError' ? 'no answer in time' : `${cause.name}: ${cause.message}`.slice(0, 300)
}

/** The call cannot have reached Telegram, so that to call again is to call once. */
export function neverLeft(error: unknown): boolean {
  return BEFORE_THE_CALL.test(codeOf(causeOf(error)) ?? '')
}

const troubleOf = (code: string) => TROUBLES.find(([codes]) => codes.test(code))?.[1] ?? 'the network failed'

/** grammY keeps the network's own error inside of its own. */
const causeOf = (error: unknown) => (error instanceof HttpError ? error.error : error)

function codeOf(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined
  return typeof code === 'string' ? code : undefined
}
