import type { LiveLog, Signals, Submit } from '../../channels/port.ts'
import type { Settings } from '../../domain/settings.ts'
import type { Chance, Clock } from '../../domain/time.ts'
import type { Blobs, Store } from '../../store/port.ts'

/** The part of pino this room uses. */
export interface Log {
  info(about: object, text: string): void
  warn(about: object, text: string): void
  error(about: object, text: string): void
}

/** What the web desk is given. `pages` is the folder Vite built the pages into. */
export interface DeskWebDeps {
  readonly store: Store
  readonly blobs: Blobs
  readonly submit: Submit
  readonly live: LiveLog
  readonly signals: Signals
  readonly settings: () => Settings
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Log
  /** Seconds the operators' group in a messenger is late; there is none when left out. */
  readonly messengersBehind?: () => number
  /** Cookies go over https only; true when `PUBLIC_URL` is https. */
  readonly secureCookies: boolean
  /** Where browsers reach us, when a proxy rewrites `Host`; its origin may send commands. */
  readonly publicUrl?: string
  readonly pages: string
}
