/** A text cut into words, numbers and the few signs that matter, each with its place in the text. */
import { type Lexeme, lexemeOf } from './lexicon.ts'

export type TokenKind = 'iso' | 'dotted' | 'slashed' | 'clock' | 'number' | 'word' | 'sign'

export interface Token {
  readonly kind: TokenKind
  /** Lower case, ё as е. */
  readonly word: string
  readonly from: number
  readonly to: number
  readonly means: Lexeme | undefined
}

// What begins with a digit; the first that fits. All are sticky: they are tried at one place only.
const FIGURES: readonly (readonly [TokenKind, RegExp])[] = [
  ['iso', /\d{4}-\d{1,2}-\d{1,2}(?!\d)/y],
  ['dotted', /\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})(?!\d)/y],
  ['slashed', /\d{1,2}\/\d{1,2}(?![\d/])/y],
  ['clock', /\d{1,2}:\d{2}(?!\d)/y],
  ['number', /\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?/y],
]
const SIGNS = new Set('₽$€£№#?*«»"-')

/** Character by character: a regular expression for all of it took three times as long. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  let i = 0
  while (i < text.length) {
    const code = text.charCodeAt(i)
    const token = isDigit(code) ? figureAt(text, i) : isLetter(text, i) ? wordAt(text, i) : signAt(text, i)
    if (token) tokens.push(token)
    i = token?.to ?? i + 1
  }
  return tokens
}

const isDigit = (code: number) => code >= 48 && code <= 57

function isLetter(text: string, i: number): boolean {
  const code = text.charCodeAt(i)
  // Latin and Russian at once; whatever else has letters is asked for
  if ((code >= 0x61 && code <= 0x7a) || (code >= 0x410 && code <= 0x44f)) return true
  if (code < 0x80) return code >= 0x41 && code <= 0x5a
  return /\p{L}/u.test(String.fromCharCode(code))
}

function wordAt(text: string, from: number): Token {
  let to = from + 1
  while (to < text.length && isLetter(text, to)) to += 1
  const lower = text.slice(from, to).toLowerCase()
  const word = lower.includes('ё') ? lower.replaceAll('ё', 'е') : lower
  return { kind: 'word', word, from, to, means: lexemeOf(word) }
}

function figureAt(text: string, from: number): Token {
  for (const [kind, form] of FIGURES) {
    form.lastIndex = from
    const word = form.exec(text)?.[0]
    if (word !== undefined) return { kind, word, from, to: from + word.length, means: undefined }
  }
  return { kind: 'sign', word: text.charAt(from), from, to: from + 1, means: undefined }
}

function signAt(text: string, from: number): Token | undefined {
  const word = text.charAt(from)
  return SIGNS.has(word) ? { kind: 'sign', word, from, to: from + 1, means: undefined } : undefined
}

/** Whether any number, month, unit … could be in it: most texts have none and are done. */
export function tellsAmounts(tokens: readonly Token[]): boolean {
  return tokens.some(({ kind, means }) => means !== undefined || (kind !== 'word' && kind !== 'sign'))
}
