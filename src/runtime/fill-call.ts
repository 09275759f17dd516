/** Puts the secrets into a call, just before it is sent. */
import type { Release } from '../content/release.ts'
import type { HttpCall } from '../domain/effect.ts'
import type { Json } from '../domain/message.ts'
import { fillMarks } from '../domain/secret.ts'

/** The value behind a name; undefined when the environment and the content have none. */
export type Secrets = (name: string) => string | undefined

export function secretsOf({ env }: Pick<Release, 'env'>): Secrets {
  return (name) => (Object.hasOwn(env, name) ? env[name] : undefined)
}

class Unfit extends Error {}

/** Undefined when a value is missing, breaks a header, or makes something else than a plain http address. */
export function filledCall(call: HttpCall, secrets: Secrets): HttpCall | undefined {
  const fill = (text: string) => fillMarks(text, (name) => known(secrets(name)))
  try {
    return {
      ...call,
      url: addressOf(call.url, (name) => known(secrets(name)).replace(/\/+$/, '')),
      headers: Object.fromEntries(
        Object.entries(call.headers).map(([name, value]) => [name, oneLine(fill(value))]),
      ),
      ...(call.body === undefined ? {} : { body: filledJson(call.body, fill) }),
    }
  } catch (error) {
    if (error instanceof Unfit) return undefined
    throw error
  }
}

function known(value: string | undefined): string {
  if (value === undefined) throw new Unfit()
  return value
}

function addressOf(marked: string, base: (name: string) => string): string {
  const written = fillMarks(marked, base)
  if (written === marked) return marked
  const url = URL.canParse(written) ? new URL(written) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') throw new Unfit()
  return url.href
}

/** A line break in a header would begin another header. */
function oneLine(value: string): string {
  if (/[\r\n\0]/.test(value)) throw new Unfit()
  return value
}

function filledJson(value: Json, fill: (text: string) => string): Json {
  if (typeof value === 'string') return fill(value)
  if (typeof value !== 'object' || value === null) return value
  if (isList(value)) return value.map((item) => filledJson(item, fill))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filledJson(item, fill)]))
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
