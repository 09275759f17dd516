/**
 * The chat without its looks: session, history, live stream, outbox and uploads, joined into one picture that the view
 * draws. Everything the customer does goes into the outbox first and out of it only when the server has it.
 */
import type { WireEvent, WireTyping } from '../../channels/site/wire.ts'
import { type Opened, type Result, SiteApi } from './api.ts'
import { backoff } from './backoff.ts'
import type { WidgetConfig } from './config.ts'
import { chatOf, newId, ownerOf } from './ids.ts'
import { Live } from './live.ts'
import { pageMemory } from './memory.ts'
import { type Item, type Memory, Outbox, type Sent } from './outbox.ts'
import type { Picture, Tell } from './picture.ts'
import { Timeline, unread } from './timeline.ts'
import { MEGABYTE, Uploads } from './uploads.ts'

// An operator's typing is told every 3 s while it lasts; longer silence means it has stopped.
const TYPING_SHOWN = 5000
const TYPING_TOLD = 3000

export class Chat {
  readonly config: WidgetConfig
  readonly #api: SiteApi
  readonly #memory: Memory
  readonly #outbox: Outbox
  readonly #draw: (picture: Picture) => void
  readonly #tell: Tell
  #timeline = new Timeline()
  #live: Live | undefined
  #starting: Promise<void> | undefined
  #before: number | undefined
  #fileSize = 10 * MEGABYTE
  #flushing = false
  /** Two, since a message that is sent again must not put off the stream. */
  #startAgain: ReturnType<typeof setTimeout> | undefined
  #flushAgain: ReturnType<typeof setTimeout> | undefined
  #asleep = false
  #typingTimer: ReturnType<typeof setTimeout> | undefined
  #typingTold = 0
  #told = 0
  readonly #uploads: Uploads
  #picture: Picture

