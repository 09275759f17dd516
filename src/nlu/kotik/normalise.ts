/** One spelling for one text, whatever it was typed on. The first step of reading and of training alike. */

// A question fits in 1,000 characters; what follows is a pasted log or a flood, and only costs time.
const LONGEST_TEXT = 1_000
// Of the longest words only this much is looked at: no word of either language is longer.
const LONGEST_WORD = 32
/** Of a text only so many words are read. */
export const MOST_WORDS = 64

const WORD = /[\p{L}\p{N}]+/gu

// What an apostrophe hides: "can't" must share its words with "can not". Measured: +0.5 on banking77.
const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\bcan't\b/g, 'can not'],
  [/\bwon't\b/g, 'will not'],
  [/n't\b/g, ' not'],
  [/'m\b/g, ' am'],
  [/'re\b/g, ' are'],
  [/'ve\b/g, ' have'],
  [/'ll\b/g, ' will'],
  [/'d\b/g, ' would'],
  [/\b(what|where|how|who|it|that|there|when)'s\b/g, '$1 is'],
  [/'s\b/g, ''],
]

/** NFKC, lower case, ё→е, one kind of apostrophe. Never NFD: it takes й apart. */
export function normalise(text: string): string {
  // Cut twice: one character can become eighteen under NFKC.
  const composed = text.slice(0, LONGEST_TEXT).normalize('NFKC').slice(0, LONGEST_TEXT)
  return composed
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[’‘`´]/g, "'")
}

/** The words of a normalised text, in order. */
export function words(text: string): readonly string[] {
  const found = (text.includes("'") ? withoutContractions(text) : text).match(WORD) ?? []
  return found
    .slice(0, MOST_WORDS)
    .map((word) => (word.length > LONGEST_WORD ? word.slice(0, LONGEST_WORD) : word))
}

function withoutContractions(text: string): string {
  let spelt = text
  for (const [short, long] of CONTRACTIONS) spelt = spelt.replace(short, long)
  return spelt
}

/** `payment-declined`, `card_lost`, `HassTurnOn` → words: what an intent is called is a phrase of it too. */
export function wordsOfName(name: string): string {
  return normalise(name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replace(/[._:/-]+/g, ' '))
}
