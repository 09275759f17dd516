/** What every messenger that is played has: a port, and people who wait for something to change. */
import { type Handle, LocalServer } from './local-server.ts'
import { Waiting } from './waiting.ts'

/** `Place` is where something changed: a chat, a dialog. */
export abstract class FakeServer<Place> {
  protected readonly waiting = new Waiting()
  readonly #server = new LocalServer((request, response) => this.handle(request, response))
  readonly #listeners = new Set<(place: Place | undefined) => void>()
  #port = 0

  protected abstract readonly handle: Handle
  /** Nothing more is delivered. */
  protected abstract closeOffice(): void

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  get port(): number {
    return this.#port
  }

  /** Resolves with the first answer of `probe` that is neither undefined nor false; asked after every change and call. */
  waitFor<T>(probe: () => T | undefined | false, what?: string, patienceMs?: number): Promise<T> {
    return this.waiting.waitFor(probe, what, patienceMs)
  }

  /** Hears of every change people could see, until the returned function is called. */
  onChange(listener: (place: Place | undefined) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Nobody answers at the port any more; the world stays, and `listen` opens it again. */
  async unplug(): Promise<void> {
    await this.#server.close()
  }

  async listen(port = this.#port): Promise<void> {
    this.#port = await this.#server.listen(port)
  }

  async stop(): Promise<void> {
    this.closeOffice()
    await this.#server.close()
  }

  protected changed(place: Place | undefined): void {
    this.waiting.stir()
    for (const listener of this.#listeners) listener(place)
  }
}
