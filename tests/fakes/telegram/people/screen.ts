/** What is on people's screens, as JSON for another process and the page. */
import type { FakeTelegram } from '../fake.ts'
import type { Chat, Wire } from '../world/model.ts'
import { isIn } from '../world/model.ts'
import { type Seen, seen } from './seen.ts'

/** Without the bytes, which `/_fake/file/<key>` serves. */
export function wireSeen({ media, ...rest }: Seen): Wire {
  if (!media) return rest
  const { bytes, ...about } = media
  return { ...rest, media: { ...about, url: `/_fake/file/${media.key}` } }
}

export function everything(fake: FakeTelegram): Wire {
  const { world } = fake
  const bots = [...world.bots.values()]
  return {
    bots: bots.map((bot) => ({
      id: bot.user.id,
      name: bot.user.firstName,
      username: bot.user.username,
      token: bot.token,
      topicsEnabled: bot.topicsEnabled,
      connected: fake.handleOf(bot.user.id).connected,
      commands: bot.commands.get('[{"type":"default"},""]') ?? [],
    })),
    people: [...world.users.values()]
      .filter((user) => !user.isBot)
      .map(({ id, firstName }) => ({ id, name: firstName })),
    chats: [
      ...bots.flatMap((bot) => world.privateChatsOf(bot)),
      ...[...world.groups.values()].filter((chat) => chat.migratedTo === undefined),
    ].map((chat) => chatOnList(fake, chat)),
  }
}

function chatOnList({ world }: FakeTelegram, chat: Chat): Wire {
  const last = [...chat.messages.values()].at(-1)
  return {
    id: chat.id,
    bot: chat.bot?.user.id,
    person: chat.person?.id,
    title: chat.bot ? chat.bot.user.firstName : chat.title,
    type: chat.type,
    forum: chat.forum,
    blocked: chat.blocked,
    general: chat.general,
    members: [...chat.members.values()].filter(isIn).map(({ user, status }) => ({
      id: user.id,
      name: user.firstName,
      isBot: user.isBot,
      status,
    })),
    threads: [...chat.threads.values()],
    typing: chat.action && chat.action.until > world.clock.now() ? chat.action : undefined,
    last: last ? wireSeen(seen(last)) : undefined,
  }
}
