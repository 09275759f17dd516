/** Going on with what a waiting node was given; what does not fit changes nothing but the count of attempts. */
import type { Json } from '../domain/message.ts'
import { slotsOf } from '../domain/nlu.ts'
import type { Given, Run } from '../domain/rules.ts'
import { choicesOf, guideAct, retryAct, solvedAct } from './acts.ts'
import { readChoice } from './answer/choice.ts'
import { type Answered, readTyped } from './answer/typed.ts'
import { readDone, readYesNo } from './answer/words.ts'
import { DEFAULT_ATTEMPTS } from './expect-source.ts'
import type { AskNode, CallNode, GuideNode, SolvedNode } from './graph.ts'
import { CALL_KEY, type Machine, type Standing, WAIT_KEY } from './run.ts'
import { scopeOf, withoutVariable } from './scope.ts'

export function resume(machine: Machine, given: Given): Run {
  const standing = machine.standing()
  if (standing === undefined) {
    // the release of the frame is gone: better a person than silence
    machine.trouble()
    return machine.result(given.kind !== 'text')
  }
  if (given.kind === 'call' || given.kind === 'time') {
    const below = waitingBelow(machine, given)
    if (below !== undefined) return settle(machine, below, given)
  }
  const { node } = standing
  if (node.kind === 'ask') return resumeAsk(machine, standing, node, given)
  if (node.kind === 'guide') return resumeGuide(machine, standing, node, given)
  if (node.kind === 'solved') return resumeSolved(machine, standing, node, given)
  if (node.kind === 'call') return resumeCall(machine, standing, node, given)
  if (node.kind === 'wait' && given.kind === 'time' && standing.frame.variables[WAIT_KEY] === given.token) {
    machine.top((frame) => withoutVariable(frame, WAIT_KEY))
    return goOn(machine, node.next)
  }
  return machine.result(false)
}

type Returned = Extract<Given, { kind: 'call' | 'time' }>

/** Which frame under a digression waits for this answer or time. */
function waitingBelow(machine: Machine, given: Returned): number | undefined {
  const [key, token] = given.kind === 'call' ? [CALL_KEY, given.call] : [WAIT_KEY, given.token]
  const index = machine.stack.findIndex((frame) => frame.variables[key] === token)
  return index >= 0 && index < machine.stack.length - 1 ? index : undefined
}

/** The customer is elsewhere: the answer is kept in its frame, which goes on when the digression is over (`repeat`). */
function settle(machine: Machine, index: number, given: Returned): Run {
  const below = machine.stack.slice(0, index + 1)
  const above = machine.stack.slice(index + 1)
  machine.stack = below
  const node = machine.standing()?.node
  machine.top((frame) => withoutVariable(frame, given.kind === 'call' ? CALL_KEY : WAIT_KEY))
  if (node?.kind === 'wait') machine.moveTo(node.next)
  if (node?.kind === 'call' && given.kind === 'call' && given.result.kind === 'answered') {
    machine.save(node.save, given.result.body)
    machine.moveTo(node.next)
  }
  machine.stack = [...machine.stack, ...above]
  return machine.result()
}

function resumeAsk(machine: Machine, standing: Standing, node: AskNode, given: Given): Run {
  const scope = scopeOf(standing.compiled, standing.frame.variables, machine.context)
  const choices = choicesOf(standing, node, scope)
  if (given.kind === 'button') {
    const pressed = choices.find((choice) => choice.value === given.value)
    return pressed ? accept(machine, node, pressed.value, pressed.go) : machine.result(false)
  }
  if (given.kind !== 'text' && given.kind !== 'files') return machine.result(false)
  const index = readChoice(given.text, choices)
  const chosen = index === undefined ? undefined : choices[index]
  if (chosen) {
    alsoTold(machine, node, given)
    return accept(machine, node, chosen.value, chosen.go)
  }
  const value =
    node.expect &&
    readTyped(node.expect, answered(given), {
      entities: standing.compiled.entities,
      now: machine.context.now,
    })
  if (value === undefined) return wrong(machine, standing, node)
  alsoTold(machine, node, given)
  return accept(machine, node, value)
}

