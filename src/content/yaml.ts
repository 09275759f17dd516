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
import { mistakesOf } from './mistakes/mistakes.ts'
import { BRACES, COLON, type Mistake, TAB } from './mistakes/words.ts'

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
      faults: textFaults(text, [...document.errors, ...document.warnings], reader.faults, lines),
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
      if (isNode(pair.key)) this.refuse(pair.key, BRACES.found, BRACES.allowed)
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
/** Faults that say by themselves what is wrong, however much else is. */
const SELF_STANDING = ['DUPLICATE_KEY', 'BAD_ALIAS', 'TAG_RESOLVE_FAILED']

/**
 * After its first error the parser mostly stumbles over the consequences. So: the mistakes that are found line by line, or
 * else the parser's first error, and in both cases what stands for itself on other lines.
 */
function textFaults(
  text: string,
  errors: readonly YAMLError[],
  ofReader: readonly TextFault[],
  lines: LineCounter,
): readonly TextFault[] {
  if (errors.length === 0) return ofReader
  const standing = errors.filter((error) => SELF_STANDING.includes(error.code))
  const others = errors.filter((error) => !SELF_STANDING.includes(error.code)).slice(0, 1)
  const mistakes = others.length > 0 ? mistakesOf(text) : []
  const own = mistakes.length > 0 ? mistakes : others.map((error) => ofError(error, text))
  const told = others.length > 0 ? [] : ofReader
  const seen = new Set<number>()
  return [...own, ...standing.map((error) => ofError(error, text)), ...told].filter(({ offset }) => {
    const { line } = lines.linePos(offset)
    if (seen.has(line)) return false
    seen.add(line)
    return true
  })
}

/** What people actually do wrong, by the parser's error code. */
const ERRORS: { readonly [code: string]: Mistake } = {
  TAB_AS_INDENT: TAB,
  BLOCK_AS_IMPLICIT_KEY: COLON,
  BAD_ALIAS: { found: ALIAS, allowed: ALIAS_CURE },
  MULTILINE_IMPLICIT_KEY: {
    found: {
      ru: 'строка без двоеточия или с неверным отступом',
      en: 'a line without a colon or with a wrong indent',
    },
    allowed: {
      ru: 'Проверьте отступ и двоеточие после слова',
      en: 'Check the indent and the colon after the word',
    },
  },
  MISSING_CHAR: {
    found: {
      ru: 'не хватает кавычки, скобки или двоеточия',
      en: 'a quote, a bracket or a colon is missing',
    },
    allowed: { ru: 'Проверьте, что всё открытое закрыто', en: 'Check that everything opened is closed' },
  },
  TAG_RESOLVE_FAILED: {
    found: { ru: 'теги (!) не поддерживаются', en: 'tags (!) are not supported' },
    allowed: TAG_CURE,
  },
  BAD_INDENT: {
    found: { ru: 'неверный отступ', en: 'a wrong indent' },
    allowed: {
      ru: 'Строки одного уровня начинаются в одном столбце',
      en: 'Lines of one level begin in one column',
    },
  },
}

function ofError(error: YAMLError, text: string): TextFault {
  const offset = error.pos[0] + (/^\s*/.exec(text.slice(error.pos[0]))?.[0].length ?? 0)
  if (error.code === 'DUPLICATE_KEY') return { offset, ...twice(text.slice(offset)) }
  const known = ERRORS[error.code]
  if (known) return { offset: error.pos[0], ...known }
  const found = { ru: 'эту строку не разобрать', en: `this line cannot be read (${error.message})` }
  const allowed = {
    ru: 'Проверьте отступ, кавычки и скобки; текст со знаками возьмите в кавычки целиком',
    en: 'Check the indent, quotes and brackets; quote a text that has signs',
  }
  return { offset: error.pos[0], found, allowed }
}

function twice(from: string): Mistake {
  const word = /^[^:\n]{1,60}/.exec(from)?.[0].trim() ?? ''
  return {
    found: { ru: `${word}: это слово здесь уже было`, en: `${word}: this word was here already` },
    allowed: { ru: 'Оставьте одно из двух или переименуйте', en: 'Keep one of the two, or rename it' },
  }
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
