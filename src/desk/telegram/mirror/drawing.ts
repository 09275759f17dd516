/** Keeps each ticket's thread wanting what it needs next. One thing at a time for a ticket: that is what keeps its order. */
import type { Ticket } from '../../../domain/desk/state.ts'
import type { TicketId } from '../../../domain/ids.ts'
import { ticketId } from '../../../domain/ids.ts'
import type { Ended, Job } from '../chat-line.ts'
import type { Place, Thread } from '../model.ts'
import { movedNotes } from '../moves.ts'
import { RANK } from '../urgency.ts'
import { state, title } from './card.ts'
import { run } from './doing.ts'
import { stood } from './doing-words.ts'
import type { Face } from './face.ts'
import { type Outlook, type Planned, plan } from './plan.ts'
import { messageOf, withRecent } from './recent.ts'
import { copies, readerOf, type Stage, sceneOf } from './stage.ts'
import type { Here, Told } from './told.ts'

/** In which chat's line a ticket stands, and for what. */
interface Standing {
  readonly chat: number
  readonly making: boolean
  readonly job: Job
  /** What it was reckoned from. */
  readonly ticket: Ticket
  readonly thread: Thread | undefined
  readonly first: Told | undefined
}

export class Drawing {
  readonly #stage: Stage
  readonly #retire: (place: Required<Place>) => void
  readonly #lines = new Map<TicketId, Standing>()
  readonly #dirty = new Set<Face>()
  /** Tickets with words, or a thread, that may be doubled: the last process was killed while it wrote them. */
  readonly #unsure = new Set<TicketId>()
  readonly #strayed = new Set<TicketId>()

  constructor(stage: Stage, retire: (place: Required<Place>) => void) {
    this.#stage = stage
    this.#retire = retire
  }

  async load(): Promise<void> {
    const { notes, flights } = this.#stage
    for (const ticket of await flights.load(notes)) this.#unsure.add(ticket)
    for (const key of (await notes.read('making:')).keys()) this.#strayed.add(numberIn(key))
  }

