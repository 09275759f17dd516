/** Faults to inject: by method, peer or key, for some calls or until taken away. */

export type Fault =
  /** VK's own refusal with this code; nothing is performed. 14 is passed by a call that brings the captcha's answer. */
  | { readonly kind: 'error'; readonly code: number; readonly message?: string }
  /** What a gateway in between says, as HTML. */
  | { readonly kind: 'status'; readonly status: number }
  /** Neither performed nor answered. */
  | { readonly kind: 'hang' }
  /** Performed, never answered. */
  | { readonly kind: 'hangAfter' }
  /** Performed, then the connection is cut. */
  | { readonly kind: 'cut' }
  /** The connection is cut before anything is performed. */
  | { readonly kind: 'refuse' }
  /** Performed at once, answered so many milliseconds later. */
  | { readonly kind: 'slow'; readonly ms: number }

export interface Where {
  /**
   * One method or several; default: all methods. The long poll is `a_check` and an upload `upload`, and both are hit
   * only when they are named.
   */
  readonly method?: string | readonly string[]
  readonly peer?: number
  readonly token?: string
  /** How many calls; default: until removed. */
  readonly times?: number
  /** How many calls pass before it begins. */
  readonly after?: number
}

export interface Injected {
  /** How many calls it hit. */
  readonly hits: number
  remove(): void
}

interface Rule {
  readonly fault: Fault
  readonly methods: ReadonlySet<string> | undefined
  readonly peer: number | undefined
  readonly token: string | undefined
  left: number
  skip: number
  hits: number
}

/** A call as faults know it; the name in lower case. */
export interface Met {
  readonly method: string
  readonly peer: number | undefined
  readonly token: string
  readonly answersCaptcha: boolean
}

const ONLY_BY_NAME = new Set(['a_check', 'upload'])

export class Faults {
  #rules: Rule[] = []

  add(
    fault: Fault,
    { method, peer, token, times = Number.POSITIVE_INFINITY, after = 0 }: Where = {},
  ): Injected {
    const methods =
      method === undefined ? undefined : new Set([method].flat().map((name) => name.toLowerCase()))
    const rule: Rule = { fault, methods, peer, token, left: times, skip: after, hits: 0 }
    this.#rules.push(rule)
    return {
      get hits() {
        return rule.hits
      },
      remove: () => {
        this.#rules = this.#rules.filter((other) => other !== rule)
      },
    }
  }

  clear(): void {
    this.#rules = []
  }

  /** The fault this call meets, and one less of it. */
  meet(met: Met): Fault | undefined {
    for (const rule of this.#rules) {
      if (rule.left <= 0 || !matches(rule, met)) continue
      if (rule.skip-- > 0) continue
      rule.left--
      rule.hits++
      return rule.fault
    }
    return undefined
  }
}

function matches(rule: Rule, { method, peer, token, answersCaptcha }: Met): boolean {
  if (rule.methods ? !rule.methods.has(method) : ONLY_BY_NAME.has(method)) return false
  if (rule.fault.kind === 'error' && rule.fault.code === 14 && answersCaptcha) return false
  return (rule.peer === undefined || rule.peer === peer) && (rule.token === undefined || rule.token === token)
}
