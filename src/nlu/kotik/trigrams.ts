/** How usual a text looks, letter by letter: log-probability of each character after the two before it. */

// a–z, а–я, digits as one, space, apostrophe, and one for everything else: 64 signs, so a trigram is 18 bits.
const SPACE = 0
const DIGIT = 1
const APOSTROPHE = 2
const OTHER = 3
const LATIN = 4
const CYRILLIC = LATIN + 26
const SIGNS = 64
const PAIRS = SIGNS * SIGNS

// Witten-Bell-like: five imagined sightings from the shorter context. Between 2 and 10 nothing changes.
const BACK_OFF = 5
// Stored as sixteenths of a nat: 256 kB instead of 1 MB, and no measurable difference.
const STEPS_PER_NAT = 16

export class Trigrams {
  readonly table: Uint8Array

  constructor(table: Uint8Array) {
    this.table = table
  }

  /** Nats per character, 0 at most; the nearer to 0 the more usual. */
  usual(text: string): number {
    let before = SPACE
    let context = SPACE
    let sum = 0
    for (let at = 0; at <= text.length; at++) {
      const sign = at < text.length ? signOf(text.charCodeAt(at)) : SPACE
      sum += this.table[(before * SIGNS + context) * SIGNS + sign] ?? 0
      before = context
      context = sign
    }
    return -sum / STEPS_PER_NAT / (text.length + 1)
  }

  static learn(texts: Iterable<string>): Trigrams {
    const three = new Float64Array(PAIRS * SIGNS)
    const two = new Float64Array(PAIRS)
    const one = new Float64Array(SIGNS)
    for (const text of texts) count(text, three, two, one)
    return new Trigrams(probabilities(three, two, one))
  }
}

function signOf(code: number): number {
  if (code === 32) return SPACE
  if (code >= 97 && code <= 122) return LATIN + code - 97
  if (code >= 0x430 && code <= 0x44f) return CYRILLIC + code - 0x430
  if (code >= 48 && code <= 57) return DIGIT
  return code === 39 ? APOSTROPHE : OTHER
}

function count(text: string, three: Float64Array, two: Float64Array, one: Float64Array): void {
  let before = SPACE
  let context = SPACE
  for (let at = 0; at <= text.length; at++) {
    const sign = at < text.length ? signOf(text.charCodeAt(at)) : SPACE
    const pair = context * SIGNS + sign
    const triple = before * PAIRS + pair
    three[triple] = (three[triple] ?? 0) + 1
    two[pair] = (two[pair] ?? 0) + 1
    one[sign] = (one[sign] ?? 0) + 1
    before = context
    context = sign
  }
}

function probabilities(three: Float64Array, two: Float64Array, one: Float64Array): Uint8Array {
  const all = one.reduce((sum, n) => sum + n, 0)
  const afterOne = sumsBy(SIGNS, two)
  const afterTwo = sumsBy(PAIRS, three)
  const table = new Uint8Array(PAIRS * SIGNS)
  for (let triple = 0; triple < table.length; triple++) {
    const pair = triple % PAIRS
    const context = Math.floor(triple / SIGNS)
    const p1 = ((one[pair % SIGNS] ?? 0) + 0.05) / (all + SIGNS * 0.05)
    const p2 = ((two[pair] ?? 0) + BACK_OFF * p1) / ((afterOne[context % SIGNS] ?? 0) + BACK_OFF)
    const p3 = ((three[triple] ?? 0) + BACK_OFF * p2) / ((afterTwo[context] ?? 0) + BACK_OFF)
    table[triple] = Math.min(255, Math.round(-Math.log(p3) * STEPS_PER_NAT))
  }
  return table
}

/** How often each context was followed by anything. */
function sumsBy(contexts: number, counts: Float64Array): Float64Array {
  const sums = new Float64Array(contexts)
  counts.forEach((n, at) => {
    const context = Math.floor(at / SIGNS)
    sums[context] = (sums[context] ?? 0) + n
  })
  return sums
}
