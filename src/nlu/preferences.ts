/**
 * What customers choose in "did you mean". When they keep choosing one of the same candidates it is what that kind of text
 * means here, and the next one is not asked.
 */
import type { IntentName } from '../domain/ids.ts'

export interface Choice {
  readonly intent: IntentName
  readonly among: readonly IntentName[]
}

// Five of the last fifty at least, and four in five: below that a coin would often look like a habit.
const LEAST_CHOICES = 5
const LEAST_SHARE = 0.8
// Habits change with the content; only the last choices count.
const REMEMBERED = 50

export class Preferences {
  /** Candidates → the last choices among them, oldest first. */
  readonly #choices = new Map<string, IntentName[]>()

  learn({ intent, among }: Choice): void {
    // a single button is no choice
    if (new Set(among).size < 2 || !among.includes(intent)) return
    const key = keyOf(among)
    const choices = this.#choices.get(key) ?? []
    this.#choices.set(key, [...choices, intent].slice(-REMEMBERED))
  }

  /** What is chosen among these almost always; undefined while nobody knows. */
  preferred(among: readonly IntentName[]): IntentName | undefined {
    const choices = this.#choices.get(keyOf(among)) ?? []
    if (choices.length < LEAST_CHOICES) return undefined
    return among.find((intent) => {
      const times = choices.filter((choice) => choice === intent).length
      return times >= LEAST_CHOICES && times / choices.length >= LEAST_SHARE
    })
  }
}

/** In whatever order they were offered. No name has a line break in it. */
const keyOf = (among: readonly IntentName[]) => [...new Set(among)].sort().join('\n')
