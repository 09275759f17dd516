/** The stems of the training phrases: which are known, what each tells, and what a misspelt one may have been. */

// Short words are each other's typos ("кот", "код", "год"); from four letters on a near miss is nearly always one.
const SHORTEST_FIXED = 4
// Of 64 odd words no sentence is made; eight keep the worst text within a few milliseconds.
const MOST_FIXED = 8

export class Vocabulary {
  readonly #phrasesWith: ReadonlyMap<string, number>
  readonly #phrases: number
  readonly #fixable: readonly string[]

  constructor(phrases: readonly (readonly string[])[]) {
    const counts = new Map<string, number>()
    for (const stem of phrases.flat()) counts.set(stem, (counts.get(stem) ?? 0) + 1)
    this.#phrasesWith = counts
    this.#phrases = phrases.length
    this.#fixable = [...counts.keys()]
      .filter((stem) => stem.length >= SHORTEST_FIXED)
      .sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || (a < b ? -1 : 1))
  }

  /** Unknown stems replaced by the commonest known one within one edit. */
  spell(stems: readonly string[]): readonly string[] {
    let left = MOST_FIXED
    const fixed = stems.map((stem) => {
      if (this.#phrasesWith.has(stem) || stem.length < SHORTEST_FIXED || left === 0) return stem
      left -= 1
      return this.#fixable.find((known) => withinOneEdit(stem, known)) ?? stem
    })
    return [...new Set(fixed)]
  }

  /** 0..1: how much of what the text tells is known, rare words telling more. Unknown plain numbers tell nothing. */
  familiarity(stems: readonly string[]): number {
    let known = 0
    let all = 0
    for (const stem of stems) {
      const seen = this.#phrasesWith.has(stem)
      if (!seen && /^\p{N}+$/u.test(stem)) continue
      const tells = this.#rarity(stem)
      all += tells
      if (seen) known += tells
    }
    return all === 0 ? 0 : known / all
  }

  #rarity(stem: string): number {
    return Math.log((this.#phrases + 2) / ((this.#phrasesWith.get(stem) ?? 0) + 1))
  }
}

/** One letter more, less or other, or two neighbours swapped. */
function withinOneEdit(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  const shorter = Math.min(a.length, b.length)
  let from = 0
  while (from < shorter && a[from] === b[from]) from += 1
  let till = 0
  while (till < shorter - from && a[a.length - 1 - till] === b[b.length - 1 - till]) till += 1
  const restA = a.length - from - till
  const restB = b.length - from - till
  if (restA <= 1 && restB <= 1) return true
  return restA === 2 && restB === 2 && a[from] === b[from + 1] && a[from + 1] === b[from]
}
