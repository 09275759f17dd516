/** The bot's side of the talk: a text is tried as what was asked for, as an answer to the open step, then as a new question. */
import type { IntentName } from '../ids.ts'
import type { ButtonOption, Content } from '../message.ts'
import { NOTHING_READ, type Reading } from '../nlu.ts'
import type { Command, Given, IntentRule, WaitingFor } from '../rules.ts'
import { unreachable } from '../unreachable.ts'
import { giveToStep, goBack, goOn, repeatQuestion, startFlow } from './acts.ts'
import type { Draft } from './draft.ts'
import { keepEmail, leaveFlows, requestHandoff } from './handoff.ts'
import { keepComment } from './rating.ts'
import { reopens } from './reopen.ts'
import type { Expecting } from './state.ts'
import { commandIn, emailIn } from './text.ts'

export function talk(draft: Draft, content: Content, reading: Reading = NOTHING_READ) {
  const command = commandIn(content.text) ?? surely(draft, reading, 'command')
  if (command) return obey(draft, command, content.text)
  if (draft.state.expecting && expected(draft, draft.state.expecting, content, reading)) return
  if (draft.state.stack.length > 0 && answered(draft, content, reading)) return
  if (reopens(draft, reading)) {
    return requestHandoff(draft, { reason: 'reopened', summary: draft.phrase('summaryReopened', {}) })
  }
  ask(draft, content, reading)
}

function surely(draft: Draft, reading: Reading, kind: 'command'): Command | undefined {
  const rule = sureRule(draft, reading)
  return rule?.does.kind === kind ? rule.does.command : undefined
}

function sureRule(draft: Draft, reading: Reading): IntentRule | undefined {
  const best = reading.verdict === 'sure' ? reading.intents[0] : undefined
  return best && draft.turn.rules.intent(best.intent)
}

export function obey(draft: Draft, command: Command, text: string) {
  const waiting = draft.state.stack.length > 0
  switch (command) {
    case 'person':
      return callPerson(draft, text)
    case 'back':
      draft.forget('expecting')
      return waiting ? goBack(draft) : void draft.sayPhrase('nothingToGoBack', {})
    case 'startOver':
    case 'stop':
      draft.forget('expecting')
      leaveFlows(draft, 'left')
      draft.sayPhrase(command === 'stop' ? 'stopped' : 'startOver', {})
      return
    default:
      unreachable(command)
  }
}

export function callPerson(draft: Draft, text: string) {
  const closed = reopens(draft, NOTHING_READ)
  const summary = draft.phrase('summaryAsked', { text: shortened(text) })
  requestHandoff(draft, { reason: closed ? 'reopened' : 'asked', summary })
}

/** What the bot asked outside of flows. False: the text is something else, and the question is dropped. */
function expected(draft: Draft, expecting: Expecting, content: Content, reading: Reading): boolean {
  if (expecting.kind === 'email') return expectedEmail(draft, content, reading)
  draft.forget('expecting')
  const rule = sureRule(draft, reading)
  if (rule && !rule.smallTalk) return false
  if (expecting.kind === 'ratingComment') {
    keepComment(draft, expecting.ticket, content.text)
    return true
  }
  draft.log({ type: 'answerVoted', about: expecting.about, good: false, comment: content.text })
  draft.sayPhrase('voteReasonThanks', {}, { options: [personButton(draft)] })
  return true
}

function expectedEmail(draft: Draft, content: Content, reading: Reading): boolean {
  const email = emailIn(content.text)
  if (email) {
    keepEmail(draft, email)
    return true
  }
  if (reading.verdict === 'sure' && !content.text.includes('@')) {
    draft.forget('expecting')
    return false
  }
  draft.sayPhrase('badEmail', {})
  return true
}

/** A text while a flow waits: an answer, else surely another question (then we come back), else the step's retry. */
function answered(draft: Draft, content: Content, reading: Reading): boolean {
  const { state, turn } = draft
  const waiting = turn.rules.script.waiting(state.stack, state.customer.language)
  if (!waiting || waiting.kind === 'call' || waiting.kind === 'time') return false
  const run = giveToStep(draft, given(content, reading))
  const rule = run.fits ? undefined : sureRule(draft, reading)
  if (!rule || isUnderWay(draft, rule)) {
    if (run.fits) draft.state = { ...draft.state, misses: 0 }
    else if (hasNoRetryText(waiting)) draft.sayPhrase('stepNotUnderstood', {})
    goOn(draft, run)
    return true
  }
  understood(draft, reading)
  follow(draft, rule)
  if (rule.does.kind === 'answer') repeatQuestion(draft, !rule.smallTalk)
  return true
}

/** An `ask` says in its own words what was wrong; a guide only repeats itself. */
const hasNoRetryText = ({ kind }: WaitingFor) => kind === 'guide' || kind === 'solved'

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
  if (content.text.trim() === '')
    return void draft.sayPhrase('fileKept', {}, { options: [personButton(draft)] })
  understood(draft, reading)
  const rule = sureRule(draft, reading)
  if (rule) return follow(draft, rule)
  if (reading.verdict === 'between' && offer(draft, reading, 'didYouMean')) return
  missed(draft, content, reading)
}

function understood(draft: Draft, { verdict, intents }: Reading) {
  draft.log({ type: 'textUnderstood', number: draft.state.lastMessage, verdict, intents })
}

/** Does what an intent says. */
export function follow(draft: Draft, rule: IntentRule) {
  const { does, name } = rule
  const { lastIntent } = draft.state
  const remembered = rule.smallTalk ? lastIntent : name
  draft.state = { ...draft.state, misses: 0, ...(remembered ? { lastIntent: remembered } : {}) }
  switch (does.kind) {
    case 'answer':
      return sayAnswer(draft, rule)
    case 'flow':
      return startFlow(draft, does.flow)
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
  const { rules } = draft.turn
  const { language } = draft.state.customer
  const readings = reading.intents
    .map(({ intent }) => rules.intent(intent))
    .filter((rule) => rule !== undefined && !rule.smallTalk && rule.does.kind !== 'command')
    .slice(0, rules.settings.dialogue.maxReadings)
    .map(
      (rule): ButtonOption => ({
        label: rule?.title(language) ?? '',
        action: { do: 'intent', intent: rule?.name as IntentName },
      }),
    )
  if (phrase === 'didYouMean' && readings.length === 0) return false
  draft.sayPhrase(phrase, {}, { options: [...readings, personButton(draft)] })
  return true
}

function missed(draft: Draft, content: Content, reading: Reading) {
  const misses = draft.state.misses + 1
  draft.state = { ...draft.state, misses }
  const enough = misses >= draft.turn.rules.settings.dialogue.missesToHandoff
  if (!enough || draft.state.phase === 'queued') return void offer(draft, reading, 'notUnderstood')
  draft.sayPhrase('notUnderstoodAgain', {})
  requestHandoff(draft, {
    reason: 'misses',
    summary: draft.phrase('summaryMisses', { text: shortened(content.text) }),
  })
}

export function personButton(draft: Draft): ButtonOption {
  return { label: draft.phrase('callPerson', {}), action: { do: 'person' } }
}

// A summary is read at a glance on a card; the transcript has the whole text.
const SUMMARY_LENGTH = 200

function shortened(text: string) {
  const line = text.replace(/\s+/gu, ' ').trim()
  return line.length <= SUMMARY_LENGTH ? line : `${line.slice(0, SUMMARY_LENGTH - 1).toWellFormed()}…`
}
