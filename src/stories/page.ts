/** A YAML file being read: its nodes with their places, and the faults found so far. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { didYouMean } from '../content/file.ts'
import type { Fault } from '../content/release.ts'
import { readYaml } from '../content/yaml.ts'
import type { Language } from '../domain/message.ts'
import { nearest } from '../flow/fault.ts'
import type { Place } from './story.ts'

export interface Words {
  readonly ru: string
  readonly en: string
}

/** `key: value` with the key's node, so that a fault can point at it. */
export interface Entry {
  readonly key: string
  readonly keyNode: Node | undefined
  readonly value: Node | undefined
}

export class Page {
  readonly faults: Fault[] = []
  readonly root: Node | undefined
  readonly file: string
  readonly #language: Language
  readonly #lines = new LineCounter()

  constructor(file: string, source: string, language: Language) {
    this.file = file
    this.#language = language
    const document = parseDocument(source, { lineCounter: this.#lines, prettyErrors: false })
    // told as everywhere in the content: one mistake, its own line, plain words
    const broken = document.errors.length > 0 ? readYaml(source).faults : []
    for (const { offset, found, allowed } of broken) this.#faultAt(offset, found, allowed)
    this.root = document.contents ?? undefined
  }

  place(node: Node | undefined): Place {
    return this.#placeOf(node?.range?.[0] ?? 0)
  }

  /** `allowed` as it stands behind "it takes". */
  fault(node: Node | undefined, found: Words, allowed?: Words): undefined {
    const takes = allowed && { ru: `Нужно: ${allowed.ru}`, en: `It takes ${allowed.en}` }
    this.#faultAt(node?.range?.[0] ?? 0, found, takes)
    return undefined
  }

  /** A text, also of a number or a word like `on`; a fault and undefined for anything else. */
  text(node: Node | undefined): string | undefined {
    // The source, not the value: 0123 stays 0123.
    if (isScalar(node) && node.value !== null) return node.source ?? String(node.value)
    return this.fault(node, NOT_A_TEXT, TEXT)
  }

  texts(node: Node | undefined): readonly string[] {
    if (!isSeq<Node>(node)) {
      const one = this.text(node)
      return one === undefined ? [] : [one]
    }
    return node.items.flatMap((item) => this.text(item) ?? [])
  }

  list(node: Node | undefined, allowed: Words): readonly Node[] {
    if (isSeq<Node>(node)) return node.items
    this.fault(node, NOT_A_LIST, allowed)
    return []
  }

  entries(node: Node | undefined, allowed: Words): readonly Entry[] {
    if (!isMap<Node, Node | null>(node)) {
      this.fault(node, isAlias(node) ? ALIAS : NOT_A_MAP, allowed)
      return []
    }
    return node.items.map(({ key, value }) => ({
      key: isScalar(key) ? String(key.value) : '',
      keyNode: key,
      value: value ?? undefined,
    }))
  }

  /** One of these words, else a fault that lists them. */
  word<W extends string>(node: Node | undefined, allowed: readonly W[]): W | undefined {
    const found = this.text(node)
    const word = allowed.find((one) => one === found)
    if (found === undefined || word !== undefined) return word
    return this.unknown(node, found, allowed)
  }

  unknown(node: Node | undefined, found: string, allowed: readonly string[]): undefined {
    const list = allowed.join(', ')
    const words = { ru: `«${found}» здесь не бывает`, en: `"${found}" is not known here` }
    const known = { ru: `Здесь бывают: ${list}`, en: `Words here: ${list}` }
    this.#faultAt(node?.range?.[0] ?? 0, words, known, nearest(found, allowed))
    return undefined
  }

  #placeOf(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }

  #faultAt(offset: number, found: Words, allowed?: Words, suggestion?: string): void {
    this.faults.push({
      file: this.file,
      ...this.#placeOf(offset),
      found: found[this.#language],
      ...(allowed === undefined ? {} : { allowed: allowed[this.#language] }),
      ...(suggestion === undefined ? {} : { suggestion: didYouMean(suggestion, this.#language) }),
    })
  }
}

const NOT_A_TEXT: Words = { ru: 'здесь нужен текст', en: 'a text is needed here' }
const TEXT: Words = { ru: 'текст в одну строку', en: 'a text on one line' }
const NOT_A_LIST: Words = { ru: 'здесь нужен список', en: 'a list is needed here' }
const NOT_A_MAP: Words = {
  ru: 'здесь нужны строки «ключ: значение»',
  en: 'lines "key: value" are needed here',
}
const ALIAS: Words = {
  ru: 'ссылки (*имя) в историях не нужны',
  en: 'aliases (*name) are not allowed in stories',
}
