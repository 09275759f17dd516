/** Faults to inject: by method, chat or bot, for some calls or until taken away. */

export type Fault =
  /** Refused before it is performed, with any status; `html` is what a proxy in between says. */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly description?: string
      readonly html?: boolean
    }
  /** 429. */
  | { readonly kind: 'flood'; readonly retryAfter: number }
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
  /** One method or several; default: all but getUpdates, which is named to be hit. */
  readonly method?: string | readonly string[]
  readonly chat?: number
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
  readonly chat: number | undefined
  readonly token: string | undefined
  left: number
  skip: number
  hits: number
}

export class Faults {
  #rules: Rule[] = []

  add(
    fault: Fault,
    { method, chat, token, times = Number.POSITIVE_INFINITY, after = 0 }: Where = {},
  ): Injected {
    const methods =
      method === undefined ? undefined : new Set([method].flat().map((name) => name.toLowerCase()))
    const rule: Rule = { fault, methods, chat, token, left: times, skip: after, hits: 0 }
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

  /** The fault this call meets, and one less of it. `method` in lower case. */
  meet(method: string, chat: number | undefined, token: string): Fault | undefined {
    if (this.#rules.length === 0) return undefined
    for (const rule of this.#rules) {
      if (rule.left <= 0 || !matches(rule, method, chat, token)) continue
      if (rule.skip-- > 0) continue
      rule.left--
      rule.hits++
      return rule.fault
    }
    return undefined
  }
}

function matches(rule: Rule, method: string, chat: number | undefined, token: string): boolean {
  if (rule.methods ? !rule.methods.has(method) : method === 'getupdates') return false
  return (rule.chat === undefined || rule.chat === chat) && (rule.token === undefined || rule.token === token)
}
