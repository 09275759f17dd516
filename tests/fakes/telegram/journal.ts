/** What bots called and what came of it: for tests that count lost and doubled messages, and for the bench. */
import { Journal as AnyJournal } from '../messenger/journal.ts'

export interface Called {
  /** The fake's clock, milliseconds. */
  readonly at: number
  readonly bot: number
  readonly method: string
  readonly chat: number | undefined
  readonly thread: number | undefined
  /** 0: not answered, or the connection was cut. */
  readonly status: number
  /** Why it was refused. */
  readonly why: string | undefined
  /** Whether the world was changed: false for a refusal, true also for what was performed and never answered. */
  readonly performed: boolean
}

export interface Sent {
  readonly at: number
  readonly bot: number
  readonly chat: number
  readonly thread: number | undefined
  readonly message: number
  /** Text, caption, or '' for what has neither. */
  readonly text: string
}

export class Journal extends AnyJournal<Called, Sent> {
  protected outcomeOf({ status }: Called): number {
    return status
  }

  protected placeOf({ chat }: Sent): number {
    return chat
  }
}
