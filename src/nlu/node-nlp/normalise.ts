// A question fits in 1,000 characters and 64 words; what follows is a pasted log or a flood, and only costs time.
const LONGEST_TEXT = 1_000
const MOST_WORDS = 64

// The library keeps words in plain objects and one word for itself: these would be found there without having been put.
const TAKEN = /(?<![\p{L}\p{N}_])(constructor|__proto__|nonefeature)(?![\p{L}\p{N}_])/gu

/** NFKC, lower case, ё→е. node-nlp's own way takes texts apart by NFD, which turns й into и before the stemmer sees it. */
export function normalise(text: string): string {
  const composed = text.slice(0, LONGEST_TEXT).normalize('NFKC').slice(0, LONGEST_TEXT)
  const spelt = composed.toLowerCase().replaceAll('ё', 'е').replaceAll('’', "'").replace(TAKEN, '$1word')
  return spelt.split(/\s+/).slice(0, MOST_WORDS).join(' ').trim()
}
