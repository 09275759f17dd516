/**
 * Customers in VK: the messages of a community. Events are acknowledged after the commit, whichever way they come; what the
 * community says goes by the outbox, with a random_id that keeps a message from being said twice. vk-io is the API, its
 * types and uploads; why its long poll and webhook are not used is told in docs/decisions/0024.
 */
import type { Router } from 'express'
import type { Rules } from '../../domain/rules.ts'
import { type Chance, type Clock, seconds } from '../../domain/time.ts'
import { Aside } from '../../messengers/aside.ts'
import { ComeAgain } from '../../messengers/come-again.ts'
import type { MessengerLog } from '../../messengers/log.ts'
import { Pauses } from '../../messengers/pause.ts'
import type { Blobs, Store } from '../../store/port.ts'
import { Numbers } from '../numbers.ts'
import type { Channel, LiveLog, Receipt, SendResult, Signals, Submit } from '../port.ts'
import { Typing } from '../typing.ts'
import { VkApi } from './api.ts'
import { Boards } from './boards.ts'
import { callbackRouter } from './callback.ts'
import { CatchUp } from './catch-up.ts'
import { Clients } from './clients.ts'
import { connect } from './connecting.ts'
import { Cursor } from './cursor.ts'
import { Customers } from './customers.ts'
import { readFailure } from './errors.ts'
import { GroupChats } from './group-chats.ts'
import { keyOf } from './keys.ts'
import { Leaving } from './leaving.ts'
import { LongPoll } from './long-poll.ts'
import { Media, VK_NOTES } from './media.ts'
import { Names } from './names.ts'
import { PastButtons } from './past-buttons.ts'
import { conversationOf, VK } from './peer.ts'
import { Quietly } from './quietly.ts'
import { randomId } from './random-id.ts'
import { Sending } from './sending.ts'
import { type Shelf, vkShelf } from './shelf.ts'
import { Succession } from './succession.ts'
import {
  eventOf,
  isByHand,
  isGroupChat,
  peerOf,
  unreadIn,
  updateIn,
  type VkMessage,
  type VkUpdate,
} from './updates.ts'
import { WORDS } from './words.ts'

export interface VkOptions {
  readonly token: string
  readonly group: number
  /** `https://api.vk.com`, or a server of one's own. */
  readonly apiUrl: string
  readonly mode: 'longpoll' | 'callback' | 'both'
  /** Present unless only the long poll is heard. */
  readonly callback?: { readonly secret: string; readonly confirmation: string }
  readonly store: Store
  readonly blobs: Blobs
  readonly live: LiveLog
  readonly signals: Signals
  readonly clock: Clock
  readonly chance: Chance
  /** Asked at each message, so that new content counts at once. */
  readonly rules: () => Rules
  readonly log: MessengerLog
}

export interface VkChannel {
  readonly channel: Channel
  /** Of the Callback API; to be mounted at `/vk`. */
  readonly router?: Router
  /** Cuts the connections, after everything has stopped. */
  close(): Promise<void>
}

export function vkChannel(options: VkOptions): VkChannel {
  const channel = new Community(options)
  return { channel, ...(channel.router ? { router: channel.router } : {}), close: () => channel.close() }
}

type By = 'longPoll' | 'callback' | 'history'

class Community implements Channel {
  readonly name = VK
  readonly sendsAtOnce = SENDS_AT_ONCE
  readonly router: Router | undefined
  readonly #options: VkOptions
  readonly #api: VkApi
  readonly #pauses: Pauses
  readonly #boards: Boards
  readonly #clients = new Clients()
  readonly #numbers: Numbers
  readonly #names: Names
  readonly #media: Media
  readonly #quietly: Quietly
  readonly #typing: Typing
  readonly #past: PastButtons
  readonly #leaving: Leaving
  readonly #sending: Sending
  readonly #groupChats: GroupChats
  readonly #cursor: Cursor
  readonly #catchUp: CatchUp
  readonly #succession: Succession
  readonly #aside: Aside
  readonly #longPoll: LongPoll | undefined
  readonly #underWay = new Set<Promise<void>>()
  #customers: Customers | undefined
  #shelf: Shelf | undefined
  #ready = false
  #connecting: Promise<void> | undefined
  #leave: readonly (() => void)[] = []

