import type { TrainingPhrase } from '../port.ts'

// Any fixed number: the same phrases must give the same model on every machine.
const SEED = 20_240_229

/**
 * The network learns phrase by phrase, so their order decides (banking77: 84.6 % shuffled, 52.6 % sorted by intent).
 * Sorted first, so that it does not depend on the files' order, then shuffled by a seeded generator.
 */
export function inFixedDisorder(phrases: readonly TrainingPhrase[]): readonly TrainingPhrase[] {
  const deck = [...phrases].sort(byTextThenIntent)
  const chance = mulberry32(SEED)
  for (let last = deck.length - 1; last > 0; last--) {
    const other = Math.floor(chance() * (last + 1))
    const [a, b] = [deck[last], deck[other]]
    if (a !== undefined && b !== undefined) [deck[last], deck[other]] = [b, a]
  }
  return deck
}

/** By code units: a locale's order differs between machines. */
function byTextThenIntent(a: TrainingPhrase, b: TrainingPhrase): number {
  if (a.text !== b.text) return a.text < b.text ? -1 : 1
  if (a.intent !== b.intent) return a.intent < b.intent ? -1 : 1
  return 0
}

function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
