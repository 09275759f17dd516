/** A text that chooses a button: by its label, its value or its number. */
import { plainWords, readOrdinal } from './words.ts'

export interface Offered {
  readonly label: string
  readonly value: string | number | boolean
}

/** Index of the button that was meant; undefined when it is none of them. */
export function readChoice(text: string, offered: readonly Offered[]): number | undefined {
  const words = plainWords(text)
  if (words === '') return exactSign(text, offered)
  const byLabel = only(offered, (choice) => plainWords(choice.label) === words)
  if (byLabel !== undefined) return byLabel
  const byValue = only(offered, (choice) => plainWords(String(choice.value)) === words)
  if (byValue !== undefined) return byValue
  return (
    readOrdinal(text, offered.length) ?? only(offered, (choice) => within(words, plainWords(choice.label)))
  )
}

/** "сбп" and "ну через сбп" name «Через СБП»; a long sentence that happens to hold the word is rather a new question. */
function within(words: string, label: string): boolean {
  if (words.length < 3) return false
  const extra = words.split(' ').length - label.split(' ').length
  return ` ${label} `.includes(` ${words} `) || (extra <= 2 && ` ${words} `.includes(` ${label} `))
}

/** A label may be a sign: «👍». */
function exactSign(text: string, offered: readonly Offered[]): number | undefined {
  const sign = text.trim()
  return sign === '' ? undefined : only(offered, (choice) => choice.label.trim() === sign)
}

function only(offered: readonly Offered[], fits: (choice: Offered) => boolean): number | undefined {
  const found = offered.flatMap((choice, i) => (fits(choice) ? [i] : []))
  return found.length === 1 ? found[0] : undefined
}
