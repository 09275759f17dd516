/** The domain's `Script`, made of a compiled release and the releases that older frames still run on. */
import type { Frame } from '../domain/conversation/state.ts'
import type { IntentName } from '../domain/ids.ts'
import type { ButtonOption, Content } from '../domain/message.ts'
import type { Act, Run, Script, ScriptContext, WaitingFor } from '../domain/rules.ts'
import { askAct, choicesOf, guideAct, solvedAct } from './acts.ts'
import type { Compiled } from './compiled.ts'
import type { Answer } from './graph.ts'
import { offered } from './known.ts'
import { resume } from './resume.ts'
import { CALL_KEY, type Lookup, Machine, type Standing, standingOf, WAIT_KEY } from './run.ts'
import { pick, sayLabel, sayText, scopeOf } from './scope.ts'
import type { Scope } from './template/template.ts'

export function makeScript(own: Compiled, releaseById: Lookup): Script {
  const lookup: Lookup = (id) => (id === own.release ? own : releaseById(id))
  return {
    answer(intent, context) {
      const answer = own.answers.get(intent)
      return answer
        ? shown(answer, scopeOf(own, {}, context), context)
        : { content: { text: '' }, buttons: [] }
    },
    greeting: (context) => greet(own, context),
    title(release, flow, language) {
      const compiled = lookup(release)
      const title = compiled?.flows.get(flow)?.title
      const template = title && pick(title, language)
      return template?.source ?? flow
    },
    topic: (release, flow) => lookup(release)?.flows.get(flow)?.topic,
    opens: (flow) => own.openings.has(flow),
    start(below, flow, known, digression, context) {
      const machine = new Machine(lookup, below, context)
      if (!own.flows.has(flow)) return machine.result()
      machine.push(own.release, flow, offered(known), digression)
      machine.run()
      return machine.result()
    },
    resume: (stack, given, context) => resume(new Machine(lookup, stack, context), given),
    repeat: (stack, context) => repeat(lookup, stack, context),
    waiting: (stack, language) => waiting(lookup, stack, language),
    likely: (stack) => likely(lookup, stack),
  }
}

function greet(
  own: Compiled,
  context: ScriptContext,
): { content: Content; buttons: readonly ButtonOption[] } {
  const scope = scopeOf(own, {}, context)
  const bot = sayLabel(own.botName, scope)
  const name = context.customer.name?.trim().split(/\s+/)[0] ?? ''
  if (own.greeting) return shown(own.greeting, { ...scope, names: { ...scope.names, bot, name } }, context)
  return { content: { text: own.phrase(scope.language, 'greeting', { bot, name }) }, buttons: [] }
}

function shown(answer: Answer, scope: Scope, context: ScriptContext) {
  const buttons = answer.buttons.map(({ label, action }) => ({ label: sayLabel(label, scope), action }))
  return { content: { text: sayText(answer.text, scope, context.seed) }, buttons }
}

/** What waits is asked again; what came to an answer meanwhile (a call, a time) goes on. */
function repeat(lookup: Lookup, stack: readonly Frame[], context: ScriptContext): Run {
  const standing = standingOf(lookup, stack)
  if (standing === undefined) return { stack, acts: [], fits: true }
  const act = questionOf(standing, context)
  if (act) return { stack, acts: [act], fits: true }
  const machine = new Machine(lookup, stack, context)
  const { node, frame } = standing
  if (node.kind === 'wait' && Object.hasOwn(frame.variables, WAIT_KEY)) return machine.result()
  if (node.kind === 'call') {
    if (Object.hasOwn(frame.variables, CALL_KEY) || machine.callFailed(standing, node) === 'wait')
      return machine.result()
  }
  machine.run()
  return machine.result()
}

/** The top frame's first; below it wait the flows that a digression or a `run` interrupted. */
function likely(lookup: Lookup, stack: readonly Frame[]): readonly IntentName[] {
  const intents = stack.toReversed().flatMap(({ release, flow, node }) => {
    return lookup(release)?.likely.get(flow)?.[node] ?? []
  })
  return [...new Set(intents)]
}

function questionOf(standing: Standing, context: ScriptContext): Act | undefined {
  const { node } = standing
  if (node.kind === 'ask') return askAct(standing, node, context)
  if (node.kind === 'guide') return guideAct(standing, node, context)
  return node.kind === 'solved' ? solvedAct(standing, node, context) : undefined
}

function waiting(
  lookup: Lookup,
  stack: readonly Frame[],
  language: ScriptContext['customer']['language'],
): WaitingFor | undefined {
  const standing = standingOf(lookup, stack)
  if (standing === undefined) return undefined
  const { node, compiled } = standing
  const say = (phrase: 'guideDone' | 'guideStuck' | 'yes' | 'no') => compiled.phrase(language, phrase, {})
  switch (node.kind) {
    case 'ask': {
      const scope: Scope = { names: standing.frame.variables, language, timezone: compiled.timezone }
      const labels = choicesOf(standing, node, scope).map((choice) => choice.label)
      return { kind: kindOf(node.expect?.type), labels }
    }
    case 'guide':
      return { kind: 'guide', labels: [say('guideDone'), say('guideStuck')] }
    case 'solved':
      return { kind: 'solved', labels: [say('yes'), say('no')] }
    case 'call':
      return { kind: 'call', labels: [] }
    case 'wait':
      return { kind: 'time', labels: [] }
    default:
      return undefined
  }
}

function kindOf(expected: string | undefined): WaitingFor['kind'] {
  if (expected === undefined) return 'buttons'
  if (expected === 'text') return 'text'
  return expected === 'file' ? 'file' : 'typed'
}
