import { newStemmer } from 'snowball-stemmers'
import { normalise } from './normalise.ts'

const MOST_WORDS = 64

const russian = newStemmer('russian')
const english = newStemmer('english')

/** The different stems of a text, in order. Any text will do: lone surrogates, controls and emoji are no words. */
export function stems(text: string): readonly string[] {
  const words = normalise(text).match(/[\p{L}\p{N}]+/gu) ?? []
  return [...new Set(words.slice(0, MOST_WORDS).map(stem))]
}

const stem = (word: string) => (/[а-я]/.test(word) ? russian : english).stem(word)
