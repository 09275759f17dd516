/** One file of the content with the faults found in it so far. */
import type { z } from 'zod'
import type { Language } from '../domain/message.ts'
import type { FlowFault } from '../flow/fault.ts'
import type { Words } from '../flow/schema/shape.ts'
import type { Fault } from './release.ts'
import { type ReadYaml, readYaml } from './yaml.ts'
import { faultsOf } from './zod-faults.ts'

export interface ContentFile {
  readonly path: string
  readonly yaml: ReadYaml
  readonly faults: FlowFault[]
  /** True when its text or shape is wrong, so that nothing more can be said about what is in it. */
  readonly unreadable: boolean
  /** What the file holds, or undefined with its faults noted. `empty` stands for a file without anything in it. */
  parse<T>(schema: z.ZodType<T>, empty?: unknown): T | undefined
}

export function readFile(path: string, text: string): ContentFile {
  const yaml = readYaml(text)
  const faults: FlowFault[] = []
  let unreadable = yaml.faults.length > 0
  return {
    path,
    yaml,
    faults,
    get unreadable() {
      return unreadable
    },
    parse(schema, empty) {
      if (yaml.faults.length > 0) return undefined
      const value = yaml.value ?? empty
      const result = schema.safeParse(value)
      if (result.success) return result.data
      unreadable = true
      faults.push(...faultsOf(result.error, value))
      return undefined
    },
  }
}

export function hasFaults(file: ContentFile): boolean {
  return file.yaml.faults.length > 0 || file.faults.length > 0
}

/** All faults of a file, in the file's order and the reader's language. */
export function toFaults(file: ContentFile, language: Language): readonly Fault[] {
  const say = (words: Words) => words[language]
  const ofText = file.yaml.faults.map(({ offset, found, allowed }) => ({
    file: file.path,
    ...file.yaml.position(offset),
    found: say(found),
    ...(allowed && { allowed: say(allowed) }),
  }))
  const ofMeaning = file.faults.map(({ path, at, found, allowed, suggestion }) => ({
    file: file.path,
    ...file.yaml.locate(path, at),
    found: say(found),
    ...(allowed && { allowed: say(allowed) }),
    ...(suggestion && { suggestion: didYouMean(suggestion, language) }),
  }))
  return [...ofText, ...ofMeaning].toSorted((a, b) => a.line - b.line || a.column - b.column)
}

export function didYouMean(word: string, language: Language): string {
  return language === 'ru' ? `Может быть, "${word}"?` : `Did you mean "${word}"?`
}
