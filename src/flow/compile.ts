/**
 * A flow's source → its graph. Names of blocks are resolved here; names of flows, topics and groups are looked up by the
 * check, which sees all of the content. Steps are compiled from the last to the first, so that each knows what comes next.
 */
import { type FlowName, flowName, groupName, topicName } from '../domain/ids.ts'
import { duration } from '../domain/time.ts'
import { compileExpect, DEFAULT_ATTEMPTS } from './expect-source.ts'
import { type FlowFault, fault, nearest, type Path } from './fault.ts'
import type { AskNode, Choice, CompiledFlow, HandoffNode, Node, Said, SolvedNode } from './graph.ts'
import type { ButtonsSource } from './schema/ask.ts'
import type { FlowSource, FullStepSource, SimpleStepSource, StepSource } from './schema/step.ts'
import type { TextSource } from './schema/text.ts'
import { Texts, type TextsContext } from './texts.ts'

export interface CompileContext extends TextsContext {
  /** Names of all flows, for `go`. */
  readonly flows: readonly string[]
}

export interface CompiledWithFaults {
  readonly flow: CompiledFlow
  readonly faults: readonly FlowFault[]
}

const NOT_BLOCKS = ['title', 'topic']
// 5 s is what a customer waits for without wondering; 30 s is the most the runtime gives a call.
const CALL_TIMEOUT = 5_000
const MAX_CALL_TIMEOUT = 30_000
// A month: longer waits are a reason to look at the flow, not to keep a timer.
const MAX_WAIT = 30 * 86_400_000

export function compileFlow(name: string, source: FlowSource, context: CompileContext): CompiledWithFaults {
  return new FlowCompiler(source, context).compile(flowName(name))
}

/** Where a step stands: its path in the file, its number for people, what comes after it. */
interface Place {
  readonly path: Path
  readonly step: string
  readonly next: number
}

class FlowCompiler {
  private readonly source: FlowSource
  private readonly context: CompileContext
  private readonly faults: FlowFault[] = []
  private readonly nodes: Node[] = []
  private readonly blocks: readonly string[]
  private readonly texts: Texts
  private readonly end: number

  constructor(source: FlowSource, context: CompileContext) {
    this.source = source
    this.context = context
    this.texts = new Texts(context, this.faults)
    this.blocks = Object.keys(source).filter((key) => !NOT_BLOCKS.includes(key))
    this.end = this.blocks.length
  }

  compile(name: FlowName): CompiledWithFaults {
    this.blocks.forEach((block, i) => {
      this.nodes[i] = { kind: 'enter', block, step: block, path: [block], next: this.end }
    })
    this.nodes[this.end] = { kind: 'end', step: 'end', path: [] }
    this.blocks.forEach((block, i) => {
      this.checkBlockName(block)
      const next = this.steps(this.source[block] ?? [], [block], block, this.end)
      this.nodes[i] = { kind: 'enter', block, step: block, path: [block], next }
    })
    const flow: CompiledFlow = {
      name,
      title: this.texts.label(this.source.title, ['title']),
      ...(this.source.topic && { topic: topicName(this.source.topic) }),
      nodes: this.nodes,
      start: Math.max(0, this.blocks.indexOf('start')),
      blocks: this.blocks,
    }
    return { flow, faults: this.faults }
  }

  private checkBlockName(block: string): void {
    if (!/^\p{L}[\p{L}\p{N}_-]*$/u.test(block) || block === 'end') {
      this.faults.push(
        fault(
          [block],
          { ru: `"${block}": блок так называться не может`, en: `"${block}": not a name for a block` },
          {
            at: 'key',
            allowed: {
              ru: 'имя из букв, цифр, «-» и «_», кроме end',
              en: 'letters, digits, "-" and "_", but not end',
            },
          },
        ),
      )
    }
  }

  private steps(steps: readonly StepSource[], path: Path, block: string, after: number): number {
    return steps.reduceRight((next, step, i) => {
      const place = { path: [...path, i], step: `${block}.${i + 1}`, next }
      const full: FullStepSource = typeof step === 'string' ? { [step]: null } : step
      return this.guarded(full, place)
    }, after)
  }

