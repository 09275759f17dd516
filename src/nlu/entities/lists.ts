/**
 * Lists that content managers declare (films, cities, devices): each value by its name and its synonyms, in any case and
 * number, with one slip of the keyboard in a long word. An index of stems, and of stems with one letter left out, makes it a
 * few look-ups a word however long the list is.
 */
import type { Candidate } from './candidate.ts'
import { withinOneSlip } from './slip.ts'
import { stemOf } from './stem.ts'
import type { Token } from './tokens.ts'
import { tokensOf } from './tokens.ts'

export interface EntityList {
  readonly kind: string
  /** Value → other names of it. */
  readonly values: { readonly [value: string]: readonly string[] }
  /** Names that are ordinary words too («Другие»): taken only in quotes, with a capital, or as all there is. */
  readonly ordinary: readonly string[]
}

interface Name {
  readonly kind: string
  readonly value: string
  readonly stems: readonly string[]
  readonly ordinary: boolean
}

// A slip in a short word makes another word («потер», Питер); beside other words of a name it may be shorter («Гарри Потер»).
const FUZZY_FROM = { alone: 6, amongOthers: 4 } as const

// Nobody's name; each of its letters would be left out in turn: 1.5 ms for a word of a thousand.
const LONGEST_WORD = 40

export class ListIndex {
  /** By the stem of the first word. */
  readonly #names = new Map<string, Name[]>()
  /** Stems by what is left of them without one letter. */
  readonly #near = new Map<string, Set<string>>()

  constructor(lists: readonly EntityList[]) {
    for (const list of lists) {
      const ordinary = new Set(list.ordinary.map(keyOf))
      for (const [value, synonyms] of Object.entries(list.values)) {
        for (const name of [value, ...synonyms]) this.#add(list.kind, value, name, ordinary.has(keyOf(name)))
      }
    }
  }

  find(text: string, tokens: readonly Token[]): readonly Candidate[] {
    if (this.#names.size === 0) return []
    const words = tokens.filter(isWord)
    const stems = words.map((token) => stemOf(token.word))
    return words.flatMap((_, i) => this.#at(text, words, stems, i))
  }

  #add(kind: string, value: string, name: string, ordinary: boolean): void {
    const stems = stemsOf(name)
    const [first] = stems
    if (first === undefined) return
    const before = this.#names.get(first)
    if (before === undefined) for (const key of shortened(first)) this.#remember(key, first)
    this.#names.set(first, [...(before ?? []), { kind, value, stems, ordinary }])
  }

  #remember(key: string, stem: string): void {
    const stems = this.#near.get(key) ?? new Set()
    this.#near.set(key, stems.add(stem))
  }

  #at(text: string, words: readonly Token[], stems: readonly string[], i: number): readonly Candidate[] {
    const exact = this.#names.get(stems[i] ?? '')
    const names = exact?.filter((name) => fits(name, stems, i, sameStem)) ?? []
    const found = names.length > 0 ? names : this.#similar(stems, i)
    return found.flatMap((name) => this.#candidate(text, words, name, i))
  }

  #candidate(text: string, words: readonly Token[], name: Name, i: number): readonly Candidate[] {
    const [first, last] = [words[i], words[i + name.stems.length - 1]]
    if (first === undefined || last === undefined) return []
    if (name.ordinary && !standsOut(text, words.length, name, first, last)) return []
    return [{ kind: name.kind, value: name.value, from: first.from, to: last.to }]
  }

  #similar(stems: readonly string[], i: number): readonly Name[] {
    const near = this.#nearTo(stems[i] ?? '')
    if (near === undefined) return []
    return [...near].flatMap((one) =>
      (this.#names.get(one) ?? []).filter((name) => !name.ordinary && fits(name, stems, i, likeness(name))),
    )
  }

  /** Known stems that share a shortened form with this one; undefined for most words. */
  #nearTo(stem: string): ReadonlySet<string> | undefined {
    if (stem.length < FUZZY_FROM.amongOthers || stem.length > LONGEST_WORD) return undefined
    let near: Set<string> | undefined
    for (let k = 0; k <= stem.length; k += 1) {
      // the word itself at last
      const known = this.#near.get(stem.slice(0, k) + stem.slice(k + 1))
      if (known) near = new Set([...(near ?? []), ...known])
    }
    return near
  }
}

const isWord = ({ kind }: Token) => kind === 'word' || kind === 'number'

function stemsOf(name: string): readonly string[] {
  return tokensOf(name)
    .filter(isWord)
    .map((token) => stemOf(token.word))
}

const keyOf = (name: string) => stemsOf(name).join(' ')

function fits(
  name: Name,
  stems: readonly string[],
  at: number,
  same: (a: string, b: string) => boolean,
): boolean {
  return name.stems.every((stem, k) => same(stem, stems[at + k] ?? ''))
}

const sameStem = (a: string, b: string) => a === b

function likeness({ stems }: Name) {
  const least = stems.length > 1 ? FUZZY_FROM.amongOthers : FUZZY_FROM.alone
  return (a: string, b: string) => a === b || (Math.min(a.length, b.length) >= least && withinOneSlip(a, b))
}

/** The word itself and the word without each of its letters: two that share one are at most a slip or two apart. */
function shortened(stem: string): readonly string[] {
  if (stem.length < FUZZY_FROM.amongOthers) return []
  return [stem, ...Array.from(stem, (_, i) => stem.slice(0, i) + stem.slice(i + 1))]
}

const QUOTES = /[«"“„]\s*$/

function standsOut(text: string, count: number, name: Name, first: Token, last: Token): boolean {
  if (count === name.stems.length) return true
  if (
    QUOTES.test(text.slice(Math.max(0, first.from - 2), first.from)) &&
    /^\s*[»"”“]/.test(text.slice(last.to, last.to + 2))
  )
    return true
  const begins = text.slice(0, first.from).trim()
  // a capital at the beginning of a sentence says nothing
  return /\p{Lu}/u.test(text.charAt(first.from)) && begins !== '' && !/[.!?…]$/.test(begins)
}
