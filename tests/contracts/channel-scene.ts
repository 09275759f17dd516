/** A story's scene over a running Kotik: real channel, rules and content, a store in memory, a clock turned by hand. */
import { onTestFinished } from 'vitest'
import type { Conversation, Phase } from '../../src/domain/conversation/state.ts'
import type { Refusal } from '../../src/domain/decision.ts'
import type { Ticket } from '../../src/domain/desk/state.ts'
import type { Event } from '../../src/domain/event.ts'
import { type ConversationId, inputKey } from '../../src/domain/ids.ts'
import type { Arrived, ConversationInput, DeskInput } from '../../src/domain/input.ts'
import { type Duration, duration, seconds } from '../../src/domain/time.ts'
import type { Running } from '../../src/start.ts'
import type { LoggedEvent, Store } from '../../src/store/port.ts'
import type { Line, Outcome, Scene } from '../../src/stories/scene.ts'
import type { StoryOperator } from '../../src/stories/story.ts'
import type { ManualClock } from '../fakes/manual-clock.ts'
import type { Platform, Screen, Shown, StoryChannel } from './channel-stories.ts'

export interface Around {
  readonly channel: StoryChannel
  readonly platform: Platform
  readonly running: Running
  readonly store: Store
  readonly clock: ManualClock
}

export class ChannelScene implements Scene {
  readonly lines: Line[] = []
  readonly unanswered: string[] = []
  readonly #around: Around
  readonly #log: LoggedEvent[] = []
  /** What stands on the screen, and was told as a line already. */
  readonly #read = new Set<string>()
  readonly #shown = new Set<string>()
  #screen: Screen | undefined
  #conversation: Conversation | undefined
  #tickets: readonly Ticket[] = []
  #since = 0
  #inputs = 0