  private guarded(step: FullStepSource, place: Place): number {
    const done = this.actions(step, place)
    if (step.when === undefined) {
      if (step.else !== undefined) this.wrongKey(place.path, 'else', 'when')
      return done
    }
    const condition = this.texts.condition(step.when, [...place.path, 'when'])
    const otherwise = this.otherwise(step.else, place)
    if (condition === undefined) return done
    return this.add({ kind: 'when', ...at(place), condition, next: done, otherwise })
  }

  private otherwise(source: FullStepSource['else'], place: Place): number {
    if (source === undefined) return place.next
    const path = [...place.path, 'else']
    return typeof source === 'string'
      ? this.target(source, path, place, 'else')
      : this.actions(source, { ...place, path })
  }

  /** `set`, `say`, `wish`, then the one action that decides where to go on; made backwards. */
  private actions(step: SimpleStepSource, place: Place): number {
    this.checkKeys(step, place)
    let next = this.main(step, place)
    if (step.wish !== undefined) {
      const wish = this.texts.template(step.wish, [...place.path, 'wish'])
      if (wish) next = this.add({ kind: 'wish', ...at(place), wish, next })
    }
    if (step.say !== undefined) {
      const said = this.said(step.say, step, place.path, 'say')
      next = this.add({
        kind: 'say',
        ...at(place),
        said,
        links: this.texts.links(step.links, [...place.path, 'links']),
        next,
      })
    }
    if (step.set !== undefined) next = this.set(step.set, place, next)
    return next
  }

  private main(step: SimpleStepSource, place: Place): number {
    if (step.ask !== undefined) return this.ask(step, place)
    if (step.guide !== undefined) return this.guide(step, place)
    if (step.call !== undefined) return this.call(step, place)
    if (step.run !== undefined)
      return this.add({ kind: 'run', ...at(place), flow: flowName(step.run), next: place.next })
    if (step.solved !== undefined) return this.solved(step.solved, place)
    if (step.wait !== undefined) return this.wait(step.wait, place)
    if (step.go !== undefined) return this.target(step.go, [...place.path, 'go'], place, 'go')
    if (step.handoff !== undefined) return this.handoff(step.handoff, place)
    if (step.end !== undefined) return this.end
    return place.next
  }

  private set(source: NonNullable<SimpleStepSource['set']>, place: Place, next: number): number {
    const path = [...place.path, 'set']
    const values = Object.entries(source).map(([name, value]) => {
      this.texts.checkVariable(name, [...path, name], 'key')
      return [name, this.texts.json(value, [...path, name])] as const
    })
    return this.add({ kind: 'set', ...at(place), values, next })
  }

  private ask(step: SimpleStepSource, place: Place): number {
    const path = place.path
    if (step.save !== undefined) this.texts.checkVariable(step.save, [...path, 'save'], 'value')
    const details = typeof step.expect === 'object' ? step.expect : {}
    const choices = this.choices(step.buttons, [...path, 'buttons'], place)
    const expect = compileExpect(step.expect, choices.length > 0, [...path, 'expect'], this.faults)
    const node: AskNode = {
      kind: 'ask',
      ...at(place),
      said: this.said(step.ask ?? '', step, path, 'ask'),
      choices,
      attempts: details.attempts ?? DEFAULT_ATTEMPTS,
      next: place.next,
      ...(step.save && { save: step.save }),
      ...(expect && { expect }),
      ...(details.retry && { retry: this.texts.text(details.retry, [...path, 'expect', 'retry']) }),
      ...(details.else && {
        otherwise: this.target(details.else, [...path, 'expect', 'else'], place, 'else'),
      }),
    }
    return this.add(node)
  }

