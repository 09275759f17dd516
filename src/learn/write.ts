/**
 * Examples and intents written into the text of a YAML file. The document is parsed only to find the place; the new lines
 * are put into the text as it is, so that comments, order, quotes and line breaks of everything else stay as people wrote
 * them. What came out is read again and compared: a file of a shape nobody thought of is refused, never damaged.
 */
import { isDeepStrictEqual } from 'node:util'
import { Document, isMap, isNode, isScalar, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml'

export interface NewIntent {
  readonly name: string
  readonly title: string
  readonly answer: string
  readonly examples: readonly string[]
}

/** Undefined: in this text it cannot be done without touching what is there. */
export type Written = string | undefined

/** Puts `phrases` behind the last example of the intent. */
export function withExamples(text: string, intent: string, phrases: readonly string[]): Written {
  const examples = intentsIn(text)?.getIn([intent, 'examples'])
  if (!isSeq(examples) || phrases.length === 0) return undefined
  const written = examples.flow ? inFlow(text, examples, phrases) : inBlock(text, examples, phrases)
  return (
    written &&
    verified(text, written, (all) => {
      const before = all[intent]?.examples
      return {
        ...all,
        [intent]: { ...all[intent], examples: [...(Array.isArray(before) ? before : []), ...phrases] },
      }
    })
  )
}

/** Puts the intent behind the last one of the file. An empty text is a file that is not there yet. */
export function withIntent(text: string, { name, ...intent }: NewIntent): Written {
  const intents = intentsIn(text)
  if (text.trim() !== '' && (intents === undefined || intents.flow || intents.has(name))) return undefined
  const { title, answer, examples } = intent
  const ending = lineEnding(text)
  const lines = yamlOf({ [name]: { title, answer, examples } }).replaceAll('\n', ending)
  const before = text === '' || text.endsWith('\n') ? text : `${text}${ending}`
  return verified(text, text.trim() === '' ? lines : `${before}${ending}${lines}`, (all) => ({
    ...all,
    [name]: { title, answer, examples },
  }))
}

export function hasIntent(text: string, name: string): boolean {
  return intentsIn(text)?.has(name) ?? false
}

function intentsIn(text: string): YAMLMap | undefined {
  const document = parseDocument(text, { version: '1.2', schema: 'core', stringKeys: true })
  return document.errors.length === 0 && isMap(document.contents) ? document.contents : undefined
}

/** `- a` lines behind the last one, at the same depth. */
function inBlock(text: string, examples: YAMLSeq, phrases: readonly string[]): Written {
  const [first, last] = [examples.range?.[0], endOf(examples)]
  if (first === undefined || last === undefined || text[first] !== '-') return undefined
  const indent = text.slice(text.lastIndexOf('\n', first - 1) + 1, first)
  if (indent.trim() !== '') return undefined
  const ending = lineEnding(text)
  const lines = phrases.map((phrase) => `${indent}${yamlOf([phrase]).trimEnd()}${ending}`).join('')
  const at = lineEndAfter(text, last)
  const before = text.slice(0, at)
  return `${before.endsWith('\n') ? before : `${before}${ending}`}${lines}${text.slice(at)}`
}

/** `, a` behind the last one between the brackets. */
function inFlow(text: string, examples: YAMLSeq, phrases: readonly string[]): Written {
  const last = endOf(examples)
  if (last === undefined) return undefined
  return `${text.slice(0, last)}${phrases.map((phrase) => `, ${flowYamlOf(phrase)}`).join('')}${text.slice(last)}`
}

function endOf({ items }: YAMLSeq): number | undefined {
  const last = items.at(-1)
  return isNode(last) && isScalar(last) ? last.range?.[1] : undefined
}

/** A block text (`- >-`) ends behind its line break already. */
function lineEndAfter(text: string, offset: number): number {
  if (text[offset - 1] === '\n') return offset
  const found = text.indexOf('\n', offset)
  return found < 0 ? text.length : found + 1
}

const lineEnding = (text: string) => (text.includes('\r\n') ? '\r\n' : '\n')

/** Quoted where needed, also for readers of the old YAML, to whom `yes` is no text. Never folded. */
function yamlOf(value: unknown): string {
  return documentOf(value).toString({ lineWidth: 0 })
}

function flowYamlOf(phrase: string): string {
  const document = documentOf([phrase])
  if (isSeq(document.contents)) document.contents.flow = true
  return document.toString({ lineWidth: 0, flowCollectionPadding: false }).trim().slice(1, -1)
}

const documentOf = (value: unknown) =>
  new Document(value, { version: '1.2', schema: 'core', compat: 'yaml-1.1' })

type Intents = { readonly [name: string]: { readonly [key: string]: unknown } | undefined }

/** The written text, if it says exactly what it is to say. */
function verified(before: string, after: string, expected: (all: Intents) => Intents): Written {
  const [was, is] = [plainIntents(before), plainIntents(after)]
  return was && is && isDeepStrictEqual(is, expected(was)) ? after : undefined
}

function plainIntents(text: string): Intents | undefined {
  if (text.trim() === '') return {}
  const plain: unknown = intentsIn(text)?.toJSON()
  return isIntents(plain) ? plain : undefined
}

const isIntents = (value: unknown): value is Intents => typeof value === 'object' && value !== null
