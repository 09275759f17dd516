/** Numbers in digits and words: «1 200,50», «двадцать пять», «полтора», «три тысячи двести», "two hundred and five". */
import type { Token } from './tokens.ts'

/** What stands at a place of a text, and the index of the token after it. */
export interface At<T> {
  readonly value: T
  readonly next: number
}

/** The number that begins at token `i`. */
export function numberAt(tokens: readonly Token[], i: number): At<number> | undefined {
  const sum = new Sum()
  let next = i
  while (next < tokens.length && sum.take(tokens, next)) next += 1
  // what joins may have been the last thing taken; it is no number
  while (next > i && JOINS.has(tokens[next - 1]?.word ?? '')) next -= 1
  if (next === i || sum.empty) return undefined
  return andHalf(tokens, { value: sum.value, next })
}

/** «шесть с половиной», "six and a half". */
function andHalf(tokens: readonly Token[], { value, next }: At<number>): At<number> {
  const says = (...words: readonly string[]) => words.every((word, k) => tokens[next + k]?.word === word)
  if (says('с', 'половиной')) return { value: value + 0.5, next: next + 2 }
  return says('and', 'a', 'half') ? { value: value + 0.5, next: next + 3 } : { value, next }
}

const JOINS = new Set(['and', '-'])

/** «три тысячи двести»: 3 · 1000, then 200. Each part is smaller than what the part before left room for. */
class Sum {
  #total = 0
  /** What a following scale multiplies. */
  #current: number | undefined
  /** The next part must be smaller than this. */
  #room = Number.POSITIVE_INFINITY
  #scale = Number.POSITIVE_INFINITY
  empty = true

  get value(): number {
    // 1.1 · 1000 is 1100.0000000000002
    return Number((this.#total + (this.#current ?? 0)).toPrecision(15))
  }

  take(tokens: readonly Token[], i: number): boolean {
    const token = tokens[i]
    if (token === undefined) return false
    if (token.kind === 'number') return this.#digits(token.word)
    const { number, scale } = token.means ?? {}
    if (scale !== undefined) return isGlued(tokens, i) && this.#scaled(scale)
    if (number !== undefined) return this.#part(number)
    // "twenty-five"
    if (token.word === '-') return this.#room === 10 && tokens[i - 1]?.to === token.from
    return token.word === 'and' && this.#current !== undefined && this.#room <= 1000
  }

  #digits(written: string): boolean {
    if (!this.empty) return false
    const value = digitsOf(written)
    if (!Number.isFinite(value)) return false
    this.#current = value
    this.#room = 0
    this.empty = false
    return true
  }

  #part(number: number): boolean {
    if (number >= this.#room || (number === 0 && !this.empty)) return false
    this.#current = (this.#current ?? 0) + number
    this.#room = roomAfter(number)
    this.empty = false
    return true
  }

  #scaled(scale: number): boolean {
    if (scale === 100) {
      // only "two hundred"; a bare "hundred" is a word like others
      if (this.#current === undefined || this.#current >= 10) return false
      this.#current *= 100
      this.#room = 100
      return true
    }
    if (scale >= this.#scale) return false
    this.#total += (this.#current ?? 1) * scale
    this.#current = undefined
    this.#scale = scale
    this.#room = scale
    this.empty = false
    return true
  }
}

function roomAfter(number: number): number {
  if (number % 1 !== 0) return 0
  if (number >= 100) return 100
  return number >= 20 ? 10 : 0
}

/** «к» and "k" are thousands only right behind digits: «5к»; elsewhere «к» is a preposition. */
function isGlued(tokens: readonly Token[], i: number): boolean {
  const token = tokens[i]
  if (token?.word !== 'к' && token?.word !== 'k') return true
  const before = tokens[i - 1]
  return before?.kind === 'number' && before.to === token.from
}

/** "1 200,50" → 1200.5; "1,200" has three digits behind the comma and is a thousand two hundred. */
function digitsOf(written: string): number {
  const plain = written.replace(/[ \u00a0\u202f]/g, '')
  return Number(/^\d{1,3},\d{3}$/.test(plain) ? plain.replace(',', '') : plain.replace(',', '.'))
}