  private choices(source: ButtonsSource | undefined, path: Path, place: Place): readonly Choice[] {
    if (source === undefined) return []
    if (!Array.isArray(source)) {
      return Object.entries(source).map(([label, value]) => ({
        label: this.texts.label(label, [...path, label], 'key'),
        value,
      }))
    }
    return source.map((item, i) => {
      const at = [...path, i]
      if (typeof item === 'string') return { label: this.texts.label(item, at), value: item }
      return {
        label: this.texts.label(item.label, [...at, 'label']),
        value:
          item.value ??
          (typeof item.label === 'string' ? item.label : (item.label.ru ?? item.label.en ?? '')),
        ...(item.go && { go: this.target(item.go, [...at, 'go'], place, 'go') }),
      }
    })
  }

  private guide(step: SimpleStepSource, place: Place): number {
    const path = [...place.path, 'guide']
    const items = (step.guide ?? []).map((item, i): Said => {
      if (typeof item === 'object' && !Array.isArray(item) && 'say' in item)
        return this.said(item.say, item, [...path, i], 'say')
      return { text: this.texts.text(item, [...path, i]), attachments: [] }
    })
    const stuck = step.stuck && this.target(step.stuck, [...place.path, 'stuck'], place, 'stuck')
    return this.add({
      kind: 'guide',
      ...at(place),
      items,
      next: place.next,
      ...(typeof stuck === 'number' && { stuck }),
    })
  }

  private call(step: SimpleStepSource, place: Place): number {
    const path = place.path
    const [method = '', written = ''] = (step.call ?? '').split(/\s+(.*)/s)
    const url = this.texts.url(written.trim(), [...path, 'call'])
    if (step.save !== undefined) this.texts.checkVariable(step.save, [...path, 'save'], 'value')
    this.checkAtMost(step.timeout, MAX_CALL_TIMEOUT, [...path, 'timeout'], '30s')
    const headers = Object.entries(step.headers ?? {}).flatMap(([name, value]) => {
      const template = this.texts.template(value, [...path, 'headers', name])
      return template ? [[name, template] as const] : []
    })
    if (url === undefined) return place.next
    return this.add({
      kind: 'call',
      ...at(place),
      method: methodOf(method),
      url,
      headers,
      timeout: duration(step.timeout ?? CALL_TIMEOUT),
      next: place.next,
      ...(step.body !== undefined && { body: this.texts.json(step.body, [...path, 'body']) }),
      ...(step.save && { save: step.save }),
      ...(step.failed && { failed: this.target(step.failed, [...path, 'failed'], place, 'failed') }),
    })
  }

  private solved(source: SolvedSource, place: Place): number {
    const path = [...place.path, 'solved']
    const { ask: text, no } = solvedParts(source)
    const askPath = text === source ? path : [...path, 'ask']
    const node: SolvedNode = {
      kind: 'solved',
      ...at(place),
      next: place.next,
      ...(text && { text: this.texts.text(text, askPath) }),
      ...(no && { no: this.target(no, [...path, 'no'], place, 'no') }),
    }
    return this.add(node)
  }

  private wait(milliseconds: number, place: Place): number {
    this.checkAtMost(milliseconds, MAX_WAIT, [...place.path, 'wait'], '30d')
    return this.add({ kind: 'wait', ...at(place), for: duration(milliseconds), next: place.next })
  }

  private handoff(source: SimpleStepSource['handoff'] | null, place: Place): number {
    const note = source?.note && this.texts.template(source.note, [...place.path, 'handoff', 'note'])
    const node: HandoffNode = {
      kind: 'handoff',
      ...at(place),
      ...(source?.topic && { topic: topicName(source.topic) }),
      ...(source?.group && { group: groupName(source.group) }),
      ...(source?.priority && { priority: source.priority }),
      ...(note && { note }),
    }
    return this.add(node)
  }

