/**
 * Texts of the content → a release, or every fault of them. First each file by itself (YAML, then its schema, then its
 * templates), then all together (names, the graph, examples).
 */
import { createHash } from 'node:crypto'
import {
  type FlowName,
  flowName,
  type IntentName,
  intentName,
  type ReleaseId,
  releaseId,
  topicName,
} from '../domain/ids.ts'
import type { Attachment } from '../domain/message.ts'
import type { IntentRule, Rules } from '../domain/rules.ts'
import type { Settings } from '../domain/settings.ts'
import { compileFlow } from '../flow/compile.ts'
import type { Compiled, ReleaseRegistry } from '../flow/compiled.ts'
import type { FlowFault } from '../flow/fault.ts'
import type { Answer, CompiledFlow } from '../flow/graph.ts'
import { likelyIn } from '../flow/likely.ts'
import { makePhrases } from '../flow/phrases.ts'
import { flowFile } from '../flow/schema/step.ts'
import { pick } from '../flow/scope.ts'
import { makeScript } from '../flow/script.ts'
import { Texts, type TextsContext } from '../flow/texts.ts'
import { compileAnswer, compileGreeting, compilePhrases } from './answers.ts'
import { checkContent, startedBy } from './check.ts'
import { ENTITIES, type EntitiesDraft, entityReaderOf, readEntities } from './entities.ts'
import { type ContentFile, hasFaults, readFile } from './file.ts'
import { readMedia } from './media.ts'
import type { Release } from './release.ts'
import { type BotSource, botFile } from './schema/bot.ts'
import { goldenFile, type IntentSource, intentsFile } from './schema/intents.ts'
import { envOf, languagesOf, settingsOf, zoneOf } from './settings.ts'
import type { Sources } from './sources.ts'

export interface BuildOptions {
  /** Values of environment variables; only those `_bot.yml` declares are looked at. */
  readonly env?: { readonly [name: string]: string | undefined }
  /** Where this release is kept for the frames that run on it. */
  readonly registry: ReleaseRegistry
}

/** Everything that was read, whatever faults it has. */
export interface Draft {
  readonly files: readonly ContentFile[]
  readonly bot: { readonly file?: ContentFile; readonly source: BotSource }
  readonly settings: Settings
  readonly flows: readonly { readonly file: ContentFile; readonly flow: CompiledFlow }[]
  /** Also those whose files could not be read. */
  readonly flowNames: readonly string[]
  readonly intents: readonly {
    readonly file: ContentFile
    readonly name: string
    readonly source: IntentSource
    readonly answer?: Answer
  }[]
  readonly golden: readonly {
    readonly file: ContentFile
    readonly intent: string
    readonly phrases: readonly string[]
  }[]
  readonly entities: EntitiesDraft
  readonly greeting?: Answer
  readonly media: ReadonlyMap<string, Attachment>
  readonly texts: TextsContext
}

export type Built =
  | { readonly kind: 'built'; readonly release: Release }
  | { readonly kind: 'faults'; readonly files: readonly ContentFile[] }

const BOT = 'flows/_bot.yml'
const GOLDEN = 'intents/_golden.yml'
const MEDIA = 'flows/media/'

export function build(sources: Sources, options: BuildOptions): Built {
  const draft = readDraft(sources)
  checkContent(draft, options.env ?? {})
  if (draft.files.some(hasFaults)) return { kind: 'faults', files: draft.files }
  const compiled = compiledOf(draft, idOf(sources), options)
  options.registry.add(compiled)
  return { kind: 'built', release: releaseOf(draft, compiled, sources, options.registry) }
}

/** 12 hex digits of 48 bits: two contents of one installation never meet. */
function idOf(sources: Sources): ReleaseId {
  const hash = createHash('sha256')
  for (const path of Object.keys(sources).sort()) hash.update(`${path}\0${sources[path] ?? ''}\0`)
  return releaseId(hash.digest('hex').slice(0, 12))
}

function readDraft(sources: Sources): Draft {
  const media = mediaOf(sources)
  const flowPaths = Object.keys(sources).filter((path) => /^flows\/[^_][^/]*\.yml$/.test(path))
  const intentPaths = Object.keys(sources).filter((path) => /^intents\/[^_][^/]*\.yml$/.test(path))
  const botFileRead = sources[BOT] === undefined ? undefined : readFile(BOT, sources[BOT])
  const bot = botFileRead?.parse(botFile, {}) ?? {}
  const texts: TextsContext = {
    languages: languagesOf(bot),
    media: (name) => media.get(name),
    mediaNames: [...media.keys()],
  }
  const flowNames = flowPaths.map(nameOf)
  const flows = flowPaths.map((path) => readFlow(path, sources[path] ?? '', { ...texts, flows: flowNames }))
  const intents = intentPaths.map((path) => readIntents(path, sources[path] ?? '', texts))
  const golden = readGolden(sources[GOLDEN])
  const entities = readEntities(sources[ENTITIES])
  const greeting = botFileRead && compileGreeting(bot, texts, botFileRead.faults)
  const files = [
    ...(botFileRead ? [botFileRead] : []),
    ...flows.map((one) => one.file),
    ...intents.map((one) => one.file),
    ...(entities.file ? [entities.file] : []),
  ]
  return {
    files: golden ? [...files, golden.file] : files,
    bot: { source: bot, ...(botFileRead && { file: botFileRead }) },
    settings: settingsOf(bot),
    flows: flows.flatMap(({ file, flow }) => (flow ? [{ file, flow }] : [])),
    flowNames,
    intents: intents.flatMap(({ entries }) => entries),
    golden: golden?.entries ?? [],
    entities,
    ...(greeting && { greeting }),
    media,
    texts,
  }
}

