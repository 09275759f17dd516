/**
 * How long a pattern can take in the worst case, as the number of ways to split a text. The usual checks look for a repeat
 * inside a repeat only; they let `(a|a)*` and `a*a*a*a*b` through, which are exponential and of the fourth degree, and
 * refuse `(\d[ -]?){16}`, which is a card number.
 */

/** Longest answer a pattern is tried on; longer ones simply do not fit. */
export const MAX_TESTED = 200
// In bits: 2^23 ways are about 50 ms. Three open repeats over 200 characters are just below it.
const MAX_BITS = 23
const OPEN_REPEAT = Math.log2(MAX_TESTED)

export function isCheap(pattern: string): boolean {
  return bitsOf(pattern) <= MAX_BITS
}

/** Looked for anywhere it may begin at every character. */
export function isCheapAnywhere(pattern: string): boolean {
  return bitsOf(pattern) + OPEN_REPEAT <= MAX_BITS
}

function bitsOf(pattern: string): number {
  // look-arounds and back references step out of what can be reckoned here
  if (/\(\?(?!:)|\\[1-9k]/.test(pattern)) return Number.POSITIVE_INFINITY
  return new Reckoner(tokensOf(pattern)).alternatives()
}

/** Reads a pattern once; every method gives the bits of the part it has read. */
class Reckoner {
  private readonly tokens: readonly string[]
  private at = 0

  constructor(tokens: readonly string[]) {
    this.tokens = tokens
  }

  /** Up to the closing bracket or the end. */
  alternatives(): number {
    const branches = [this.sequence()]
    while (this.tokens[this.at] === '|') {
      this.at += 1
      branches.push(this.sequence())
    }
    return Math.max(...branches) + Math.log2(branches.length)
  }

  private sequence(): number {
    let bits = 0
    for (
      let token = this.tokens[this.at];
      token !== undefined && token !== '|' && token !== ')';
      token = this.tokens[this.at]
    ) {
      this.at += 1
      bits += this.repeated(token === '(' ? this.group() : 0)
    }
    return bits
  }

  private group(): number {
    const bits = this.alternatives()
    this.at += 1
    return bits
  }

  /** What a quantifier after the part makes of its bits. */
  private repeated(bits: number): number {
    const counts = countsOf(this.tokens[this.at])
    if (counts === undefined) return bits
    this.at += 1
    const [least, most] = counts
    if (most > MAX_TESTED) return bits > 0 ? Number.POSITIVE_INFINITY : OPEN_REPEAT
    return bits * most + Math.log2(most - least + 1)
  }
}

function tokensOf(pattern: string): readonly string[] {
  const parts =
    pattern.match(/\\p\{[^}]*\}|\\.|\[(?:\\.|[^\]\\])*\]|\(\?:|\{\d+(?:,\d*)?\}\??|[*+?]\??|./gsu) ?? []
  return parts.map((part) => (part === '(?:' ? '(' : part))
}

/** `+` → [1, ∞]; undefined when the token is no quantifier. */
function countsOf(token: string | undefined): readonly [number, number] | undefined {
  if (token === undefined || token === '') return undefined
  if (/^[*+]/.test(token)) return [0, Number.POSITIVE_INFINITY]
  if (token.startsWith('?')) return [0, 1]
  const counted = /^\{(\d+)(,?)(\d*)\}/.exec(token)
  if (counted === null) return undefined
  const least = Number(counted[1])
  if (counted[3]) return [least, Number(counted[3])]
  return [least, counted[2] ? Number.POSITIVE_INFINITY : least]
}
