/** All that one word gives to the features: its stem, what it means, its letters. Worked out once and kept while used. */
import { newStemmer } from 'snowball-stemmers'
import { hash } from './hash.ts'
import { CONCEPTS_OF_WORD, EMPTY_WORDS } from './lexicon.ts'

export interface Word {
  readonly stem: number
  readonly concepts: readonly number[]
  readonly letters: Uint32Array
  /** Part of any text, whatever it is about: "the", "как". */
  readonly empty: boolean
}

// Seeds of the kinds of features; those made of several words are in features.ts.
const STEM = 1
const CONCEPT = 2
const LETTERS = 3

const SHORTEST_GRAM = 2
const LONGEST_GRAM = 4

// About 1 MB. Emptied when full, so that a flood of odd words costs time and never memory.
const MOST_KEPT = 4_000

const NUMBER = [hash(CONCEPT, 'number')]

const russian = newStemmer('russian')
const english = newStemmer('english')

const stemOf = (word: string) => (/[а-я]/.test(word) ? russian : english).stem(word)

const conceptsOfStem = byStem()
const kept = new Map<string, Word>()

export function wordOf(spelling: string): Word {
  const known = kept.get(spelling)
  if (known !== undefined) return known
  const stem = stemOf(spelling)
  const word = {
    stem: hash(STEM, stem),
    concepts: conceptsOf(spelling, stem),
    letters: lettersOf(spelling),
    empty: EMPTY_WORDS.has(spelling),
  }
  if (kept.size >= MOST_KEPT) kept.clear()
  kept.set(spelling, word)
  return word
}

// A number tells what kind of question it is, hardly ever which number.
function conceptsOf(spelling: string, stem: string): readonly number[] {
  return /^\p{N}+$/u.test(spelling) ? NUMBER : (conceptsOfStem.get(stem) ?? [])
}

/** Runs of 2 to 4 characters of the word with its borders, so that a typo spoils few of them. */
function lettersOf(spelling: string): Uint32Array {
  const bordered = `_${spelling}_`
  const grams: number[] = []
  for (let length = SHORTEST_GRAM; length <= LONGEST_GRAM; length++) {
    for (let at = 0; at + length <= bordered.length; at++)
      grams.push(hash(LETTERS, bordered, at, at + length))
  }
  return Uint32Array.from(grams)
}

function byStem(): ReadonlyMap<string, readonly number[]> {
  const concepts = new Map<string, readonly number[]>()
  for (const [word, groups] of CONCEPTS_OF_WORD) {
    const stem = stemOf(word)
    const all = new Set([...(concepts.get(stem) ?? []), ...groups.map((group) => hash(CONCEPT, group))])
    concepts.set(stem, [...all])
  }
  return concepts
}
