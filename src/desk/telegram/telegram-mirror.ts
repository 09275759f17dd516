/**
 * The mirror: makes the threads show what the log says. It follows the log and the desk, reckons what each thread needs next
 * (`mirror/plan.ts`), and lets the chats' lines do the most urgent of it that the budget allows (`chat-line.ts`). What a
 * thread shows is in the notes (`threads.ts`), so that a restart goes on from there; what was under way at a kill is marked.
 */
import type { LiveLog } from '../../channels/port.ts'
import { ownerOf } from '../../domain/desk/ticket.ts'
import type { OperatorId } from '../../domain/ids.ts'
import { later, seconds } from '../../domain/time.ts'
import type { LoggedEvent } from '../../store/port.ts'
import { Board, boardText } from './board.ts'
import { type Allowance, type Budget, budgetOf, GROUP, PERSON, UNSPENT } from './budget.ts'
import { ChatLine } from './chat-line.ts'
import { spentIn } from './kept.ts'
import { Drawing } from './mirror/drawing.ts'
import { Faces } from './mirror/faces.ts'
import { Flights } from './mirror/flights.ts'
import { Homes } from './mirror/homes.ts'
import { Retiring } from './mirror/retiring.ts'
import { type MirrorParts, readerOf, type Stage, sceneOf } from './mirror/stage.ts'
import type { ChatChange, Place, Thread, Threads } from './model.ts'
import { followingMoves } from './moves.ts'
import { Notebook } from './notebook.ts'
import { userOf } from './people.ts'
import { ThreadBook } from './threads.ts'
import type { Rich, Transport } from './transport.ts'
import { UNSAID, unsaidIn, unsaidNote } from './unsaid.ts'
import { type LastingWriter, writerOver } from './writer.ts'

export type { MirrorParts } from './mirror/stage.ts'

export interface TelegramMirrorParts extends MirrorParts {
  readonly live: LiveLog
  /** Other limits than Telegram's, for a Bot API server of one's own. */
  readonly allowances?: { readonly group: Allowance; readonly person: Allowance }
  /** Whether more of what customers wrote is on its way than comes at once. */
  readonly catchingUp: () => boolean
}

export interface Slowed {
  readonly chat: number
  readonly behindSeconds: number
}

// The board's «late by», and whether the lead should hear of it: looked at as often as people would.
const PULSE = seconds(15)
const PULSES_A_DAY = 5_760
// A chat that is late by a minute needs another group (docs/telegram-budget.md).
const LATE_SECONDS = 60

export class TelegramMirror {
  readonly threads: Threads
  readonly writer: LastingWriter
  readonly #parts: TelegramMirrorParts
  readonly #stage: Stage
  readonly #notes: Notebook
  readonly #book: ThreadBook
  readonly #faces: Faces
  readonly #drawing: Drawing
  readonly #board: Board
  readonly #retiring: Retiring
  readonly #lines = new Map<number, ChatLine>()
  readonly #budgets = new Map<number, Budget>()
  readonly #late = new Set<number>()
  #icons: ReadonlyMap<string, string> = new Map()
  #stops: readonly (() => void)[] = []
  #early: LoggedEvent[] | undefined = []
  #pulses = 0
  #alarm: { cancel(): void } | undefined

