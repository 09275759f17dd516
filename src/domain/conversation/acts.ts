/** What running a flow did becomes messages, events and effects here. */

import type { HttpCall } from '../effect.ts'
import type { FlowName } from '../ids.ts'
import type { AnswerSource, Variables } from '../message.ts'
import type { Act, Given, Run } from '../rules.ts'
import { shownMarks } from '../secret.ts'
import { later } from '../time.ts'
import { unreachable } from '../unreachable.ts'
import type { Draft } from './draft.ts'
import { requestHandoff } from './handoff.ts'
import { type Frame, MAX_TRAIL } from './state.ts'

/**
 * Starts a flow from nothing, or as a digression above the one that waits. A flow that is under way already begins anew:
 * one flow never stands twice on the stack.
 */
export function startFlow(draft: Draft, flow: FlowName, known: Variables = {}) {
  const { stack } = draft.state
  if (stack.length > 0) leaveTrail(draft, stack)
  const again = stack.findIndex((frame) => frame.flow === flow)
  const below = again < 0 ? stack : stack.slice(0, again)
  for (const frame of stack.slice(below.length))
    draft.log({ type: 'flowEnded', flow: frame.flow, how: 'left' })
  apply(draft, draft.turn.rules.script.start(below, flow, known, below.length > 0, draft.context()))
}

/** What the flow makes of something given to its open step. Nothing is changed yet: the caller applies it or drops it. */
export function giveToStep(draft: Draft, given: Given): Run {
  return draft.turn.rules.script.resume(draft.state.stack, given, draft.context())
}

/** The customer answered the open step: on with the flow, and the way back is remembered. */
export function goOn(draft: Draft, run: Run) {
  if (run.fits) leaveTrail(draft, draft.state.stack)
  apply(draft, run)
}

function leaveTrail(draft: Draft, stack: readonly Frame[]) {
  draft.change({ trail: [...draft.state.trail, stack].slice(-MAX_TRAIL) })
}

/** To the question before this one, as it stood then; without one, this one again. */
export function goBack(draft: Draft) {
  const { trail, stack } = draft.state
  draft.change({ stack: trail.at(-1) ?? stack, trail: trail.slice(0, -1) })
  if (!isAsking(draft)) return void draft.sayPhrase('nothingToGoBack', {})
  draft.closeStepPrompts()
  repeatQuestion(draft)
}

/** Whether a step waits for the customer's word (and not for a call or a time). */
export function isAsking({ state, turn }: Draft): boolean {
  const waiting = turn.rules.script.waiting(state.stack, state.customer.language)
  return waiting !== undefined && waiting.kind !== 'call' && waiting.kind !== 'time'
}

/** Puts the open question again. */
export function repeatQuestion(draft: Draft) {
  if (draft.state.stack.length > 0)
    apply(draft, draft.turn.rules.script.repeat(draft.state.stack, draft.context()))
}

/** After something else was talked about: says what the interrupted flow is about, and puts its question again. */
export function returnToQuestion(draft: Draft) {
  const { stack, customer } = draft.state
  const top = stack.at(-1)
  if (!top) return
  const title = draft.turn.rules.script.title(top.release, top.flow, customer.language)
  draft.sayPhrase('backTo', { title })
  repeatQuestion(draft)
}

export function apply(draft: Draft, run: Run) {
  const digressionsBefore = countDigressions(draft)
  // What came to a flow further down (a call's answer during a digression) leaves the open question as it is.
  const sameStep = run.stack.at(-1) === draft.state.stack.at(-1)
  if (!sameStep) draft.closeStepPrompts()
  draft.change({ stack: run.stack })
  for (const act of run.acts) perform(draft, act, run)
  if (draft.state.stack.length === 0) draft.change({ trail: [] })
  else if (countDigressions(draft) < digressionsBefore) returnToQuestion(draft)
}

function countDigressions(draft: Draft) {
  return draft.state.stack.filter(({ digression }) => digression).length
}

function perform(draft: Draft, act: Act, run: Run) {
  switch (act.act) {
    case 'say':
      draft.say(act.content, { options: act.links, source: sourceOf(act) })
      return
    case 'ask':
      draft.closeStepPrompts()
      draft.say(act.content, {
        options: act.buttons,
        promptKind: 'step',
        source: sourceOf(act),
        cards: act.cards,
        asks: act.asks,
      })
      return
    case 'set':
      draft.change({ collected: { ...draft.state.collected, [act.name]: act.value } })
      draft.log({ type: 'variableSet', flow: act.flow, name: act.name, value: act.value })
      return
    case 'call':
      return call(draft, act.call)
    case 'wait':
      draft.remind(later(draft.turn.at, act.for), { type: 'waitOver', token: act.token })
      return
    case 'wish':
      draft.log({ type: 'wishMade', flow: act.flow, wish: act.wish })
      return
    case 'solved':
      draft.log({ type: 'answerSolved', about: sourceOf(act), yes: act.yes })
      if (act.yes) draft.sayPhrase('anythingElse', {})
      return
    case 'handoff':
      return handOff(draft, act, run)
    case 'flowStarted':
      draft.log({ type: 'flowStarted', flow: act.flow, digression: act.digression })
      return
    case 'flowEnded':
      draft.log({ type: 'flowEnded', flow: act.flow, how: act.how })
      return
    default:
      unreachable(act)
  }
}

const sourceOf = ({ flow, step }: Required<Pick<AnswerSource, 'flow' | 'step'>>): AnswerSource => ({
  flow,
  step,
})

function call(draft: Draft, request: HttpCall) {
  draft.call(request)
  const { id, method, url } = request
  draft.log({ type: 'callMade', call: id, method, url: shownMarks(withoutQuery(url)) })
}

function handOff(draft: Draft, { flow, request }: Extract<Act, { act: 'handoff' }>, run: Run) {
  const { script } = draft.turn.rules
  const { release, customer } = draft.state
  const { note, ...wanted } = request
  const summary =
    note ?? draft.phrase('summaryFlow', { title: script.title(release, flow, customer.language) })
  const topic = wanted.topic ?? script.topic(release, flow)
  const unsolved = run.acts.some((act) => act.act === 'solved' && !act.yes)
  const reason = unsolved ? 'notSolved' : 'flow'
  requestHandoff(draft, { ...wanted, ...(topic ? { topic } : {}), reason, summary })
}

// A query may carry a key of the called service; the log keeps where was asked, not with what.
function withoutQuery(url: string) {
  return url.replace(/[?#].*$/u, '')
}
