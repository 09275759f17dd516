/** A customer with a well-made program: one message after the other, each again until it is acknowledged. */
import { type ConversationId, conversationId } from '../../src/domain/ids.ts'
import { Follower, type Heard } from './follow.ts'
import { Link } from './link.ts'
import type { Server } from './server.ts'

// The site lets one session write 120 times a minute and one address ask 1,200 times.
const WRITES_A_LIFE = 110

// With the bot: answers, flows, what is not understood, and every third time a person.
const TO_THE_BOT = [
  'сколько стоит подписка',
  'видео тормозит',
  'оператор',
  'ъъъ',
  'позовите человека',
  'оператор',
]

const PRESS_YES = 'Да, решён'

export class Customer {
  readonly name: string
  /** Client ids of acknowledged messages, in the order they were sent. */
  readonly acknowledged: string[] = []
  /** The live stream as it came, over all its connections. */
  readonly heard: Heard[] = []
  readonly link: Link
  readonly follower: Follower
  #token = ''
  #withPerson = false
  #closing: string | undefined
  #said = 0
  #onHandoff: () => void = () => {}
  #onReady: () => void = () => {}

  constructor(server: Server, index: number) {
    this.name = `customer-${index}`
    this.link = new Link(server, `127.0.1.${index + 1}`, WRITES_A_LIFE)
    this.follower = new Follower(this.link, {
      path: (cursor) => `/chat/events?cursor=${cursor}`,
      headers: () => this.#headers(),
      hear: (heard) => this.#hear(heard),
    })
  }

  get conversation(): ConversationId {
    return conversationId('site', this.#token.split('.')[1] ?? '')
  }

  /** Called at the instant a wish for a person was acknowledged: the two aggregates have not spoken yet. */
  set onHandoff(run: () => void) {
    this.#onHandoff = run
  }

  /** Resolves when the next connection has told all of the past. */
  caughtUp(): Promise<void> {
    return new Promise((resolve) => {
      this.#onReady = resolve
    })
  }

  async open(): Promise<void> {
    const { body } = await this.link.insist({ method: 'POST', path: '/chat/sessions', headers: {}, body: {} })
    this.#token = body.session
  }

  /** Writes until told to stop. */
  async work(stopped: () => boolean): Promise<void> {
    while (!stopped()) {
      if (this.#closing === undefined) await this.#say()
      else await this.#press(this.#closing)
    }
  }

  /** The whole conversation as the API tells it from its beginning. */
  async history(): Promise<readonly Heard['data'][]> {
    const pages: Heard['data'][][] = []
    for (let before = ''; ; ) {
      const { body } = await this.#ask('GET', `/chat/messages?limit=100${before}`)
      pages.unshift(body.events)
      if (!body.more) return pages.flat()
      before = `&before=${body.before}`
    }
  }

  async #say(): Promise<void> {
    this.#said += 1
    const id = `${this.name}-${String(this.#said).padStart(6, '0')}`
    const text = this.#withPerson
      ? `строка ${this.#said}`
      : (TO_THE_BOT[this.#said % TO_THE_BOT.length] ?? '')
    const { status, body } = await this.#ask('POST', '/chat/messages', { id, text })
    if (status !== 200) throw new Error(`${id} was answered by ${status} ${JSON.stringify(body)}`)
    this.acknowledged.push(id)
    if (!this.#withPerson && text === 'оператор') this.#onHandoff()
  }

  async #press(prompt: string): Promise<void> {
    this.#said += 1
    this.#closing = undefined
    const id = `${this.name}-${String(this.#said).padStart(6, '0')}`
    // A 409 is final as well: the button had died meanwhile.
    await this.#ask('POST', '/chat/presses', { id, prompt, option: 0 })
  }

  #hear(heard: Heard): void {
    if (heard.event === 'ready') return this.#onReady()
    this.heard.push(heard)
    if (heard.event === 'operatorJoined') this.#withPerson = true
    if (heard.event === 'chatClosed') this.#withPerson = false
    const prompt = heard.data.message?.prompt
    if (prompt?.buttons[0]?.label === PRESS_YES) this.#closing = prompt.id
    if (heard.event === 'promptClosed' && heard.data.prompt === this.#closing) this.#closing = undefined
  }

  #headers() {
    return { authorization: `Bearer ${this.#token}` }
  }

  #ask(method: 'GET' | 'POST', path: string, body?: unknown) {
    return this.link.insist({
      method,
      path,
      headers: this.#headers(),
      ...(body === undefined ? {} : { body }),
    })
  }
}
