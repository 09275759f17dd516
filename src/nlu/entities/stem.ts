/** The part of a word that stays when it is inflected: Матрица, матрицу, матрицей → матриц. Names only need to meet, not to be right. */

// The longest ending first. Nouns and adjectives in every case and number; of verbs a list has none.
const ENDINGS =
  /(?:иями|ями|ами|ием|иям|иях|ого|его|ому|ему|ыми|ими|ией|ией|ов|ев|ей|ой|ий|ый|ая|яя|ое|ее|ые|ие|ам|ям|ах|ях|ом|ем|ую|юю|ою|ею|их|ых|им|ым|ии|ью|ия|ию|ье|ьи|а|я|о|е|и|ы|у|ю|ь|й)$/

export function stemOf(word: string): string {
  if (word.length <= 3) return word
  if (/[a-z]/.test(word)) return word.length > 4 ? word.replace(/(?:'s|es|s)$/, '') : word
  const stem = word.replace(ENDINGS, '')
  // «кино» keeps three letters; a stem of two is everybody's
  return stem.length >= 3 ? stem : word.slice(0, 3)
}
