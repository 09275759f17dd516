/** A customer as the widget is one: the site's API and the live stream, nothing of the server's inside. */
import { randomUUID } from 'node:crypto'
import { Agent, request } from 'undici'
import { EventStream, type Heard } from './events.ts'

export interface Answer {
  readonly status: number
  readonly headers: { readonly [name: string]: string | string[] | undefined }
  readonly body: Heard
}

/** Budgets are per address; every address of 127.0.0.0/8 is this machine. */
export interface CustomerOptions {
  readonly address?: string
  readonly open?: object
}

export class Customer {
  readonly url: string
  session = ''
  readonly #agent: Agent
  #stream: EventStream | undefined

  private constructor(url: string, address: string) {
    this.url = url
    this.#agent = new Agent({ localAddress: address, connections: 50 })
  }

  /** With a conversation of their own, greeted and listening. */
  static async open(
    url: string,
    { address = '127.0.0.1', open = {} }: CustomerOptions = {},
  ): Promise<Customer> {
    const customer = new Customer(url, address)
    const { status, body } = await customer.ask('POST', '/chat/sessions', open)
    if (status > 201) throw new Error(`No session: ${JSON.stringify(body)}`)
    customer.session = body.session
    await customer.listen()
    return customer
  }

  /** Reads from the beginning, as after a reload of the page. */
  async listen(): Promise<void> {
    await this.#stream?.close()
    this.#stream = await EventStream.open(`${this.url}/chat/events?cursor=0`, {
      headers: this.#headers(),
      dispatcher: this.#agent,
    })
    await this.#stream.next((one) => 'cursor' in one)
    // What was there before counts as not seen yet.
    this.#stream.rewind()
  }

  async ask(method: 'GET' | 'POST', path: string, body?: unknown, headers = {}): Promise<Answer> {
    const response = await request(this.url + path, {
      method,
      headers: { ...this.#headers(), ...(body === undefined ? {} : JSON_TYPE), ...headers },
      ...(body === undefined ? {} : { body: raw(body) }),
      dispatcher: this.#agent,
    })
    const text = await response.body.text()
    return {
      status: response.statusCode,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    }
  }

  say(text: string, more: object = {}): Promise<Answer> {
    return this.ask('POST', '/chat/messages', { id: randomUUID(), text, ...more })
  }

  /** Presses the newest button with this label. */
  async press(label: string): Promise<Answer> {
    const found = this.button(label)
    if (!found) throw new Error(`No button «${label}» in: ${JSON.stringify(this.texts())}`)
    return this.pressOption(found.prompt, found.option)
  }

  pressOption(prompt: string, option: number): Promise<Answer> {
    return this.ask('POST', '/chat/presses', { id: randomUUID(), prompt, option })
  }

  button(label: string): { readonly prompt: string; readonly option: number } | undefined {
    for (const { message } of this.heard.toReversed()) {
      const found = message?.prompt?.buttons.find((one: Heard) => one.label === label)
      if (found) return { prompt: message.prompt.id, option: found.option }
    }
    return undefined
  }

  rate(ticket: number, score: number, comment?: string): Promise<Answer> {
    return this.ask('POST', '/chat/ratings', {
      id: randomUUID(),
      ticket,
      score,
      ...(comment ? { comment } : {}),
    })
  }

  get heard(): readonly Heard[] {
    return this.#stream?.heard ?? []
  }

  /** Everything shown, in order. */
  texts(): readonly string[] {
    return this.heard.flatMap((one) => (one.message ? [one.message.text] : []))
  }

  /** The next event that fits; what lies before it is passed over. */
  async hears(fits: string | ((heard: Heard) => boolean)): Promise<Heard> {
    if (!this.#stream) throw new Error('Nobody listens')
    const wanted = typeof fits === 'string' ? (one: Heard) => one.message?.text.includes(fits) : fits
    return this.#stream.next(wanted)
  }

  /** Until the server takes messages again: it looks by itself whether its store works. */
  async serverIsReady(): Promise<void> {
    for (;;) if ((await this.ask('GET', '/health/ready')).status === 200) return
  }

  async leave(): Promise<void> {
    await this.#stream?.close()
    await this.#agent.destroy()
  }

  #headers() {
    return this.session === '' ? {} : { authorization: `Bearer ${this.session}` }
  }
}

const JSON_TYPE = { 'content-type': 'application/json' }

/** Texts and bytes go as they are: what a broken client sends is broken. */
export function raw(body: unknown): string | Buffer {
  return typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
}
