/**
 * What never stands in a log, an error or a metric: secrets and personal numbers (domain/masks.ts says which). Applied to
 * every string that is logged.
 */
import { MASKED, masked } from '../domain/masks.ts'

export { masked }

/** Field names whose value is a secret whatever it looks like. */
const SECRET_FIELD =
  /^(?:authorization|proxy-authorization|cookie|set-cookie|.*(?:token|password|passwd|secret|api[-_]?key|access[-_]?key))$/i

// An error with a circular or endless cause must not hang the log.
const MAX_DEPTH = 5
const MAX_TEXT = 4_000

/** The same for a value of any shape; fields named like secrets lose their value altogether. */
export function maskedValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return masked(value.slice(0, MAX_TEXT))
  if (value === null || typeof value !== 'object') return value
  if (depth >= MAX_DEPTH) return '…'
  if (value instanceof Error) return maskedError(value, depth)
  if (Array.isArray(value)) return value.map((item) => maskedValue(item, depth + 1))
  return maskedFields(value, depth)
}

function maskedFields(value: object, depth: number): { [name: string]: unknown } {
  const out: { [name: string]: unknown } = {}
  for (const [name, field] of Object.entries(value)) {
    out[name] = SECRET_FIELD.test(name) ? MASKED : maskedValue(field, depth + 1)
  }
  return out
}

function maskedError(error: Error, depth: number): { [name: string]: unknown } {
  return {
    type: error.name,
    message: masked(error.message),
    stack: masked(error.stack ?? ''),
    ...maskedFields({ ...error }, depth),
    ...(error.cause === undefined ? {} : { cause: maskedValue(error.cause, depth + 1) }),
  }
}

/** What an unknown thrown thing says, masked and cut, for a place that keeps text. */
export function errorText(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return masked(text).slice(0, 500)
}
