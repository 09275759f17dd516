/** What the parts of the desk in Telegram share. */
import type { Submit } from '../../channels/port.ts'
import type { OperatorId } from '../../domain/ids.ts'
import type { Language } from '../../domain/message.ts'
import type { EntityReader } from '../../domain/nlu.ts'
import type { Settings } from '../../domain/settings.ts'
import type { Chance, Clock } from '../../domain/time.ts'
import type { Today } from '../../domain/today.ts'
import type { MessengerLog } from '../../messengers/log.ts'
import type { Store } from '../../store/port.ts'
import type { Calls, Me } from './calls.ts'
import type { Chats } from './chats.ts'
import type { Place, Thread, Threads, Writer } from './model.ts'
import type { People } from './people.ts'
import type { DeskWords } from './words.ts'

export interface Room {
  readonly store: Store
  readonly submit: Submit
  readonly settings: () => Settings
  /** Reads «завтра в 10». */
  readonly entities: EntityReader
  readonly today: () => Promise<Today>
  /** The whole address that signs this operator in once; absent where a browser could not open it. */
  readonly loginLink?: (operator: OperatorId) => string
  /** The link that makes one more group the desk's; works once. */
  readonly groupLink: () => Promise<string>
  readonly clock: Clock
  readonly chance: Chance
  readonly log: MessengerLog
  readonly me: Me
  readonly calls: Calls
  readonly chats: Chats
  readonly people: People
  readonly writer: Writer
  readonly threads: Threads
  /** The ticket's real thread, when somebody wrote in one that was left over. */
  readonly stray: (place: Required<Place>, title: string) => Promise<Thread | undefined>
  /** Somebody of the desk opened their own chat with the bot. */
  readonly opened: (user: number) => void
  /** In which the bot talks to operators, and the words for it. */
  readonly language: Language
  readonly words: DeskWords
}
