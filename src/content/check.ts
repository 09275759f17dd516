/** What can only be said about all of the content together. Faults are noted in their files. */
import { PHRASES } from '../domain/phrases.ts'
import { checkFlows, known } from '../flow/check/check.ts'
import { checkSite, type Readable } from '../flow/check/reads.ts'
import { labels, texts } from '../flow/check/sites.ts'
import { type FlowFault, fault, type Path } from '../flow/fault.ts'
import type { Answer } from '../flow/graph.ts'
import { parseTemplate } from '../flow/template/template.ts'
import { Texts } from '../flow/texts.ts'
import { compilePhrases } from './answers.ts'
import type { Draft } from './build.ts'
import { checkBot } from './check-bot.ts'
import { checkExamples } from './check-examples.ts'
import type { ContentFile } from './file.ts'
import { envOf } from './settings.ts'

type Env = { readonly [name: string]: string | undefined }

const NO_FLOW = { ru: 'нет такого сценария', en: 'no such flow' }
const NO_INTENT = { ru: 'нет такого намерения', en: 'no such intent' }
const NO_TOPIC = { ru: 'нет такой темы', en: 'no such topic' }

export function checkContent(draft: Draft, env: Env): void {
  const complete = draft.files.every((file) => !file.unreadable)
  const settled = !draft.bot.file?.unreadable
  checkAllFlows(draft, env, complete, settled)
  checkIntents(draft, complete, settled)
  checkExamples(draft, complete)
  checkBot(draft, complete)
  if (draft.bot.file && draft.greeting) {
    checkAnswer(draft, draft.greeting, draft.bot.file, ['bot', 'name'], ['greeting', 'buttons'], complete)
  }
  checkPhrases(draft)
}

/** `settled`: `_bot.yml` could be read, so its names are known. */
function checkAllFlows(draft: Draft, env: Env, complete: boolean, settled: boolean): void {
  const declared = envOf(draft.bot.source)
  const started = startedBy(draft)
  const values = Object.entries(declared).map(([name, fallback]) => [name, env[name] || fallback] as const)
  const faults = checkFlows(new Map(draft.flows.map(({ flow }) => [flow.name, flow])), {
    flowNames: draft.flowNames,
    topics: settled ? draft.settings.topics.map((topic) => topic.name) : undefined,
    groups: settled ? draft.settings.groups.map((group) => group.name) : undefined,
    started,
    attributes: attributesOf(draft),
    env: settled ? Object.keys(declared) : undefined,
    kinds: draft.entities.file?.unreadable ? undefined : draft.entities.kinds,
    hosts: settled ? draft.settings.limits.callHosts : undefined,
    envValues: Object.fromEntries(values),
    // a misspelt name is told where it stands; the flow it meant is not unused
    complete: complete && [...started].every((name) => draft.flowNames.includes(name)),
  })
  for (const { file, flow } of draft.flows) file.faults.push(...(faults.get(flow.name) ?? []))
}

/** Names of the flows that an intent or a button starts. */
export function startedBy(draft: Draft): ReadonlySet<string> {
  const intents = draft.intents.flatMap(({ source }) => (source.flow ? [source.flow] : []))
  const answers = [...draft.intents.map((intent) => intent.answer), draft.greeting]
  const buttons = answers.flatMap((answer) => answer?.buttons ?? [])
  return new Set([
    ...intents,
    ...buttons.flatMap(({ action }) => (action.do === 'flow' ? [action.flow] : [])),
  ])
}

function checkIntents(draft: Draft, complete: boolean, settled: boolean): void {
  const topics = settled ? draft.settings.topics.map((topic) => topic.name) : undefined
  for (const { file, name, source, answer } of draft.intents) {
    const note = (...faults: readonly FlowFault[]) => file.faults.push(...faults)
    const doing = (['flow', 'answer', 'command'] as const).filter((key) => source[key] !== undefined)
    if (doing.length !== 1) note(notOneThing(name, doing))
    if (source.buttons && !source.answer) note(fault([name, 'buttons'], ONLY_WITH_ANSWER, { at: 'key' }))
    if (source.flow) note(...known('flow', source.flow, draft.flowNames, [name, 'flow'], NO_FLOW))
    if (source.topic) note(...known('topic', source.topic, topics, [name, 'topic'], NO_TOPIC))
    if (answer) checkAnswer(draft, answer, file, [], [name, 'buttons'], complete)
  }
}

const ONLY_WITH_ANSWER = {
  ru: 'buttons: бывает только вместе с «answer»',
  en: 'buttons: goes only with "answer"',
}

function notOneThing(name: string, doing: readonly string[]): FlowFault {
  const found =
    doing.length === 0
      ? { ru: 'намерение ничего не делает', en: 'the intent does nothing' }
      : {
          ru: `намерение делает сразу несколько вещей: ${doing.join(', ')}`,
          en: `the intent does several things: ${doing.join(', ')}`,
        }
  return fault(
    [name],
    { ru: `${name}: ${found.ru}`, en: `${name}: ${found.en}` },
    {
      at: 'key',
      allowed: {
        ru: 'Нужно ровно одно: flow, answer или command',
        en: 'It takes exactly one: flow, answer or command',
      },
    },
  )
}

function attributesOf(draft: Draft): readonly string[] | undefined {
  return draft.bot.file?.unreadable ? undefined : (draft.bot.source.customer ?? [])
}

/** Templates of an answer, and where its buttons lead. */
function checkAnswer(
  draft: Draft,
  answer: Answer,
  file: ContentFile,
  own: readonly string[],
  path: Path,
  complete: boolean,
): void {
  const readable: Readable = { attributes: attributesOf(draft), env: [], ever: new Set() }
  const sites = [...texts(answer.text), ...answer.buttons.flatMap((button) => labels(button.label))]
  file.faults.push(...sites.flatMap((site) => checkSite(site, new Set(own), readable)))
  const intents = draft.intents.map((intent) => intent.name)
  answer.buttons.forEach(({ action, label }, i) => {
    // buttons are written as a mapping by label or as a list; the label's own path tells which
    const at = [...path, Object.values(label)[0]?.path[path.length] ?? i]
    if (action.do === 'flow')
      file.faults.push(...known('flow', action.flow, draft.flowNames, [...at, 'flow'], NO_FLOW))
    if (action.do === 'intent' && complete) {
      file.faults.push(...known('intent', action.intent, intents, [...at, 'intent'], NO_INTENT))
    }
  })
}

// Variables that a phrase is given although its own wording does not use them.
const GIVEN: { readonly [phrase: string]: readonly string[] } = {
  confirmClosing: ['name'],
  rate: ['name'],
  ratedThanks: ['score'],
}

function checkPhrases(draft: Draft): void {
  const { file, source } = draft.bot
  if (file === undefined) return
  const readable: Readable = { attributes: [], env: [], ever: new Set() }
  for (const [name, words] of Object.entries(compilePhrases(source, new Texts(draft.texts, file.faults)))) {
    const given = new Set([...defaultReads(name), ...(GIVEN[name] ?? [])])
    for (const template of Object.values(words)) {
      const site = { path: template.path, reads: template.reads, seenBy: 'shown' } as const
      file.faults.push(...checkSite(site, given, readable))
    }
  }
}

function defaultReads(name: string): readonly string[] {
  const words = Object.entries(PHRASES).find(([phrase]) => phrase === name)?.[1]
  const wordings = words ? [words.ru, words.en] : []
  return wordings.flatMap((text) =>
    parseTemplate(text, [name]).reads.flatMap((read) => read.path.slice(0, 1)),
  )
}
