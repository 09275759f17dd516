/**
 * A flow's source → its graph. Names of blocks are resolved here; names of flows, topics and groups are looked up by the
 * check, which sees all of the content. Steps are compiled from the last to the first, so that each knows what comes next.
 */
import { type FlowName, flowName, topicName } from '../domain/ids.ts'
import { compileCall, compileHandoff, compileSet, compileWait } from './compile-actions.ts'
import { compileAsk, compileGuide, compileSolved } from './compile-questions.ts'
import { type FlowFault, fault, type Path } from './fault.ts'
import type { CompiledFlow } from './graph.ts'
import { GraphDraft } from './graph-draft.ts'
import { at, type Making, type Place, saidOf } from './making.ts'
import type { FlowSource, FullStepSource, SimpleStepSource, StepSource } from './schema/step.ts'
import { checkKeys, wrongKey } from './step-keys.ts'
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

export function compileFlow(name: string, source: FlowSource, context: CompileContext): CompiledWithFaults {
  return new FlowCompiler(source, context).compile(flowName(name))
}

class FlowCompiler implements Making {
  private readonly source: FlowSource
  readonly draft: GraphDraft
  readonly texts: Texts

  constructor(source: FlowSource, context: CompileContext) {
    this.source = source
    const blocks = Object.keys(source).filter((key) => !NOT_BLOCKS.includes(key))
    this.draft = new GraphDraft(blocks, context.flows)
    this.texts = new Texts(context, this.draft.faults)
  }

  compile(name: FlowName): CompiledWithFaults {
    const { draft, source } = this
    draft.blocks.forEach((block, i) => {
      this.checkBlockName(block)
      draft.enter(i, block, this.steps(source[block] ?? [], [block], block, draft.end))
    })
    const flow: CompiledFlow = {
      name,
      title: this.texts.label(source.title, ['title']),
      ...(source.topic && { topic: topicName(source.topic) }),
      nodes: draft.nodes,
      start: Math.max(0, draft.blocks.indexOf('start')),
      blocks: draft.blocks,
    }
    return { flow, faults: draft.faults }
  }

  private checkBlockName(block: string): void {
    if (!/^\p{L}[\p{L}\p{N}_-]*$/u.test(block) || block === 'end') {
      this.draft.faults.push(
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
      if (step.else !== undefined) this.draft.faults.push(wrongKey(place.path, 'else', 'when'))
      return done
    }
    const path = [...place.path, 'when']
    // a broken condition may hold or not: what follows is still reached
    const condition = this.texts.condition(step.when, path) ?? this.texts.condition('true', path)
    const otherwise = this.otherwise(step.else, place)
    if (condition === undefined) return done
    return this.draft.add({ kind: 'when', ...at(place), condition, next: done, otherwise })
  }

  private otherwise(source: FullStepSource['else'], place: Place): number {
    if (source === undefined) return place.next
    const path = [...place.path, 'else']
    return typeof source === 'string'
      ? this.draft.target(source, path, place.step, 'else')
      : this.actions(source, { ...place, path })
  }

  /** `set`, `say`, `wish`, then the one action that decides where to go on; made backwards. */
  private actions(step: SimpleStepSource, place: Place): number {
    checkKeys(step, place.path, this.draft.faults)
    let next = this.main(step, place)
    if (step.wish !== undefined) {
      const wish = this.texts.template(step.wish, [...place.path, 'wish'])
      if (wish) next = this.draft.add({ kind: 'wish', ...at(place), wish, next })
    }
    if (step.say !== undefined) {
      const said = saidOf(this, step.say, step, place.path, 'say')
      next = this.draft.add({
        kind: 'say',
        ...at(place),
        said,
        links: this.texts.links(step.links, [...place.path, 'links']),
        next,
      })
    }
    if (step.set !== undefined) next = compileSet(this, step.set, place, next)
    return next
  }

  private main(step: SimpleStepSource, place: Place): number {
    if (step.ask !== undefined) return compileAsk(this, step, place)
    if (step.guide !== undefined) return compileGuide(this, step, place)
    if (step.call !== undefined) return compileCall(this, step, place)
    if (step.run !== undefined)
      return this.draft.add({ kind: 'run', ...at(place), flow: flowName(step.run), next: place.next })
    if (step.solved !== undefined) return compileSolved(this, step.solved, place)
    if (step.wait !== undefined) return compileWait(this, step.wait, place)
    if (step.go !== undefined) return this.draft.target(step.go, [...place.path, 'go'], place.step, 'go')
    if (step.handoff !== undefined) return compileHandoff(this, step.handoff, place)
    if (step.end !== undefined) return this.draft.end
    return place.next
  }
}
