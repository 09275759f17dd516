import type { InputKey } from '../domain/ids.ts'
import type { LaterInput } from '../domain/input.ts'
import type { Clock, Instant } from '../domain/time.ts'
import type { Store } from '../store/port.ts'

// A page is read while nothing else happens: 500 rows are about a millisecond.
const PAGE = 500

/**
 * Later inputs whose time has come, and the alarm for the next ones. They are rows with dates in the store; what is held
 * here is only a copy of those due now, so dropping it loses nothing: `suspect()` reads them again.
 */
export class Timers {
  readonly #store: Store
  readonly #clock: Clock
  readonly #ring: () => void
  readonly #due = new Map<InputKey, LaterInput>()
  /** Due inputs may lie in the store that are not in `#due`. */
  #unread = true
  #alarm: { readonly due: Instant; cancel(): void } | undefined

  /** `ring` is called when something may be due. */
  constructor(store: Store, clock: Clock, ring: () => void) {
    this.#store = store
    this.#clock = clock
    this.#ring = ring
  }

  /** True when `refill` and `take` may give something. */
  get pressing(): boolean {
    return this.#unread || this.#due.size > 0
  }

  /** Reads what fell due, when there may be something. Rejects as the store does. */
  async refill(now: Instant): Promise<void> {
    if (!this.#unread || this.#due.size >= PAGE) return
    const page = await this.#store.dueInputs(now, PAGE)
    for (const input of page) this.#due.set(input.key, input)
    // These are still in the store until they are committed, so only an empty page proves that nothing is left.
    if (page.length > 0) return
    this.#unread = false
    const next = await this.#store.nextDue()
    if (next !== undefined) this.#setAlarm(next)
  }

  /** Takes up to `limit` due inputs, in the order they came. */
  take(limit: number): readonly LaterInput[] {
    const taken: LaterInput[] = []
    for (const input of this.#due.values()) {
      if (taken.length === limit) break
      taken.push(input)
    }
    for (const { key } of taken) this.#due.delete(key)
    return taken
  }

  /** A later input was just committed. One that is due goes on at once, without being read back. */
  note(later: LaterInput, now: Instant): void {
    if (later.due > now) {
      this.#due.delete(later.key)
      this.#setAlarm(later.due)
    } else if (this.#due.size < PAGE) {
      this.#due.set(later.key, later)
    } else {
      this.#unread = true
    }
  }

  /** Something taken was not committed, or moved: look into the store again. */
  suspect(): void {
    this.#unread = true
  }

  stop(): void {
    this.#alarm?.cancel()
    this.#alarm = undefined
  }

  #setAlarm(due: Instant): void {
    if (this.#alarm && this.#alarm.due <= due) return
    this.#alarm?.cancel()
    const { cancel } = this.#clock.at(due, () => {
      this.#alarm = undefined
      this.#unread = true
      this.#ring()
    })
    this.#alarm = { due, cancel }
  }
}
