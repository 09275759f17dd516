/** Where lines stand: each belongs to a list or to words that begin in one column. */
import { indent, type Mistake, noDash } from './words.ts'

interface Level {
  readonly column: number
  readonly kind: 'list' | 'words'
  /** The line that began it, for a mistake that shows only later. */
  readonly first: { readonly offset: number; readonly word: string }
  lines: number
}

export interface LaidLine {
  readonly offset: number
  readonly column: number
  readonly kind: Level['kind']
  readonly word: string
}

export interface Misplaced {
  readonly offset: number
  readonly mistake: Mistake
}

export class Layout {
  private levels: Level[] = []
  private opened = true

  /** `opens`: nothing stands behind the line's colon or dash, so the next line may be deeper. */
  take(line: LaidLine, opens: boolean): Misplaced | undefined {
    const misplaced = this.place(line)
    this.opened = opens
    return misplaced
  }

  private place(line: LaidLine): Misplaced | undefined {
    const left = this.levels.filter((level) => level.column > line.column)
    const kept = this.levels.filter((level) => level.column <= line.column)
    const same = kept.findLast((level) => level.column === line.column && level.kind === line.kind)
    if (same !== undefined) {
      same.lines += 1
      this.levels = kept.slice(0, kept.indexOf(same) + 1)
      return undefined
    }
    // a list may stand right under its word, in the same column
    const mayBegin = this.opened && (kept.at(-1)?.column ?? -1) <= line.column
    const top = kept.at(-1)
    if (mayBegin && !(top?.column === line.column && line.kind === 'words')) {
      this.levels = [...kept, levelOf(line)]
      return undefined
    }
    return this.misplaced(line, kept, left)
  }

  private misplaced(line: LaidLine, kept: readonly Level[], left: readonly Level[]): Misplaced {
    const top = kept.at(-1)
    if (top?.column === line.column && top.kind !== line.kind) {
      if (line.kind === 'words') return { offset: line.offset, mistake: noDash(line.word) }
      if (top.lines === 1 && line.column > 0) {
        this.levels = [...kept.slice(0, -1), levelOf(line)]
        return { offset: top.first.offset, mistake: noDash(top.first.word) }
      }
    }
    const alike = [...kept, ...left].filter((level) => level.kind === line.kind)
    const nearest = alike.toSorted(
      (a, b) => Math.abs(a.column - line.column) - Math.abs(b.column - line.column),
    )[0]
    return { offset: line.offset, mistake: indent(line.column, nearest?.column ?? top?.column ?? 0) }
  }
}

const levelOf = ({ column, kind, offset, word }: LaidLine): Level => ({
  column,
  kind,
  first: { offset, word },
  lines: 1,
})
