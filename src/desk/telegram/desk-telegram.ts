/**
 * The desk in Telegram: operators work in forum groups through a telegraf bot. The mirror shows what the log says
 * (telegram-mirror.ts); here people are heard: words in threads (messages.ts), buttons (presses.ts), commands (commands/),
 * who comes and goes (people.ts, join.ts), groups and their rights (setup.ts). What is said of its own accord is follow.ts.
 * An update is done when what it says is durable; those of one thread are handled one after the other.
 */
import type { Update, UserFromGetMe } from 'grammy/types'
import { Telegraf } from 'telegraf'
import type { DeliveredSignals, LiveLog, Receipt, Submit } from '../../channels/port.ts'
import type { OperatorId } from '../../domain/ids.ts'
import type { EntityReader } from '../../domain/nlu.ts'
import type { Settings } from '../../domain/settings.ts'
import { type Chance, type Clock, later, minutes } from '../../domain/time.ts'
import type { Today } from '../../domain/today.ts'
import { ComeAgain } from '../../messengers/come-again.ts'
import type { MessengerLog } from '../../messengers/log.ts'
import { Pauses } from '../../messengers/pause.ts'
import type { Blobs, Store } from '../../store/port.ts'
import type { BotApi } from '../../telegram/api.ts'
import type { Feed, Hearing } from '../../telegram/feed.ts'
import { Media } from '../../telegram/media.ts'
import type { GroupSurface, SurfaceStanding } from '../port.ts'
import { botTransport } from './bot-transport.ts'
import type { Allowance } from './budget.ts'
import { botCalls, type Me } from './calls.ts'
import { Chats } from './chats.ts'
import { commandsOf } from './commands/commands.ts'
import { Follow } from './follow.ts'
import { Told } from './guard.ts'
import { Hearing as Ears } from './hearing.ts'
import { Joining } from './join.ts'
import { Messages } from './messages.ts'
import { languageOf } from './mirror/stage.ts'
import { DESK_SURFACE } from './model.ts'
import { idOf, People } from './people.ts'
import type { Room } from './room.ts'
import { Setup, type TrustedChat } from './setup.ts'
import { TelegramMirror } from './telegram-mirror.ts'
import { Turns } from './turns.ts'
import { deskWordsIn } from './words.ts'

export interface TelegramDeskOptions {
  readonly token: string
  readonly api: BotApi
  readonly feed: Feed
  /** Customers write to the same bot. */
  readonly shared: boolean
  readonly store: Store
  readonly blobs: Blobs
  readonly live: LiveLog
  readonly delivered: DeliveredSignals
  readonly settings: () => Settings
  readonly entities: EntityReader
  readonly today: () => Promise<Today>
  /** The whole address that signs this operator in once; absent where a browser could not open it. */
  readonly loginLink?: (operator: OperatorId) => string
  readonly clock: Clock
  readonly chance: Chance
  readonly log: MessengerLog
  readonly chats: readonly TrustedChat[]
  /** Whether more of what customers wrote is on its way than comes at once. */
  readonly catchingUp: () => boolean
  /** Groups whose taken tickets open in the operator's own chat with the bot. */
  readonly personal: readonly string[]
  /** No group is set up yet: the link by which one is. */
  readonly announce: (link: string) => void
  /** Other limits than Telegram's, for a Bot API server of one's own. */
  readonly allowances?: { readonly group: Allowance; readonly person: Allowance }
}

// `chat_member` tells who leaves; Telegram keeps it back unless it is asked for.
const ALLOWED = ['message', 'edited_message', 'callback_query', 'chat_member', 'my_chat_member'] as const
// A group that refuses us is looked at again, for rights given back are not always told.
const LOOK_AGAIN = minutes(5)
const NOT_YET: Receipt = { kind: 'busy', retryAfter: 1_000, why: 'stopping' }

export function telegramDesk(options: TelegramDeskOptions): GroupSurface {
  return new TelegramDesk(options)
}

class TelegramDesk implements GroupSurface {
  readonly name = DESK_SURFACE
  readonly #options: TelegramDeskOptions
  readonly #hearing: Hearing
  readonly #mirror: TelegramMirror
  readonly #room: Room
  readonly #setup: Setup
  readonly #messages: Messages
  readonly #follow: Follow
  readonly #turns = new Turns()
  readonly #pauses: Pauses
  readonly #ears: Ears
  #bot: Telegraf | undefined
  #submit: Submit = () => Promise.resolve(NOT_YET)
  #me: Me
  #alarm: { cancel(): void } | undefined
  #settling: Promise<void> = Promise.resolve()

