/**
 * A desk in a messenger (the Telegram group). It reads the log by a cursor of its own, as the web desk does, and keeps what
 * it has shown in its notes (`Store.note`): what waits together is shown together, and a crash shows at most what was under
 * way once more.
 */

import type { Submit } from '../channels/port.ts'

/** How a desk in a messenger stands at the moment. */
export interface SurfaceStanding {
  /** How late customers' words are shown, because the messenger asks to wait; 0 when they are not. */
  readonly behindSeconds: number
  /** A group of operators cannot be used (the bot was removed, lost its rights): somebody has to look. */
  readonly troubled: boolean
}

export interface DeskSurface {
  readonly name: string
  /** Goes on from what was shown last; resolves when arrivals are taken. */
  start(submit: Submit): Promise<void>
  /** Takes no more arrivals, lets what is under way finish; the rest is shown by the next start. */
  stop(): Promise<void>
  standing(): SurfaceStanding
}

/** A desk whose operators sit in groups of a messenger that customers write to, too. */
export interface GroupSurface extends DeskSurface {
  /** Whether the group is the desk's: nobody is a customer there, whichever bot hears them. */
  holds(group: number): boolean
}
