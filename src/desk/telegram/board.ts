/**
 * The board in the General thread of each group: who waits, since when, who is on shift. One message, pinned once and
 * rewritten rarely. It tells dates instead of durations, so that time alone makes nothing stale.
 */
import { z } from 'zod'
import type { Desk, DeskOperator, Ticket } from '../../domain/desk/state.ts'
import type { OperatorId } from '../../domain/ids.ts'
import { type Instant, instant, later, minutes, seconds } from '../../domain/time.ts'
import { boardButtons } from './buttons.ts'
import { type ChatLine, type Ended, nextTry } from './chat-line.ts'
import { serves } from './chats.ts'
import type { Scene } from './mirror/card.ts'
import type { DeskChat } from './model.ts'
import type { Notebook } from './notebook.ts'
import { bold, cut, join, plain, TEXT_LIMIT } from './rich.ts'
import { moment } from './texts.ts'
import type { Rich, Transport } from './transport.ts'

export interface Standing {
  readonly waiting: readonly Ticket[]
  readonly operators: Desk['operators']
  loadOf(operator: OperatorId): number
  readonly behindSeconds: number
}

// Shown in steps: a number that runs would be a call each time.
const SLOWED_STEP = 30

export function boardText(chat: DeskChat, standing: Standing, scene: Scene): Rich {
  const { words } = scene
  const waiting = standing.waiting.filter(({ group }) => serves(chat, group))
  const people = Object.values(standing.operators).filter(
    ({ shift, groups }) => shift !== 'off' && groups.some((group) => serves(chat, group)),
  )
  const steps = Math.ceil(standing.behindSeconds / SLOWED_STEP) * SLOWED_STEP
  const slowed = steps === 0 ? [] : [plain(`\n🐢 ${words.slowed} ${steps}\u00a0${words.second}.`)]
  const head = join([bold(words.board), '\n'])
  return cut(
    join([head, queue(waiting, scene), '\n\n', shift(people, standing, scene), ...slowed]),
    TEXT_LIMIT,
  )
}

function queue(waiting: readonly Ticket[], { words, now, settings, language }: Scene): Rich {
  if (waiting.length === 0) return plain(words.nobodyWaits)
  const oldest = instant(Math.min(...waiting.map(({ openedAt }) => openedAt)))
  const since = moment(oldest, now, settings.hours.timezone, language)
  return join([bold(`${words.waiting}: ${waiting.length}`), `, ${words.oldest} ${since}`])
}

function shift(people: readonly DeskOperator[], { loadOf }: Standing, { words }: Scene): Rich {
  if (people.length === 0) return plain(words.nobodyOnShift)
  const names = people.map(({ id, name, capacity, shift }) => {
    const pause = shift === 'paused' ? ` · ${words.pausing}` : ''
    return `${name} ${loadOf(id)}/${capacity}${pause}`
  })
  return join([bold(`${words.onShift}: `), names.join(', ')])
}

export interface BoardParts {
  readonly transport: Transport
  readonly notes: Notebook
  line(chat: number): ChatLine
  text(chat: DeskChat): Rich
  scene(): Scene
}

const shownForm = z.object({ message: z.int().exactOptional(), text: z.string(), pinned: z.boolean() })
type Shown = z.infer<typeof shownForm>

// What the board tells changes with every ticket; people look at it now and then.
const REST = seconds(30)
// Where the minute is never free it is still true to some minutes.
const HURRIES = minutes(10)

export class Board {
  readonly #parts: BoardParts
  readonly #shown = new Map<number, Shown>()
  readonly #notBefore = new Map<number, Instant>()
  /** Since when a board tells what is no longer so. */
  readonly #stale = new Map<number, Instant>()
  #failures = 0

  constructor(parts: BoardParts) {
    this.#parts = parts
  }

  async load(): Promise<void> {
    for (const [key, note] of await this.#parts.notes.read('board:')) {
      const { data } = shownForm.safeParse(note)
      if (data) this.#shown.set(Number(key.slice('board:'.length)), data)
    }
  }

  /** The group has another number now. */
  moved(from: number, to: number): void {
    const shown = this.#shown.get(from)
    if (shown) this.#shown.set(to, shown)
    this.#shown.delete(from)
    this.#parts.line(from).drop(`board:${from}`)
  }

  /** It may be stale. */
  look(chat: DeskChat, now: Instant): void {
    const line = this.#parts.line(chat.id)
    const key = `board:${chat.id}`
    const shown = this.#shown.get(chat.id)
    const { text } = this.#parts.text(chat)
    const unpinned = shown?.message !== undefined && !shown.pinned
    if (shown?.text === text && shown.message !== undefined && !unpinned) {
      line.drop(key)
      this.#stale.delete(chat.id)
      return
    }
    const since = this.#stale.get(chat.id) ?? now
    this.#stale.set(chat.id, since)
    line.put({
      ...{ key, urgency: 'later', since, cost: 1, hurries: later(since, HURRIES) },
      notBefore: this.#notBefore.get(chat.id) ?? instant(0),
      run: () => (unpinned ? this.#pin(chat, shown.message ?? 0, now) : this.#show(chat, now)),
    })
  }

  async #show(chat: DeskChat, now: Instant): Promise<Ended> {
    const rich = this.#parts.text(chat)
    const shown = this.#shown.get(chat.id)
    const { language } = this.#parts.scene()
    const letter = { rich, buttons: boardButtons(language) }
    const { transport } = this.#parts
    this.#notBefore.set(chat.id, later(this.#parts.scene().now, REST))
    if (shown?.message === undefined) {
      const called = await transport.send({ chat: chat.id }, letter)
      if (called.kind === 'done') {
        await this.#keep(chat.id, { message: called.result, text: rich.text, pinned: false })
        this.#notBefore.delete(chat.id)
        this.look(chat, now)
      }
      return this.#ended(chat.id, called)
    }
    const called = await transport.edit(chat.id, shown.message, letter, 'text')
    if (called.kind === 'done') await this.#keep(chat.id, { ...shown, text: rich.text })
    // Somebody deleted it: a new one.
    if (called.kind === 'refused' && called.fault === 'message') {
      await this.#keep(chat.id, { text: '', pinned: false })
      this.look(chat, now)
      return { kind: 'done' }
    }
    return this.#ended(chat.id, called)
  }

  async #pin(chat: DeskChat, message: number, now: Instant): Promise<Ended> {
    const called = await this.#parts.transport.pin(chat.id, message)
    const shown = this.#shown.get(chat.id)
    // Without the right to pin it stands in General all the same.
    if (shown && called.kind !== 'wait' && called.kind !== 'again')
      await this.#keep(chat.id, { ...shown, pinned: true })
    this.look(chat, now)
    return called.kind === 'refused' ? { kind: 'done' } : this.#ended(chat.id, called)
  }

  #ended(chat: number, called: { readonly kind: string; readonly until?: Instant }): Ended {
    if (called.kind === 'wait' && called.until !== undefined) return { kind: 'wait', until: called.until }
    if (called.kind === 'done') {
      this.#failures = 0
      return { kind: 'done' }
    }
    this.#failures += 1
    const { now } = this.#parts.scene()
    this.#notBefore.set(chat, later(nextTry(this.#failures, now), REST))
    return { kind: 'again' }
  }

  async #keep(chat: number, shown: Shown): Promise<void> {
    this.#stale.delete(chat)
    this.#shown.set(chat, shown)
    await this.#parts.notes.put(new Map([[`board:${chat}`, { ...shown }]]))
  }
}
