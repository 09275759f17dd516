/**
 * Running a graph. `Machine` holds one run: the stack as it is now and the acts so far; it goes on until a node waits, the
 * stack is empty, or somebody must take over. All of it is a function of what it was given: no clock, no chance, no I/O.
 */
import type { Frame } from '../domain/conversation/state.ts'
import type { FlowName, ReleaseId } from '../domain/ids.ts'
import type { Json, Variables } from '../domain/message.ts'
import type { Act, Run, ScriptContext } from '../domain/rules.ts'
import { unreachable } from '../domain/unreachable.ts'
import { askAct, callOf, guideAct, linksOf, solvedAct } from './acts.ts'
import { acceptKnown } from './answer/typed.ts'
import type { Compiled } from './compiled.ts'
import type { AskNode, CallNode, CompiledFlow, HandoffNode, Node } from './graph.ts'
import { handedOn, kindKnown, knownKey, offered } from './known.ts'
import { fillJson, sayContent, scopeOf, visible, withoutVariable, withVariable } from './scope.ts'
import { holds, render, type Scope } from './template/template.ts'

export type Lookup = (id: ReleaseId) => Compiled | undefined

// A checked flow does far less between two waits; this only ends what a mistake of ours would make endless.
const MAX_NODES = 1000
// Flows that run flows; the check refuses cycles, so depth is bounded by the number of flows.
const MAX_DEPTH = 50

/** Where the top frame stands, with all that belongs to it. */
export interface Standing {
  readonly frame: Frame
  readonly compiled: Compiled
  readonly flow: CompiledFlow
  readonly node: Node
}

export const CALL_KEY = '?call'
export const WAIT_KEY = '?wait'

export class Machine {
  private readonly lookup: Lookup
  readonly context: ScriptContext
  stack: readonly Frame[]
  readonly acts: Act[] = []
  private steps = 0

  constructor(lookup: Lookup, stack: readonly Frame[], context: ScriptContext) {
    this.lookup = lookup
    this.stack = stack
    this.context = context
  }

  result(fits = true): Run {
    return { stack: this.stack, acts: this.acts, fits }
  }

  standing(): Standing | undefined {
    return standingOf(this.lookup, this.stack)
  }

  /** Puts a flow on top, with its variables. */
  push(release: ReleaseId, flow: FlowName, variables: Variables, digression: boolean): void {
    const start = this.lookup(release)?.flows.get(flow)?.start ?? 0
    const frame: Frame = { release, flow, node: start, variables, attempts: 0, position: 0, digression }
    this.stack = [...this.stack, frame]
    this.acts.push({ act: 'flowStarted', flow, digression })
  }

  /** The top frame goes to another node. */
  moveTo(node: number): void {
    this.top((frame) => ({ ...frame, node, attempts: 0, position: 0 }))
  }

  top(change: (frame: Frame) => Frame): void {
    const frame = this.stack.at(-1)
    if (frame) this.stack = [...this.stack.slice(0, -1), change(frame)]
  }

  save(name: string | undefined, value: Json): void {
    const frame = this.stack.at(-1)
    if (name === undefined || frame === undefined) return
    this.top((old) => withVariable(old, name, value))
    this.acts.push({ act: 'set', flow: frame.flow, name, value })
  }

  /** Goes on until something must be waited for. */
  run(): void {
    while (this.stack.length > 0) {
      const standing = this.standing()
      this.steps += 1
      if (standing === undefined || this.steps > MAX_NODES || this.stack.length > MAX_DEPTH)
        return this.trouble()
      if (this.guarded(standing) === 'wait') return
    }
  }

  /** A text that cannot be made (a value is missing) must not stop the customer: a person takes over. */
  private guarded(standing: Standing): 'on' | 'wait' {
    try {
      return this.perform(standing)
    } catch {
      this.trouble()
      return 'wait'
    }
  }

  private perform(standing: Standing): 'on' | 'wait' {
    const { node, frame, compiled } = standing
    const scope = scopeOf(compiled, frame.variables, this.context)
    switch (node.kind) {
      case 'enter':
        return this.on(node.next)
      case 'end':
        return this.endFrame()
      case 'say':
        this.acts.push({ ...this.said(standing, scope, node), links: linksOf(node.links, scope) })
        return this.on(node.next)
      case 'when':
        return this.on(holds(node.condition, scope) ? node.next : node.otherwise)
      case 'set':
        for (const [name, value] of node.values) this.save(name, fillJson(value, this.scope(compiled)))
        return this.on(node.next)
      case 'wish':
        this.acts.push({ act: 'wish', flow: frame.flow, wish: render(node.wish, scope) })
        return this.on(node.next)
      case 'run':
        this.moveTo(node.next)
        this.push(frame.release, node.flow, handedOn(frame.variables), false)
        return 'on'
      case 'leave':
        return this.leave(frame, node.flow)
      case 'ask':
        return this.ask(standing, node)
      case 'guide':
        this.acts.push(guideAct(standing, node, this.context))
        return 'wait'
      case 'solved':
        this.acts.push(solvedAct(standing, node, this.context))
        return 'wait'
      case 'call':
        return this.call(standing, node)
      case 'wait': {
        const token = this.token()
        this.top((old) => withVariable(old, WAIT_KEY, token))
        this.acts.push({ act: 'wait', token, for: node.for })
        return 'wait'
      }
      case 'handoff':
        this.handoff(standing, node, scope)
        return 'wait'
      default:
        return unreachable(node)
    }
  }

