/** Only what is used of a package that ships no types. */
declare module 'snowball-stemmers' {
  export function newStemmer(language: 'russian' | 'english'): { stem(word: string): string }
}
