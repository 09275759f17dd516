/** A fault found in content, before it is known on which line it stands and in which language it is told. */
import type { Words } from './schema/shape.ts'

export type Path = readonly (string | number)[]

export interface FlowFault {
  readonly path: Path
  /** Whether the word itself (the key) or what stands behind it is at fault. */
  readonly at: 'key' | 'value'
  readonly found: Words
  readonly allowed?: Words
  /** The nearest known word, for "did you mean". */
  readonly suggestion?: string
}

export function fault(
  path: Path,
  found: Words,
  more: Partial<Omit<FlowFault, 'path' | 'found'>> = {},
): FlowFault {
  return { path, at: 'value', found, ...more }
}

/** Of the known words the one that is at most a third of its length away from what was written. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((word) => ({ word, distance: editDistance(written.toLowerCase(), word.toLowerCase()) }))
    .filter(({ word, distance }) => distance <= Math.max(1, Math.ceil(word.length / 3)))
    .sort((a, b) => a.distance - b.distance || a.word.localeCompare(b.word))
  return ranked[0]?.word
}

/** Edits, with two swapped neighbours counted as one (Damerau, optimal string alignment). */
function editDistance(a: string, b: string): number {
  // names are short; a sentence pasted where a name belongs is no near miss
  if (Math.max(a.length, b.length) > 60) return 60
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) rows.push(nextRow(a, b, i, rows))
  return rows[a.length]?.[b.length] ?? 0
}

function nextRow(a: string, b: string, i: number, rows: readonly (readonly number[])[]): number[] {
  const above = rows[i - 1] ?? []
  const row = [i]
  for (let j = 1; j <= b.length; j++) {
    const same = a[i - 1] === b[j - 1] ? 0 : 1
    let best = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + same)
    const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
    if (swapped) best = Math.min(best, (rows[i - 2]?.[j - 2] ?? 0) + 1)
    row.push(best)
  }
  return row
}
