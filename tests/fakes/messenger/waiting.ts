/** Waits for the world to become so: asked again after every change and every call, never by the clock. */

interface Waiter {
  try(): boolean
}

// A test that waits in vain should say for what before its runner gives up.
const PATIENCE_MS = 10_000

export class Waiting {
  readonly #waiters = new Set<Waiter>()

  /** Something changed. */
  stir(): void {
    for (const waiter of this.#waiters) if (waiter.try()) this.#waiters.delete(waiter)
  }

  /** The first answer of `probe` that is neither undefined nor false. */
  waitFor<T>(
    probe: () => T | undefined | false,
    what = 'what was waited for',
    patienceMs = PATIENCE_MS,
  ): Promise<T> {
    const now = probe()
    if (now !== undefined && now !== false) return Promise.resolve(now)
    // Made here, so that its stack names the one who waits.
    const vain = new Error(`did not come within ${patienceMs} ms: ${what}`)
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        try: () => {
          const found = probe()
          if (found === undefined || found === false) return false
          clearTimeout(timer)
          resolve(found)
          return true
        },
      }
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter)
        reject(vain)
      }, patienceMs)
      this.#waiters.add(waiter)
    })
  }
}
