/** The stems of the training phrases, and what each tells. */
export class Vocabulary {
  readonly #phrasesWith: ReadonlyMap<string, number>
  readonly #phrases: number

  constructor(phrases: readonly (readonly string[])[]) {
    const counts = new Map<string, number>()
    for (const stem of phrases.flat()) counts.set(stem, (counts.get(stem) ?? 0) + 1)
    this.#phrasesWith = counts
    this.#phrases = phrases.length
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
