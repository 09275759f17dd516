/** All that the runner needs of one release: its flows, answers, phrases and the few settings that templates see. */
import type { Priority } from '../domain/conversation/state.ts'
import type { FlowName, IntentName, ReleaseId } from '../domain/ids.ts'
import type { Language } from '../domain/message.ts'
import type { EntityReader } from '../domain/nlu.ts'
import type { Answer, CompiledFlow, Label } from './graph.ts'
import type { Likely } from './likely.ts'
import type { SayPhrase } from './phrases.ts'

export interface Compiled {
  readonly release: ReleaseId
  readonly languages: readonly Language[]
  readonly timezone: string
  readonly botName: Label
  readonly flows: ReadonlyMap<FlowName, CompiledFlow>
  /** Flows that an intent or a button starts; the others rely on what the flows that run them have set. */
  readonly openings: ReadonlySet<FlowName>
  /** The intents that fit each place in each flow. */
  readonly likely: Likely
  readonly answers: ReadonlyMap<IntentName, Answer>
  /** Undefined: the system phrase greets. */
  readonly greeting?: Answer
  readonly phrase: SayPhrase
  /** Reads answers; knows the lists and patterns of this release. */
  readonly entities: EntityReader
  /** Values of the environment names that `_bot.yml` declares. */
  readonly env: { readonly [name: string]: string }
  /** Names of customers' attributes that templates may read. */
  readonly attributes: readonly string[]
  /** Priorities of topics, for hand-offs that name none. */
  readonly priorities: ReadonlyMap<string, Priority>
}

/** Where frames find the release they began on; older releases stay here as long as conversations run on them. */
export interface ReleaseRegistry {
  get(id: ReleaseId): Compiled | undefined
  add(compiled: Compiled): void
}

export function createRegistry(): ReleaseRegistry {
  const releases = new Map<ReleaseId, Compiled>()
  return {
    get: (id) => releases.get(id),
    add: (compiled) => {
      releases.set(compiled.release, compiled)
    },
  }
}
