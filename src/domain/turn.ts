import type { InputKey } from './ids.ts'
import type { Rules } from './rules.ts'
import type { Instant } from './time.ts'

/** What comes with an input: when it arrived, its key (keys of what follows are made from it), and the rules in force. */
export interface Turn {
  readonly at: Instant
  readonly key: InputKey
  readonly rules: Rules
}
