/** Stories in VK: a person in a dialogue with the community. */
import type { Platform, Screen, Shown, StoryChannel } from '../../contracts/channel-stories.ts'
import { FakeVk } from '../../fakes/vk/fake.ts'
import type { Seat } from '../../fakes/vk/people/seat.ts'
import type { Seen } from '../../fakes/vk/people/seen.ts'
import { labels, passUntil } from './world.ts'

export const openVkPlatform: StoryChannel['open'] = async (clock): Promise<Platform> => {
  const fake = await FakeVk.start({ clock })
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
      return new VkScreen(fake.newPerson({ firstName: 'Вера', lastName: 'Котова' }).with(community))
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

  /** In a numbered list the number is typed. */
  async press(written: string): Promise<void> {
    const item = /^(\d+)\. /u.exec(written)?.[1]
    if (item === undefined) this.#seat.press(written)
    else this.#seat.say(item)
  }

  shown(): readonly Shown[] {
    const byGroup = this.#seat.messages().filter((message) => message.byGroup)
    return byGroup.map((message, index) => ({
      id: String(message.cmid),
      text: message.text,
      buttons: [
        ...labels(message),
        ...labels({ buttons: message.carousel.map(({ buttons }) => buttons) }),
        // Under the writing field, and lists: only of what was said last.
        ...(index === byGroup.length - 1
          ? [...labels({ buttons: this.#seat.keyboard }), ...listed(message)]
          : []),
      ],
    }))
  }
}

const listed = ({ text }: Seen) => text.split('\n').filter((line) => /^\d+\. /u.test(line))
