/**
 * Several questions in one message: answers are said at once, the first flow begins, and the others wait in the state until
 * nothing else is going on. Who leaves, asks for a person or starts over drops them; an operator reads the message itself.
 */
import { type Reading, slotsOf } from '../nlu.ts'
import type { IntentRule } from '../rules.ts'
import { startFlow } from './acts.ts'
import type { Draft } from './draft.ts'

/** One question of a text, and what it meant. */
export interface Question {
  readonly rule: IntentRule
  readonly reading: Reading
}

/**
 * The questions a text surely asks. Greetings and thanks around them are no questions; a command among them
 * («… и позовите оператора») makes it all one.
 */
export function questionsIn(draft: Draft, reading: Reading): readonly Question[] {
  const read = (reading.parts ?? []).flatMap((part) => {
    const best = part.verdict === 'sure' ? part.intents[0] : undefined
    const rule = best && draft.turn.rules.intent(best.intent)
    return rule ? [{ rule, reading: part }] : []
  })
  if (read.some(({ rule }) => rule.does.kind === 'command')) return []
  const asked = read.filter(({ rule }) => !rule.smallTalk)
  return asked.filter(({ rule }, i) => asked.findIndex((one) => one.rule.name === rule.name) === i)
}

/** Those of the flows that wait, as the state keeps them. */
export function keepForLater(draft: Draft, questions: readonly Question[]) {
  const waiting = questions.flatMap(({ rule, reading }) =>
    rule.does.kind === 'flow' ? [{ intent: rule.name, known: slotsOf(reading.entities) }] : [],
  )
  draft.change({ waiting: waiting.length > 0 ? waiting : undefined })
}

/** Nothing else is going on any more: the next question of the message has its turn. */
export function nextQuestion(draft: Draft) {
  const { phase, stack, expecting, waiting } = draft.state
  if (!waiting || phase !== 'bot' || stack.length > 0 || expecting) return
  const [next, ...others] = waiting
  draft.change({ waiting: others.length > 0 ? others : undefined })
  const rule = next && draft.turn.rules.intent(next.intent)
  if (!next || rule?.does.kind !== 'flow') return
  draft.sayPhrase('alsoAsked', { title: rule.title(draft.state.customer.language) })
  draft.change({ lastIntent: rule.name })
  startFlow(draft, rule.does.flow, next.known)
}
