/** What is wrong with the text behind `word:` or `- `. */
import {
  BACKSLASH,
  BRACED_CONDITION,
  BRACES,
  begins,
  COLON,
  INNER_QUOTES,
  type Mistake,
  OPEN_BRACKET,
  OPEN_QUOTE,
  QUOTED_CONDITION,
} from './words.ts'

/** `open`: the value goes on in the next lines until this closes it. */
export type ReadValue =
  | { readonly kind: 'fine' }
  | { readonly kind: 'mistake'; readonly mistake: Mistake }
  | { readonly kind: 'open'; readonly sign: OpenSign; readonly mistake: Mistake }
export type OpenSign = '"' | "'" | 'bracket'

const FINE: ReadValue = { kind: 'fine' }
const is = (mistake: Mistake): ReadValue => ({ kind: 'mistake', mistake })
// YAML's own escapes; anything else after a backslash is a regular expression or a Windows path.
const BAD_ESCAPE = /(?:^|[^\\])(?:\\\\)*\\[^0abtnvfre "/\\N_LPxuU]/
const BEHIND = /^\s*(#.*)?$/

/** `word`: what the value stands behind; undefined for an item of a list. */
export function readValue(value: string, word?: string): ReadValue {
  const read = readAny(value)
  if (word !== 'when' || read.kind !== 'mistake') return read
  if (read.mistake === BRACES) return is(BRACED_CONDITION)
  return read.mistake === INNER_QUOTES ? is(QUOTED_CONDITION) : read
}

function readAny(value: string): ReadValue {
  if (/^\{[{%]/.test(value)) return is(BRACES)
  const [sign = ''] = value
  if (sign === '"' || sign === "'") return quoted(value, sign)
  if (sign === '{' || sign === '[') return bracketed(value)
  // a tag of YAML is Latin
  if (/^(- |[%@`]|![^\x21-\x7e]|[|>](?![+-]?\d?\s*(#.*)?$))/.test(value)) return is(begins(sign))
  const text = value.replace(/\s#.*$/, '')
  return /:(\s|$)/.test(text) && !/^[|>*&!]/.test(text) ? is(COLON) : FINE
}

function quoted(value: string, sign: '"' | "'"): ReadValue {
  const whole = sign === '"' ? /^"(?:\\.|[^"\\])*"/ : /^'(?:''|[^'])*'/
  const text = whole.exec(value)?.[0]
  if (text === undefined) return { kind: 'open', sign, mistake: OPEN_QUOTE }
  if (!BEHIND.test(value.slice(text.length))) return is(INNER_QUOTES)
  return sign === '"' && BAD_ESCAPE.test(text) ? is(BACKSLASH) : FINE
}

function bracketed(value: string): ReadValue {
  const end = endOfBrackets(value)
  if (end === undefined) return { kind: 'open', sign: 'bracket', mistake: OPEN_BRACKET }
  if (!BEHIND.test(value.slice(end))) return is(begins(value.charAt(0)))
  const quotes = value.match(/"(?:\\.|[^"\\])*"/g) ?? []
  return quotes.some((text) => BAD_ESCAPE.test(text)) ? is(BACKSLASH) : FINE
}

/** Behind the bracket that closes the first one; brackets in quotes do not count. */
function endOfBrackets(value: string): number | undefined {
  let depth = 0
  for (const match of value.matchAll(/"(?:\\.|[^"\\])*"|'(?:''|[^'])*'|[[\]{}]/g)) {
    if (match[0].length > 1) continue
    depth += '[{'.includes(match[0]) ? 1 : -1
    if (depth === 0) return match.index + 1
  }
  return undefined
}

export function closes(line: string, sign: OpenSign): boolean {
  return sign === 'bracket' ? /[\]}]\s*(#.*)?$/.test(line) : line.includes(sign)
}
