/**
 * A desk that must be told things in a messenger (the Telegram group). The web desk needs none of this: it reads the log.
 */

import type { SendResult, Submit } from '../channels/port.ts'
import type { DeskEffect } from '../domain/effect.ts'

export interface DeskSurface {
  readonly name: string
  /** Same promises as `Channel.send`. */
  tell(effect: DeskEffect, deliveryId: number): Promise<SendResult>
  start(submit: Submit): Promise<void>
  stop(): Promise<void>
}
