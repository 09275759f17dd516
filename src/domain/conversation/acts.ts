/** What running a flow did becomes messages, events and effects here. */

import type { FlowName } from '../ids.ts'
import type { Variables } from '../message.ts'
import type { Act, Given, Run } from '../rules.ts'
import { duration, later } from '../time.ts'
import { unreachable } from '../unreachable.ts'
import type { Draft } from './draft.ts'
import { requestHandoff } from './handoff.ts'
import { type Frame, MAX_TRAIL } from './state.ts'

/** Starts a flow from nothing, or as a digression above the one that waits. */
export function startFlow(draft: Draft, flow: FlowName, known: Variables = {}) {
  const below = draft.state.stack
  if (below.length > 0) leaveTrail(draft, below)
  apply(draft, draft.turn.rules.script.start(below, flow, known, below.length > 0, draft.context()))
}

/** Gives the waiting step something; `false` when it was no answer to it (nothing is changed then). */
export function giveToStep(draft: Draft, given: Given): Run {
  return draft.turn.rules.script.resume(draft.state.stack, given, draft.context())
}

/** The customer answered the open step: on with the flow, and the way back is remembered. */
export function goOn(draft: Draft, run: Run) {
  if (run.fits) leaveTrail(draft, draft.state.stack)
  apply(draft, run)
  if (draft.state.stack.length === 0) draft.state = { ...draft.state, trail: [] }
}

function leaveTrail(draft: Draft, stack: readonly Frame[]) {
  draft.state = { ...draft.state, trail: [...draft.state.trail, stack].slice(-MAX_TRAIL) }
}

/** To the question before this one, as it stood then; without one, this one again. */
export function goBack(draft: Draft) {
  const { trail, stack } = draft.state
  draft.closeStepPrompts()
  draft.state = { ...draft.state, stack: trail.at(-1) ?? stack, trail: trail.slice(0, -1) }
  repeatQuestion(draft, false)
}

/** Puts the open question again: after a digression, after "go on". */
export function repeatQuestion(draft: Draft, announce: boolean) {
  const { stack, customer } = draft.state
  const top = stack.at(-1)
  if (!top) return
  const { script } = draft.turn.rules
  if (announce) draft.sayPhrase('backTo', { title: script.title(top.release, top.flow, customer.language) })
  apply(draft, script.repeat(stack, draft.context()))
}

export function apply(draft: Draft, run: Run) {
  const digressionsBefore = countDigressions(draft)
  if (run.fits) draft.closeStepPrompts()
  draft.state = { ...draft.state, stack: run.stack }
  for (const act of run.acts) perform(draft, act)
  if (draft.state.stack.length > 0 && countDigressions(draft) < digressionsBefore) repeatQuestion(draft, true)
}

function countDigressions(draft: Draft) {
  return draft.state.stack.filter(({ digression }) => digression).length
}

function perform(draft: Draft, act: Act) {
  switch (act.act) {
    case 'say':
      draft.say(act.content, { options: act.links, source: { flow: act.flow, step: act.step } })
      return
    case 'ask':
      draft.closeStepPrompts()
      draft.say(act.content, {
        options: act.buttons,
        promptKind: 'step',
        source: { flow: act.flow, step: act.step },
      })
      return
    case 'set':
      draft.state = { ...draft.state, collected: { ...draft.state.collected, [act.name]: act.value } }
      draft.log({ type: 'variableSet', flow: act.flow, name: act.name, value: act.value })
      return
    case 'call':
      draft.effects.push({ type: 'call', call: act.call })
      draft.log({
        type: 'callMade',
        call: act.call.id,
        method: act.call.method,
        url: withoutQuery(act.call.url),
      })
      return
    case 'wait':
      draft.remind(later(draft.turn.at, duration(act.for)), { type: 'waitOver', token: act.token })
      return
    case 'wish':
      draft.log({ type: 'wishMade', flow: act.flow, wish: act.wish })
      return
    case 'solved':
      draft.log({ type: 'answerSolved', about: { flow: act.flow, step: act.step }, yes: act.yes })
      if (act.yes) draft.sayPhrase('anythingElse', {})
      return
    case 'handoff': {
      const { note, ...request } = act.request
      const title = draft.turn.rules.script.title(
        draft.state.release,
        act.flow,
        draft.state.customer.language,
      )
      const summary = note ?? draft.phrase('summaryFlow', { title })
      const topic = request.topic ?? draft.turn.rules.script.topic(draft.state.release, act.flow)
      requestHandoff(draft, { ...request, ...(topic ? { topic } : {}), reason: 'flow', summary })
      return
    }
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

// A query may carry a key of the called service; the log keeps where was asked, not with what.
function withoutQuery(url: string) {
  return url.replace(/[?#].*$/u, '')
}
