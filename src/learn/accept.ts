/**
 * Accepting phrases into the content: the file as it would be is checked with all the others first, so a faulty one never
 * lies on the disk where a running Kotik could find it; then it replaces the old one at once.
 */
import { readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { phraseKey } from '../content/check-examples.ts'
import { type LoadOptions, loadContent, releaseFromSources } from '../content/load.ts'
import type { Fault, Release } from '../content/release.ts'
import { readFolder, type Sources } from '../content/sources.ts'
import { type IntentName, intentName } from '../domain/ids.ts'
import { hasIntent, type Written, withExamples, withIntent } from './write.ts'

export type Target =
  | { readonly kind: 'existing'; readonly intent: IntentName }
  | {
      readonly kind: 'new'
      readonly intent: IntentName
      readonly title: string
      readonly answer: string
      /** It is put into the file of this one; absent: into `intents/learnt.yml`. */
      readonly beside?: IntentName
    }

/** A phrase that is in the content already. */
export interface Known {
  readonly text: string
  readonly intent: IntentName
  /** Among the phrases that must keep matching, which may not be examples. */
  readonly golden: boolean
}

export type Acceptance =
  | {
      readonly kind: 'written'
      readonly file: string
      readonly added: readonly string[]
      readonly known: readonly Known[]
    }
  /** All of them are there already. */
  | { readonly kind: 'known'; readonly known: readonly Known[] }
  /** The content would have these faults; nothing was written. */
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] }
  | { readonly kind: 'noSuchIntent' | 'nameTaken' }
  /** The file is of a shape that cannot be added to without touching what is there. */
  | { readonly kind: 'notWritable'; readonly file: string }
  /** Somebody saved the file meanwhile; nothing was written. */
  | { readonly kind: 'changedMeanwhile'; readonly file: string }

const NEW_FILE = 'intents/learnt.yml'

/** Never half done: what it reports as written is on the disk and loads, anything else left the files as they were. */
export async function accept(
  contentDir: string,
  phrases: readonly string[],
  target: Target,
  options: LoadOptions,
): Promise<Acceptance> {
  const { sources } = await readFolder(contentDir)
  const now = releaseFromSources(sources, options)
  if (now.kind === 'faults') return now
  const file = fileFor(sources, target)
  if (typeof file !== 'string') return file
  const { fresh, known } = sorted(phrases, now.release)
  if (fresh.length === 0) return { kind: 'known', known }
  const before = sources[file] ?? ''
  const after = written(before, fresh, target)
  if (after === undefined) return { kind: 'notWritable', file }
  const then = releaseFromSources({ ...sources, [file]: after }, options)
  if (then.kind === 'faults') return then
  return (
    (await put(contentDir, file, before, after, options)) ?? { kind: 'written', file, added: fresh, known }
  )
}

function fileFor(sources: Sources, target: Target): string | Acceptance {
  const of = (intent: IntentName) =>
    Object.keys(sources).find((path) => /^intents\/[^_]/.test(path) && hasIntent(sources[path] ?? '', intent))
  const file = of(target.intent)
  if (target.kind === 'existing') return file ?? { kind: 'noSuchIntent' }
  if (file !== undefined) return { kind: 'nameTaken' }
  return (target.beside && of(target.beside)) ?? NEW_FILE
}

function sorted(phrases: readonly string[], release: Release) {
  const there = new Map<string, Known>()
  for (const { text, intent } of release.phrases) there.set(phraseKey(text), { text, intent, golden: false })
  for (const { text, intent } of release.golden) there.set(phraseKey(text), { text, intent, golden: true })
  const fresh = new Map<string, string>()
  const known: Known[] = []
  for (const text of phrases) {
    const found = there.get(phraseKey(text))
    if (found) known.push({ ...found, text })
    else if (!fresh.has(phraseKey(text))) fresh.set(phraseKey(text), text)
  }
  return { fresh: [...fresh.values()], known }
}

function written(before: string, examples: readonly string[], target: Target): Written {
  if (target.kind === 'existing') return withExamples(before, target.intent, examples)
  const { intent: name, title, answer } = target
  return withIntent(before, { name: intentName(name), title, answer, examples })
}

/** Undefined: done. */
async function put(
  contentDir: string,
  file: string,
  before: string,
  after: string,
  options: LoadOptions,
): Promise<Acceptance | undefined> {
  const place = await realpath(join(contentDir, file)).catch(() => join(contentDir, file))
  if ((await textOf(place)) !== before) return { kind: 'changedMeanwhile', file }
  await replace(place, after)
  // Somebody may have saved another file since the check.
  const result = await loadContent(contentDir, options)
  if (result.kind === 'loaded') return undefined
  if (before === '') await rm(place)
  else await replace(place, before)
  return result
}

/** A reader sees the old file or the new one, never half of one. */
async function replace(place: string, text: string): Promise<void> {
  const mode = await stat(place).then(
    (found) => found.mode,
    () => 0o644,
  )
  await writeFile(`${place}.new`, text, { mode })
  await rename(`${place}.new`, place)
}

/** Empty when there is none. */
const textOf = (place: string) => readFile(place, 'utf8').catch(() => '')
