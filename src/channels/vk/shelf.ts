/**
 * Updates that take their time: files, which are fetched first; whatever a customer sends beyond the limit of a minute.
 * They are written to the notes, which is as durable as a commit, so that VK need not keep them and nobody else's updates
 * wait. A dialogue with something here sends everything through here, so that it stays in order.
 */
import type { InputKey } from '../../domain/ids.ts'
import type { Json } from '../../domain/message.ts'
import type { Clock } from '../../domain/time.ts'
import { ComeAgain, plainJson, TRIES } from '../../messengers/come-again.ts'
import type { Pauses } from '../../messengers/pause.ts'
import type { Store } from '../../store/port.ts'
import type { Receipt } from '../port.ts'
import type { VkLog } from './calls.ts'
import { VK_NOTES } from './media.ts'
import { updateIn, type VkUpdate } from './updates.ts'

export interface ShelfParts {
  readonly group: number
  readonly store: Store
  readonly clock: Clock
  readonly pauses: Pauses
  readonly log: VkLog
  readonly keyOf: (update: VkUpdate) => InputKey
  perform(update: VkUpdate): Promise<Receipt>
}

interface Entry {
  readonly note: string
  readonly key: InputKey
  readonly update: VkUpdate
}

interface Line {
  readonly entries: Entry[]
  /** Being written down. */
  arriving: number
  working: boolean
}

// What is held in memory; beyond it VK keeps the rest.
const ROOM = 5_000
const ROOM_PAUSE_MS = 1_000

export class Shelf {
  readonly #parts: ShelfParts
  readonly #lines = new Map<number, Line>()
  readonly #working = new Set<Promise<void>>()
  #size = 0
  #count = 0

  constructor(parts: ShelfParts) {
    this.#parts = parts
  }

  /** Goes on with what an earlier run left. */
  async load(): Promise<void> {
    const { store, keyOf } = this.#parts
    const notes = await store.notes(VK_NOTES, this.#prefix())
    for (const [note, value] of [...notes].sort(([one], [other]) => (one < other ? -1 : 1))) {
      const update = updateIn(value)
      const peer = Number(note.split(':')[3])
      if (update && Number.isSafeInteger(peer)) this.#enqueue(peer, { note, key: keyOf(update), update })
    }
  }

  has(peer: number): boolean {
    return this.#lines.has(peer)
  }

  /** Durable when it resolves. */
  async put(peer: number, update: VkUpdate): Promise<void> {
    if (this.#size >= ROOM) throw new ComeAgain(ROOM_PAUSE_MS, 'too many updates wait for their files')
    const key = this.#parts.keyOf(update)
    const line = this.#line(peer)
    if (line.entries.some((entry) => entry.key === key)) return
    line.arriving += 1
    const note = this.#nextNote(peer)
    try {
      await this.#write(new Map([[note, plainJson(update)]]))
      this.#enqueue(peer, { note, key, update })
    } finally {
      line.arriving -= 1
      this.#leaveIfEmpty(peer)
    }
  }

  /** After the pauses have ended. */
  async stop(): Promise<void> {
    await Promise.all(this.#working)
  }

  #prefix(): string {
    return `late:${this.#parts.group}:`
  }

  /** In the order of arrival: a press has no number among the messages. */
  #nextNote(peer: number): string {
    this.#count += 1
    const at = String(this.#parts.clock.now()).padStart(15, '0')
    return `${this.#prefix()}${at}-${String(this.#count).padStart(9, '0')}:${peer}`
  }

  #line(peer: number): Line {
    const line = this.#lines.get(peer) ?? { entries: [], arriving: 0, working: false }
    this.#lines.set(peer, line)
    return line
  }

  #enqueue(peer: number, entry: Entry): void {
    const line = this.#line(peer)
    line.entries.push(entry)
    this.#size += 1
    if (line.working) return
    line.working = true
    const work = this.#work(peer, line).finally(() => {
      line.working = false
      this.#working.delete(work)
      this.#leaveIfEmpty(peer)
    })
    this.#working.add(work)
  }

  #leaveIfEmpty(peer: number): void {
    const line = this.#lines.get(peer)
    if (line && line.entries.length === 0 && line.arriving === 0 && !line.working) this.#lines.delete(peer)
  }

  async #work(peer: number, line: Line): Promise<void> {
    const { pauses } = this.#parts
    for (let failures = 0; !pauses.ended; ) {
      const [entry] = line.entries
      if (!entry) return
      const ended = await this.#first(peer, line, entry, failures)
      failures = ended === 'done' ? 0 : failures + 1
      if (ended !== 'done') await pauses.wait(ended)
    }
  }

  /** Rejects never. While the store refuses, the same is done again; its keys are known then. */
  async #first(peer: number, line: Line, entry: Entry, failures: number): Promise<'done' | number> {
    try {
      const ended = await this.#perform(peer, entry, failures)
      if (ended !== 'done') return ended
      await this.#write(new Map([[entry.note, undefined]]))
      line.entries.shift()
      this.#size -= 1
      return 'done'
    } catch {
      return ROOM_PAUSE_MS
    }
  }

  /** Done with, or after how many milliseconds to try again. */
  async #perform(peer: number, { update, key }: Entry, failures: number): Promise<'done' | number> {
    try {
      const receipt = await this.#parts.perform(update)
      return receipt.kind === 'busy' ? receipt.retryAfter : 'done'
    } catch (error) {
      if (failures + 1 < TRIES) return ROOM_PAUSE_MS
      this.#parts.log.error({ err: error, peer, key }, 'an update failed three times and was set aside')
      await this.#write(new Map([[`aside:${key}`, plainJson(update)]]))
      return 'done'
    }
  }

  async #write(notes: ReadonlyMap<string, Json | undefined>): Promise<void> {
    try {
      await this.#parts.store.note(VK_NOTES, notes)
    } catch (error) {
      this.#parts.log.error({ err: error }, 'the store refuses; VK keeps the update')
      throw new ComeAgain(ROOM_PAUSE_MS, 'the store refuses')
    }
  }
}
