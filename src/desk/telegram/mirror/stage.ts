/** What the parts of the mirror share. */
import type { Desk, Ticket } from '../../../domain/desk/state.ts'
import { channelAndChat } from '../../../domain/ids.ts'
import type { Language } from '../../../domain/message.ts'
import type { Settings } from '../../../domain/settings.ts'
import type { Clock } from '../../../domain/time.ts'
import type { Store } from '../../../store/port.ts'
import type { ChatLine } from '../chat-line.ts'
import type { DeskChats, DeskTrouble, Thread } from '../model.ts'
import type { Notebook } from '../notebook.ts'
import { userOf } from '../people.ts'
import { threadWordsIn } from '../texts.ts'
import type { ThreadBook } from '../threads.ts'
import type { Transport } from '../transport.ts'
import type { Scene } from './card.ts'
import type { Flights } from './flights.ts'
import type { Homes } from './homes.ts'
import type { Reader } from './told.ts'

/** The part of pino this room uses. */
export interface Log {
  info(about: object, text: string): void
  warn(about: object, text: string): void
  error(about: object, text: string): void
}

/** The part of the store the mirror reads, and its own notes. */
export type MirrorStore = Pick<
  Store,
  'desk' | 'ticket' | 'tickets' | 'conversationEvents' | 'conversationTail' | 'lastSeq' | 'notes' | 'note'
>

/** Given by whoever builds the desk in Telegram. */
export interface MirrorParts {
  readonly store: MirrorStore
  readonly transport: Transport
  readonly chats: DeskChats
  readonly settings: () => Settings
  readonly clock: Clock
  readonly log: Log
  /** Customers in Telegram write to the same bot: media is copied from their chats instead of being sent anew. */
  readonly sameBot: boolean
  /** `getMe.has_topics_enabled`: threads can be made in private chats. */
  readonly personal: () => boolean
  /** The lead is told elsewhere. */
  readonly trouble: (trouble: DeskTrouble) => void
  /** Telegram says that a group has another id by now. */
  readonly moved: (from: number, to: number) => void
}

export interface Stage extends MirrorParts {
  readonly notes: Notebook
  readonly book: ThreadBook
  readonly flights: Flights
  readonly homes: Homes
  readonly operators: () => Desk['operators']
  readonly icons: () => ReadonlyMap<string, string>
  line(chat: number): ChatLine
}

export const languageOf = (settings: Settings): Language => settings.bot.languages[0] ?? 'ru'

export function sceneOf(stage: Stage): Scene {
  const settings = stage.settings()
  const language = languageOf(settings)
  return {
    settings,
    language,
    words: threadWordsIn(language),
    now: stage.clock.now(),
    operators: stage.operators(),
    userOf,
  }
}

export function readerOf(stage: Stage, thread: Thread): Reader {
  const settings = stage.settings()
  const operators = stage.operators()
  return {
    thread,
    words: threadWordsIn(languageOf(settings)),
    bot: settings.bot.name,
    nameOf: (operator) => operators[operator]?.name ?? operator,
  }
}

/** Whether the customer's messages can be copied. */
export const copies = ({ sameBot }: Stage, { conversation }: Ticket): boolean =>
  sameBot && channelAndChat(conversation).channel === 'telegram'
