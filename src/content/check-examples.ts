/** Phrases that would teach the matcher nonsense: the same one in two intents, a golden one among the examples. */
import { plainWords } from '../flow/answer/words.ts'
import { known } from '../flow/check/check.ts'
import { fault, type Path } from '../flow/fault.ts'
import type { Draft } from './build.ts'
import type { ContentFile } from './file.ts'

interface Place {
  readonly file: ContentFile
  readonly intent: string
  readonly text: string
  readonly path: Path
}

const NO_INTENT = { ru: 'нет такого намерения', en: 'no such intent' }

export function checkExamples(draft: Draft, complete: boolean): void {
  checkNames(draft)
  const seen = checkTwice(draft)
  checkGolden(draft, seen, complete)
}

function checkNames(draft: Draft): void {
  const first = new Map<string, ContentFile>()
  for (const { file, name } of draft.intents) {
    const earlier = first.get(name)
    if (earlier === undefined) {
      first.set(name, file)
      continue
    }
    const at = where(earlier, [name])
    file.faults.push(
      fault(
        [name],
        { ru: `${name}: такое намерение уже есть: ${at}`, en: `${name}: this intent exists already: ${at}` },
        { at: 'key' },
      ),
    )
  }
}

/** Told in both places, each naming the other. */
function checkTwice(draft: Draft): ReadonlyMap<string, Place> {
  const seen = new Map<string, Place>()
  for (const { file, name, source } of draft.intents) {
    source.examples.forEach((text, i) => {
      const place: Place = { file, intent: name, text, path: [name, 'examples', i] }
      const earlier = seen.get(phraseKey(text))
      if (earlier === undefined) {
        seen.set(phraseKey(text), place)
        return
      }
      if (earlier.intent !== name) twice(earlier, place)
      twice(place, earlier)
    })
  }
  return seen
}

function twice(here: Place, there: Place): void {
  const at = `${there.intent}, ${where(there.file, there.path)}`
  here.file.faults.push(
    fault(here.path, {
      ru: `"${here.text}": тот же пример уже есть: ${at}`,
      en: `"${here.text}": the same example is in ${at}`,
    }),
  )
}

function checkGolden(draft: Draft, seen: ReadonlyMap<string, Place>, complete: boolean): void {
  const intents = draft.intents.map((intent) => intent.name)
  for (const { file, intent, phrases } of draft.golden) {
    if (complete)
      file.faults.push(
        ...known('intent', intent, intents, [intent], NO_INTENT).map((one) => ({
          ...one,
          at: 'key' as const,
        })),
      )
    phrases.forEach((text, i) => {
      const example = seen.get(phraseKey(text))
      if (example === undefined) return
      const at = where(example.file, example.path)
      const words = {
        ru: `"${text}": эта фраза уже среди примеров: ${at}`,
        en: `"${text}": this phrase is among the examples: ${at}`,
      }
      file.faults.push(fault([intent, i], words))
    })
  }
}

/** Phrases that differ only in case, ё and punctuation are one; a phrase of signs alone is compared as it is. */
export function phraseKey(text: string): string {
  return plainWords(text) || text.trim()
}

function where(file: ContentFile, path: Path): string {
  return `${file.path}:${file.yaml.locate(path, 'value').line}`
}