function answered(given: Extract<Given, { kind: 'text' | 'files' }>): Answered {
  return given.kind === 'files'
    ? { text: given.text, attachments: given.attachments }
    : { text: given.text, attachments: [] }
}

/** «За фильм Матрица, вчера» answers one question and tells the answers of two more. */
function alsoTold(machine: Machine, node: AskNode, given: Given): void {
  if (given.kind !== 'text') return
  const told = Object.entries(slotsOf(given.entities)).filter(([kind]) => kind !== node.expect?.type)
  machine.offer(Object.fromEntries(told))
}

function accept(machine: Machine, node: AskNode, value: Json, go?: number): Run {
  machine.save(node.save, value)
  return goOn(machine, go ?? node.next)
}

function wrong(machine: Machine, standing: Standing, node: AskNode): Run {
  if (standing.frame.attempts + 1 >= node.attempts) return giveUp(machine, standing, node.otherwise)
  countMiss(machine)
  machine.acts.push(retryAct(standing, node, machine.context))
  return machine.result(false)
}

function giveUp(machine: Machine, standing: Standing, otherwise: number | undefined): Run {
  if (otherwise === undefined) {
    machine.handoff(standing, {})
    return machine.result(false)
  }
  goOn(machine, otherwise)
  return machine.result(false)
}

function resumeGuide(machine: Machine, standing: Standing, node: GuideNode, given: Given): Run {
  const worked =
    given.kind === 'guide' ? given.worked : given.kind === 'text' ? readDone(given.text) : undefined
  if (worked === undefined)
    return again(machine, standing, () => guideAct(standing, node, machine.context), node.stuck, given)
  if (!worked) {
    if (node.stuck !== undefined) return goOn(machine, node.stuck)
    machine.handoff(standing, {})
    return machine.result()
  }
  const position = standing.frame.position + 1
  if (position >= node.items.length) return goOn(machine, node.next)
  machine.top((frame) => ({ ...frame, position, attempts: 0 }))
  machine.run()
  return machine.result()
}

function resumeSolved(machine: Machine, standing: Standing, node: SolvedNode, given: Given): Run {
  const yes =
    given.kind === 'solved' ? given.yes : given.kind === 'text' ? solvedByText(given.text) : undefined
  if (yes === undefined)
    return again(machine, standing, () => solvedAct(standing, node, machine.context), node.no, given)
  machine.acts.push({ act: 'solved', flow: standing.frame.flow, step: node.step, yes })
  if (yes) return goOn(machine, node.next)
  if (node.no !== undefined) return goOn(machine, node.no)
  machine.handoff(standing, {})
  return machine.result()
}

function solvedByText(text: string): boolean | undefined {
  return readYesNo(text) ?? readDone(text)
}

function resumeCall(machine: Machine, standing: Standing, node: CallNode, given: Given): Run {
  if (given.kind !== 'call' || standing.frame.variables[CALL_KEY] !== given.call) return machine.result(false)
  machine.top((frame) => withoutVariable(frame, CALL_KEY))
  if (given.result.kind === 'answered') {
    machine.save(node.save, given.result.body)
    return goOn(machine, node.next)
  }
  if (machine.callFailed(standing, node) === 'on') machine.run()
  return machine.result()
}

/** The same question again, until it was missed too often. */
function again(
  machine: Machine,
  standing: Standing,
  act: () => ReturnType<typeof guideAct>,
  otherwise: number | undefined,
  given: Given,
): Run {
  if (given.kind !== 'text' && given.kind !== 'files') return machine.result(false)
  if (standing.frame.attempts + 1 >= DEFAULT_ATTEMPTS) return giveUp(machine, standing, otherwise)
  countMiss(machine)
  machine.acts.push(act())
  return machine.result(false)
}

function countMiss(machine: Machine): void {
  machine.top((frame) => ({ ...frame, attempts: frame.attempts + 1 }))
}

function goOn(machine: Machine, node: number): Run {
  machine.moveTo(node)
  machine.run()
  return machine.result()
}
