/** What may happen to communities' calls. */
import type { CallsHit, LineFault } from '../../messenger/faults.ts'

export type Fault =
  /** VK's own refusal with this code; nothing is performed. 14 is passed by a call that brings the captcha's answer. */
  | { readonly kind: 'error'; readonly code: number; readonly message?: string }
  /** What a gateway in between says, as HTML, or these words. */
  | { readonly kind: 'status'; readonly status: number; readonly body?: string }
  | LineFault

export interface Where extends CallsHit {
  readonly peer?: number
}

/** The long poll and uploads are hit only when they are named. */
export const ONLY_BY_NAME = ['a_check', 'upload']

export const isCaptcha = (fault: Fault): boolean => fault.kind === 'error' && fault.code === 14