  constructor(around: Around) {
    this.#around = around
    onTestFinished(around.running.kotik.live.subscribe((events) => void this.#log.push(...events)))
  }

  get phase(): Phase {
    return this.#conversation?.phase ?? 'bot'
  }

  get tickets(): readonly Ticket[] {
    return this.#tickets
  }

  get events(): readonly Event[] {
    return this.#log.map(({ event }) => event)
  }

  async begin(): Promise<void> {
    const { platform, running } = this.#around
    const screen = await platform.customer(running.url)
    this.#screen = screen
    onTestFinished(() => screen.leave?.())
    await this.#settle()
  }

  /** They have accounts and are known to the desk; only their shifts are missing. */
  async staff(operators: readonly StoryOperator[]): Promise<void> {
    for (const { id: operator, shift } of operators) {
      await this.atDesk({ type: 'shiftChanged', operator, shift })
    }
  }

  async says(text: string): Promise<Outcome> {
    this.#customerLine(text)
    await this.#done(() => this.#theScreen.say(text))
    return undefined
  }

  async presses(label: string): Promise<Outcome> {
    const wanted = this.#around.channel.written(label)
    const written = this.buttons().find((one) => wanted.includes(one))
    if (written === undefined) return this.buttons().map((one) => `[${one}]`)
    this.#customerLine(`[${written}]`)
    await this.#done(() => this.#theScreen.press(written))
    return undefined
  }

  heard(): readonly string[] {
    const told = this.lines.slice(this.#since).filter(({ who }) => who !== 'customer')
    return told.map(({ text }) => text)
  }

  buttons(): readonly string[] {
    return this.#theScreen
      .shown()
      .toReversed()
      .flatMap(({ buttons }) => buttons)
  }

  /** In steps short enough for long polls to come and go. */
  async pass(time: Duration): Promise<void> {
    const { clock } = this.#around
    for (let left = time; left > 0; left = duration(left - STRIDE)) {
      await clock.pass(duration(Math.min(left, STRIDE)))
      await turns(STRIDE_TURNS)
    }
    await this.#settle()
  }

  inConversation(input: ConversationInput): Promise<Refusal | undefined> {
    return this.#submit({ to: 'conversation', id: this.#id, key: this.#nextKey(), input })
  }

  atDesk(input: DeskInput): Promise<Refusal | undefined> {
    return this.#submit({ to: 'desk', key: this.#nextKey(), input })
  }

  async #submit(arrived: Arrived): Promise<Refusal | undefined> {
    const receipt = await this.#around.running.kotik.submit(arrived)
    await this.#settle()
    if (receipt.kind === 'refused') return receipt.refusal
    if (receipt.kind !== 'done') throw new Error(`not taken: ${receipt.kind}`)
    return undefined
  }

  /** What a customer does has come in when something of theirs is in the log. */
  async #done(act: () => Promise<void>): Promise<void> {
    const before = this.#log.length
    await act()
    const cameIn = () => this.#log.slice(before).some(({ address }) => address.to === 'conversation')
    await until(this.#around.clock, cameIn, 'what the customer did')
    await this.#settle()
  }

  /** Until nothing is under way: no input, no timer that is due, nothing to deliver, nothing the screen has not shown. */
  async #settle(): Promise<void> {
    const { store, clock } = this.#around
    await until(clock, () => this.#quiet(), 'quiet')
    const id = this.#knownId
    this.#conversation = id && (await store.conversations([id])).get(id)?.state
    this.#tickets = Object.values((await store.desk()).state.tickets)
    for (const shown of this.#screen?.shown() ?? []) this.#tell(shown)
  }

  async #quiet(): Promise<boolean> {
    const { running, store, clock } = this.#around
    if (running.kotik.health().backlog > 0) return false
    if ((await store.counts()).undelivered > 0) return false
    const due = await store.nextDue()
    if (due !== undefined && due <= clock.now()) return false
    const last = this.#log.findLast(({ event }) => VISIBLE.has(event.type))
    return last === undefined || (this.#screen?.caughtUp?.(last.seq) ?? true)
  }

  #tell({ id, text, buttons }: Shown): void {
    const key = `${id} ${text}`
    if (this.#read.has(key)) return
    this.#read.add(key)
    const edits = this.#shown.has(id)
    this.#shown.add(id)
    this.lines.push({ who: 'bot', text, buttons, ...(edits ? { edits } : {}) })
  }

  #customerLine(text: string): void {
    this.lines.push({ who: 'customer', text, buttons: [] })
    this.#since = this.lines.length
  }

  get #knownId(): ConversationId | undefined {
    for (const { address } of this.#log) if (address.to === 'conversation') return address.id
    return undefined
  }

  get #id(): ConversationId {
    const id = this.#knownId
    if (id === undefined) throw new Error('nobody has written yet')
    return id
  }

  get #theScreen(): Screen {
    if (this.#screen === undefined) throw new Error('the story has not begun')
    return this.#screen
  }

  #nextKey() {
    this.#inputs += 1
    return inputKey(`desk:story:${this.#inputs}`)
  }
}

const VISIBLE: ReadonlySet<Event['type']> = new Set(['messageSent', 'messageReplaced', 'promptClosed'])

// Long polls stand for 25 s and count as hung after some 40.
const STRIDE = seconds(10)
const STRIDE_TURNS = 60

// A few dozen turns of the event loop carry a message through Kotik and its answer back. The clock moves between them:
// quickly at first, for a platform's pace; then hardly at all, for what needs the disk, which has no clock to turn.
const STEP = duration(100)
const QUICK = { steps: 100, turns: 40 }
const SLOW = { steps: 300, turns: 3_000 }
const LOOK_EVERY = 8

export async function until(clock: ManualClock, probe: () => boolean | Promise<boolean>, what: string) {
  for (let step = 0; step < QUICK.steps + SLOW.steps; step++) {
    const most = step < QUICK.steps ? QUICK.turns : SLOW.turns
    for (let turn = 0; turn < most; turn += LOOK_EVERY) {
      if (await probe()) return
      await turns(LOOK_EVERY)
    }
    await clock.pass(STEP)
  }
  throw new Error(`did not come: ${what}`)
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
}

export function over(work: Promise<unknown>): () => boolean {
  let ended = false
  void work.finally(() => {
    ended = true
  })
  return () => ended
}
