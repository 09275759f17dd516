/** Who lives in the fake that is run as a command: two bots, two customers, two operators and their forum group. */
import type { FakeTelegram } from './fake.ts'

export interface Town {
  /** The customers' bot, and the operators' one for those who want two. */
  readonly token: string
  readonly deskToken: string
  /** The operators' forum group. */
  readonly group: number
}

// Always the same, so that a `.env` once written goes on working.
const TOKEN = '7000000001:fake-customers-bot'
const DESK_TOKEN = '7000000002:fake-operators-bot'
const GROUP = -1_001_000_000_001

export function settleTown(fake: FakeTelegram): Town {
  const bot = fake.newBot({ token: TOKEN, username: 'kotik_fake_bot', firstName: 'Котик' })
  const desk = fake.newBot({ token: DESK_TOKEN, username: 'kotik_fake_desk_bot', firstName: 'Стойка' })
  const [vera, petr] = [fake.newPerson('Вера'), fake.newPerson('Пётр')]
  const [olga, ivan] = [fake.newPerson('Ольга'), fake.newPerson('Иван')]
  for (const person of [vera, petr]) person.with(bot)
  // Operators' own chats with either bot: for personal threads, and because the first thing people try is to write.
  for (const person of [olga, ivan]) for (const one of [bot, desk]) person.with(one)
  const group = fake.newGroup({
    id: GROUP,
    title: 'Поддержка',
    forum: true,
    owner: olga,
    members: [ivan],
  })
  for (const one of [bot, desk]) {
    one.setTopics(true)
    group.addBot(one, 'all')
  }
  return { token: bot.token, deskToken: desk.token, group: group.id }
}
