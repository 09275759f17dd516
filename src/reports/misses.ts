/**
 * Where the bot failed its customers: texts it did not understand, was not sure of, answered badly, or that ended with a
 * person. Read from the log event by event; memory is bounded by the constants below, whatever the log's length. Everything
 * that leaves here is anonymous (domain/masks.ts).
 */
import type { ConversationEvent, Event } from '../domain/event.ts'
import type { ConversationId, IntentName } from '../domain/ids.ts'
import type { AnswerSource } from '../domain/message.ts'
import { between, type Instant, minutes } from '../domain/time.ts'
import type { LoggedEvent } from '../store/port.ts'
import { phraseIn } from './misses-phrase.ts'
import { substanceOf } from './misses-reply.ts'

/** `between`: "did you mean" was asked. `badAnswer`: 👎 under what it led to. `person`: an operator was called soon after. */
export type MissReason = 'notUnderstood' | 'between' | 'badAnswer' | 'person'

export interface Miss {
  readonly text: string
  readonly at: Instant
  /** At least one. */
  readonly reasons: readonly MissReason[]
  /** What the bot was sure it meant. */
  readonly understoodAs?: IntentName
  /** What the customer then said it meant, by a button. */
  readonly chosen?: IntentName
  /** What the customer wrote under 👎. */
  readonly complaint?: string
  /** The operator's first message that says something. */
  readonly reply?: string
}

export interface MissRules {
  /** «Привет» before a call for a person is no question. */
  readonly isSmallTalk: (intent: IntentName) => boolean
}

interface Question {
  readonly text: string
  readonly at: Instant
  readonly understoodAs?: IntentName
  readonly reasons: Set<MissReason>
  /** The first piece of content it was answered with. */
  answer?: AnswerSource | undefined
  chosen?: IntentName
  complaint?: string
  reply?: string
  /** 👍, or «Помогло» — «да». */
  settled: boolean
}

interface Talk {
  said: string
  /** The last questions, oldest first. */
  questions: Question[]
  /** Those a person was called for and has not answered yet. */
  awaiting: Question[]
}

// A person called for later than this is called for something else: flows of a few steps take two or three minutes.
const SOON = minutes(10)
// Of one conversation: what somebody tries before they give up.
const MOST_QUESTIONS = 4
// Conversations at once, about 1 kB each: more than a busy day of the largest team that Kotik was made for.
const MOST_TALKS = 5_000
// More than anybody works through in a month; the newest are kept.
const MOST_MISSES = 20_000

const FAILURES: ReadonlySet<string> = new Set(['asked', 'misses', 'badAnswer', 'notSolved'])

type Of<T extends ConversationEvent['type']> = Extract<ConversationEvent, { type: T }>

export class MissGatherer {
  readonly #rules: MissRules
  readonly #talks = new Map<ConversationId, Talk>()
  readonly #missed = new Set<Question>()
  #questions = 0

  constructor(rules: MissRules) {
    this.#rules = rules
  }

  /** How many texts the bot read as questions. */
  get questions(): number {
    return this.#questions
  }

  /** In the log's order. */
  take({ at, address, event }: LoggedEvent): void {
    if (address.to === 'conversation') this.#inTalk(this.#talk(address.id), event, at)
  }

  /** Oldest first. */
  misses(): readonly Miss[] {
    return [...this.#missed].filter((question) => question.reasons.size > 0).map(missOf)
  }

  #inTalk(talk: Talk, event: Event, at: Instant): void {
    switch (event.type) {
      case 'customerSaid':
        talk.said = event.content.text
        return
      case 'textUnderstood':
        return this.#understood(talk, event, at)
      case 'intentChosen':
        return chosen(talk, event)
      case 'messageSent':
        return sent(talk, event)
      case 'answerVoted':
        return this.#voted(talk, event)
      case 'answerSolved':
        if (event.yes) for (const question of talk.questions) question.settled = true
        return
      case 'handoffRequested':
        return this.#handedOff(talk, event, at)
      case 'chatClosed':
      case 'queueLeft':
        talk.questions = []
        talk.awaiting = []
    }
  }

