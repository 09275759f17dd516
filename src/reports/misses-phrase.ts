import { anonymous } from '../domain/masks.ts'

// An example of more than three lines teaches little and is not read; questions of customers are 30 to 120 long.
const LONGEST = 240

/** A customer's words in one anonymous line, or undefined when there are none (signs, numbers, a picture). */
export function phraseIn(text: string): string | undefined {
  // Masked before it is cut: the half of a number is not recognised any more.
  const line = cutAtWord(anonymous(oneLine(text)))
  return /\p{L}/u.test(line) ? line : undefined
}

/** Several lines stay several; nothing in it can be mistaken for markup of a file. */
export function anonymousText(text: string): string {
  return anonymous(
    text
      .split('\n')
      .map(oneLine)
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
  )
}

/** Invisible signs hide a number from the masks, and break files. */
function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cf}\p{Co}\uFFFD-\uFFFF]/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
}

function cutAtWord(line: string): string {
  if (line.length <= LONGEST) return line
  const cut = line.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/u, '')
  const blank = cut.lastIndexOf(' ')
  return blank > LONGEST / 2 ? cut.slice(0, blank) : cut
}
