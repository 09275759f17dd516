/** One page's live stream, read as it comes. */
import type { DeskNews } from '../../../src/desk/web/views.ts'
import type { Bench, Page } from './harness.ts'

export interface Told {
  readonly id?: string
  readonly news: DeskNews
}

export class LiveStream {
  readonly told: Told[] = []
  readonly ended: Promise<void>
  readonly #stop = new AbortController()
  #wake: () => void = () => {}

  private constructor(response: Response) {
    this.ended = this.#read(response).catch(() => undefined)
  }

  static async open(
    desk: Bench,
    page: Page,
    query = '',
    headers: Record<string, string> = {},
  ): Promise<LiveStream> {
    const stop = new AbortController()
    const response = await fetch(`${desk.url}/desk/api/events${query}`, {
      headers: { cookie: page.cookie, ...headers },
      signal: stop.signal,
    })
    if (response.status !== 200) throw new Error(`The stream answered ${response.status}`)
    const stream = new LiveStream(response)
    stream.#stop.signal.addEventListener('abort', () => stop.abort())
    return stream
  }

  /** The first thing told that fits; waits for it. */
  async until(fits: (news: DeskNews) => boolean): Promise<Told> {
    for (;;) {
      const found = this.told.find(({ news }) => fits(news))
      if (found) return found
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  texts(): readonly string[] {
    return this.told.flatMap(({ news }) =>
      news.type === 'line' && news.line.content ? [news.line.content.text] : [],
    )
  }

  close(): Promise<void> {
    this.#stop.abort()
    return this.ended
  }

  async #read(response: Response): Promise<void> {
    let rest = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n\n')
      rest = parts.pop() ?? ''
      for (const part of parts) this.#take(part)
      this.#wake()
    }
  }

  #take(part: string): void {
    const data = /^data: (.*)$/m.exec(part)?.[1]
    if (data === undefined) return
    const id = /^id: (\d+)$/m.exec(part)?.[1]
    this.told.push({ news: JSON.parse(data), ...(id === undefined ? {} : { id }) })
  }
}
