/** What the fake needs of a clock; the product's own Clock and the tests' ManualClock fit it as they are. */
export interface FakeClock {
  /** Milliseconds since 1970. */
  now(): number
  at(due: number, run: () => void): { cancel(): void }
}

// With fractions of a millisecond, for the bench's latencies.
const now = (): number => performance.timeOrigin + performance.now()

export const SYSTEM_CLOCK: FakeClock = {
  now,
  at(due, run) {
    const timer = setTimeout(run, Math.max(0, due - now()))
    return { cancel: () => clearTimeout(timer) }
  },
}

export const seconds = (ms: number): number => Math.floor(ms / 1000)
