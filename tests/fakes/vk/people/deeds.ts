/** What another process (a bench, the page) asks people to do, as JSON: `{ "as": 1, "bot": 200001, "do": "say", … }`. */

import type { Params } from '../api/params.ts'
import { badParam } from '../errors.ts'
import type { FakeVk } from '../fake.ts'
import type { Wire } from '../world/model.ts'
import { wireSeen } from './screen.ts'
import type { Saying, Seat } from './seat.ts'
import type { Seen } from './seen.ts'

export interface Doing {
  readonly fake: FakeVk
  readonly seat: Seat
  readonly params: Params
}

type Deed = (doing: Doing) => unknown

/** The person, in their dialog with community `bot` or in chat `chat`. */
export function seatOf(fake: FakeVk, params: Params): Seat {
  const person = fake.personOf(params.needed('as'))
  const chat = params.whole('chat')
  if (chat === undefined) return person.with(fake.communityOf(params.needed('bot')))
  for (const { id, dialogs } of fake.world.groups.values()) {
    const dialog = dialogs.get(chat)
    if (dialog) return fake.communityOf(id).chatOf(dialog).as(person)
  }
  throw badParam('no such chat')
}

function saying(params: Params): Saying {
  const replyTo = params.whole('reply_to')
  const payload = params.text('payload')
  return { ...(replyTo === undefined ? {} : { replyTo }), ...(payload === '' ? {} : { payload }) }
}

const shown = ({ fake, seat }: Doing, message: Seen): Wire => wireSeen(fake, seat.dialog, message)
const message = ({ params }: Doing): number => params.needed('message')

function attach(doing: Doing): Wire {
  const { seat, params } = doing
  const upload = params.upload('file')
  const said = params.text('type')
  const type = said === 'photo' || said === 'voice' ? said : 'doc'
  const name = upload?.name === undefined ? {} : { name: upload.name }
  const file = upload ? { ...name, bytes: upload.bytes, ...(upload.mime ? { mime: upload.mime } : {}) } : {}
  return shown(doing, seat.attach({ type, text: params.text('caption'), ...file, ...saying(params) }))
}

/** By its label, or by its payload on a message. */
function press({ seat, params }: Doing): Wire {
  const on = params.whole('message')
  const label = params.text('text') === '📍' ? '' : params.text('text')
  const pressed =
    params.has('text') || on === undefined
      ? seat.press(label, on)
      : seat.pressPayload(on, params.text('data') || '{}')
  return { id: pressed.id }
}

export const DEEDS: { readonly [name: string]: Deed } = {
  start: (doing) => shown(doing, doing.seat.start()),
  say: (doing) => shown(doing, doing.seat.say(doing.params.text('text'), saying(doing.params))),
  attach,
  sticker: (doing) => shown(doing, doing.seat.sendSticker()),
  wall: (doing) => shown(doing, doing.seat.sendWall(-1, 1, doing.params.text('text'))),
  market: (doing) => shown(doing, doing.seat.sendMarket(-1, 1, doing.params.text('text'))),
  location: (doing) => {
    const { seat, params } = doing
    const [latitude, longitude] = [params.fraction('latitude') ?? 0, params.fraction('longitude') ?? 0]
    return shown(doing, seat.sendLocation(latitude, longitude, saying(params)))
  },
  edit: (doing) => shown(doing, doing.seat.edit(message(doing), doing.params.text('text'))),
  delete: (doing) => doing.seat.delete(message(doing)),
  press,
  type: ({ seat }) => seat.type(),
  read: ({ seat }) => seat.read(),
  deny: ({ seat }) => seat.deny(),
  allow: ({ seat }) => seat.allow(),
  // As the page calls them.
  block: ({ seat }) => seat.deny(),
  unblock: ({ seat }) => seat.allow(),
}
