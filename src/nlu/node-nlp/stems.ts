import { StemmerEn } from '@nlpjs/lang-en-min'
import { StemmerRu } from '@nlpjs/lang-ru'

// A question fits in 2,000 characters and 64 words; what follows is a pasted log or a flood, and only costs time.
const LONGEST_TEXT = 2_000
const MOST_WORDS = 64

const russian = new StemmerRu()
const english = new StemmerEn()

/** The different stems of a text, in order. Any text will do: lone surrogates, controls and emoji are no words. */
export function stems(text: string): readonly string[] {
  const words = normalise(text).match(/[\p{L}\p{N}]+/gu) ?? []
  return [...new Set(words.slice(0, MOST_WORDS).map(stem))]
}

// node-nlp's own normaliser takes texts apart with NFD, which turns й into и before the stemmer sees it.
function normalise(text: string): string {
  const composed = text.slice(0, LONGEST_TEXT).normalize('NFKC').slice(0, LONGEST_TEXT)
  return composed.toLowerCase().replaceAll('ё', 'е').replace(/['’]/g, '')
}

// By hand, since the library's `stem` keeps every word it ever saw in a cache without a bound.
function stem(word: string): string {
  const stemmer = /[а-я]/.test(word) ? russian : english
  stemmer.setCurrent(word)
  stemmer.innerStem()
  return stemmer.getCurrent()
}
