/** Stories on the site: a customer whose page speaks the chat's HTTP API and reads its stream of events. */
import type { WireEvent, WireMessage } from '../../../src/channels/site/wire.ts'
import type { Platform, Screen, StoryChannel } from '../../contracts/channel-stories.ts'
import { Customer } from '../../whole/customer.ts'

export const openSitePlatform: StoryChannel['open'] = async (): Promise<Platform> => ({
  env: {},
  customer: async (url) => new SiteScreen(await Customer.open(url, { open: { language: 'ru' } })),
  stop: async () => {},
})

class SiteScreen implements Screen {
  readonly #customer: Customer

  constructor(customer: Customer) {
    this.#customer = customer
  }

  async say(text: string): Promise<void> {
    taken((await this.#customer.say(text)).status)
  }

  async press(written: string): Promise<void> {
    const found = this.#messages()
      .flatMap(({ prompt }) => prompt?.buttons.map((button) => ({ prompt: prompt.id, ...button })) ?? [])
      .findLast(({ label }) => label === written)
    if (found === undefined) throw new Error(`no button "${written}" on the page`)
    taken((await this.#customer.pressOption(found.prompt, found.option)).status)
  }

  shown() {
    return this.#messages().map(({ number, text, prompt }) => ({
      id: String(number),
      text,
      buttons: prompt?.buttons.map(({ label }) => label) ?? [],
    }))
  }

  caughtUp(seq: number): boolean {
    return this.#events().some((event) => event.seq >= seq)
  }

  leave(): Promise<void> {
    return this.#customer.leave()
  }

  /** What the page shows by us, with what became of it since. */
  #messages(): readonly WireMessage[] {
    const shown = new Map<number, WireMessage>()
    for (const event of this.#events()) {
      if (event.type === 'message' || event.type === 'replaced')
        shown.set(event.message.number, event.message)
      if (event.type === 'promptClosed') {
        for (const [number, { prompt, ...rest }] of shown) {
          if (prompt?.id === event.prompt) shown.set(number, rest)
        }
      }
    }
    return [...shown.values()].filter(({ author }) => author.kind !== 'customer')
  }

  #events(): readonly WireEvent[] {
    return this.#customer.heard.filter((one) => typeof one.seq === 'number')
  }
}

function taken(status: number): void {
  if (status !== 200) throw new Error(`the site does not take it: ${status}`)
}
