/** An operator as the desk's page is one: its API and its live stream. */
import { randomUUID } from 'node:crypto'
import { request } from 'undici'
import { type Answer, raw } from './customer.ts'
import { EventStream, type Heard } from './events.ts'
import { PASSWORD } from './kotik.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export class Operator {
  readonly login: string
  cookie = ''
  readonly #url: string
  readonly #had = new Set<number>()
  #stream: EventStream | undefined

  constructor(url: string, login: string) {
    this.#url = url
    this.login = login
  }

  /** Signed in, listening, and on shift unless told otherwise. */
  static async open(url: string, login: string, shift: 'on' | 'off' = 'on'): Promise<Operator> {
    const operator = new Operator(url, login)
    const { status, headers } = await operator.ask('POST', '/session', { login, password: PASSWORD })
    if (status !== 200) throw new Error(`${login} cannot sign in: ${status}`)
    operator.cookie = String(headers['set-cookie']).split(';')[0] ?? ''
    await operator.listen()
    await operator.do('PUT', '/me/shift', { shift })
    return operator
  }

  async listen(): Promise<void> {
    await this.#stream?.close()
    const headers = { cookie: this.cookie }
    this.#stream = await EventStream.open(`${this.#url}/desk/api/events`, { headers })
  }

  /** A command with an id of its own. */
  do(method: Method, path: string, body: object = {}): Promise<Answer> {
    return this.ask(method, path, { id: randomUUID(), ...body })
  }

  get(path: string): Promise<Answer> {
    return this.ask('GET', path)
  }

  async ask(method: Method, path: string, body?: unknown, headers: object = {}): Promise<Answer> {
    const response = await request(`${this.#url}/desk/api${path}`, {
      method,
      headers: {
        'x-kotik-desk': '1',
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw(body) }),
    })
    const text = await response.body.text()
    return {
      status: response.statusCode,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    }
  }

  reply(ticket: number, text: string): Promise<Answer> {
    return this.do('POST', `/tickets/${ticket}/replies`, { text })
  }

  async hears(fits: (news: Heard) => boolean): Promise<Heard> {
    if (!this.#stream) throw new Error('Nobody listens')
    return this.#stream.next(fits)
  }

  /** The next chat that becomes this operator's and never was before; its number. */
  async given(): Promise<number> {
    const { ticket } = await this.hears(
      ({ type, ticket: card }) =>
        type === 'ticket' &&
        card.status === 'active' &&
        card.operator.id === this.login &&
        !this.#had.has(card.id),
    )
    this.#had.add(ticket.id)
    return ticket.id
  }

  async leave(): Promise<void> {
    await this.#stream?.close()
  }
}