  /** Something of it may have to be shown; several changes at once are looked at once. */
  changed(face: Face): void {
    if (this.#unsure.delete(face.ticket.id)) face.unsure = true
    if (this.#strayed.delete(face.ticket.id)) face.strayed = true
    this.#dirty.add(face)
    if (this.#dirty.size === 1) queueMicrotask(() => this.#look())
  }

  /** An operator's own words: an answer or an edit must find them. */
  here({ ticket }: Face, { message, number, by }: Here): void {
    const { book } = this.#stage
    const thread = book.of(ticket.id)
    if (thread === undefined) return
    const author = by === undefined ? {} : { by }
    book.keep(thread.place.chat, message, {
      ticket: ticket.id,
      conversation: ticket.conversation,
      number,
      ...author,
    })
    book.set({ ...thread, recent: withRecent(thread.recent, [number], message) })
  }

  /** Threads that are about to be made there. */
  makingIn(chat: number): number {
    let count = 0
    for (const line of this.#lines.values()) if (line.making && line.chat === chat) count += 1
    return count
  }

  /** Everything of a group stands under another id now. */
  async migrate(from: number, to: number): Promise<void> {
    const { book, notes } = this.#stage
    await notes.settle()
    const moved = new Map(await movedNotes(notes, from, to))
    for (const thread of [...book.all()]) {
      if (thread.place.chat !== from) continue
      moved.set(...book.set({ ...thread, place: { ...thread.place, chat: to } }))
      this.#drop(thread.ticket)
    }
    await notes.put(moved)
  }

  #look(): void {
    const faces = [...this.#dirty]
    this.#dirty.clear()
    for (const face of faces) this.#offer(face)
  }

  #offer(face: Face): void {
    const { book, store, log } = this.#stage
    const thread = book.of(face.ticket.id)
    if (this.#joins(face, thread)) return
    if (thread?.card !== undefined && !face.whole && face.pending.length === 0) {
      const reader = () => {
        const now = book.of(face.ticket.id)
        return now && readerOf(this.#stage, now)
      }
      face.load(store, reader).then(
        () => (face.whole || face.pending.length > 0 ? this.#offer(face) : undefined),
        (error: unknown) => log.error({ err: error }, 'the log could not be read; words wait'),
      )
      return
    }
    const planned = plan(this.#outlook(face, thread))
    if (planned === undefined) return this.#drop(face.ticket.id)
    if (planned.step.do === 'words' && planned.step.words.kind === 'none') return this.#pass(face, planned)
    this.#put(face, planned, thread)
  }

  /**
   * Words that join others in line change nothing but how fresh those are. What is sent is reckoned when its turn comes;
   * reckoned anew with every word, a backlog of many words from one customer took most of all time.
   */
  #joins(face: Face, thread: Thread | undefined): boolean {
    const at = this.#lines.get(face.ticket.id)
    const first = face.pending[0]
    const last = face.pending.at(-1)
    if (!at || !first || last?.kind !== 'line' || at.job.freshest === undefined) return false
    const line = this.#stage.line(at.chat)
    const same = at.ticket === face.ticket && at.thread === thread && at.first === first
    if (!same || !line.waits(at.job) || RANK[last.urgency] < RANK[at.job.urgency]) return false
    const job = { ...at.job, freshest: last.at }
    this.#lines.set(face.ticket.id, { ...at, job })
    line.put(job)
    return true
  }

  /** It stands there already: only how far the log is shown moves on. */
  #pass(face: Face, planned: Planned): void {
    const { step } = planned
    if (step.do !== 'words' || this.#runs(face)) return
    const { log } = this.#stage
    stood(this.#stage, face, step, step.words.progress, []).catch((error: unknown) =>
      log.warn({ err: error }, 'how far a thread is shown was not noted'),
    )
    this.#offer(face)
  }

  #put(face: Face, planned: Planned, thread: Thread | undefined): void {
    const { line } = this.#stage
    const { id } = face.ticket
    const before = this.#lines.get(id)
    const making = planned.step.do === 'create'
    const chat = making ? this.#home(face) : thread?.place.chat
    if (chat === undefined) return this.#drop(id)
    if (before && before.chat !== chat) line(before.chat).drop(keyOf(id))
    const { step, ...want } = planned
    const notBefore = face.notBefore === undefined ? {} : { notBefore: face.notBefore }
    const job = { ...want, ...notBefore, key: keyOf(id), run: () => this.#run(face, planned, chat) }
    this.#lines.set(id, { chat, making, job, ticket: face.ticket, thread, first: face.pending[0] })
    line(chat).put(job)
  }

  /** The chat chosen before, while it can take it: the load of the others moves all the time. */
  #home({ ticket }: Face): number | undefined {
    const { homes, clock } = this.#stage
    const before = this.#lines.get(ticket.id)
    if (before?.making && homes.takes(before.chat, ticket, clock.now())) return before.chat
    return homes.for(ticket, clock.now())
  }

  /** What it needs may be another thing by now; it may not cost more than was counted. */
  async #run(face: Face, planned: Planned, chat: number): Promise<Ended> {
    face.notBefore = undefined
    const thread = this.#stage.book.of(face.ticket.id)
    const now = plan(this.#outlook(face, thread))
    const same =
      now !== undefined &&
      now.cost <= planned.cost &&
      (now.step.do === 'create') === (planned.step.do === 'create')
    if (!same || (thread && now.step.do !== 'create' && thread.place.chat !== chat)) {
      this.changed(face)
      return { kind: 'nothing' }
    }
    const ended = await run(this.#stage, face, now.step, chat)
    if (now.step.do === 'create' && ended.kind === 'done' && thread) this.#retire(thread.place)
    this.changed(face)
    return ended
  }

  #outlook(face: Face, thread: Thread | undefined): Outlook {
    const { clock, homes, icons } = this.#stage
    const scene = sceneOf(this.#stage)
    const { ticket } = face
    return {
      ticket,
      thread,
      pending: face.pending,
      whole: face.whole,
      since: face.since,
      now: clock.now(),
      fits: thread === undefined || homes.fits(thread, ticket),
      shut: face.shut,
      // Most plans are about words and ask for neither.
      get title() {
        return title(ticket, scene)
      },
      icons: icons(),
      get state() {
        return state(ticket, thread?.told, scene)
      },
      page: {
        words: scene.words,
        copies: copies(this.#stage, ticket) && face.plainness === 0,
        messageOf: (number) => messageOf(thread?.recent, number),
      },
    }
  }

  #runs({ ticket }: Face): boolean {
    const at = this.#lines.get(ticket.id)
    return at !== undefined && this.#stage.line(at.chat).runs(keyOf(ticket.id))
  }

  #drop(id: TicketId): void {
    const at = this.#lines.get(id)
    if (at === undefined) return
    this.#stage.line(at.chat).drop(keyOf(id))
    this.#lines.delete(id)
  }
}

const keyOf = (ticket: TicketId) => `t:${ticket}`
const numberIn = (key: string) => ticketId(Number(key.slice(key.indexOf(':') + 1)))
