/** Commands about being an operator at all: joining, the web desk, help. */
import type { Language } from '../../../domain/message.ts'
import { behind, doing } from '../guard.ts'
import type { Joining } from '../join.ts'
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
      const language: Language = room.settings().bot.languages[0] ?? 'ru'
      const lines = all().map(({ name, said }) => `/${name} — ${said[language].about}`)
      return say([room.words.command.help, '', ...lines].join('\n'))
    },
  }
  return { web: WEB, join, help } as const
}

const WEB: DeskCommand = {
  name: 'web',
  about: 'desk',
  said: {
    ru: { about: 'Вход на веб-пульт, ссылкой в личные сообщения', form: '/web', example: '/web' },
    en: { about: 'A way into the web desk, in private', form: '/web', example: '/web' },
  },
  run: web,
}

/** In private only: whoever sees the link is that operator. */
async function web({ room, doer, message, place }: Asked): Promise<Answer> {
  const { loginLink, writer, words, me } = room
  if (loginLink === undefined || message.from === undefined) return say(words.command.webNowhere)
  const text = `${words.command.web}\n${loginLink(doer.account.id)}`
  const sent = writer.write({ place: { chat: message.from.id }, lane: 'first', text })
  if (message.chat.type === 'private') return DONE
  // Not waited for; a link that nobody saw goes stale by itself.
  void sent.then((shown) => {
    if (shown !== undefined) return
    const why = words.command.webNoPrivate(me.username)
    void writer.write({ place, lane: 'first', text: why, replyTo: message.message_id })
  })
  return DONE
}
