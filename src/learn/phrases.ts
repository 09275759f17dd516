/** Misses of one wording are one phrase, counted. */
import { createHash } from 'node:crypto'
import { phraseKey } from '../content/check-examples.ts'
import type { Miss } from '../reports/misses.ts'

export interface MissedPhrase {
  /** As it was written last. */
  readonly text: string
  /** The same for every spelling that counts as the same example. Says nothing about the text to who does not have it. */
  readonly hash: string
  readonly misses: readonly Miss[]
}

/** Most frequent first; equal ones by the alphabet, so that the same log gives the same list. */
export function phrasesOf(misses: readonly Miss[]): readonly MissedPhrase[] {
  const byKey = new Map<string, Miss[]>()
  for (const miss of misses) {
    const key = phraseKey(miss.text)
    const same = byKey.get(key)
    if (same) same.push(miss)
    else byKey.set(key, [miss])
  }
  return [...byKey]
    .map(([key, same]) => ({ text: same.at(-1)?.text ?? key, hash: hashOf(key), misses: same }))
    .toSorted((a, b) => b.misses.length - a.misses.length || compare(a.text, b.text))
}

/** 64 bits: of a million phrases no two meet. */
const hashOf = (key: string) => createHash('sha256').update(key).digest('hex').slice(0, 16)

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b))
