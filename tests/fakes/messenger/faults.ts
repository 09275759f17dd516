/** Faults to inject: by method, place or token, for some calls or until taken away. */

/** What may happen to a call on its way, whatever is called. */
export type LineFault =
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

/** Which calls are hit. */
export interface CallsHit {
  /** One method or several; default: all but those that are hit only when they are named. */
  readonly method?: string | readonly string[]
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

/** A call as faults know it; the name in lower case. */
export interface Met {
  readonly method: string
  /** Chat or peer. */
  readonly place: number | undefined
  readonly token: string
}

interface Rule<Fault> {
  readonly fault: Fault
  readonly methods: ReadonlySet<string> | undefined
  readonly place: number | undefined
  readonly token: string | undefined
  left: number
  skip: number
  hits: number
}

export class Faults<Fault> {
  readonly #onlyByName: ReadonlySet<string>
  #rules: Rule<Fault>[] = []

  constructor(...onlyByName: readonly string[]) {
    this.#onlyByName = new Set(onlyByName)
  }

  add(fault: Fault, hit: CallsHit, place: number | undefined): Injected {
    const { method, token, times = Number.POSITIVE_INFINITY, after = 0 } = hit
    const methods =
      method === undefined ? undefined : new Set([method].flat().map((name) => name.toLowerCase()))
    const rule: Rule<Fault> = { fault, methods, place, token, left: times, skip: after, hits: 0 }
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

  /** The fault this call meets, and one less of it; `spares` says which it passes by. */
  meet(met: Met, spares: (fault: Fault) => boolean = () => false): Fault | undefined {
    for (const rule of this.#rules) {
      if (rule.left <= 0 || !this.#matches(rule, met) || spares(rule.fault)) continue
      if (rule.skip-- > 0) continue
      rule.left--
      rule.hits++
      return rule.fault
    }
    return undefined
  }

  #matches(rule: Rule<Fault>, { method, place, token }: Met): boolean {
    if (rule.methods ? !rule.methods.has(method) : this.#onlyByName.has(method)) return false
    const isPlace = rule.place === undefined || rule.place === place
    return isPlace && (rule.token === undefined || rule.token === token)
  }
}
