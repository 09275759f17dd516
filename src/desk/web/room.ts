/** What the handlers of the web desk share. */
import type { Attempts } from './attempts.ts'
import type { DeskWebDeps } from './deps.ts'
import type { LoginLinks } from './login-links.ts'
import type { Picture } from './picture.ts'
import type { RecentWords } from './recent.ts'
import type { Streams } from './streams.ts'

export interface Room {
  readonly deps: DeskWebDeps
  readonly picture: Picture
  readonly recent: RecentWords
  readonly attempts: Attempts
  readonly links: LoginLinks
  readonly streams: Streams
}