  constructor(options: TelegramDeskOptions) {
    const { api, clock, settings } = options
    this.#options = options
    this.#me = { id: api.id, username: '', threads: false }
    this.#pauses = new Pauses(clock)
    const limit = () => settings().limits.fileSize
    const media = new Media({ ...options, pauses: this.#pauses, limit })
    const chats = new Chats(options.store)
    this.#mirror = this.#mirrorOf(chats, media)
    this.#room = this.#roomOf(chats)
    const told = new Told(options)
    const joining = new Joining(this.#room)
    const commands = commandsOf(joining)
    this.#setup = new Setup(this.#room, (chat) => this.#ears.menu(chat))
    this.#messages = new Messages({
      ...{ room: this.#room, told, media },
      command: (message, key) => this.#ears.command(message, key),
    })
    this.#follow = new Follow({ ...options, room: this.#room })
    const parts = { joining, setup: this.#setup, messages: this.#messages, commands, told }
    this.#ears = new Ears({ ...parts, room: this.#room, shared: options.shared })
    this.#hearing = options.feed.add({
      allowed: ALLOWED,
      wants: (update) => this.#ears.wants(update),
      take: (update) => this.#take(update),
      met: (me) => this.#met(me),
    })
  }

  async start(submit: Submit): Promise<void> {
    const { chats, people } = this.#room
    this.#submit = submit
    await chats.load()
    await people.load()
    await this.#setup.adopt(this.#options.chats, this.#options.personal)
    // Before anything is heard: which thread is whose ticket's.
    await this.#mirror.start()
    await this.#messages.shelf.load()
    await this.#follow.start()
    this.#hearing.begin()
  }

  async stop(): Promise<void> {
    this.#alarm?.cancel()
    // Updates that wait for Telegram come again, or are on the shelf.
    this.#pauses.end()
    await this.#hearing.end()
    await this.#turns.settle()
    await this.#messages.shelf.stop()
    await this.#ears.settle()
    await this.#settling
    await this.#follow.stop()
    await this.#mirror.stop()
  }

  standing(): SurfaceStanding {
    const troubled = this.#room.chats.all().some(({ trouble }) => trouble !== undefined)
    return { behindSeconds: this.#mirror.behindSeconds(), troubled }
  }

  holds(group: number): boolean {
    const { chats } = this.#room
    return chats.get(chats.now(group)) !== undefined
  }

  /** Handed over at once: the turn of a thread is taken in the order of arrival. */
  #take(update: Update): Promise<void> {
    const bot = this.#bot
    // Telegram knows a webhook from an earlier run.
    if (bot === undefined) return Promise.reject(new ComeAgain(1_000, 'not running'))
    return this.#turns.take(this.#ears.turnOf(update), () => this.#ears.take(bot, update))
  }

  #met(me: UserFromGetMe): void {
    const { token } = this.#options
    this.#me = { id: me.id, username: me.username, threads: me.has_topics_enabled === true }
    const bot = new Telegraf(token, { handlerTimeout: Number.POSITIVE_INFINITY })
    // telegraf asks getMe by itself otherwise, over its own connection.
    bot.botInfo = { ...me }
    this.#bot = this.#ears.attach(bot)
    this.#settling = this.#settle().catch((error: unknown) =>
      this.#options.log.error({ err: error }, 'the groups of the desk could not be looked at'),
    )
  }

  async #settle(): Promise<void> {
    const { announce, chats } = this.#options
    await this.#setup.look('all')
    await this.#room.people.review()
    // A group chosen by mistake, and left, is none: without a new link there would be no way on.
    const usable = this.#room.chats.adopted().some(({ trouble }) => trouble !== 'kicked')
    if (chats.length === 0 && !usable) announce(await this.#setup.link())
    this.#lookAgain()
  }

  #lookAgain(): void {
    const { clock } = this.#options
    if (this.#pauses.ended) return
    this.#alarm = clock.at(later(clock.now(), LOOK_AGAIN), () => {
      this.#settling = this.#setup.look('troubled')
      this.#lookAgain()
    })
  }

  #roomOf(chats: Chats): Room {
    const { settings } = this.#options
    const calls = botCalls(this.#options.api, this.#options.clock, this.#pauses.signal)
    const submit: Submit = (arrived) => this.#submit(arrived)
    const people = new People({ ...this.#options, submit, calls, chats })
    const { writer, threads } = this.#mirror
    const desk = this
    return {
      ...this.#options,
      ...{ submit, calls, chats, people, writer, threads },
      groupLink: () => this.#setup.link(),
      opened: (user) => this.#mirror.opened(idOf(user)),
      stray: (place, title) => this.#mirror.stray(place, title),
      get me() {
        return desk.#me
      },
      get language() {
        return languageOf(settings())
      },
      get words() {
        return deskWordsIn(languageOf(settings()))
      },
    }
  }

  #mirrorOf(chats: Chats, media: Media): TelegramMirror {
    const { api, clock, log, shared } = this.#options
    const telling = (work: Promise<unknown>) =>
      void work.catch((error: unknown) => log.error({ err: error }, 'a group’s trouble could not be noted'))
    return new TelegramMirror({
      ...this.#options,
      transport: botTransport({ api, media, clock }),
      ...{ chats, sameBot: shared },
      personal: () => this.#me.threads,
      trouble: (trouble) => telling(this.#setup.troubled(trouble)),
      moved: (from, to) => telling(this.#ears.migrated(from, to)),
    })
  }
}
