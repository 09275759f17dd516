/** Where a story is played, as its player needs it: in memory (`stage.ts`), or over a running Kotik on a real channel. */
import type { Phase } from '../domain/conversation/state.ts'
import type { Refusal } from '../domain/decision.ts'
import type { Ticket } from '../domain/desk/state.ts'
import type { Event } from '../domain/event.ts'
import type { ConversationInput, DeskInput } from '../domain/input.ts'
import type { Duration } from '../domain/time.ts'
import type { CallAnswer, StoryOperator } from './story.ts'

/** Undefined: it holds, or went well. Otherwise what was found instead. */
export type Outcome = readonly string[] | undefined

/** What was said, in order. */
export interface Line {
  readonly who: 'customer' | 'bot' | 'system' | 'operator'
  readonly text: string
  readonly buttons: readonly string[]
  /** An earlier line was written anew. */
  readonly edits?: boolean
}

/** Whatever is done here is done with all that follows from it at once when the promise resolves. */
export interface Scene {
  readonly lines: readonly Line[]
  /** Calls the story has no answer for; told when it fails. */
  readonly unanswered: readonly string[]
  readonly phase: Phase
  readonly tickets: readonly Ticket[]
  readonly events: readonly Event[]
  /** Opens the desk with these people at it. */
  staff(operators: readonly StoryOperator[]): Promise<void>
  /** The customer writes. */
  says(text: string): Promise<Outcome>
  /** The customer presses the newest button with this label. */
  presses(label: string): Promise<Outcome>
  /** What the customer was told since their last word. */
  heard(): readonly string[]
  /** Labels of the buttons that can be pressed, newest first. */
  buttons(): readonly string[]
  /** Turns the clock; what falls due meanwhile happens at its own time. */
  pass(time: Duration): Promise<void>
  /** What operators do in a chat. */
  inConversation(input: ConversationInput): Promise<Refusal | undefined>
  /** What they do at the desk. */
  atDesk(input: DeskInput): Promise<Refusal | undefined>
}

export const outcomeOf = (refusal: Refusal | undefined): Outcome => refusal && [JSON.stringify(refusal)]

/** A line break, a no-break space and two blanks are one blank: nobody sees the difference. */
export const loose = (text: string) => text.replace(/\s+/g, ' ').trim()
export const same = (a: string, b: string) => loose(a).replace(/^\[|\]$/g, '') === loose(b)

/** What the story has for a request, written as `GET http://host/path`. */
export const answerTo = (answers: readonly CallAnswer[], request: string): CallAnswer | undefined =>
  answers.find((one) => matches(one.request, request))

function matches(pattern: string, request: string): boolean {
  const parts = pattern.split('*')
  let from = 0
  for (const [index, part] of parts.entries()) {
    const found = request.indexOf(part, from)
    if (found < 0 || (index === 0 && found > 0)) return false
    from = found + part.length
  }
  return parts.at(-1) === '' || request.endsWith(parts.at(-1) ?? '')
}
