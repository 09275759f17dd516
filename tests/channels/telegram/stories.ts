/** Stories in Telegram: a person in a private chat with the bot. */
import type { Platform, Screen, StoryChannel } from '../../contracts/channel-stories.ts'
import { FakeTelegram } from '../../fakes/telegram/fake.ts'
import type { Seat } from '../../fakes/telegram/people/seat.ts'
import type { Seen } from '../../fakes/telegram/people/seen.ts'
import { TOKEN } from './world.ts'

export const openTelegramPlatform: StoryChannel['open'] = async (clock): Promise<Platform> => {
  const fake = await FakeTelegram.start({ clock, budgets: 'on' })
  const bot = fake.newBot({ token: TOKEN, username: 'kotik_bot', firstName: 'Котик' })
  return {
    env: { TELEGRAM_TOKEN: TOKEN, TELEGRAM_API_URL: fake.url },
    customer: async () =>
      new TelegramScreen(fake.newPerson({ firstName: 'Вера', languageCode: 'ru' }).with(bot)),
    stop: () => fake.stop(),
  }
}

class TelegramScreen implements Screen {
  readonly #seat: Seat

  constructor(seat: Seat) {
    this.#seat = seat
  }

  /** Where the bot asks for a number with a button, the button is what people press. */
  async say(text: string): Promise<void> {
    if (PHONE.test(text) && asksForContact(this.#byBot().at(-1))) this.#seat.sendContact(text)
    else this.#seat.say(text)
  }

  async press(written: string): Promise<void> {
    this.#seat.press(written)
  }

  /** Pictures that stand before the words they belong to say nothing by themselves. */
  shown() {
    const speaking = this.#byBot().filter(({ text, buttons }) => text !== '' || buttons.length > 0)
    return speaking.map(({ id, text, buttons }) => ({
      id: String(id),
      text,
      buttons: buttons.flat().map((button) => button.text),
    }))
  }

  #byBot(): readonly Seen[] {
    return this.#seat.messages().filter(({ byBot }) => byBot)
  }
}

const PHONE = /^\+?\d[\d\s()-]{9,}$/u

const asksForContact = (message: Seen | undefined) =>
  JSON.stringify(message?.keyboard ?? {}).includes('"request_contact":true')
