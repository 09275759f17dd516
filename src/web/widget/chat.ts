/**
 * The chat without its looks: session, history, live stream, outbox and uploads, joined into one picture that the view
 * draws. Everything the customer does goes into the outbox first and out of it only when the server has it.
 */
import type { WireEvent, WireFile, WireTyping } from '../../channels/site/wire.ts'
import { type Opened, type Result, SiteApi } from './api.ts'
import { backoff } from './backoff.ts'
import type { WidgetConfig } from './config.ts'
import { Live } from './live.ts'
import { pageMemory } from './memory.ts'
import { type Failure, type Item, type Memory, Outbox, type Sent } from './outbox.ts'
import { type Talk, Timeline, unread } from './timeline.ts'

export interface Upload {
  readonly key: number
  readonly name: string
  readonly size: number
  readonly state: 'uploading' | 'ready' | 'failed'
  readonly why?: string
  readonly file?: WireFile
  readonly abort: AbortController
}

/** What the view draws. */
export interface Picture {
  readonly open: boolean
  readonly online: boolean
  /** The past has been read once. */
  readonly loaded: boolean
  readonly loadingOlder: boolean
  readonly older: boolean
  readonly bot: string
  readonly talk: Talk
  readonly waiting: readonly Item[]
  readonly failures: readonly Failure[]
  readonly uploads: readonly Upload[]
  readonly typing?: WireTyping
  readonly unread: number
}

export type Tell = (name: 'open' | 'close' | 'unread', detail?: object) => void

// An operator's typing is told every 3 s while it lasts; longer silence means it has stopped.
const TYPING_SHOWN = 5000
const TYPING_TOLD = 3000
const MEGABYTE = 1_048_576

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
  #retry: ReturnType<typeof setTimeout> | undefined
  #typingTimer: ReturnType<typeof setTimeout> | undefined
  #typingTold = 0
  #told = 0
  #uploads = 0
  #picture: Picture

  constructor(config: WidgetConfig, draw: (picture: Picture) => void, tell: Tell) {
    this.config = config
    this.#draw = draw
    this.#tell = tell
    this.#memory = pageMemory(config.server)
    this.#outbox = new Outbox(this.#memory, ownerOf(config.user))
    this.#api = new SiteApi(config, this.#memory.get('session'))
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
    addEventListener('online', this.#nudge)
    addEventListener('offline', this.#offline)
    document.addEventListener('visibilitychange', this.#seen)
    if (this.#api.token) void this.#start()
  }

  sleep(): void {
    removeEventListener('online', this.#nudge)
    removeEventListener('offline', this.#offline)
    document.removeEventListener('visibilitychange', this.#seen)
    this.#live?.close()
    this.#live = undefined
    clearTimeout(this.#retry)
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
    const ready = this.#picture.uploads.filter(({ state }) => state === 'ready')
    const files = ready.flatMap(({ file }) => (file ? [{ id: file.id, name: file.name }] : []))
    if (text.trim() === '' && files.length === 0) return
    this.#set({ uploads: this.#picture.uploads.filter(({ state }) => state === 'uploading') })
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
    for (const file of files) {
      const upload: Upload = {
        ...{ key: ++this.#uploads, name: file.name, size: file.size, abort: new AbortController() },
        state: 'uploading',
      }
      this.#set({ uploads: [...this.#picture.uploads, upload] })
      if (file.size <= this.#fileSize) void this.#upload(upload, file)
      else this.#uploaded(upload, { state: 'failed', why: tooLarge(this.#fileSize / MEGABYTE) })
    }
  }

  detach(key: number): void {
    const { uploads } = this.#picture
    uploads.find((upload) => upload.key === key)?.abort.abort()
    this.#set({ uploads: uploads.filter((upload) => upload.key !== key) })
  }

  async loadOlder(): Promise<void> {
    if (!this.#picture.older || this.#picture.loadingOlder) return
    this.#set({ loadingOlder: true })
    const page = await this.#api.page(this.#before)
    this.#set({ loadingOlder: false })
    if (!page.ok) return
    this.#before = page.value.before
    this.#timeline.add(page.value.events)
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
  #start(): Promise<void> {
    this.#starting ??= this.#tryStart(0).finally(() => {
      this.#starting = undefined
    })
    return this.#starting
  }

  async #tryStart(failures: number): Promise<void> {
    if (this.#live) return
    const opened = await this.#openSession()
    const page = opened.ok ? await this.#api.page() : opened
    if (!page.ok) {
      this.#set({ online: false })
      const wait = page.trouble.wait ?? backoff(failures, Math.random())
      clearTimeout(this.#retry)
      this.#retry = setTimeout(() => void this.#tryStart(failures + 1), wait)
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
    clearTimeout(this.#retry)
    const left = await this.#outbox.flush(
      (item) => this.#send(item),
      (failure) => this.#set({ failures: [...this.#picture.failures, failure] }),
    )
    this.#flushing = false
    this.#set({ waiting: this.#stillWaiting() })
    if (left) this.#retry = setTimeout(() => void this.#flush(), left.wait ?? backoff(1, Math.random()))
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

  async #upload(upload: Upload, file: File): Promise<void> {
    await this.#start()
    const sent = await this.#api.upload(file, upload.abort.signal)
    if (sent.ok) this.#uploaded(upload, { state: 'ready', file: sent.value })
    else this.#uploaded(upload, { state: 'failed', why: sent.trouble.message })
  }

  #uploaded(upload: Upload, change: Partial<Upload>): void {
    this.#set({
      uploads: this.#picture.uploads.map((old) => (old.key === upload.key ? { ...old, ...change } : old)),
    })
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

function ownerOf(user: unknown): string {
  return typeof user === 'object' && user !== null && 'id' in user ? String(user.id) : ''
}

const chatOf = (token: string) => token.split('.')[1]

/** 128 random bits; `crypto.randomUUID` exists on secure pages only, and a site may still be plain HTTP. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
