/**
 * Whether a pattern's cost stays small. safe-regex2 refuses a repeat inside a repeat, but lets `(a|a)*` and `a*a*a*a*b`
 * through, which are exponential and of the fourth degree; what it misses is refused here.
 */

// Three repeats over 200 characters (MAX_TESTED) are at most 1.3 million steps, about 10 ms; four would be 66 million.
const MAX_REPEATS = 3
/** Longest answer a pattern is tried on; longer ones simply do not fit. */
export const MAX_TESTED = 200
// A repeat up to this often is as good as written out.
const FEW = 10

interface Group {
  /** Alternatives or optional parts: more than one way to match the same text. */
  choice: boolean
  repeat: boolean
}

export function repeatsAreFew(pattern: string): boolean {
  // look-arounds and back references step out of what can be reckoned here
  if (/\(\?(?!:)|\\[1-9k]/.test(pattern)) return false
  const groups: Group[] = [{ choice: false, repeat: false }]
  let closed: Group | undefined
  let repeats = 0
  for (const token of tokens(pattern)) {
    const group = groups.at(-1) ?? { choice: false, repeat: false }
    const most = repeatOf(token)
    if (most !== undefined) {
      if (closed && most > 1 && (closed.repeat || (closed.choice && most > FEW))) return false
      if (most > FEW) {
        repeats += 1
        group.repeat = true
      } else group.choice = true
    }
    closed = undefined
    if (token === '(') groups.push({ choice: false, repeat: false })
    if (token === '|') group.choice = true
    if (token === ')') {
      closed = groups.pop()
      const outer = groups.at(-1)
      if (outer && closed) {
        outer.choice ||= closed.choice
        outer.repeat ||= closed.repeat
      }
    }
  }
  return repeats <= MAX_REPEATS
}

function tokens(pattern: string): readonly string[] {
  return (
    pattern
      .match(/\\p\{[^}]*\}|\\.|\[(?:\\.|[^\]\\])*\]|\(\?:|\{\d+(?:,\d*)?\}\??|[*+?]\??|./gsu)
      ?.map((token) => (token === '(?:' ? '(' : token)) ?? []
  )
}

/** How often at most, when the token is a quantifier. */
function repeatOf(token: string): number | undefined {
  if (/^[*+]/.test(token)) return Number.POSITIVE_INFINITY
  if (token.startsWith('?')) return 1
  const counted = /^\{(\d+)(,?)(\d*)\}/.exec(token)
  if (!counted) return undefined
  if (counted[3]) return Number(counted[3])
  return counted[2] ? Number.POSITIVE_INFINITY : Number(counted[1])
}
