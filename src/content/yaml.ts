/**
 * YAML with positions. Read strictly: no tags, no anchors, no doubled keys, a limit on size; everything else is plain data.
 */
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLError,
} from 'yaml'
import type { FlowFault, Path } from '../flow/fault.ts'
import type { Words } from '../flow/schema/shape.ts'

/** A fault of the text itself stands at an offset; one of its meaning at a path. */
export interface TextFault {
  readonly offset: number
  readonly found: Words
  readonly allowed?: Words
}

export interface ReadYaml {
  /** Plain data: objects, lists, texts, numbers, booleans, null. */
  readonly value: unknown
  readonly faults: readonly TextFault[]
  locate(path: Path, at: FlowFault['at']): Position
  position(offset: number): Position
}

export interface Position {
  readonly line: number
  readonly column: number
}

// A megabyte is some 20,000 lines: a hundred times the longest file of people.
const MAX_SIZE = 1_000_000
const MAX_DEPTH = 30

export function readYaml(text: string): ReadYaml {
  const lines = new LineCounter()
  if (text.length > MAX_SIZE)
    return broken(lines, 0, { ru: 'файл больше мегабайта', en: 'the file is larger than a megabyte' })
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      stringKeys: true,
      schema: 'core',
      version: '1.2',
    })
    const reader = new Reader()
    const value = document.contents === null ? null : reader.plain(document.contents, 0)
    return {
      value,
      faults: [...document.errors.map(ofError), ...document.warnings.map(ofError), ...reader.faults],
      locate: (path, at) => positionOf(lines, offsetOf(document, path, at)),
      position: (offset) => positionOf(lines, offset),
    }
  } catch (error) {
    // the parser is recursive: thousands of brackets end here
    return broken(lines, 0, {
      ru: `не разобрать файл (${String(error)})`,
      en: `cannot read the file (${String(error)})`,
    })
  }
}

class Reader {
  readonly faults: TextFault[] = []

  plain(node: Node, depth: number): unknown {
    if (depth > MAX_DEPTH)
      return this.refuse(node, { ru: 'слишком глубокая вложенность', en: 'nested too deeply' })
    if (isAlias(node)) return this.refuse(node, ALIAS, ALIAS_CURE)
    if (node.tag !== undefined && !node.tag.startsWith('tag:yaml.org,2002:')) {
      return this.refuse(
        node,
        { ru: `тег ${node.tag} не поддерживается`, en: `the tag ${node.tag} is not supported` },
        TAG_CURE,
      )
    }
    if (isSeq(node)) return node.items.map((item) => (isNode(item) ? this.plain(item, depth + 1) : null))
    if (isMap(node)) return Object.fromEntries(node.items.flatMap((pair) => this.entry(pair, depth)))
    return isScalar(node) ? node.value : null
  }

  private entry(pair: Pair, depth: number): [string, unknown][] {
    const key = isScalar(pair.key) ? String(pair.key.value) : undefined
    if (key === undefined) {
      // `say: {{ name }}` without quotes is a mapping in a mapping
      if (isNode(pair.key)) this.refuse(pair.key, BRACES, BRACES_CURE)
      return []
    }
    if (key === '__proto__' && isNode(pair.key)) {
      this.refuse(pair.key, { ru: '"__proto__": так называть нельзя', en: '"__proto__": not a name' })
      return []
    }
    return [[key, isNode(pair.value) ? this.plain(pair.value, depth + 1) : null]]
  }

  private refuse(node: Node, found: Words, allowed?: Words): null {
    this.faults.push({ offset: node.range?.[0] ?? 0, found, ...(allowed && { allowed }) })
    return null
  }
}

const ALIAS: Words = {
  ru: 'ссылки и якоря (*, &) не поддерживаются',
  en: 'anchors and aliases (*, &) are not supported',
}
const ALIAS_CURE: Words = {
  ru: 'Текст, который начинается с * или &, возьмите в кавычки',
  en: 'Quote a text that begins with * or &',
}
const TAG_CURE: Words = {
  ru: 'Текст, который начинается с «!», возьмите в кавычки',
  en: 'Quote a text that begins with "!"',
}
const BRACES: Words = { ru: 'текст начинается со скобки', en: 'the text begins with a brace' }
const BRACES_CURE: Words = { ru: 'Возьмите его в кавычки: "{{ … }}"', en: 'Quote it: "{{ … }}"' }

/** What people actually do wrong, by the parser's error code. */
const ERRORS: { readonly [code: string]: readonly [Words, Words?] } = {
  DUPLICATE_KEY: [{ ru: 'это слово здесь уже было', en: 'this word was here already' }],
  TAB_AS_INDENT: [
    { ru: 'табуляция в отступе', en: 'a tab in the indentation' },
    { ru: 'Отступы делают пробелами, по два на уровень', en: 'Indent by spaces, two a level' },
  ],
  BLOCK_AS_IMPLICIT_KEY: [
    { ru: 'двоеточие внутри текста', en: 'a colon inside a text' },
    { ru: 'Возьмите весь текст в кавычки', en: 'Quote the whole text' },
  ],
  BAD_ALIAS: [ALIAS, ALIAS_CURE],
  MULTILINE_IMPLICIT_KEY: [
    {
      ru: 'строка без двоеточия или с неверным отступом',
      en: 'a line without a colon or with a wrong indent',
    },
    { ru: 'Проверьте отступ и двоеточие после слова', en: 'Check the indent and the colon after the word' },
  ],
  MISSING_CHAR: [
    { ru: 'не хватает кавычки, скобки или двоеточия', en: 'a quote, a bracket or a colon is missing' },
    { ru: 'Проверьте, что всё открытое закрыто', en: 'Check that everything opened is closed' },
  ],
  TAG_RESOLVE_FAILED: [{ ru: 'теги (!) не поддерживаются', en: 'tags (!) are not supported' }, TAG_CURE],
  BAD_INDENT: [
    { ru: 'неверный отступ', en: 'a wrong indent' },
    { ru: 'Строки одного уровня начинаются в одном столбце', en: 'Lines of one level begin in one column' },
  ],
}

function ofError(error: YAMLError): TextFault {
  const known = ERRORS[error.code]
  const offset = error.pos[0]
  if (known === undefined) {
    return {
      offset,
      found: { ru: `не разобрать YAML (${error.message})`, en: `cannot read the YAML (${error.message})` },
    }
  }
  const [found, allowed] = known
  return { offset, found, ...(allowed && { allowed }) }
}

function offsetOf(document: Document, path: Path, at: FlowFault['at']): number {
  let node: unknown = document.contents
  let offset = startOf(node) ?? 0
  for (const [i, part] of path.entries()) {
    const last = i === path.length - 1
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(part))
      if (pair === undefined) return offset
      const value = startOf(pair.value)
      // a fault of an empty value is shown at its word
      offset =
        (last && at === 'key') || value === undefined || isEmpty(pair.value)
          ? (startOf(pair.key) ?? offset)
          : value
      node = pair.value
    } else if (isSeq(node)) {
      node = node.items[Number(part)]
      offset = startOf(node) ?? offset
    } else return offset
  }
  return offset
}

function isEmpty(node: unknown): boolean {
  return isScalar(node) && node.value === null && (node.source ?? '') === ''
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}

function positionOf(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}

function broken(lines: LineCounter, offset: number, found: Words): ReadYaml {
  const position = () => positionOf(lines, offset)
  return { value: null, faults: [{ offset, found }], locate: position, position }
}
