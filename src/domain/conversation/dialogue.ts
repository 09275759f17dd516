/** The bot's side of the talk: a text is tried as what was asked for, as an answer to the open step, then as a new question. */
import type { IntentName } from '../ids.ts'
import type { AnswerSource, ButtonOption, Content, Variables } from '../message.ts'
import { NOTHING_READ, type Reading, slotsOf } from '../nlu.ts'
import type { Command, Given, IntentRule } from '../rules.ts'
import { unreachable } from '../unreachable.ts'
import { giveToStep, goBack, goOn, isAsking, repeatQuestion, returnToQuestion, startFlow } from './acts.ts'
import type { Draft } from './draft.ts'
import { expected, tookComplaint } from './expecting.ts'
import { leaveFlows, requestHandoff } from './handoff.ts'
import { offeredReadings } from './offered.ts'
import { personButton } from './person-button.ts'
import { callsPerson } from './person-call.ts'
import { keepForLater, type Question, questionsIn } from './questions.ts'
import { leaveQueue } from './queue.ts'
import { reopens } from './reopen.ts'
import { commandIn, isWordless, shortened } from './text.ts'
import { answerWordless, wordlessIn } from './wordless.ts'

export function talk(draft: Draft, content: Content, reading: Reading = NOTHING_READ) {
  const wordless = wordlessIn(content)
  if (wordless === 'lost') return answerWordless(draft, content, wordless)
  const byLetter = commandIn(content.text)
  const called = callsPerson(content.text)
  // Who complains and calls somebody in one breath is heard in both.
  if (!byLetter && tookComplaint(draft, content) && !called) return
  if (called) return callAbout(draft, content, reading)
  const command = byLetter ?? commandMeant(draft, content, reading)
  if (command) return obey(draft, command, content.text)
  if (expected(draft, content, reading, sureRule(draft, reading))) return
  if (wordless) return answerWordless(draft, content, wordless)
  if (isAsking(draft)) return answer(draft, content, reading)
  if (reopens(draft, reading)) {
    return requestHandoff(draft, { reason: 'reopened', summary: draft.phrase('summaryReopened', {}) })
  }
  if (!isWordless(content)) draft.change({ lastQuestion: shortened(content.text) })
  ask(draft, content, reading)
}

/** A person is called in so many words; what else the text is surely about is the ticket's topic. */
function callAbout(draft: Draft, { text }: Content, reading: Reading) {
  const read = [reading, ...(reading.parts ?? [])]
  const about = read.flatMap((one) => sureRule(draft, one) ?? []).find(isMatter)
  if (about) draft.change({ lastIntent: about.name, lastQuestion: shortened(text) })
  callPerson(draft, text)
}

const isMatter = ({ smallTalk, does }: IntentRule) => !smallTalk && does.kind !== 'command'

/** A matcher takes «полгода назад» for «назад» and «забыл отменить» for «стоп»; where that answers the step, it is the answer. */
function commandMeant(draft: Draft, content: Content, reading: Reading): Command | undefined {
  const command = sureCommand(draft, reading)
  return command && answersStep(draft, content, reading) ? undefined : command
}

/** Where any words are an answer, a command stays one. */
function answersStep(draft: Draft, content: Content, reading: Reading): boolean {
  const { stack, customer } = draft.state
  const waiting = draft.turn.rules.script.waiting(stack, customer.language)
  if (waiting === undefined || waiting.kind === 'text') return false
  return giveToStep(draft, given(content, reading)).fits
}

function sureCommand(draft: Draft, reading: Reading): Command | undefined {
  const does = sureRule(draft, reading)?.does
  return does?.kind === 'command' ? does.command : undefined
}

function sureRule(draft: Draft, reading: Reading): IntentRule | undefined {
  const best = reading.verdict === 'sure' ? reading.intents[0] : undefined
  return best && draft.turn.rules.intent(best.intent)
}

/** «Оператор», «назад», «сначала», «стоп», in any wording and as a button. */
export function obey(draft: Draft, command: Command, text: string) {
  switch (command) {
    case 'person':
      return callPerson(draft, text)
    case 'back':
      draft.change({ expecting: undefined })
      return draft.state.stack.length > 0 ? goBack(draft) : void draft.sayPhrase('nothingToGoBack', {})
    case 'startOver':
      drop(draft)
      return void draft.sayPhrase('startOver', {})
    case 'stop':
      // Nothing else is going on: then it is the waiting that is to stop.
      if (draft.state.stack.length === 0 && !draft.state.expecting && draft.state.phase === 'queued')
        return leaveQueue(draft)
      drop(draft)
      return void draft.sayPhrase('stopped', {})
    default:
      unreachable(command)
  }
}

function drop(draft: Draft) {
  draft.change({ expecting: undefined })
  leaveFlows(draft, 'left')
}

/** `about`: the bot's answer that was no good. */
export function callPerson(draft: Draft, text: string, about?: AnswerSource) {
  if (about) {
    const rule = about.intent && draft.turn.rules.intent(about.intent)
    const title = rule ? rule.title(draft.state.customer.language) : ''
    return requestHandoff(draft, {
      reason: 'badAnswer',
      summary: draft.phrase('summaryBadAnswer', { title }),
    })
  }
  const closed = reopens(draft, NOTHING_READ)
  const summary = draft.phrase('summaryAsked', { text: questionOf(draft, text) })
  requestHandoff(draft, { reason: closed ? 'reopened' : 'asked', summary })
}

// «Позовите, пожалуйста, живого оператора» has 38 characters; what is longer says what the matter is.
const LONGEST_PLAIN_CALL = 40

