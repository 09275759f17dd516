/** `expect:` as written → what the runner tests answers with. */
import { compilePattern } from './compile-pattern.ts'
import type { FlowFault, Path } from './fault.ts'
import type { Expect } from './graph.ts'
import type { ExpectSource } from './schema/ask.ts'

/** Wrong answers before a question gives up: two chances to look at the hint, then a person. */
export const DEFAULT_ATTEMPTS = 3

export function compileExpect(
  source: ExpectSource | undefined,
  hasButtons: boolean,
  path: Path,
  faults: FlowFault[],
): Expect | undefined {
  if (typeof source === 'string') return { type: source }
  if (source?.pattern !== undefined) {
    const pattern = compilePattern(source.pattern, 'whole', [...path, 'pattern'], faults)
    return { type: 'text', ...(pattern && { pattern }) }
  }
  if (source?.type === undefined && hasButtons) return undefined
  const { min, max } = source ?? {}
  return {
    type: source?.type ?? 'text',
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
  }
}