  constructor(options: VkOptions) {
    const { token, group, apiUrl, store, clock, log, mode, callback } = options
    this.#options = options
    const api = new VkApi({ token, root: apiUrl, clock, log })
    const [pauses, boards, numbers] = [new Pauses(clock), new Boards(store), new Numbers(store)]
    this.#api = api
    this.#pauses = pauses
    this.#boards = boards
    this.#numbers = numbers
    this.#names = new Names({ api, store, clock, log })
    const limit = () => this.#settings().limits.fileSize
    const media = new Media({ ...options, api, root: apiUrl, pauses, limit })
    this.#media = media
    this.#quietly = new Quietly({ api, clock, log, told: (receipt) => this.#told(receipt) })
    this.#typing = new Typing({
      ...{ channel: VK, clock, shown: TYPING_SHOWN },
      show: (peer) => this.#quietly.typing(peer),
    })
    this.#succession = new Succession({ api, store, clock, log, give: (message) => this.#give(message) })
    this.#leaving = new Leaving(clock)
    this.#past = new PastButtons({ idly: (method, params) => this.#idly(method, params) })
    this.#sending = new Sending({
      ...{ api, clock, media, numbers, boards, log, clients: this.#clients, past: this.#past },
      language: () => this.#language,
      sent: (peer, id) => this.#succession.seen(peer, id),
    })
    this.#groupChats = new GroupChats({ group, store, explain: (peer) => this.#explain(peer) })
    this.#cursor = new Cursor(group, { store, clock, log })
    this.#catchUp = new CatchUp({ api, group, store, log, give: (update) => this.#hear(update, 'history') })
    this.#aside = new Aside({ store, owner: VK_NOTES, log })
    const poll = { api, group, clock, log, cursor: this.#cursor, catchUp: this.#catchUp }
    if (mode !== 'callback') {
      this.#longPoll = new LongPoll({ ...poll, take: (told) => this.#take(told, 'longPoll') })
    }
    if (callback && mode !== 'longpoll') {
      this.router = callbackRouter({ ...callback, group, log, take: (told) => this.#posted(told) })
    }
  }

  send: Channel['send'] = (to, message, delivery) =>
    this.#leaving.orElse(this.#sending.send(to, message, delivery), LEFT)

  /** VK may be away: the rest of Kotik does not wait for it. */
  async start(submit: Submit): Promise<void> {
    const { group, live, signals, log, clock, store } = this.#options
    const shelf: Shelf = vkShelf({
      ...{ group, store, clock, log, pauses: this.#pauses },
      keyOf: (update) => keyOf(group, update),
      perform: (update) => customers.perform(update),
    })
    const customers = new Customers({
      ...{ group, submit, shelf, media: this.#media, names: this.#names, numbers: this.#numbers },
      ...{ boards: this.#boards, clients: this.#clients },
      settings: () => this.#settings(),
      pressed: this.#quietly.pressed,
      heard: (peer) => this.#quietly.markRead(peer),
    })
    this.#customers = customers
    this.#shelf = shelf
    this.#leave = [
      live.subscribe((events) => {
        this.#boards.hear(events)
        this.#past.hear(events)
        this.#typing.hear(events)
      }),
      signals.subscribe((signal) => this.#typing.signalled(signal)),
    ]
    await this.#boards.load()
    await this.#cursor.load()
    await shelf.load()
    this.#ready = true
    const { mode } = this.#options
    const parts = { api: this.#api, cursor: this.#cursor, catchUp: this.#catchUp, longPoll: this.#longPoll }
    this.#connecting = connect({ ...parts, group, mode, clock, log, pauses: this.#pauses })
  }

  async stop(): Promise<void> {
    this.#ready = false
    this.#pauses.end()
    this.#leaving.begin(() => this.#api.cut())
    await this.#connecting
    await this.#longPoll?.stop()
    for (const leave of this.#leave) leave()
    this.#typing.stop()
    await Promise.allSettled(this.#underWay)
    await this.#shelf?.stop()
    await this.#cursor.save()
  }

  async close(): Promise<void> {
    this.#leaving.end()
    await this.#api.close()
    await this.#quietly.stop()
  }

  async #posted(told: unknown): Promise<void> {
    if (!this.#ready) throw new ComeAgain(1_000, 'not running')
    const taken = this.#take(told, 'callback').finally(() => this.#underWay.delete(taken))
    this.#underWay.add(taken)
    await taken
    if (this.#options.mode === 'callback' && this.#cursor.place) this.#cursor.move(undefined)
  }

  async #take(told: unknown, by: By): Promise<void> {
    const update = updateIn(told)
    const unread = update ? undefined : unreadIn(told)
    if (unread) this.#options.log.warn(unread, 'an event of VK could not be read and is left out')
    if (!update || (update.group_id ?? this.#options.group) !== this.#options.group) return
    await this.#aside.careful(keyOf(this.#options.group, update), update, () => this.#hear(update, by))
  }

  /** Hands over before it waits for anything, unless something before it is missing. */
  #hear(update: VkUpdate, by: By): Promise<void> {
    const customers = this.#customers
    const peer = peerOf(update)
    if (!customers) throw new ComeAgain(1_000, 'not running')
    if (update.type === 'message_typing_state') return this.#customerTypes(peer)
    if (isGroupChat(peer)) return update.type === 'message_new' ? this.#groupChats.take(peer) : DONE
    // Another community, or this one itself.
    if (peer < 0) return DONE
    const taking = () => customers.take(update)
    if (update.type === 'message_reply') {
      this.#succession.seen(peer, update.object.conversation_message_id)
      return isByHand(update.object) ? taking() : DONE
    }
    if (update.type !== 'message_new') return taking()
    const { message } = update.object
    if (by === 'callback') return this.#succession.take(message, taking)
    const taken = taking()
    this.#succession.seen(peer, message.conversation_message_id)
    return taken
  }

  /** What was written before the community was connected is nobody's to answer. */
  #give(message: VkMessage): Promise<void> {
    const { group, clock } = this.#options
    const since = this.#cursor.place?.since ?? clock.now()
    if ((message.date + 1) * 1000 <= since) return DONE
    const update = eventOf(message, group)
    return update ? this.#hear(update, 'history') : DONE
  }

  #customerTypes(peer: number): Promise<void> {
    this.#options.signals.send({ conversation: conversationOf(peer), who: 'customer' })
    return DONE
  }

  #explain(peer: number): void {
    const { group, clock } = this.#options
    const random_id = randomId({ peer, delivery: 0, at: clock.now(), part: 0 })
    const message = WORDS[this.#language].inGroup(group)
    this.#quietly.call('messages.send', { peer_ids: peer, random_id, message })
  }

  #idly(method: string, params: object): void {
    this.#api.idly(method, params).catch((error: unknown) => {
      this.#options.log.debug(
        { method, why: readFailure(error).why },
        'a call that nobody misses was not made',
      )
    })
  }

  #told(receipt: Receipt): string {
    const words = WORDS[this.#language]
    if (receipt.kind === 'busy') return words.tooOften
    if (receipt.kind !== 'refused') return words.taken
    return this.#options.rules().phrase(this.#language, 'oldButton', {})
  }

  #settings() {
    return this.#options.rules().settings
  }

  get #language() {
    return this.#settings().bot.languages[0] ?? 'ru'
  }
}

// Twenty calls a second with 25 messages each are 500; an answer to so many may take two seconds.
const SENDS_AT_ONCE = 1_000
// VK shows it for some ten seconds, or until a message comes.
const TYPING_SHOWN = seconds(8)
const DONE = Promise.resolve()
const LEFT: SendResult = { kind: 'retry', why: 'stopped before VK had answered' }