  #understood(talk: Talk, { verdict, intents }: Of<'textUnderstood'>, at: Instant): void {
    const understoodAs = verdict === 'sure' ? intents[0]?.intent : undefined
    const text = phraseIn(talk.said)
    if (text === undefined || (understoodAs && this.#rules.isSmallTalk(understoodAs))) return
    this.#questions += 1
    const question = { text, at, ...(understoodAs && { understoodAs }), reasons: noReason(), settled: false }
    talk.questions = [...talk.questions, question].slice(-MOST_QUESTIONS)
    if (verdict !== 'sure') this.#miss(question, verdict === 'between' ? 'between' : 'notUnderstood')
  }

  #voted(talk: Talk, { about, good, comment }: Of<'answerVoted'>): void {
    const question = talk.questions.findLast(({ answer }) => answer && isSame(answer, about))
    if (question === undefined) return
    question.settled = good
    // A vote may be changed.
    if (good) question.reasons.delete('badAnswer')
    else this.#miss(question, 'badAnswer')
    const complaint = comment === undefined ? undefined : phraseIn(comment)
    if (complaint) question.complaint = complaint
  }

  #handedOff(talk: Talk, { request }: Of<'handoffRequested'>, at: Instant): void {
    const failed = FAILURES.has(request.reason)
    const recent = lastInARow(talk.questions, at)
    // A flow that ends with a person by itself did what it was written for.
    if (failed) for (const question of recent) this.#miss(question, 'person')
    talk.awaiting = recent.filter((question) => question.reasons.size > 0)
  }

  #miss(question: Question, reason: MissReason): void {
    question.reasons.add(reason)
    this.#missed.add(question)
    if (this.#missed.size <= MOST_MISSES) return
    for (const oldest of this.#missed) {
      this.#missed.delete(oldest)
      return
    }
  }

  #talk(id: ConversationId): Talk {
    const talk = this.#talks.get(id) ?? { said: '', questions: [], awaiting: [] }
    // Moved to the end: the first of a map is the one untouched for longest.
    this.#talks.delete(id)
    this.#talks.set(id, talk)
    if (this.#talks.size > MOST_TALKS) {
      const [longest] = this.#talks.keys()
      if (longest !== undefined) this.#talks.delete(longest)
    }
    return talk
  }
}

const noReason = () => new Set<MissReason>()

function chosen(talk: Talk, { intent }: Of<'intentChosen'>): void {
  const last = talk.questions.at(-1)
  if (last === undefined || last.understoodAs !== undefined || last.chosen !== undefined) return
  last.chosen = intent
  last.answer = undefined
}

function sent(talk: Talk, { message, source }: Of<'messageSent'>): void {
  const last = talk.questions.at(-1)
  if (source && last && last.answer === undefined) last.answer = source
  if (message.author.kind !== 'operator' || talk.awaiting.length === 0) return
  const reply = substanceOf(message.content.text)
  if (reply === undefined) return
  for (const question of talk.awaiting) question.reply = reply
  talk.awaiting = []
}

/** The last question that was not settled, and the failed ones right before it. */
function lastInARow(questions: readonly Question[], at: Instant): readonly Question[] {
  const row: Question[] = []
  for (const question of questions.toReversed()) {
    if (question.settled || between(question.at, at) > SOON) break
    if (row.length > 0 && question.reasons.size === 0) break
    row.push(question)
  }
  return row
}

const isSame = (a: AnswerSource, b: AnswerSource) =>
  (a.intent !== undefined && a.intent === b.intent) || (a.flow !== undefined && a.flow === b.flow)

function missOf({ text, at, understoodAs, reasons, chosen, complaint, reply }: Question): Miss {
  return {
    text,
    at,
    reasons: [...reasons],
    ...(understoodAs && { understoodAs }),
    ...(chosen && { chosen }),
    ...(complaint && { complaint }),
    ...(reply && { reply }),
  }
}
