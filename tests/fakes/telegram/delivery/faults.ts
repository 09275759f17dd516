/** What may happen to bots' calls. */
import type { CallsHit, LineFault } from '../../messenger/faults.ts'

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
  | LineFault

export interface Where extends CallsHit {
  readonly chat?: number
}

/** Methods that are hit only when they are named. */
export const ONLY_BY_NAME = ['getupdates']
