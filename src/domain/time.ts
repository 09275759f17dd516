declare const brand: unique symbol

/** Milliseconds since 1970-01-01 UTC. Due times are stored as instants, never as delays. */
export type Instant = number & { readonly [brand]: 'Instant' }
/** Milliseconds. */
export type Duration = number & { readonly [brand]: 'Duration' }

export const instant = (ms: number) => ms as Instant
export const duration = (ms: number) => ms as Duration
export const seconds = (n: number) => duration(n * 1000)
export const minutes = (n: number) => duration(n * 60_000)
export const hours = (n: number) => duration(n * 3_600_000)
export const later = (at: Instant, by: Duration) => instant(at + by)
export const between = (from: Instant, to: Instant) => duration(to - from)

/** The only way to know what time it is outside of `domain/`. `tests/fakes/manual-clock.ts` is turned by hand. */
export interface Clock {
  now(): Instant
  /**
   * Runs once at or soon after `due`; a due time in the past runs on the next turn of the loop. Only a clock that was set
   * back meanwhile lets it run before `due`: after as much time as was missing when it was set.
   */
  at(due: Instant, run: () => void): { cancel(): void }
}

/** The only source of chance outside of `domain/`. */
export interface Chance {
  /** Unguessable, `bytes` random bytes in base64url. */
  token(bytes: number): string
  /** 0 ≤ x < 1, for jitter. */
  fraction(): number
}