function questionOf({ state }: Draft, text: string): string {
  const call = shortened(text)
  return call.length <= LONGEST_PLAIN_CALL ? (state.lastQuestion ?? call) : call
}

/** A text while a flow asks: an answer, else surely another question (then we come back), else the step's retry. */
function answer(draft: Draft, content: Content, reading: Reading) {
  const questions = questionsIn(draft, reading)
  const run = giveToStep(draft, given(content, reading))
  if (!run.fits && questions.length > 1) return followAll(draft, reading, questions)
  const rule = run.fits ? undefined : sureRule(draft, reading)
  if (rule && !isUnderWay(draft, rule)) {
    understood(draft, reading)
    return follow(draft, rule, slotsOf(reading.entities))
  }
  if (run.fits) draft.change({ misses: 0 })
  else if (hasNoRetryText(draft)) draft.sayPhrase('stepNotUnderstood', {})
  goOn(draft, run)
}

/** An `ask` says in its own words what was wrong; a guide only repeats itself. */
function hasNoRetryText({ state, turn }: Draft): boolean {
  const kind = turn.rules.script.waiting(state.stack, state.customer.language)?.kind
  return kind === 'guide' || kind === 'solved'
}

function given(content: Content, reading: Reading): Given {
  const { text, attachments } = content
  return attachments?.length
    ? { kind: 'files', text, attachments }
    : { kind: 'text', text, entities: reading.entities }
}

function isUnderWay(draft: Draft, rule: IntentRule) {
  const { does } = rule
  return does.kind === 'flow' && draft.state.stack.some(({ flow }) => flow === does.flow)
}

/** A new question. */
function ask(draft: Draft, content: Content, reading: Reading) {
  if (isWordless(content)) return void draft.sayPhrase('fileKept', {}, { options: [personButton(draft)] })
  const questions = questionsIn(draft, reading)
  if (questions.length > 1) return followAll(draft, reading, questions)
  understood(draft, reading)
  // «Привет! Не проходит оплата» may be unclear as a whole and is clear by its parts
  const rule = sureRule(draft, reading) ?? questions[0]?.rule
  if (rule) return follow(draft, rule, slotsOf(reading.entities))
  if (reading.verdict === 'between' && offer(draft, reading, 'didYouMean')) return
  missed(draft, content, reading)
}

/** Answers first, since they keep nobody waiting; then the flows, one after the other. */
function followAll(draft: Draft, reading: Reading, questions: readonly Question[]) {
  understood(draft, reading)
  const [first, ...others] = questions.filter(({ rule }) => rule.does.kind === 'flow')
  const answers = questions.filter(({ rule }) => rule.does.kind === 'answer')
  for (const { rule } of answers) sayAnswer(draft, rule)
  const last = (first ?? answers.at(-1))?.rule.name
  draft.change({ misses: 0, ...(last ? { lastIntent: last } : {}) })
  keepForLater(draft, others)
  if (first) return follow(draft, first.rule, slotsOf(first.reading.entities))
  if (isAsking(draft)) returnToQuestion(draft)
}

function understood(draft: Draft, { verdict, intents }: Reading) {
  draft.log({ type: 'textUnderstood', number: draft.state.lastMessage, verdict, intents })
}

/**
 * Does what an intent says; an answer in the middle of a flow is followed by the flow's open question. `known` is what the
 * text told besides, for the flow's questions.
 */
export function follow(draft: Draft, rule: IntentRule, known: Variables = {}) {
  const { does, name, smallTalk } = rule
  draft.change({ misses: 0, ...(smallTalk ? {} : { lastIntent: name }) })
  switch (does.kind) {
    case 'answer':
      sayAnswer(draft, rule)
      if (!isAsking(draft)) return
      return smallTalk ? repeatQuestion(draft) : returnToQuestion(draft)
    case 'flow':
      return startFlow(draft, does.flow, known)
    case 'command':
      return obey(draft, does.command, '')
    default:
      unreachable(does)
  }
}

function sayAnswer(draft: Draft, { name, smallTalk }: IntentRule) {
  const { content, buttons } = draft.turn.rules.script.answer(name, draft.context())
  const votes = smallTalk || !draft.turn.rules.settings.dialogue.votes ? [] : voteButtons(name)
  draft.say(content, { options: [...buttons, ...votes], source: { intent: name } })
}

function voteButtons(intent: IntentName): readonly ButtonOption[] {
  return [
    { label: '👍', action: { do: 'vote', about: { intent }, good: true } },
    { label: '👎', action: { do: 'vote', about: { intent }, good: false } },
  ]
}

/** Two or three readings as buttons; false when none of them exists any more. */
function offer(draft: Draft, reading: Reading, phrase: 'didYouMean' | 'notUnderstood'): boolean {
  const { language } = draft.state.customer
  const readings = offeredReadings(draft.turn.rules, reading).map(
    ({ name, title }): ButtonOption => ({ label: title(language), action: { do: 'intent', intent: name } }),
  )
  if (phrase === 'didYouMean' && readings.length === 0) return false
  draft.sayPhrase(phrase, {}, { options: [...readings, personButton(draft)] })
  draft.change({ told: slotsOf(reading.entities) })
  return true
}

function missed(draft: Draft, content: Content, reading: Reading) {
  const misses = draft.state.misses + 1
  draft.change({ misses })
  const enough = misses >= draft.turn.rules.settings.dialogue.missesToHandoff
  if (!enough || draft.state.phase === 'queued') return void offer(draft, reading, 'notUnderstood')
  draft.sayPhrase('notUnderstoodAgain', {})
  requestHandoff(draft, {
    reason: 'misses',
    summary: draft.phrase('summaryMisses', { text: shortened(content.text) }),
  })
}
