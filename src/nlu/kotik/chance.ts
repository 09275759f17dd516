/** A seeded generator (mulberry32): the same phrases must give the same model on every machine. */
export type Seeded = () => number

export function seeded(seed: number): Seeded {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export function shuffle(order: Int32Array, chance: Seeded): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(chance() * (last + 1))
    const kept = order[last] ?? 0
    order[last] = order[other] ?? 0
    order[other] = kept
  }
}

// As many as make it no matter that they come round again.
const LOTS = 1 << 16

/** Yes or no many times over, for loops in which even a generator is too slow: lots drawn once, read from a random place. */
export class Lots {
  readonly #drawn: Uint8Array
  #at = 0

  constructor(yes: number, chance: Seeded) {
    this.#drawn = Uint8Array.from({ length: LOTS }, () => (chance() < yes ? 1 : 0))
  }

  /** Goes to another place in the row of lots. */
  moveOn(chance: Seeded): void {
    this.#at = Math.floor(chance() * LOTS)
  }

  draw(): boolean {
    this.#at = (this.#at + 1) & (LOTS - 1)
    return this.#drawn[this.#at] === 1
  }
}