  /** A block, `end`, or a flow, for which a node is made that goes there. */
  private target(name: string, path: Path, place: Place, key: string): number {
    const block = this.blocks.indexOf(name)
    if (block >= 0) return block
    if (name === 'end') return this.end
    if (this.context.flows.includes(name)) {
      return this.add({ kind: 'leave', step: place.step, path, flow: flowName(name) })
    }
    const blocks = this.blocks.join(', ')
    const suggestion = nearest(name, [...this.blocks, 'end', ...this.context.flows])
    this.faults.push(
      fault(
        path,
        {
          ru: `${key}: "${name}": нет такого блока или сценария`,
          en: `${key}: "${name}": no such block or flow`,
        },
        {
          allowed: { ru: `Блоки здесь: ${blocks}`, en: `Blocks here: ${blocks}` },
          ...(suggestion && { suggestion }),
        },
      ),
    )
    return this.end
  }

  private said(
    source: NonNullable<SimpleStepSource['say']>,
    media: { image?: string | undefined; file?: string | undefined },
    path: Path,
    key: string,
  ): Said {
    return { text: this.texts.text(source, [...path, key]), attachments: this.texts.attachments(media, path) }
  }

  private checkKeys(step: SimpleStepSource, place: Place): void {
    for (const [key, owners] of Object.entries(OWNERS)) {
      if (key in step && !owners.some((owner) => owner in step))
        this.wrongKey(place.path, key, owners.join(', '))
    }
    const mains = MAIN.filter((key) => key in step)
    const clash = 'say' in step && 'ask' in step ? 'ask' : mains[1]
    if (clash !== undefined) {
      const other = clash === 'ask' && 'say' in step ? 'say' : mains[0]
      const words = {
        ru: `${clash}: не бывает в одном шаге с «${other}»; сделайте два шага`,
        en: `${clash}: cannot stand in one step with "${other}"; make it two steps`,
      }
      this.faults.push(fault([...place.path, clash], words, { at: 'key' }))
    }
    if (![...MAIN, 'say', 'set', 'wish'].some((key) => key in step)) {
      const allowed = ['say', 'set', 'wish', ...MAIN].join(', ')
      this.faults.push(
        fault(
          place.path,
          { ru: 'в шаге нет действия', en: 'the step does nothing' },
          { allowed: { ru: `Действия: ${allowed}`, en: `Actions: ${allowed}` } },
        ),
      )
    }
  }

  private wrongKey(path: Path, key: string, owner: string): void {
    const words = { ru: `${key}: бывает только вместе с «${owner}»`, en: `${key}: goes only with "${owner}"` }
    this.faults.push(fault([...path, key], words, { at: 'key' }))
  }

  private checkAtMost(value: number | undefined, most: number, path: Path, written: string): void {
    if (value === undefined || value <= most) return
    const key = String(path.at(-1))
    this.faults.push(
      fault(path, {
        ru: `${key}: слишком долго, не больше ${written}`,
        en: `${key}: too long, ${written} at most`,
      }),
    )
  }

  private add(node: Node): number {
    return this.nodes.push(node) - 1
  }
}

const MAIN = ['ask', 'guide', 'call', 'run', 'solved', 'wait', 'go', 'handoff', 'end'] as const
const OWNERS: { readonly [key: string]: readonly string[] } = {
  image: ['say', 'ask'],
  file: ['say', 'ask'],
  links: ['say'],
  save: ['ask', 'call'],
  buttons: ['ask'],
  expect: ['ask'],
  stuck: ['guide'],
  headers: ['call'],
  body: ['call'],
  timeout: ['call'],
  failed: ['call'],
}

type SolvedSource = NonNullable<SimpleStepSource['solved']> | null

function solvedParts(source: SolvedSource): {
  readonly ask?: TextSource | undefined
  readonly no?: string | undefined
} {
  if (source === null) return {}
  if (typeof source === 'string' || Array.isArray(source)) return { ask: source }
  if ('ru' in source || 'en' in source) return { ask: source }
  return 'ask' in source || 'no' in source ? source : {}
}

function at(place: Place): { readonly step: string; readonly path: Path } {
  return { step: place.step, path: place.path }
}

function methodOf(written: string): 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' {
  return (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).find((method) => method === written) ?? 'GET'
}