  constructor(config: WidgetConfig, draw: (picture: Picture) => void, tell: Tell) {
    this.config = config
    this.#draw = draw
    this.#tell = tell
    this.#memory = pageMemory(config.server)
    this.#outbox = new Outbox(this.#memory, ownerOf(config.user))
    this.#api = new SiteApi(config, this.#memory.get('session'))
    this.#uploads = new Uploads({
      send: async (file, signal) => {
        await this.#start()
        return this.#api.upload(file, signal)
      },
      draw: (uploads) => this.#set({ uploads }),
    })
    this.#picture = {
      ...{ open: false, online: true, loaded: false, loadingOlder: false, older: false, unread: 0 },
      ...{ bot: this.#memory.get('bot') ?? '', talk: this.#timeline.talk, failures: [], uploads: [] },
      waiting: this.#outbox.items(),
    }
  }

  get picture(): Picture {
    return this.#picture
  }

  url(path: string): string {
    return this.#api.url(path)
  }

  /** A returning customer hears of answers at once; a newcomer costs the server nothing until the chat is opened. */
  wake(): void {
    this.#asleep = false
    addEventListener('online', this.#nudge)
    addEventListener('offline', this.#offline)
    document.addEventListener('visibilitychange', this.#seen)
    if (this.#api.token) void this.#start()
  }

  sleep(): void {
    this.#asleep = true
    removeEventListener('online', this.#nudge)
    removeEventListener('offline', this.#offline)
    document.removeEventListener('visibilitychange', this.#seen)
    this.#live?.close()
    this.#live = undefined
    for (const timer of [this.#startAgain, this.#flushAgain, this.#typingTimer]) clearTimeout(timer)
  }

  open(): void {
    if (this.#picture.open) return
    this.#set({ open: true })
    this.#read()
    this.#tell('open')
    void this.#start()
  }

  close(): void {
    if (!this.#picture.open) return
    this.#set({ open: false })
    this.#tell('close')
  }

  say(text: string): void {
    const files = this.#uploads.ready
    if (text.trim() === '' && files.length === 0) return
    this.#uploads.sent()
    this.#do({ kind: 'messages', text, files })
  }

  press(prompt: string, option: number): void {
    this.#do({ kind: 'presses', prompt, option })
  }

  rate(ticket: number, score: number): void {
    this.#do({ kind: 'ratings', ticket, score })
  }

  dismiss(id: string): void {
    this.#set({ failures: this.#picture.failures.filter((failure) => failure.id !== id) })
  }

  /** Somebody types here; told only while a person is there to see it. */
  typed(): void {
    const now = Date.now()
    if (!this.#picture.talk.operator || now - this.#typingTold < TYPING_TOLD) return
    this.#typingTold = now
    this.#api.typing()
  }

  attach(files: Iterable<File>, tooLarge: (megabytes: number) => string): void {
    for (const file of files) this.#uploads.add(file, this.#fileSize, tooLarge)
  }

  detach(key: number): void {
    this.#uploads.drop(key)
  }

  async loadOlder(): Promise<void> {
    if (!this.#picture.older || this.#picture.loadingOlder) return
    this.#set({ loadingOlder: true })
    const timeline = this.#timeline
    const page = await this.#api.page(this.#before)
    this.#set({ loadingOlder: false })
    // Another conversation has begun meanwhile: the page is of the one before.
    if (!page.ok || timeline !== this.#timeline) return
    this.#before = page.value.before
    timeline.add(page.value.events)
    this.#set({ older: page.value.more, talk: this.#timeline.talk })
  }

  readonly #nudge = () => {
    this.#live?.nudge()
    void this.#flush()
    if (!this.#live) void this.#start()
  }

  readonly #offline = () => this.#set({ online: false })

  readonly #seen = () => {
    if (document.hidden) return
    if (this.#picture.open) this.#read()
    this.#nudge()
  }

  #set(change: Partial<Picture>): void {
    this.#picture = { ...this.#picture, ...change }
    this.#draw(this.#picture)
  }

  /** Session, first page, stream; each failure is tried again later, with what is done already kept. */
  #start(failures = 0): Promise<void> {
    this.#starting ??= this.#tryStart(failures).finally(() => {
      this.#starting = undefined
    })
    return this.#starting
  }

  async #tryStart(failures: number): Promise<void> {
    if (this.#live) return
    const opened = await this.#openSession()
    const page = opened.ok ? await this.#api.page() : opened
    // Taken off the page meanwhile: nobody would close the stream.
    if (this.#asleep) return
    if (!page.ok) {
      this.#set({ online: false })
      const wait = page.trouble.wait ?? backoff(failures, Math.random())
      clearTimeout(this.#startAgain)
      this.#startAgain = setTimeout(() => void this.#start(failures + 1), wait)
      return
    }
    this.#before = page.value.before
    this.#timeline.add(page.value.events)
    this.#timeline.cursor = page.value.cursor ?? 0
    this.#set({ loaded: true, online: true, older: page.value.more })
    this.#changed()
    this.#live = this.#listen()
    void this.#flush()
  }

  async #openSession(): Promise<Result<Opened>> {
    const opened = await this.#api.open()
    if (!opened.ok) {
      if (opened.trouble.code === 'sessionForged') this.#forget()
      return opened
    }
    const { session, bot, limits } = opened.value
    const old = this.#api.token
    // Another conversation than before: what was read of the old one means nothing here.
    if (old && chatOf(old) !== chatOf(session)) this.#forget()
    this.#api.token = session
    this.#memory.set('session', session)
    this.#memory.set('bot', bot.name)
    this.#fileSize = limits.fileSize
    this.#set({ bot: bot.name })
    return opened
  }

  #forget(): void {
    this.#api.token = null
    this.#memory.remove('session')
    this.#memory.remove('read')
    this.#timeline = new Timeline()
    this.#set({ talk: this.#timeline.talk, loaded: false })
  }

  #listen(): Live {
    return new Live(this.#api, {
      cursor: () => this.#timeline.cursor,
      event: (event) => this.#hear(event),
      typing: (typing) => this.#showTyping(typing),
      ready: (cursor) => {
        this.#timeline.cursor = Math.max(this.#timeline.cursor, cursor)
        this.#set({ online: true })
        void this.#flush()
      },
      lost: () => this.#set({ online: false }),
      refused: () => {
        this.#live = undefined
        void this.#start()
      },
    })
  }

  #hear(event: WireEvent): void {
    this.#timeline.cursor = Math.max(this.#timeline.cursor, event.seq)
    if (this.#timeline.knows(event.seq)) return
    this.#timeline.add([event])
    if (event.type === 'message' && event.message.author.kind !== 'customer') this.#showTyping(undefined)
    this.#changed()
  }

  #changed(): void {
    this.#set({ talk: this.#timeline.talk, waiting: this.#stillWaiting() })
    if (this.#picture.open && !document.hidden) this.#read()
    else this.#count()
  }

  /** The log may show a message before its acknowledgement arrives: then it is not waiting any more. */
  #stillWaiting(): readonly Item[] {
    const shown = new Set(this.#timeline.talk.lines.map(({ clientId }) => clientId))
    return this.#outbox.items().filter(({ id }) => !shown.has(id))
  }

  #read(): void {
    this.#memory.set('read', String(Math.max(this.#timeline.cursor, Number(this.#memory.get('read') ?? 0))))
    this.#count()
  }

  #count(): void {
    const count = unread(this.#timeline.talk, Number(this.#memory.get('read') ?? 0))
    if (count !== this.#picture.unread) this.#set({ unread: count })
    if (count !== this.#told) this.#tell('unread', { count })
    this.#told = count
  }

  #showTyping(typing: WireTyping | undefined): void {
    clearTimeout(this.#typingTimer)
    const { typing: _old, ...rest } = this.#picture
    this.#picture = typing ? { ...rest, typing } : rest
    this.#draw(this.#picture)
    if (typing) this.#typingTimer = setTimeout(() => this.#showTyping(undefined), TYPING_SHOWN)
  }

  #do(what: DistributiveOmit<Item, 'id' | 'at' | 'owner'>): void {
    this.#outbox.add({ ...what, id: newId(), at: Date.now(), owner: ownerOf(this.config.user) })
    this.#set({ waiting: this.#stillWaiting() })
    void this.#flush()
  }

  /** One at a time and in order. */
  async #flush(): Promise<void> {
    if (this.#flushing || !this.#picture.loaded) return
    this.#flushing = true
    clearTimeout(this.#flushAgain)
    const left = await this.#outbox.flush(
      (item) => this.#send(item),
      (failure) => this.#set({ failures: [...this.#picture.failures, failure] }),
    )
    this.#flushing = false
    this.#set({ waiting: this.#stillWaiting() })
    if (!left || this.#asleep) return
    this.#flushAgain = setTimeout(() => void this.#flush(), left.wait ?? backoff(1, Math.random()))
  }

  async #send(item: Item): Promise<Sent> {
    const sent = await this.#api.send(item)
    if (sent.lost) {
      this.#live?.close()
      this.#live = undefined
      await this.#start()
    }
    return sent
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never
