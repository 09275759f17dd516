/**
 * What people get wrong in YAML, found line by line. The parser says where it stumbled, which is often another line, and
 * stumbles again over everything that follows; this says what to mend. It is asked only about a text the parser refused,
 * so a valid file is never scolded.
 */
import { Layout } from './layout.ts'
import { closes, type OpenSign, readValue } from './value.ts'
import {
  DASH_WITHOUT_SPACE,
  type Mistake,
  noColon,
  noSpace,
  ODD_SPACE,
  SECOND_DOCUMENT,
  TAB,
} from './words.ts'

export interface FoundMistake extends Mistake {
  readonly offset: number
}

interface Line {
  readonly offset: number
  readonly column: number
  /** Without its indent. */
  readonly text: string
}

// The first word of a line that is a word of the language although its colon is missing.
const WORD =
  /^(title|topic|when|else|set|say|image|file|links|wish|ask|save|buttons|expect|guide|stuck|call|headers|body|timeout|failed|run|solved|wait|go|handoff|flow|answer|command|examples|name|greeting|text)(:\S|\s+\S)/
const ENTRY = /^("(?:\\.|[^"\\])*"|'(?:''|[^'])*'|[^\s"'{[#&*!|>%@`-][^#]*?|-[^\s][^#]*?)\s*:(?:\s+(.*))?$/

export function mistakesOf(text: string): readonly FoundMistake[] {
  return new Reader().read(text)
}

class Reader {
  private readonly found: FoundMistake[] = []
  private readonly layout = new Layout()
  /** Lines deeper than this belong to a text that began with `|`. */
  private longTextOf: number | undefined
  private open: { readonly sign: OpenSign; readonly mistake: FoundMistake } | undefined

  read(text: string): readonly FoundMistake[] {
    let offset = 0
    for (const raw of text.split('\n')) {
      this.line(raw.replace(/\r$/, ''), offset)
      offset += raw.length + 1
    }
    if (this.open) this.found.push(this.open.mistake)
    return this.found
  }

  private line(raw: string, start: number): void {
    const blank = /^[^\S\r\n]*/.exec(raw.replace(/^\ufeff/, ' '))?.[0] ?? ''
    const line = {
      offset: start + blank.length,
      column: blank.length,
      text: raw.slice(blank.length).trimEnd(),
    }
    if (line.text === '' || this.isInText(line) || line.text.startsWith('#')) return
    if (blank.includes('\t')) return this.note(start + blank.indexOf('\t'), TAB)
    if (start > 0 && /[^ ]/.test(blank)) return this.note(start, ODD_SPACE)
    if (line.text === '---') return start > 0 ? this.note(start, SECOND_DOCUMENT) : undefined
    this.structure(line)
  }

  private isInText(line: Line): boolean {
    if (this.open) return this.isInOpen(line, this.open)
    if (this.longTextOf === undefined) return false
    if (line.column > this.longTextOf) return true
    this.longTextOf = undefined
    return false
  }

  /** A quote that is still open when a step begins was meant to be closed before. */
  private isInOpen(line: Line, open: NonNullable<Reader['open']>): boolean {
    const next = /^- |^[\w-]+:(\s|$)/.test(line.text)
    if (next && open.sign !== 'bracket') {
      this.found.push(open.mistake)
      this.open = undefined
      return false
    }
    if (closes(line.text, open.sign)) this.open = undefined
    return true
  }

  private structure(line: Line): void {
    const dash = /^-(\s+|$)/.exec(line.text)?.[0]
    if (dash === undefined) return this.words(line, line.column)
    const item = { offset: line.offset, column: line.column, kind: 'list', word: '-' } as const
    const rest = line.text.slice(dash.length)
    const misplaced = this.layout.take(item, rest === '' || ENTRY.test(rest))
    if (misplaced) this.note(misplaced.offset, misplaced.mistake)
    const inner = { offset: line.offset + dash.length, column: line.column + dash.length, text: rest }
    if (rest !== '') this.words(inner, line.column, true)
  }

  private words(line: Line, parent: number, inList = false): void {
    const [, key, value = ''] = ENTRY.exec(line.text) ?? []
    if (key === undefined) return this.noEntry(line, parent, inList)
    if (/^-\S/.test(line.text)) return this.note(line.offset, DASH_WITHOUT_SPACE)
    const { offset, column } = line
    const opens = value === '' || value.startsWith('#')
    const misplaced = this.layout.take({ offset, column, kind: 'words', word: key }, opens)
    if (misplaced) this.note(misplaced.offset, misplaced.mistake)
    if (!opens) this.value(value, line.offset + line.text.length - value.length, parent, key)
  }

  private noEntry(line: Line, parent: number, inList: boolean): void {
    const [, word, behind] = WORD.exec(line.text) ?? []
    if (word !== undefined && behind !== undefined)
      return this.halfEntry(line, word, behind.startsWith(':') ? noSpace(word) : noColon(word), false)
    const alone = /^\p{L}[\p{L}\p{N}_-]*$/u.test(line.text)
    if (alone && line.column === 0) return this.halfEntry(line, line.text, noColon(line.text), true)
    if (inList) this.value(line.text, line.offset, parent)
  }

  /** Taken as what it was meant to be, or the lines below would seem misplaced. */
  private halfEntry({ offset, column }: Line, word: string, mistake: Mistake, opens: boolean): void {
    this.layout.take({ offset, column, kind: 'words', word }, opens)
    this.note(offset, mistake)
  }

  private value(value: string, offset: number, parent: number, word?: string): void {
    if (/^[|>][+-]?\d?\s*(#.*)?$/.test(value)) this.longTextOf = parent
    const read = readValue(value, word)
    if (read.kind === 'mistake') this.note(offset, read.mistake)
    if (read.kind === 'open') this.open = { sign: read.sign, mistake: { offset, ...read.mistake } }
  }

  private note(offset: number, mistake: Mistake): void {
    this.found.push({ offset, ...mistake })
  }
}