  constructor(parts: TelegramMirrorParts) {
    const transport = followingMoves(parts.transport, parts.chats)
    this.#parts = { ...parts, transport }
    this.#notes = new Notebook(parts.store)
    this.#book = new ThreadBook(this.#notes)
    const line = (chat: number) => this.#line(chat)
    const homes = new Homes({ ...this.#parts, userOf, loadOf: (chat) => this.#loadOf(chat) })
    this.#stage = {
      ...this.#parts,
      ...{ notes: this.#notes, book: this.#book, flights: new Flights(), homes, line },
      operators: () => this.#faces.operators,
      icons: () => this.#icons,
    }
    this.#retiring = new Retiring(this.#stage)
    this.#drawing = new Drawing(this.#stage, (place) => this.#retiring.put(place))
    this.#faces = new Faces({
      ...{ store: parts.store, book: this.#book, now: () => parts.clock.now() },
      reader: (thread) => readerOf(this.#stage, thread),
      changed: (face) => this.#drawing.changed(face),
      here: (face, here) => this.#drawing.here(face, here),
    })
    this.#board = new Board({
      ...{ transport, notes: this.#notes, line },
      scene: () => sceneOf(this.#stage),
      text: (chat) => this.#boardText(chat),
    })
    this.threads = this.#book
    this.writer = writerOver({ ...this.#parts, line })
  }

  /** Resolves when the desk is read; what threads lack is shown from then on. */
  async start(): Promise<void> {
    const { live, chats, transport } = this.#parts
    this.#stops = [
      live.subscribe((events) => this.#hear(events)),
      chats.subscribe((change) => this.#chatChanged(change)),
    ]
    await this.#book.load()
    // Killed in the middle of a group's move, the last process left some of it under the old number.
    for (const [from, to] of chats.moves()) await this.#drawing.migrate(from, to)
    for (const [key, note] of await this.#notes.read('spent:')) {
      const spent = spentIn(note)
      if (spent) this.#budgets.set(Number(key.slice('spent:'.length)), budgetOf(spent))
    }
    await this.#board.load()
    void this.#fetchIcons(transport)
    await this.#drawing.load()
    await this.#faces.load()
    await this.#retiring.load()
    await this.#sayUnsaid()
    const early = this.#early ?? []
    this.#early = undefined
    this.#hear(early)
    this.#pulse()
  }

  /** What the last process did not get to. Forgotten before it is said: a crash may lose an answer and doubles none. */
  async #sayUnsaid(): Promise<void> {
    const unsaid = unsaidIn(await this.#notes.read(UNSAID))
    if (unsaid.length === 0) return
    await this.#notes.put(new Map([unsaidNote([])]))
    for (const one of unsaid)
      void ('write' in one ? this.writer.write(one.write) : this.writer.react(one.react))
  }

  /** Not waited for: Telegram may be away, and threads without icons are threads. */
  async #fetchIcons(transport: Transport): Promise<void> {
    const icons = await transport.icons()
    if (icons.kind === 'done') this.#icons = icons.result
  }

  /** This operator opened their chat with the bot. */
  opened(operator: OperatorId): void {
    this.#stage.homes.opened(operator)
  }

  /** Lets the calls under way end; the rest is shown, and answers are given, by the next start. */
  async stop(): Promise<void> {
    this.#alarm?.cancel()
    for (const stop of this.#stops) stop()
    await Promise.all([...this.#lines.values()].map((line) => line.stop()))
    const unsaid = this.writer.unsaid()
    if (unsaid.length > 0)
      await this.#notes
        .put(new Map([unsaidNote(unsaid)]))
        .catch((error: unknown) => this.#parts.log.warn({ err: error }, 'answers that waited are lost'))
    await this.#notes.settle()
  }

  /** Chats whose people read customers' words late, because their minute is used up. */
  slowed(): readonly Slowed[] {
    return [...this.#lines.values()].flatMap(({ chat, behindSeconds }) =>
      behindSeconds === 0 ? [] : [{ chat, behindSeconds }],
    )
  }

  /** Seconds the latest chat is behind; a gauge for the metrics. */
  behindSeconds(): number {
    return Math.max(0, ...this.slowed().map((one) => one.behindSeconds))
  }

  /**
   * Somebody wrote in a thread that is no ticket's, named so. When it was left over by a crash it is closed, and the thread
   * in use is told.
   */
  stray(place: Required<Place>, title: string): Promise<Thread | undefined> {
    return this.#retiring.stray(place, title)
  }

  #hear(events: readonly LoggedEvent[]): void {
    if (this.#early) {
      this.#early.push(...events)
      return
    }
    let desk = false
    for (const logged of events) {
      this.#faces.hear(logged)
      desk ||= logged.address.to === 'desk'
    }
    if (desk) this.#lookAtBoards()
  }

  #chatChanged(change: ChatChange): void {
    if (change.kind === 'migrated') {
      const { from, to } = change
      this.#board.moved(from, to.id)
      this.#drawing.migrate(from, to.id).then(
        () => this.#lookAtAll(),
        // The next start does it.
        (error: unknown) =>
          this.#parts.log.error({ err: error, from }, 'a moved group’s notes were not moved'),
      )
      return
    }
    if (change.chat.trouble === undefined) this.#line(change.chat.id).wake()
    else this.#line(change.chat.id).rest()
    this.#lookAtAll()
  }

  #lookAtAll(): void {
    for (const face of this.#faces.all()) this.#drawing.changed(face)
    this.#lookAtBoards()
  }

  #line(chat: number): ChatLine {
    const known = this.#lines.get(chat)
    if (known) return known
    const { clock, log, catchingUp, allowances = { group: GROUP, person: PERSON } } = this.#parts
    const line = new ChatLine({
      ...{ chat, clock, catchingUp, budget: this.#budgets.get(chat) ?? UNSPENT },
      allowance: chat < 0 ? allowances.group : allowances.person,
      keep: (notes) => {
        this.#notes.put(notes).catch((error: unknown) => {
          log.error({ err: error, chat }, 'Telegram’s wish to wait was not noted; a restart may not obey it')
        })
      },
    })
    this.#lines.set(chat, line)
    return line
  }

  /** Open tickets in a chat weigh most: each will write for as long as it lasts. */
  #loadOf(chat: number): number {
    let load = this.#drawing.makingIn(chat)
    for (const { ticket } of this.#faces.all()) {
      const open = ticket.status !== 'closed' && ticket.status !== 'snoozed'
      if (open && this.#book.of(ticket.id)?.place.chat === chat) load += 1
    }
    return load + Math.min(0.9, this.#line(chat).load / 100)
  }

  #boardText(chat: Parameters<Board['look']>[0]): Rich {
    const loads = new Map<string, number>()
    for (const { ticket } of this.#faces.all()) {
      const owner = ticket.status === 'active' ? ownerOf(ticket) : undefined
      if (owner !== undefined) loads.set(owner, (loads.get(owner) ?? 0) + 1)
    }
    const standing = {
      waiting: [...this.#faces.waiting],
      operators: this.#faces.operators,
      loadOf: (operator: string) => loads.get(operator) ?? 0,
      behindSeconds: this.#line(chat.id).behindSeconds,
    }
    return boardText(chat, standing, sceneOf(this.#stage))
  }

  #lookAtBoards(): void {
    const now = this.#parts.clock.now()
    for (const chat of this.#parts.chats.all()) if (chat.trouble === undefined) this.#board.look(chat, now)
  }

  #pulse(): void {
    const { clock, log } = this.#parts
    this.#lookAtBoards()
    this.#tellLate()
    // Half a minute after the start, and then once a day.
    if (this.#pulses % PULSES_A_DAY === 2)
      this.#book.prune().catch((error: unknown) => log.warn({ err: error }, 'old notes were not taken away'))
    this.#pulses += 1
    this.#alarm = clock.at(later(clock.now(), PULSE), () => this.#pulse())
  }

  /** The lead hears once of each time it happens. */
  #tellLate(): void {
    const slowed = new Map(this.slowed().map(({ chat, behindSeconds }) => [chat, behindSeconds]))
    for (const chat of this.#late) if (!slowed.has(chat)) this.#late.delete(chat)
    for (const [chat, late] of slowed) {
      if (late < LATE_SECONDS || this.#late.has(chat) || chat > 0) continue
      this.#late.add(chat)
      this.#parts.trouble({ kind: 'slowed', chat, seconds: late })
    }
  }
}
