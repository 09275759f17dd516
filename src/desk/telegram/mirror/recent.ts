/**
 * Which messages of a thread stand for the last lines: the conversation's number and Telegram's, for replies and edits. Kept
 * flat, one after the other: as pairs forty of each of 2,000 threads are 5.9 MB, so they are 1.4.
 */
export type Recent = readonly number[]

// Who answers or edits looks at the last screens.
const KEPT = 40

/** `numbers` stand in `message` now, if there is one. */
export function withRecent(
  recent: Recent = [],
  numbers: readonly number[],
  message: number | undefined,
): Recent {
  if (message === undefined) return recent
  return [...recent, ...numbers.flatMap((number) => [number, message])].slice(-2 * KEPT)
}

/** The message that a number stands in, the last if several. */
export function messageOf(recent: Recent = [], number: number): number | undefined {
  for (let at = recent.length - 2; at >= 0; at -= 2) if (recent[at] === number) return recent[at + 1]
  return undefined
}

/** The numbers that stand in a message. */
export function numbersIn(recent: Recent = [], message: number): readonly number[] {
  return recent.filter((_, at) => at % 2 === 0 && recent[at + 1] === message)
}

export function withoutRecent(recent: Recent = [], number: number): Recent {
  return recent.filter((_, at) => recent[at - (at % 2)] !== number)
}
