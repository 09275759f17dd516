/**
 * What never stands in a log, an error or a metric: secrets and personal numbers. Applied to every string that is logged,
 * because a token or a phone number arrives inside somebody else's error message as easily as in a field of its own.
 */

const MASKED = '***'

/** Field names whose value is a secret whatever it looks like. */
const SECRET_FIELD =
  /^(?:authorization|proxy-authorization|cookie|set-cookie|.*(?:token|password|passwd|secret|api[-_]?key|access[-_]?key))$/i

// Lazy alternatives only and no nested repetition: every pattern is linear in the text.
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // Telegram bot tokens, also inside https://api.telegram.org/bot<token>/… and file links
  [/\b(bot)?\d{6,12}:[\w-]{30,}/g, MASKED],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${MASKED}`],
  // userinfo of a URL: scheme://user:password@host
  [/(\b[a-z][a-z\d+.-]{0,20}:\/\/)[^\s/?#@]+@/gi, `$1${MASKED}@`],
  [/([?&][^=&#\s]{0,60}=)[^&#\s]+/g, `$1${MASKED}`],
  [/[\w.%+-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63})+/gi, MASKED],
  // phones: international with a plus; Russian ones also from a bare 7 or 8 (not after ':' or a digit: those are ids)
  [/\+\d(?:[ ().-]{0,2}\d){9,14}/g, MASKED],
  [/(?<![\d:.-])[78](?:[ ().-]{0,2}\d){10}(?!\d)/g, MASKED],
  // cards: four groups of four, or 15 to 19 digits in a row (13 are an instant)
  [/(?<!\d)\d{4}(?:[ -]?\d{4}){3}(?!\d)/g, MASKED],
  [/(?<!\d)\d{15,19}(?!\d)/g, MASKED],
]

/** The text with secrets, e-mails, phones and card numbers replaced by `***`. */
export function masked(text: string): string {
  return PATTERNS.reduce((out, [pattern, replacement]) => out.replace(pattern, replacement), text)
}

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