  private said(standing: Standing, scope: Scope, node: Extract<Node, { kind: 'say' }>) {
    const content = sayContent(node.said, scope, this.context.seed + standing.frame.node)
    return { act: 'say', content, step: node.step, flow: standing.frame.flow } as const
  }

  private ask(standing: Standing, node: AskNode): 'on' | 'wait' {
    const known = this.takeKnown(standing, node)
    if (known !== undefined) {
      this.save(node.save, known)
      return this.on(node.next)
    }
    this.acts.push(askAct(standing, node, this.context))
    return 'wait'
  }

  /** A value from the customer's first text answers its question once; asked again, the question is really asked. */
  private takeKnown({ frame, compiled }: Standing, node: AskNode): Json | undefined {
    const kind = kindKnown(frame, node)
    if (kind === undefined || node.save === undefined) return undefined
    const value = frame.variables[knownKey(kind)] ?? null
    this.top((old) => withoutVariable(old, knownKey(kind)))
    const chosen = node.choices.find((choice) => choice.value === value && choice.go === undefined)
    if (chosen) return chosen.value
    return acceptKnown(node.expect, kind, value, { entities: compiled.entities, now: this.context.now })
  }

  /** What a text told besides its answer; the next questions for it are not asked. */
  offer(known: Variables): void {
    this.top((frame) => ({ ...frame, variables: { ...frame.variables, ...offered(known) } }))
  }

  private call(standing: Standing, node: CallNode): 'on' | 'wait' {
    const id = this.token()
    try {
      const call = callOf(standing, node, id, this.context)
      this.top((old) => withVariable(old, CALL_KEY, id))
      this.acts.push({ act: 'call', call })
      return 'wait'
    } catch {
      return this.callFailed(standing, node)
    }
  }

  callFailed(standing: Standing, node: CallNode): 'on' | 'wait' {
    if (node.failed !== undefined) return this.on(node.failed)
    this.saySystem(standing, 'callFailed', node.step)
    this.handoff(standing, {})
    return 'wait'
  }

  private leave(frame: Frame, flow: FlowName): 'on' {
    this.stack = this.stack.slice(0, -1)
    this.acts.push({ act: 'flowEnded', flow: frame.flow, how: 'end' })
    this.push(frame.release, flow, handedOn(frame.variables), frame.digression)
    return 'on'
  }

  /** Back to the flow that ran this one, with its variables; a digression ends where the interrupted question waits. */
  private endFrame(): 'on' | 'wait' {
    const done = this.stack.at(-1)
    if (done === undefined) return 'wait'
    this.stack = this.stack.slice(0, -1)
    this.acts.push({ act: 'flowEnded', flow: done.flow, how: 'end' })
    if (done.digression) return 'wait'
    this.top((below) => ({ ...below, variables: { ...below.variables, ...visible(done.variables) } }))
    return 'on'
  }

  /** Ends everything: from here on people are asked. */
  handoff(standing: Standing, node: Partial<HandoffNode>, scope?: Scope): void {
    const { compiled, frame } = standing
    const note = node.note && scope ? render(node.note, scope) : undefined
    const topic = node.topic ?? this.topicBelow()
    const priority = node.priority ?? (topic && compiled.priorities.get(topic)) ?? 'normal'
    const variables = this.endAll()
    this.acts.push({
      act: 'handoff',
      flow: frame.flow,
      request: {
        priority,
        variables,
        ...(topic && { topic }),
        ...(node.group && { group: node.group }),
        ...(note && { note }),
      },
    })
  }

  /** Returns what all its flows knew, the inner ones over the outer. */
  private endAll(): Variables {
    const variables = Object.assign({}, ...this.stack.map((one) => visible(one.variables)))
    for (const one of this.stack.toReversed())
      this.acts.push({ act: 'flowEnded', flow: one.flow, how: 'handoff' })
    this.stack = []
    return variables
  }

  private topicBelow() {
    const topics = this.stack.map((frame) => this.lookup(frame.release)?.flows.get(frame.flow)?.topic)
    return topics.findLast((topic) => topic !== undefined)
  }

  saySystem({ compiled, frame }: Standing, phrase: 'callFailed' | 'trouble', step: string): void {
    const text = compiled.phrase(this.context.customer.language, phrase, {})
    this.acts.push({ act: 'say', content: { text }, links: [], step, flow: frame.flow })
  }

  /** A release that is gone, a value that is missing, a circle: the customer hears of it and a person takes over. */
  trouble(): void {
    const frame = this.stack.at(-1)
    if (frame === undefined) return
    const standing = this.standing()
    if (standing) this.saySystem(standing, 'trouble', standing.node.step)
    const variables = this.endAll()
    this.acts.push({ act: 'handoff', flow: frame.flow, request: { priority: 'normal', variables } })
  }

  private on(next: number): 'on' {
    this.moveTo(next)
    return 'on'
  }

  private scope(compiled: Compiled): Scope {
    return scopeOf(compiled, this.stack.at(-1)?.variables ?? {}, this.context)
  }

  /** Unique in its conversation: the turn, and the nodes all frames stand at. */
  private token(): string {
    const nodes = this.stack.map((frame) => `${frame.flow}.${frame.node}`).join('/')
    return `${nodes}@${this.context.seed}`
  }
}

export function standingOf(lookup: Lookup, stack: readonly Frame[]): Standing | undefined {
  const frame = stack.at(-1)
  if (frame === undefined) return undefined
  const compiled = lookup(frame.release)
  const flow = compiled?.flows.get(frame.flow)
  const node = flow?.nodes[frame.node]
  return compiled && flow && node ? { frame, compiled, flow, node } : undefined
}
