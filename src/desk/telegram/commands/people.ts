/** Commands about being an operator at all: joining, the web desk, help. */
import { behind, doing } from '../guard.ts'
import type { Joining } from '../join.ts'
import type { Room } from '../room.ts'
import {
  type Answer,
  type Asked,
  type Command,
  type DeskCommand,
  DONE,
  type OpenCommand,
  say,
} from './command.ts'

export function peopleCommands(joining: Pick<Joining, 'ask'>, all: () => readonly Command[]) {
  const join: OpenCommand = {
    name: 'join',
    about: 'anybody',
    said: {
      ru: { about: 'Попроситься в операторы', form: '/join', example: '/join' },
      en: { about: 'Ask to become an operator', form: '/join', example: '/join' },
    },
    async run({ room, message, place }) {
      if (room.chats.get(place.chat) === undefined) return say(room.words.command.private)
      const found = await behind(room, doing(message))
      // An anonymous administrator is whoever they like to be; there is nobody to take in.
      if (found.kind === 'nobody' && found.why === 'anonymous') return say(room.words.nobody.anonymous)
      if (message.from === undefined || message.from.is_bot) return say(room.words.nobody.stranger)
      return say(await joining.ask(message.from, { chat: place.chat }))
    },
  }
  const help: OpenCommand = {
    name: 'help',
    about: 'anybody',
    said: {
      ru: { about: 'Все команды', form: '/help', example: '/help' },
      en: { about: 'All commands', form: '/help', example: '/help' },
    },
    run: async ({ room }) => {
      const lines = all().map(({ name, said }) => `/${name} — ${said[room.language].about}`)
      return say([room.words.command.help, '', ...lines].join('\n'))
    },
  }
  return { web: WEB, group: GROUP, join, help } as const
}

const WEB: DeskCommand = {
  name: 'web',
  wordless: true,
  about: 'desk',
  said: {
    ru: { about: 'Вход на веб-пульт, ссылкой в личные сообщения', form: '/web', example: '/web' },
    en: { about: 'A way into the web desk, in private', form: '/web', example: '/web' },
  },
  run: web,
}

const GROUP: DeskCommand = {
  name: 'group',
  wordless: true,
  about: 'desk',
  said: {
    ru: { about: 'Старшему: ссылка для ещё одной группы', form: '/group', example: '/group' },
    en: { about: 'For leads: a link for one more group', form: '/group', example: '/group' },
  },
  run: group,
}

/** Whoever sees the link is that operator. */
async function web(asked: Asked): Promise<Answer> {
  const { loginLink, words } = asked.room
  if (loginLink === undefined) return say(words.command.webNowhere)
  return privately(asked, `${words.command.web}\n${loginLink(asked.doer.account.id)}`, '/web')
}

/** Whoever sees the link can make a group of their own the desk. */
async function group(asked: Asked): Promise<Answer> {
  const { room, doer } = asked
  if (!doer.account.lead) return say(room.words.nobody.notLead)
  return privately(asked, `${room.words.command.group}\n${await room.groupLink()}`, '/group')
}

/** Not waited for: a link that nobody saw goes stale by itself. */
async function privately({ room, message }: Asked, text: string, command: string): Promise<Answer> {
  const { from, chat } = message
  if (from === undefined) return DONE
  const shown = room.writer.write({ place: { chat: from.id }, urgency: 'first', text })
  if (chat.type === 'private') return DONE
  return {
    kind: 'promised',
    answer: shown.then((id) => (id === undefined ? noPrivate(room, command) : DONE)),
  }
}

/** Telegram lets nobody be written to who never pressed Start; the bot's name opens the place to press it. */
function noPrivate({ words, me }: Room, command: string): Answer {
  const text = words.command.noPrivate(me.username, command)
  const name = `@${me.username}`
  const url = `https://t.me/${me.username}?start=desk`
  return {
    kind: 'say',
    text,
    entities: [{ kind: 'link', offset: text.indexOf(name), length: name.length, url }],
  }
}
