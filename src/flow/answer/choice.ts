/** A text that chooses a button: by its label, its value, its number, or in other words. */
import { readMeant } from './meant.ts'
import { only } from './only.ts'
import { plainWords, readOrdinal } from './words.ts'

export interface Offered {
  readonly label: string
  readonly value: string | number | boolean
}

/** Index of the button that was meant; undefined when it is none of them. */
export function readChoice(text: string, offered: readonly Offered[]): number | undefined {
  const words = plainWords(text)
  if (words === '') return exactSign(text, offered)
  const labels = offered.map(({ label }) => plainWords(label))
  return (
    only(labels, (label) => label === words) ??
    only(offered, ({ value }) => plainWords(String(value)) === words) ??
    only(labels, (label) => /^\d+$/.test(words) && ` ${label} `.includes(` ${words} `)) ??
    readOrdinal(words, offered.length) ??
    readMeant(text, labels)
  )
}

/** A label may be a sign: «👍». */
function exactSign(text: string, offered: readonly Offered[]): number | undefined {
  const sign = text.trim()
  return sign === '' ? undefined : only(offered, (choice) => choice.label.trim() === sign)
}
