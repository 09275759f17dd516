/**
 * Customers in Telegram: a grammY bot hears them, the outbox speaks to them. Updates are acknowledged after the commit;
 * what the bot does beside the outbox (answers to presses, «печатает…», old keyboards) is done at best and never twice.
 */
import { Bot } from 'grammy'
import type { Update, UserFromGetMe } from 'grammy/types'
import { channelAndChat } from '../../domain/ids.ts'
import type { Rules } from '../../domain/rules.ts'
import { type Chance, type Clock, seconds } from '../../domain/time.ts'
import { ComeAgain } from '../../messengers/come-again.ts'
import type { MessengerLog } from '../../messengers/log.ts'
import { Pauses } from '../../messengers/pause.ts'
import type { Blobs, Store } from '../../store/port.ts'
import type { BotApi } from '../../telegram/api.ts'
import type { Feed, Hearing } from '../../telegram/feed.ts'
import { Media } from '../../telegram/media.ts'
import { Numbers } from '../numbers.ts'
import type { Channel, LiveLog, Receipt, Signals, Submit } from '../port.ts'
import { Typing } from '../typing.ts'
import { Answers } from './answers.ts'
import { profileOf } from './customer.ts'
import { Customers, privateChatOf, TELEGRAM } from './customers.ts'
import { Groups } from './groups.ts'
import { Pace } from './pace.ts'
import { Sending } from './sending.ts'
import { Shelf } from './shelf.ts'
import { WORDS } from './words.ts'

export interface TelegramOptions {
  readonly token: string
  readonly api: BotApi
  /** Shared with the desk when it uses the same bot. */
  readonly feed: Feed
  /** Whether this group is the desk's, which has a bot of its own there. */
  readonly ofDesk: (chat: number) => boolean
  readonly store: Store
  readonly blobs: Blobs
  readonly live: LiveLog
  readonly signals: Signals
  readonly clock: Clock
  readonly chance: Chance
  /** Asked at each message, so that new content counts at once. */
  readonly rules: () => Rules
  readonly log: MessengerLog
  /** Messages a second in all. */
  readonly rate: number
}

// Telegram shows it for five seconds, or until a message comes.
const TYPING_SHOWN = seconds(4)
// What customers do in Telegram; everything else Telegram keeps to itself.
const ALLOWED = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const

export function telegramChannel(options: TelegramOptions): Channel {
  return new TelegramChannel(options)
}

class TelegramChannel implements Channel {
  readonly name = TELEGRAM
  readonly repeats = true
  readonly #options: TelegramOptions
  readonly #pauses: Pauses
  readonly #pace: Pace
  readonly #numbers: Numbers
  readonly #media: Media
  readonly #answers: Answers
  readonly #typing: Typing
  readonly #sending: Sending
  readonly #groups: Groups
  readonly #hearing: Hearing
  #shelf: Shelf | undefined
  #bot: Bot | undefined
  #customers: Customers | undefined
  #leave: readonly (() => void)[] = []

  constructor(options: TelegramOptions) {
    const { api, store, clock, rate, log, feed } = options
    this.#options = options
    this.#pauses = new Pauses(clock)
    this.#pace = new Pace(clock, rate)
    this.#numbers = new Numbers(store)
    const limit = () => this.#settings().limits.fileSize
    this.#media = new Media({ ...options, pauses: this.#pauses, limit })
    this.#answers = new Answers({ api, clock, pace: this.#pace, pauses: this.#pauses, log, told: this.#told })
    this.#typing = new Typing({
      ...{ channel: TELEGRAM, clock, shown: TYPING_SHOWN },
      show: (chat) => this.#answers.quietly('sendChatAction', { chat_id: chat, action: 'typing' }),
    })
    this.#sending = new Sending({
      ...{ api, store, clock, media: this.#media, numbers: this.#numbers },
      ...{ answers: this.#answers, pace: this.#pace, language: () => this.#language },
    })
    this.#groups = new Groups({
      ...{ bot: api.id, store, pauses: this.#pauses, log },
      ofDesk: (chat) => options.ofDesk(chat),
      foreign: (update) => this.#hearing.gets(update),
      explain: (chat) => this.#explain(chat),
    })
    this.#hearing = feed.add({
      allowed: ALLOWED,
      wants: () => true,
      take: (update) => this.#take(update),
      met: (me) => this.#met(me),
    })
  }

  send: Channel['send'] = (to, message, delivery) => this.#sending.send(to, message, delivery)

  notBefore: NonNullable<Channel['notBefore']> = (to, delivery) =>
    this.#pace.notBefore(Number(channelAndChat(to).chat), delivery)

  /** Telegram may be away: the rest of Kotik does not wait for it. */
  async start(submit: Submit): Promise<void> {
    const { api, store, clock, log, live, signals } = this.#options
    const shelf: Shelf = new Shelf({
      ...{ bot: api.id, store, clock, pauses: this.#pauses, log },
      perform: (updates) => customers.perform(updates),
    })
    const customers = new Customers({
      ...{ bot: api.id, submit, media: this.#media, numbers: this.#numbers, shelf },
      settings: () => this.#settings(),
      pressed: this.#answers.pressed,
    })
    this.#customers = customers
    this.#shelf = shelf
    this.#leave = [
      live.subscribe((events) => {
        this.#answers.hear(events)
        this.#typing.hear(events)
      }),
      signals.subscribe((signal) => this.#typing.signalled(signal)),
    ]
    await shelf.load()
    this.#hearing.begin()
  }

  async stop(): Promise<void> {
    await this.#hearing.end()
    this.#pauses.end()
    for (const leave of this.#leave) leave()
    this.#typing.stop()
    await this.#groups.stop()
    await this.#shelf?.stop()
    await this.#answers.stop()
  }

  #met(me: UserFromGetMe): void {
    const { token, api } = this.#options
    this.#bot = this.#botOf(new Bot(token, { botInfo: me, client: api.client }))
    for (const language of this.#settings().bot.languages) {
      const { commands } = WORDS[language]
      const first = language === this.#language
      this.#answers.quietly('setMyCommands', { commands, ...(first ? {} : { language_code: language }) })
    }
  }

  /**
   * One handler for all kinds: grammY's filters go round the microtask queue a few times each, so that a press would be
   * submitted after a message that came later.
   */
  #botOf(bot: Bot): Bot {
    bot.use(({ update }) => {
      const chat = privateChatOf(update)
      if (chat === undefined) return this.#groups.take(update)
      return this.#customers?.take(update, chat)
    })
    return bot
  }

  async #take(update: Update): Promise<void> {
    if (!this.#bot) throw new ComeAgain(1_000, 'not connected yet')
    try {
      await this.#bot.handleUpdate(update)
    } catch (error) {
      // grammY wraps what a handler threw.
      throw error instanceof Error && 'error' in error ? error.error : error
    }
  }

  #explain(chat: number): void {
    const username = this.#bot?.botInfo.username ?? ''
    this.#answers.quietly('sendMessage', { chat_id: chat, text: WORDS[this.#language].inGroup(username) })
  }

  readonly #told = (receipt: Receipt, { from }: { readonly from: Parameters<typeof profileOf>[0] }) => {
    const language = profileOf(from, this.#settings().bot.languages).language ?? this.#language
    if (receipt.kind === 'busy') return WORDS[language].tooOften
    if (receipt.kind !== 'refused') return undefined
    return this.#options.rules().phrase(language, 'oldButton', {})
  }

  #settings() {
    return this.#options.rules().settings
  }

  get #language() {
    return this.#settings().bot.languages[0] ?? 'ru'
  }
}
