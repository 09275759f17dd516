/** Threads that are not used any more: left for another one, or made twice around a crash. Told where it goes on, and closed. */
import { ticketId } from '../../../domain/ids.ts'
import type { Ended } from '../chat-line.ts'
import type { Place, Thread } from '../model.ts'
import { plain } from '../rich.ts'
import { RETIRED, retiredKey, strayKey } from './doing.ts'
import { type Stage, sceneOf } from './stage.ts'

export class Retiring {
  readonly #stage: Stage

  constructor(stage: Stage) {
    this.#stage = stage
  }

  /** Goes on with what the last process left. */
  async load(): Promise<void> {
    for (const key of (await this.#stage.notes.read(RETIRED)).keys()) {
      const [chat, thread] = key.slice(RETIRED.length).split(':').map(Number)
      if (chat !== undefined && thread !== undefined) this.put({ chat, thread })
    }
  }

  put(place: Required<Place>): void {
    const { clock } = this.#stage
    const key = retiredKey(place)
    const run = () => this.#retire(place, key)
    this.#stage.line(place.chat).put({ key, urgency: 'later', since: clock.now(), cost: 2, run })
  }

  /** The thread to go on in, when this place is one that was made by a call that was never answered. */
  async stray(place: Required<Place>, title: string): Promise<Thread | undefined> {
    const number = Number(/^#(\d{1,15}) /u.exec(title)?.[1] ?? Number.NaN)
    const thread = Number.isNaN(number) ? undefined : this.#stage.book.of(ticketId(number))
    if (thread === undefined || thread.place.thread === place.thread) return undefined
    const key = strayKey(number)
    if ((await this.#stage.notes.read(key)).get(key) !== place.chat) return undefined
    await this.#stage.notes.put(new Map([[retiredKey(place), number]]))
    this.put(place)
    return thread
  }

  async #retire(place: Required<Place>, key: string): Promise<Ended> {
    const { transport, notes, log } = this.#stage
    const { words } = sceneOf(this.#stage)
    const told = await transport.send(place, { rich: plain(words.movedAway) })
    const closed = told.kind === 'done' && place.chat < 0 ? await transport.closeThread(place) : told
    if (closed.kind === 'wait') {
      this.put(place)
      return { kind: 'wait', until: closed.until }
    }
    if (closed.kind === 'again') return this.#again(place)
    try {
      await notes.put(new Map([[key, undefined]]))
    } catch (error) {
      log.warn({ err: error }, 'a thread that was left is told so again after a restart')
    }
    return { kind: 'done' }
  }

  // The words may stand there twice then; nobody works in that thread.
  #again(place: Required<Place>): Ended {
    this.put(place)
    return { kind: 'again' }
  }
}
