/** A stream of server-sent events followed by its cursor through every death of the server. */
import type { Link } from './link.ts'

export interface Heard {
  readonly id: number
  readonly event: string
  // biome-ignore lint/suspicious/noExplicitAny: what the server sent, looked into by the callers
  readonly data: any
}

export interface Following {
  readonly path: (cursor: number) => string
  readonly headers: () => { readonly [name: string]: string }
  /** Each event with a place in the log, once, in the order it came. */
  readonly hear: (heard: Heard) => void
}

export class Follower {
  cursor: number
  /** How often the stream began anew. */
  connections = 0
  readonly #link: Link
  readonly #following: Following
  #stopped = false

  constructor(link: Link, following: Following, cursor = 0) {
    this.#link = link
    this.#following = following
    this.cursor = cursor
  }

  /** Follows until `stop`; resolves when the last stream has ended. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      this.connections += 1
      await this.#follow()
    }
  }

  /** Ends with the server's present life. */
  stop(): void {
    this.#stopped = true
  }

  async #follow(): Promise<void> {
    const { path, headers } = this.#following
    let rest = ''
    for await (const text of this.#link.read(path(this.cursor), headers())) {
      const blocks = (rest + text).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) this.#take(block)
    }
  }

  #take(block: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
    const [id, data] = [field('id'), field('data')]
    if (id === undefined || data === undefined) return
    this.cursor = Number(id)
    this.#following.hear({ id: Number(id), event: field('event') ?? '', data: JSON.parse(data) })
  }
}
