/** `expect:` as written → what the runner tests answers with. */
import { type FlowFault, fault, type Path } from './fault.ts'
import type { Expect } from './graph.ts'
import { isCheap } from './pattern.ts'
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
    const pattern = compilePattern(source.pattern, [...path, 'pattern'], faults)
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

/** The whole answer must match, so the pattern is anchored. Patterns that can backtrack badly are refused. */
function compilePattern(written: string, path: Path, faults: FlowFault[]): RegExp | undefined {
  try {
    const pattern = anchored(written)
    if (isCheap(written)) return pattern
    faults.push(
      fault(path, {
        ru: `pattern: "${written}": на таком выражении бот может зависнуть: повтор внутри повтора, ссылка назад или слишком много повторов`,
        en: `pattern: "${written}": could hang the bot: a repeat inside a repeat, a back reference, or too many repeats`,
      }),
    )
  } catch {
    faults.push(
      fault(path, {
        ru: `pattern: "${written}": не разобрать регулярное выражение`,
        en: `pattern: "${written}": not a regular expression`,
      }),
    )
  }
  return undefined
}

function anchored(written: string): RegExp {
  try {
    return new RegExp(`^(?:${written})$`, 'iu')
  } catch {
    // `\-` and other needless escapes are an error only in Unicode mode
    return new RegExp(`^(?:${written})$`, 'i')
  }
}
