/**
 * One way out (a channel, the desk's messenger, calls): its rows of the outbox in lanes. Rows of one lane go one after the
 * other; lanes go side by side, up to a limit; a lane that must wait for a date takes no place meanwhile.
 * The rows are in the store. Held here is a bounded window of them; when it is full, the rest is read when there is room.
 */
import type { SendResult } from '../channels/port.ts'
import { type Clock, type Instant, later, seconds } from '../domain/time.ts'
import type { Delivery } from '../store/port.ts'

/** `left`: not delivered and not to be tried now; the row stays for the next start. */
export type Attempt = SendResult | { readonly kind: 'left' }

export interface OutletParts {
  readonly name: string
  /** Lanes under way at once. */
  readonly width: number
  readonly clock: Clock
  /** Rejects never. */
  attempt(row: Delivery): Promise<Attempt>
  /** What comes next for the row: undefined when it is finished, else the row as it is to be tried again. */
  settle(row: Delivery, attempt: Attempt): Delivery | undefined
  /** Rows of the outbox above `after`, of any outlet. */
  read(after: number, limit: number): Promise<readonly Delivery[]>
  owns(row: Delivery): boolean
  /** Resolves when what was settled by now is durable; a lane's next row waits for it. Without it none does. */
  durable?(): Promise<void>
  /** What the platform's pace allows, asked when the row's turn comes; without it every row may go at once. */
  pace?(row: Delivery): Instant
}

interface Lane {
  readonly rows: Delivery[]
}

// 4,000 rows of about a kilobyte; a platform that is down for hours must not fill the memory.
const WINDOW = 4_000
const PAGE = 500
const READ_AGAIN = seconds(1)

export class Outlet {
  readonly #parts: OutletParts
  readonly #lanes = new Map<string, Lane>()
  /** Lanes whose first row may go now, in the order they became so. */
  readonly #ready: string[] = []
  readonly #alarms = new Set<{ cancel(): void }>()
  readonly #underWay = new Set<Promise<void>>()
  #held = 0
  /** The highest row that was taken into the window or passed by. */
  #last = 0
  /** Rows above `#last` must be read from the store; true from the start. */
  #behind = true
  /** The highest row that was offered while behind. */
  #offered = 0
  #reading = false
  #stopped = false

  constructor(parts: OutletParts) {
    this.#parts = parts
  }

  get name(): string {
    return this.#parts.name
  }

  /** Rows that wait or are under way here. */
  get held(): number {
    return this.#held
  }

  /** Reads what an earlier run left. */
  async start(): Promise<void> {
    await this.#catchUp()
  }

  /** A row that was just committed. */
  offer(row: Delivery): void {
    if (this.#held >= WINDOW) this.#behind = true
    if (this.#behind) this.#offered = Math.max(this.#offered, row.id)
    else if (row.id > this.#last) this.#take(row)
  }

  /** Begins nothing more and waits for what is under way. */
  async stop(): Promise<void> {
    this.#stopped = true
    for (const alarm of this.#alarms) alarm.cancel()
    await Promise.all(this.#underWay)
  }

  async #catchUp(): Promise<void> {
    if (this.#reading) return
    this.#reading = true
    try {
      while (this.#behind && !this.#stopped && this.#held <= WINDOW - PAGE) await this.#readPage()
    } finally {
      this.#reading = false
    }
  }

  async #readPage(): Promise<void> {
    const page = await this.#parts.read(this.#last, PAGE)
    // A short page is the end, unless something was committed and passed by since it was read.
    const last = page.at(-1)?.id ?? this.#last
    if (page.length < PAGE && this.#offered <= last) this.#behind = false
    for (const row of page) {
      if (this.#parts.owns(row)) this.#take(row)
    }
    this.#last = Math.max(this.#last, last)
  }

  #take(row: Delivery): void {
    this.#last = row.id
    this.#held += 1
    const lane = this.#lanes.get(row.lane)
    if (lane) {
      lane.rows.push(row)
      return
    }
    this.#lanes.set(row.lane, { rows: [row] })
    this.#arm(row)
  }

  /** Lets the lane of this first row go at once or when its date has come. */
  #arm(row: Delivery): void {
    if (row.notBefore <= this.#parts.clock.now()) this.#keepPace(row)
    else this.#wait(row, row.notBefore)
  }

  #keepPace(row: Delivery): void {
    const { clock, pace } = this.#parts
    const due = pace?.(row)
    if (due === undefined || due <= clock.now()) this.#makeReady(row.lane)
    else this.#wait(row, due)
  }

  /** When the date has come the pace is asked again: others may have been before. */
  #wait(row: Delivery, until: Instant): void {
    if (this.#stopped) return
    const alarm = this.#parts.clock.at(until, () => {
      this.#alarms.delete(alarm)
      this.#keepPace(row)
    })
    this.#alarms.add(alarm)
  }

  #makeReady(lane: string): void {
    this.#ready.push(lane)
    this.#pump()
  }

  #pump(): void {
    while (!this.#stopped && this.#underWay.size < this.#parts.width) {
      const name = this.#ready.shift()
      if (name === undefined) return
      const run = this.#deliver(name).then(() => {
        this.#underWay.delete(run)
        this.#pump()
      })
      this.#underWay.add(run)
    }
  }

  async #deliver(name: string): Promise<void> {
    const lane = this.#lanes.get(name)
    const row = lane?.rows[0]
    if (!lane || !row) return
    const next = this.#parts.settle(row, await this.#parts.attempt(row))
    if (next) lane.rows[0] = next
    else this.#finish(lane)
    if (next || !this.#parts.durable) this.#goOn(name, lane)
    // An empty lane stays until then, too: what is offered meanwhile waits in it.
    else void this.#parts.durable().then(() => this.#goOn(name, lane))
  }

  #goOn(name: string, lane: Lane): void {
    const [first] = lane.rows
    if (first) this.#arm(first)
    else this.#lanes.delete(name)
  }

  #finish(lane: Lane): void {
    lane.rows.shift()
    this.#held -= 1
    if (this.#behind && this.#held <= WINDOW / 2) void this.#topUp()
  }

  /** A store that refuses to be read now is asked again; the rows wait there. */
  async #topUp(): Promise<void> {
    try {
      await this.#catchUp()
    } catch {
      if (this.#stopped) return
      const { clock } = this.#parts
      const alarm = clock.at(later(clock.now(), READ_AGAIN), () => {
        this.#alarms.delete(alarm)
        void this.#topUp()
      })
      this.#alarms.add(alarm)
    }
  }
}
