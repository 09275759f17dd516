/** Where the long poll goes on, and since when we have heard everything: kept in the notes, a little behind what is committed. */
import { z } from 'zod'
import { type Clock, duration, type Instant, instant, later } from '../../domain/time.ts'
import type { MessengerLog } from '../../messengers/log.ts'
import type { Store } from '../../store/port.ts'
import { VK_NOTES } from './media.ts'

export interface Place {
  /** Absent where only the Callback API is heard. */
  readonly ts?: string
  /** Everything VK told before it is committed. */
  readonly at: Instant
  /** When the community was connected; what people wrote before is nobody's to answer. */
  readonly since: Instant
}

const noted = z.object({
  ts: z.string().optional(),
  at: z.number().transform(instant),
  since: z.number().transform(instant),
})

// What was committed since comes again after a crash, and is known by its key: a write a second costs less.
const WRITE_EVERY = duration(1_000)

export class Cursor {
  readonly #key: string
  readonly #store: Store
  readonly #clock: Clock
  readonly #log: MessengerLog
  #place: Place | undefined
  #written: Place | undefined
  #alarm: { cancel(): void } | undefined
  #writing: Promise<void> = Promise.resolve()

  constructor(
    group: number,
    { store, clock, log }: { readonly store: Store; readonly clock: Clock; readonly log: MessengerLog },
  ) {
    this.#key = `place:${group};`
    this.#store = store
    this.#clock = clock
    this.#log = log
  }

  get place(): Place | undefined {
    return this.#place
  }

  async load(): Promise<Place | undefined> {
    const notes = await this.#store.notes(VK_NOTES, this.#key)
    const { ts, at, since } = noted.safeParse(notes.get(this.#key)).data ?? {}
    if (at === undefined || since === undefined) return undefined
    this.#place = { ...(ts === undefined ? {} : { ts }), at, since }
    this.#written = this.#place
    return this.#place
  }

  /** Everything up to here is committed. Written within a second. */
  move(ts: string | undefined, at = this.#clock.now()): void {
    this.#place = { ...(ts === undefined ? {} : { ts }), at, since: this.#place?.since ?? at }
    this.#alarm ??= this.#clock.at(later(this.#clock.now(), WRITE_EVERY), () => {
      this.#alarm = undefined
      void this.#write()
    })
  }

  /** Now: the first place of all, and the last before the end. */
  async save(): Promise<void> {
    this.#alarm?.cancel()
    this.#alarm = undefined
    await this.#write()
  }

  #write(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      const place = this.#place
      if (!place || place === this.#written) return
      try {
        await this.#store.note(VK_NOTES, new Map([[this.#key, { ...place }]]))
        this.#written = place
      } catch (error) {
        this.#log.warn({ err: error }, 'the place of the long poll could not be written; it will be soon')
      }
    })
    return this.#writing
  }
}
