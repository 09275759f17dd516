/** Stories in VK: a person in a dialogue with the community. */
import type { Platform, Screen, Shown, StoryChannel } from '../../contracts/channel-stories.ts'
import { FakeVk } from '../../fakes/vk/fake.ts'
import type { Seat } from '../../fakes/vk/people/seat.ts'
import type { Seen } from '../../fakes/vk/people/seen.ts'
import type { Wire } from '../../fakes/vk/world/model.ts'
import { labels, passUntil } from './world.ts'

/** `client`: what VK's `client_info` says of this person's app, where it can do less than modern ones. */
export const openVkPlatform =
  (client: Wire = {}): StoryChannel['open'] =>
  async (clock): Promise<Platform> => {
    const fake = await FakeVk.start({ clock, rates: 'on' })
    const community = fake.newCommunity()
    return {
      env: {
        VK_TOKEN: community.token,
        VK_GROUP_ID: String(community.id),
        VK_API_URL: fake.url,
        VK_MODE: 'longpoll',
      },
      customer: async () => {
        await passUntil(clock, () => community.longPoll.polling, 'the long poll')
        return new VkScreen(fake.newPerson({ firstName: 'Вера', lastName: 'Котова', client }).with(community))
      },
      stop: () => fake.stop(),
    }
  }

class VkScreen implements Screen {
  readonly #seat: Seat

  constructor(seat: Seat) {
    this.#seat = seat
  }

  async say(text: string): Promise<void> {
    this.#seat.say(text)
  }

  /** Of a numbered list the number is typed; numbers mean the newest list. */
  async press(written: string): Promise<void> {
    const list =
      this.#byGroup()
        .map(listed)
        .findLast(({ length }) => length > 0) ?? []
    const at = list.indexOf(written)
    if (at < 0) this.#seat.press(written)
    else this.#seat.say(String(at + 1))
  }

  shown(): readonly Shown[] {
    const byGroup = this.#byGroup()
    return byGroup.map((message, index) => ({
      id: String(message.cmid),
      text: wordsOf(message),
      buttons: [
        ...labels(message),
        ...labels({ buttons: message.carousel.map(({ buttons }) => buttons) }),
        ...linksIn(message),
        ...listed(message),
        // What stands under the writing field belongs to what was said last.
        ...(index === byGroup.length - 1 ? labels({ buttons: this.#seat.keyboard }) : []),
      ],
    }))
  }

  #byGroup(): readonly Seen[] {
    return this.#seat.messages().filter(({ byGroup }) => byGroup)
  }
}

const LIST = /\n?Напишите номер ответа:\n/u
const LINKS = /(?:\n[^\n]+: https?:\/\/\S+)+$/u

/** Without what stands there in place of buttons; with what stands on cards. */
const wordsOf = ({ text, carousel }: Seen) => {
  const own = (text.split(LIST)[0] ?? '').replace(LINKS, '')
  const cards = carousel
    .filter(({ title, description }) => description !== title)
    .map(({ title, description }) => `${title} — ${description}`)
  return cards.length > 0 ? `${own}\n\n${cards.join('\n')}` : own
}

const linksIn = ({ text }: Seen) =>
  (LINKS.exec(text.split(LIST)[0] ?? '')?.[0] ?? '')
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/: https?:\/\/\S+$/u, ''))

/** The answers of a numbered list, in order. */
const listed = ({ text }: Seen) =>
  text
    .split(LIST)
    .slice(1)
    .flatMap((list) => list.split('\n'))
    .map((line) => line.replace(/^\d+\. /u, ''))
