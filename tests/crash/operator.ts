/** An operator with a well-made page: answers each chat in turn, now and then proposes to close it. */
import { randomUUID } from 'node:crypto'
import { Follower, type Heard } from './follow.ts'
import { Link } from './link.ts'
import type { Server } from './server.ts'

// A desk session may ask 300 times a minute.
const REQUESTS_A_LIFE = 280
const REPLIES_TO_CLOSE = 12

export const PASSWORD = 'правильный пароль'

/** A chat as its own lines tell it; replies go only where the last word says that it is ours. */
interface Chat {
  readonly ticket: number
  replies: number
  asked: boolean
}

export interface Reply {
  readonly ticket: number
  readonly text: string
}

export class Operator {
  readonly login: string
  readonly name: string
  /** Replies that were acknowledged, in the order they were sent. */
  readonly acknowledged: Reply[] = []
  /** Replies that were refused: the chat had gone meanwhile. Nobody may see them. */
  readonly refused: Reply[] = []
  /** Places in the log of the lines this desk was shown, as they came. */
  readonly lines: number[] = []
  readonly link: Link
  readonly follower: Follower
  readonly #chats = new Map<number, Chat>()
  #cookie = ''
  #wake: () => void = () => {}
  #said = 0

  constructor(server: Server, index: number) {
    this.login = `operator-${index}`
    this.name = `Оператор ${index}`
    this.link = new Link(server, `127.0.2.${index + 1}`, REQUESTS_A_LIFE)
    this.follower = new Follower(this.link, {
      path: (cursor) => `/desk/api/events?cursor=${cursor}`,
      headers: () => ({ cookie: this.#cookie }),
      hear: (heard) => this.#hear(heard),
    })
  }

  async begin(): Promise<void> {
    const { headers } = await this.#ask('POST', '/session', { login: this.login, password: PASSWORD })
    this.#cookie = String(headers['set-cookie']).split(';')[0] ?? ''
    await this.#ask('PUT', '/me/shift', { id: randomUUID(), shift: 'on' })
    const { body } = await this.#ask('GET', '/tickets')
    this.follower.cursor = body.cursor
  }

  async work(stopped: () => boolean): Promise<void> {
    while (!stopped()) {
      const open = [...this.#chats.values()].filter((chat) => !chat.asked)
      if (open.length === 0) await this.#news()
      for (const chat of open) if (!stopped() && !chat.asked) await this.#serve(chat)
    }
  }

  /** Whoever waits for a chat waits no more. */
  wake(): void {
    this.#wake()
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }

  async #serve(chat: Chat): Promise<void> {
    chat.replies += 1
    if (chat.replies % REPLIES_TO_CLOSE > 0) return this.#reply(chat)
    chat.asked = true
    await this.#ask('POST', `/tickets/${chat.ticket}/closing`, { id: randomUUID() })
  }

  async #reply({ ticket }: Chat): Promise<void> {
    this.#said += 1
    const reply = { ticket, text: `${this.login}-${String(this.#said).padStart(6, '0')}` }
    const body = { id: `${reply.text}-reply`, text: reply.text }
    const { status } = await this.#ask('POST', `/tickets/${ticket}/replies`, body)
    if (status === 200) this.acknowledged.push(reply)
    else this.refused.push(reply)
    if (status !== 200) this.#chats.delete(ticket)
  }

  #hear({ id, data }: Heard): void {
    if (data.type !== 'line') return
    this.lines.push(id)
    this.#follow(data.ticket, data.line)
    this.#wake()
  }

  #follow(ticket: number, { from, pressed, happening }: Heard['data']): void {
    const chat = this.#chats.get(ticket)
    if (happening?.what === 'joined' && happening.name === this.name)
      this.#chats.set(ticket, { ticket, replies: 0, asked: false })
    if (happening?.what === 'left' || happening?.what === 'closed') this.#chats.delete(ticket)
    if (happening?.what === 'closingProposed' && chat) chat.asked = true
    if (from === 'customer' && !pressed && chat) chat.asked = false
  }

  #ask(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) {
    const headers = { 'x-kotik-desk': '1', ...(this.#cookie ? { cookie: this.#cookie } : {}) }
    return this.link.insist({
      method,
      path: `/desk/api${path}`,
      headers,
      ...(body === undefined ? {} : { body }),
    })
  }
}
