/** What the fake needs of a clock; the product's own Clock and the tests' ManualClock fit it as they are. */
export interface FakeClock {
  /** Milliseconds since 1970. */
  now(): number
  at(due: number, run: () => void): { cancel(): void }
}

export const SYSTEM_CLOCK: FakeClock = {
  now: () => Date.now(),
  at(due, run) {
    const timer = setTimeout(run, Math.max(0, due - Date.now()))
    return { cancel: () => clearTimeout(timer) }
  },
}

export const seconds = (ms: number): number => Math.floor(ms / 1000)
