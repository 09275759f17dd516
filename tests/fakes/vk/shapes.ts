/**
 * The forms of VK's answers, written down by hand from its published API schema 5.199: which fields there are, which
 * must be, of what type. Strict: a field that VK does not publish is a fault of the fake.
 */
import { z } from 'zod'

const int = z.int()
const uint = z.int().min(0)
const bit = z.union([z.literal(0), z.literal(1)])

const photoSize = z.strictObject({ type: z.string(), width: uint, height: uint, url: z.url() })
export const photo = z.strictObject({
  id: uint,
  owner_id: int,
  album_id: int,
  date: uint,
  has_tags: z.boolean(),
  access_key: z.string().optional(),
  text: z.string().optional(),
  sizes: z.array(photoSize).optional(),
})

export const doc = z.strictObject({
  id: uint,
  owner_id: int,
  title: z.string(),
  size: uint,
  ext: z.string(),
  date: uint,
  type: int,
  url: z.url().optional(),
  access_key: z.string().optional(),
})

export const audioMessage = z.strictObject({
  id: uint,
  owner_id: int,
  duration: uint,
  link_mp3: z.url(),
  link_ogg: z.url(),
  waveform: z.array(uint),
  access_key: z.string().optional(),
})

const button = z.strictObject({
  action: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('text'), label: z.string(), payload: z.string().optional() }),
    z.strictObject({ type: z.literal('callback'), label: z.string(), payload: z.string().optional() }),
    z.strictObject({
      type: z.literal('open_link'),
      label: z.string(),
      link: z.string(),
      payload: z.string().optional(),
    }),
    z.strictObject({ type: z.literal('location'), payload: z.string().optional() }),
  ]),
  color: z.enum(['default', 'primary', 'secondary', 'negative', 'positive']).optional(),
})

export const keyboard = z.strictObject({
  one_time: z.boolean(),
  buttons: z.array(z.array(button)),
  author_id: int.optional(),
  inline: z.boolean().optional(),
})

const geo = z.strictObject({
  type: z.string(),
  coordinates: z.strictObject({ latitude: z.number(), longitude: z.number() }),
})

/** What stands in a message: the thing lies under the name of its type. */
const attachment = z.union([
  z.strictObject({ type: z.literal('photo'), photo }),
  z.strictObject({ type: z.literal('doc'), doc }),
  z.strictObject({ type: z.literal('audio_message'), audio_message: audioMessage }),
  z.strictObject({ type: z.literal('sticker'), sticker: z.looseObject({ sticker_id: uint }) }),
  z.strictObject({ type: z.literal('wall'), wall: z.looseObject({ id: int, owner_id: int }) }),
  z.strictObject({
    type: z.literal('market'),
    market: z.looseObject({ id: int, owner_id: int, title: z.string() }),
  }),
  z.strictObject({ type: z.literal('link'), link: z.looseObject({ url: z.url(), title: z.string() }) }),
  z.strictObject({
    type: z.literal('carousel'),
    carousel: z.looseObject({ elements: z.array(z.unknown()) }),
  }),
])

const foreign = z.strictObject({
  date: uint,
  from_id: int,
  text: z.string(),
  attachments: z.array(attachment).optional(),
  conversation_message_id: uint.optional(),
  id: uint.optional(),
  peer_id: int.optional(),
})

export const message = z.strictObject({
  date: uint,
  from_id: int,
  id: uint,
  out: bit,
  peer_id: int,
  text: z.string(),
  conversation_message_id: uint.optional(),
  attachments: z.array(attachment).optional(),
  fwd_messages: z.array(foreign).optional(),
  reply_message: foreign.optional(),
  important: z.boolean().optional(),
  is_hidden: z.boolean().optional(),
  random_id: int.optional(),
  update_time: uint.optional(),
  payload: z.string().optional(),
  keyboard: keyboard.optional(),
  geo: geo.optional(),
  admin_author_id: int.optional(),
  action: z.looseObject({ type: z.string() }).optional(),
})

export const conversation = z.strictObject({
  peer: z.strictObject({
    id: int,
    local_id: int.optional(),
    type: z.enum(['chat', 'email', 'user', 'group']),
  }),
  last_message_id: uint,
  in_read: uint,
  out_read: uint,
  last_conversation_message_id: uint.optional(),
  sort_id: z.strictObject({ major_id: uint, minor_id: uint }).optional(),
  unread_count: uint.optional(),
  is_marked_unread: z.boolean().optional(),
  important: z.boolean().optional(),
  unanswered: z.boolean().optional(),
  current_keyboard: keyboard.optional(),
  can_write: z.strictObject({ allowed: z.boolean(), reason: int.optional() }).optional(),
  chat_settings: z.looseObject({ owner_id: int, title: z.string(), state: z.string() }).optional(),
})

export const conversations = z.strictObject({
  count: uint,
  unread_count: uint.optional(),
  items: z.array(z.strictObject({ conversation, last_message: message.optional() })),
})

export const history = z.strictObject({ count: uint, items: z.array(message) })

export const user = z.strictObject({
  id: uint,
  first_name: z.string(),
  last_name: z.string(),
  can_access_closed: z.boolean().optional(),
  is_closed: z.boolean().optional(),
  deactivated: z.string().optional(),
})

const event = <Type extends string, Inner extends z.ZodType>(type: Type, object: Inner) =>
  z.strictObject({
    type: z.literal(type),
    group_id: uint,
    event_id: z.string().regex(/^[0-9a-f]{40}$/u),
    v: z.literal('5.199'),
    object,
  })

export const anyEvent = z.discriminatedUnion('type', [
  event('message_new', z.strictObject({ message, client_info: z.looseObject({ keyboard: z.boolean() }) })),
  event('message_reply', message),
  event('message_edit', message),
  event('message_allow', z.strictObject({ user_id: uint, key: z.string() })),
  event('message_deny', z.strictObject({ user_id: uint })),
  event(
    'message_event',
    z.strictObject({
      user_id: uint,
      peer_id: int,
      event_id: z.string(),
      payload: z.unknown(),
      conversation_message_id: uint.optional(),
    }),
  ),
  event('message_typing_state', z.strictObject({ state: z.string(), from_id: int, to_id: int })),
  event(
    'message_read',
    z.strictObject({ from_id: int, peer_id: int, read_message_id: uint, conversation_message_id: uint }),
  ),
  event('group_join', z.strictObject({ user_id: uint, join_type: z.string() })),
  event('group_leave', z.strictObject({ user_id: uint, self: bit })),
])
