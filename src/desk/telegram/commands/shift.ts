/** Commands about oneself and the desk as a whole. */
import { loads, waitingTickets } from '../../../domain/desk/queue.ts'
import * as deeds from '../deeds.ts'
import { type Answer, type Asked, aloud, type DeskCommand, quietly, say, usage } from './command.ts'

export const SHIFT_COMMANDS: readonly DeskCommand[] = [
  {
    name: 'next',
    wordless: true,
    about: 'desk',
    said: {
      ru: { about: 'Взять следующего из очереди', form: '/next', example: '/next' },
      en: { about: 'Take the next of the queue', form: '/next', example: '/next' },
    },
    run: async ({ room, doer }) => aloud(await deeds.takeNext(room, doer)),
  },
  {
    name: 'on',
    wordless: true,
    about: 'desk',
    said: {
      ru: { about: 'Выйти на смену', form: '/on', example: '/on' },
      en: { about: 'Start your shift', form: '/on', example: '/on' },
    },
    run: async ({ room, doer }) => quietly(await deeds.changeShift(room, doer, 'on')),
  },
  {
    name: 'pause',
    wordless: true,
    about: 'desk',
    said: {
      ru: { about: 'Перерыв: новых чатов не будет', form: '/pause', example: '/pause' },
      en: { about: 'Pause: no new chats', form: '/pause', example: '/pause' },
    },
    run: async ({ room, doer }) => quietly(await deeds.changeShift(room, doer, 'paused')),
  },
  {
    name: 'off',
    wordless: true,
    about: 'desk',
    said: {
      ru: { about: 'Закончить смену: чаты вернутся в очередь', form: '/off', example: '/off' },
      en: { about: 'End your shift: chats go back to the queue', form: '/off', example: '/off' },
    },
    run: async ({ room, doer }) => quietly(await deeds.changeShift(room, doer, 'off')),
  },
  {
    name: 'limit',
    about: 'desk',
    said: {
      ru: { about: 'Сколько чатов вести сразу', form: '/limit число', example: '/limit 4' },
      en: { about: 'How many chats at once', form: '/limit a number', example: '/limit 4' },
    },
    run: limit,
  },
  {
    name: 'who',
    wordless: true,
    about: 'desk',
    said: {
      ru: { about: 'Кто на смене и насколько занят', form: '/who', example: '/who' },
      en: { about: 'Who is on shift, and how busy', form: '/who', example: '/who' },
    },
    run: who,
  },
  {
    name: 'stats',
    wordless: true,
    about: 'desk',
    said: {
      ru: { about: 'Как идёт день', form: '/stats', example: '/stats' },
      en: { about: 'How the day goes', form: '/stats', example: '/stats' },
    },
    run: async ({ room }) => say(room.words.stats(await room.today())),
  },
]

async function limit({ room, doer, words }: Asked): Promise<Answer> {
  if (!/^\d{1,3}$/.test(words)) return usage()
  return aloud(await deeds.setLimit(room, doer, Number(words)))
}

async function who({ room }: Asked): Promise<Answer> {
  const desk = await deeds.deskOf(room)
  const { who: said } = room.words
  const busy = loads(desk)
  const there = Object.values(desk.operators)
    .filter(({ shift }) => shift !== 'off')
    .sort((one, other) => one.shift.localeCompare(other.shift) || one.name.localeCompare(other.name))
  const lines = there.map(({ id, name, capacity, shift }) => {
    const line = said.line(name, busy.get(id) ?? 0, capacity)
    return shift === 'paused' ? `${line} (${said.paused})` : line
  })
  const team = there.length === 0 ? [said.nobody] : [said.title, ...lines]
  return say([...team, '', said.waiting(waitingTickets(desk).length)].join('\n'))
}
