/** The static analysis of all flows together. */
import type { FlowName } from '../../domain/ids.ts'
import { type FlowFault, fault, nearest, type Path } from '../fault.ts'
import type { CompiledFlow, Node } from '../graph.ts'
import type { Words } from '../schema/shape.ts'
import { checkNesting, checkPaths, silentFlows } from './paths.ts'
import { checkReads } from './reads.ts'
import { everSet, type Flows, surelySet } from './variables.ts'

/** What flows may refer to, from the rest of the content. */
export interface Surroundings {
  /** Names of all flows, also of those that could not be read. */
  readonly flowNames: readonly string[]
  /** These five are undefined while `_bot.yml` cannot be read: then nothing is said about names of it. */
  readonly topics: readonly string[] | undefined
  readonly groups: readonly string[] | undefined
  /** Kinds of answers that questions may expect; undefined while `_entities.yml` cannot be read. */
  readonly kinds: readonly string[] | undefined
  /** Flows that an intent or a button starts. */
  readonly started: ReadonlySet<string>
  readonly attributes: readonly string[] | undefined
  readonly env: readonly string[] | undefined
  /** What `call` may reach, and the value of each declared environment name that is known. */
  readonly hosts: readonly string[] | undefined
  readonly envValues: { readonly [name: string]: string | undefined }
  /** False when a file could not be read: what it refers to is unknown, so nothing is said to be unused. */
  readonly complete: boolean
}

export function checkFlows(flows: Flows, around: Surroundings): ReadonlyMap<FlowName, readonly FlowFault[]> {
  const started = new Set([...flows.keys()].filter((name) => around.started.has(name)))
  const orphans = orphansOf(flows, started)
  // an orphan's steps are checked as if somebody started it
  const set = surelySet(flows, new Set([...started, ...orphans]))
  const readable = { attributes: around.attributes, env: around.env, ever: everSet(flows) }
  const silent = silentFlows(flows)
  return new Map(
    [...flows].map(([name, flow]) => [
      name,
      [
        ...(around.complete && orphans.has(name) ? [orphan(flow)] : []),
        ...references(flow, around),
        ...checkPaths(flow, flows, silent),
        ...checkNesting(flow, flows),
        ...checkReads(flow, set, readable),
      ],
    ]),
  )
}

/** Flows that neither an intent nor a button nor a reachable flow starts. */
function orphansOf(flows: Flows, started: ReadonlySet<FlowName>): ReadonlySet<FlowName> {
  const reached = new Set<FlowName>()
  const next = [...started]
  for (let name = next.pop(); name !== undefined; name = next.pop()) {
    if (reached.has(name)) continue
    reached.add(name)
    for (const node of flows.get(name)?.nodes ?? [])
      if (node.kind === 'run' || node.kind === 'leave') next.push(node.flow)
  }
  return new Set([...flows.keys()].filter((name) => !reached.has(name)))
}

function orphan(flow: CompiledFlow): FlowFault {
  const words = {
    ru: `${flow.name}: этот сценарий ничто не запускает`,
    en: `${flow.name}: nothing starts this flow`,
  }
  const cure = {
    ru: 'Нужно намерение с flow, кнопка, run или go',
    en: 'It takes an intent with flow, a button, run or go',
  }
  return fault(['title'], words, { at: 'key', allowed: cure })
}

function references(flow: CompiledFlow, around: Surroundings): readonly FlowFault[] {
  const topic = flow.topic ? known('topic', flow.topic, around.topics, ['topic'], NO_TOPIC) : []
  return [...topic, ...titles(flow), ...flow.nodes.flatMap((node) => referencesOf(node, around))]
}

function referencesOf(node: Node, around: Surroundings): readonly FlowFault[] {
  if (node.kind === 'run') return known('run', node.flow, around.flowNames, [...node.path, 'run'], NO_FLOW)
  if (node.kind === 'handoff') {
    const { topic, group, path } = node
    return [
      ...(topic ? known('topic', topic, around.topics, [...path, 'handoff', 'topic'], NO_TOPIC) : []),
      ...(group ? known('group', group, around.groups, [...path, 'handoff', 'group'], NO_GROUP) : []),
    ]
  }
  if (node.kind === 'ask' && node.expect)
    return known('expect', node.expect.type, around.kinds, [...node.path, 'expect', 'type'], NO_KIND)
  return node.kind === 'call' ? callHost(node, around) : []
}

const NO_TOPIC: Words = { ru: 'нет такой темы', en: 'no such topic' }
const NO_GROUP: Words = { ru: 'нет такой группы', en: 'no such group' }
const NO_KIND: Words = { ru: 'нет такого вида ответов', en: 'no such kind of answers' }
const NO_FLOW: Words = { ru: 'нет такого сценария', en: 'no such flow' }

/** A fault when a name is not among the known ones; none while they are unknown. */
export function known(
  key: string,
  name: string,
  names: readonly string[] | undefined,
  path: Path,
  no: Words,
): readonly FlowFault[] {
  if (names === undefined || names.includes(name)) return []
  const suggestion = nearest(name, names)
  const list = names.length > 0 ? names.join(', ') : '—'
  return [
    fault(
      path,
      { ru: `${key}: "${name}": ${no.ru}`, en: `${key}: "${name}": ${no.en}` },
      {
        allowed: { ru: `Есть: ${list}`, en: `There are: ${list}` },
        ...(suggestion && { suggestion }),
      },
    ),
  ]
}

/** Titles stand in reports and on buttons of other flows, where no variables are. */
function titles(flow: CompiledFlow): readonly FlowFault[] {
  if (!Object.values(flow.title).some((template) => template.parts !== undefined)) return []
  return [
    fault(['title'], { ru: 'title: подстановки здесь не работают', en: 'title: variables do not work here' }),
  ]
}

function callHost(node: Extract<Node, { kind: 'call' }>, around: Surroundings): readonly FlowFault[] {
  const { url } = node
  const { hosts } = around
  const host = url.host ?? hostOf(url.base && around.envValues[url.base])
  if (host === undefined || hosts === undefined || hosts.includes(host)) return []
  const list = hosts.length > 0 ? hosts.join(', ') : '—'
  return [
    fault(
      url.path,
      { ru: `call: "${host}": сюда ходить не разрешено`, en: `call: "${host}": calls may not go there` },
      {
        allowed: {
          ru: `Добавьте его в calls.hosts файла _bot.yml; там сейчас: ${list}`,
          en: `Add it to calls.hosts of _bot.yml, where there is: ${list}`,
        },
      },
    ),
  ]
}

/** Host with its port where that is not the scheme's own; undefined when it is no address. */
function hostOf(address: string | undefined): string | undefined {
  if (!address || !URL.canParse(address)) return undefined
  return new URL(address).host
}