function mediaOf(sources: Sources): ReadonlyMap<string, Attachment> {
  const paths = Object.keys(sources).filter((path) => path.startsWith(MEDIA))
  return new Map(paths.map((path) => [path.slice(MEDIA.length), readMedia(sources[path] ?? '')]))
}

function nameOf(path: string): string {
  return path.replace(/^flows\//, '').replace(/\.yml$/, '')
}

function readFlow(path: string, text: string, context: TextsContext & { readonly flows: readonly string[] }) {
  const file = readFile(path, text)
  const source = file.parse(flowFile)
  if (source === undefined) return { file }
  const { flow, faults } = compileFlow(nameOf(path), source, context)
  file.faults.push(...faults)
  return { file, flow }
}

function readIntents(path: string, text: string, context: TextsContext) {
  const file = readFile(path, text)
  const source = file.parse(intentsFile) ?? {}
  const texts = new Texts(context, file.faults)
  const entries = Object.entries(source).map(([name, intent]) => {
    texts.label(intent.title, [name, 'title'])
    const answer = compileAnswer(name, intent, texts)
    return { file, name, source: intent, ...(answer && { answer }) }
  })
  return { file, entries }
}

function readGolden(text: string | undefined) {
  if (text === undefined) return undefined
  const file = readFile(GOLDEN, text)
  const source = file.parse(goldenFile, {}) ?? {}
  return { file, entries: Object.entries(source).map(([intent, phrases]) => ({ file, intent, phrases })) }
}

function compiledOf(draft: Draft, release: ReleaseId, options: BuildOptions): Compiled {
  const { source } = draft.bot
  const ignored: FlowFault[] = []
  const texts = new Texts(draft.texts, ignored)
  const env = Object.entries(envOf(source)).flatMap(([name, fallback]) => {
    const value = options.env?.[name] || fallback
    return value === undefined ? [] : [[name, value] as const]
  })
  const flows = new Map(draft.flows.map(({ flow }) => [flowName(flow.name), flow]))
  return {
    release,
    languages: languagesOf(source),
    timezone: zoneOf(source),
    botName: texts.label(source.name ?? draft.settings.bot.name, ['name']),
    flows,
    openings: new Set([...startedBy(draft)].map(flowName)),
    likely: likelyIn(flows, startersOf(draft)),
    answers: new Map(
      draft.intents.flatMap(({ name, answer }) => (answer ? [[intentName(name), answer] as const] : [])),
    ),
    ...(draft.greeting && { greeting: draft.greeting }),
    entities: entityReaderOf(draft.entities, source),
    phrase: makePhrases(compilePhrases(source, texts), languagesOf(source), zoneOf(source)),
    env: Object.fromEntries(env),
    attributes: source.customer ?? [],
    priorities: new Map(
      draft.settings.topics.flatMap((topic) =>
        topic.priority ? [[topic.name, topic.priority] as const] : [],
      ),
    ),
  }
}

/** Flow → the intents that start it. */
function startersOf({ intents }: Draft): ReadonlyMap<FlowName, readonly IntentName[]> {
  const starters = new Map<FlowName, IntentName[]>()
  for (const { name, source } of intents) {
    if (source.flow === undefined) continue
    const flow = flowName(source.flow)
    starters.set(flow, [...(starters.get(flow) ?? []), intentName(name)])
  }
  return starters
}

function releaseOf(draft: Draft, compiled: Compiled, sources: Sources, registry: ReleaseRegistry): Release {
  const intents = intentRules(draft)
  const rules: Rules = {
    release: compiled.release,
    settings: draft.settings,
    phrase: compiled.phrase,
    intent: (name) => intents.get(name),
    script: makeScript(compiled, (id) => registry.get(id)),
  }
  const phrases = draft.intents.flatMap(({ name, source }) =>
    source.examples.map((text) => ({ text, intent: intentName(name) })),
  )
  return {
    id: compiled.release,
    sources,
    rules,
    entities: compiled.entities,
    phrases,
    golden: draft.golden.flatMap(({ intent, phrases: texts }) =>
      texts.map((text) => ({ text, intent: intentName(intent) })),
    ),
    counts: { flows: draft.flows.length, intents: draft.intents.length, examples: phrases.length },
    languages: compiled.languages,
    env: compiled.env,
    media: [...draft.media].map(([name, attachment]) => ({ path: `${MEDIA}${name}`, attachment })),
  }
}

function intentRules(draft: Draft): ReadonlyMap<string, IntentRule> {
  const texts = new Texts(draft.texts, [])
  return new Map(
    draft.intents.map(({ name, source }) => {
      const title = texts.label(source.title, [name, 'title'])
      const rule: IntentRule = {
        name: intentName(name),
        title: (language) => pick(title, language)?.source ?? name,
        ...(source.topic && { topic: topicName(source.topic) }),
        does: doingOf(source),
        smallTalk: source.small_talk ?? false,
      }
      return [name, rule] as const
    }),
  )
}

function doingOf(source: IntentSource): IntentRule['does'] {
  if (source.command !== undefined) return { kind: 'command', command: source.command }
  return source.flow === undefined ? { kind: 'answer' } : { kind: 'flow', flow: flowName(source.flow) }
}
