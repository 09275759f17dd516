import { type Clock, duration, hours, instant, later, seconds } from '../domain/time.ts'
import type { Blobs, Store } from '../store/port.ts'
import type { Log } from './log.ts'

// Telegram offers an update for 24 hours and a site's offline queue may wake after a holiday; a month covers both.
const REMEMBERED = hours(24 * 30)
// What was uploaded and is not sent within a day stands in a page that was closed.
const UNSENT_KEPT = hours(24)
const EVERY = hours(1)
// A thousand rows are some milliseconds; the loop must not wait longer for a tidy-up.
const AT_ONCE = 1_000
// Each is a file to unlink, up to 10 MB.
const FILES_AT_ONCE = 100
const BREATH = seconds(1)

export interface HousekeepingParts {
  readonly store: Pick<Store, 'prune' | 'dropUploads' | 'uploadsGone'>
  /** Where the bytes of uploads are; without it uploads are left alone. */
  readonly blobs?: Pick<Blobs, 'remove'>
  readonly clock: Clock
  readonly log: Log
}

/** Forgets old input keys, refused deliveries and files nobody sent, a little at a time. */
export class Housekeeping {
  readonly #parts: HousekeepingParts
  #alarm: { cancel(): void } | undefined
  #stopped = false

  constructor(parts: HousekeepingParts) {
    this.#parts = parts
  }

  start(): void {
    this.#again(EVERY)
  }

  stop(): void {
    this.#stopped = true
    this.#alarm?.cancel()
  }

  #again(pause: number): void {
    if (this.#stopped) return
    const { clock } = this.#parts
    this.#alarm = clock.at(later(clock.now(), duration(pause)), () => void this.#tidy())
  }

  async #tidy(): Promise<void> {
    try {
      const [rows, files] = [await this.#prune(), await this.#dropUploads()]
      this.#again(rows < AT_ONCE && files < FILES_AT_ONCE ? EVERY : BREATH)
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'old rows or files could not be removed; will try again')
      this.#again(EVERY)
    }
  }

  #prune(): Promise<number> {
    const { store, clock } = this.#parts
    return store.prune(instant(clock.now() - REMEMBERED), AT_ONCE)
  }

  async #dropUploads(): Promise<number> {
    const { store, blobs, clock } = this.#parts
    if (!blobs) return 0
    const ids = await store.dropUploads(instant(clock.now() - UNSENT_KEPT), FILES_AT_ONCE)
    for (const id of ids) await blobs.remove(id)
    await store.uploadsGone(ids)
    return ids.length
  }
}
