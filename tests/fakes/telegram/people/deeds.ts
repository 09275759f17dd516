/** What another process (a bench, the page) asks people to do, as JSON: `{ "as": 5001, "bot": 7001, "do": "say", … }`. */
import type { Params } from '../api/params.ts'
import { badRequest } from '../errors.ts'
import type { FakeTelegram } from '../fake.ts'
import { ADMIN_RIGHTS, MEDIA_TYPES, type Wire } from '../world/model.ts'
import { wireSeen } from './screen.ts'
import type { Saying, Seat } from './seat.ts'

type Deed = (seat: Seat, params: Params) => unknown

/** The person, in their chat with `bot` or in group `chat`. */
export function seatOf(fake: FakeTelegram, params: Params): Seat {
  const person = fake.personOf(whole(params, 'as'))
  const chat = params.whole('chat')
  return chat !== undefined && chat < 0
    ? person.in(fake.groupOf(chat))
    : person.with(fake.handleOf(whole(params, 'bot')))
}

export function whole(params: Params, name: string): number {
  const value = params.whole(name)
  if (value === undefined) throw badRequest(`${name} is not given`)
  return value
}

function saying(params: Params): Saying {
  const [thread, replyTo] = [params.whole('thread'), params.whole('reply_to')]
  return {
    ...(thread === undefined ? {} : { thread }),
    ...(replyTo === undefined ? {} : { replyTo }),
  }
}

const message = (params: Params): number => whole(params, 'message')
const thread = (params: Params): number => whole(params, 'thread')

export const DEEDS: { readonly [name: string]: Deed } = {
  start: (seat, params) => wireSeen(seat.start(params.text('payload'))),
  say: (seat, params) => wireSeen(seat.say(params.text('text'), saying(params))),
  attach: (seat, params) => {
    const upload = params.upload('file')
    const said = params.text('type')
    const type = MEDIA_TYPES.find((one) => one === said) ?? 'document'
    const name = upload?.name === undefined ? {} : { name: upload.name }
    const file = upload ? { ...name, bytes: upload.bytes, ...(upload.mime ? { mime: upload.mime } : {}) } : {}
    return wireSeen(seat.attach({ type, caption: params.text('caption'), ...file, ...saying(params) }))
  },
  location: (seat, params) =>
    wireSeen(
      seat.sendLocation(params.number('latitude') ?? 0, params.number('longitude') ?? 0, saying(params)),
    ),
  contact: (seat, params) => wireSeen(seat.sendContact(params.text('phone'), saying(params))),
  edit: (seat, params) => wireSeen(seat.edit(message(params), params.text('text'))),
  delete: (seat, params) => seat.delete(message(params)),
  press: (seat, params) => {
    const data = params.text('data')
    const pressed = data === '' ? seat.press(params.text('text')) : seat.pressData(message(params), data)
    return { id: pressed.id }
  },
  react: (seat, params) => seat.react(message(params), ...(params.list('emoji') ?? []).map(String)),
  block: (seat) => seat.block(),
  unblock: (seat) => seat.unblock(),
  createThread: (seat, params) => ({ ...seat.createThread(params.text('name')) }),
  renameThread: (seat, params) => seat.renameThread(thread(params), params.text('name')),
  closeThread: (seat, params) => seat.closeThread(thread(params)),
  reopenThread: (seat, params) => seat.reopenThread(thread(params)),
  deleteThread: (seat, params) => seat.deleteThread(thread(params)),
}

/** What the owner of a group does with a bot in it: `{ "group": -100…, "do": "promote", "bot": 7001 }`. */
export function ownGroup(fake: FakeTelegram, params: Params): Wire {
  const group = fake.groupOf(whole(params, 'group'))
  const rights = ADMIN_RIGHTS.filter((right) => (params.list('rights') ?? ADMIN_RIGHTS).includes(right))
  const bot = () => fake.handleOf(whole(params, 'bot'))
  switch (params.text('do')) {
    case 'addBot':
      group.addBot(bot(), rights)
      break
    case 'promote':
      group.promote(bot(), rights)
      break
    case 'demote':
      group.demote(bot())
      break
    case 'kick':
      group.kick(bot())
      break
    case 'addPerson':
      group.addPerson(fake.personOf(whole(params, 'person')))
      break
    case 'migrate':
      group.migrate()
      break
    default:
      throw badRequest('do: addBot, promote, demote, kick, addPerson or migrate')
  }
  return { id: group.id }
}
