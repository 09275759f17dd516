/**
 * What VK tells a community, by Callback API and long poll alike; the shapes are VK's (dev.vk.com/api/community-events).
 * Only what is read here is checked: VK adds fields every month.
 */
import { z } from 'zod'

// One field of another shape than VK's documents say must not cost the words beside it.
const attachment = z.looseObject({ type: z.string() }).catch({ type: 'unknown' })
const attachments = z.array(attachment).catch([]).default([])
const perhaps = <T extends z.ZodType>(shape: T) => shape.optional().catch(undefined)

const base = z.looseObject({
  conversation_message_id: perhaps(z.int()),
  from_id: perhaps(z.int()),
  peer_id: perhaps(z.int()),
  text: z.string().catch('').default(''),
  attachments,
})

export const messageShape = z.looseObject({
  ...base.shape,
  conversation_message_id: z.int(),
  from_id: z.int(),
  peer_id: z.int(),
  /** Seconds since 1970. */
  date: z.int().default(0),
  out: z.int().optional(),
  update_time: perhaps(z.int()),
  payload: perhaps(z.string()),
  ref: perhaps(z.string()),
  ref_source: perhaps(z.string()),
  reply_message: perhaps(base),
  fwd_messages: z.array(base).catch([]).default([]),
  geo: perhaps(
    z.looseObject({
      coordinates: perhaps(z.looseObject({ latitude: z.number(), longitude: z.number() })),
      place: perhaps(z.looseObject({ title: perhaps(z.string()) })),
    }),
  ),
  action: z.looseObject({ type: z.string() }).optional(),
  random_id: perhaps(z.int()),
  /** Who wrote it by hand, as the community; what the API wrote has none. */
  admin_author_id: z.int().optional(),
})
export type VkMessage = z.infer<typeof messageShape>
export type VkAttachment = z.infer<typeof attachment>

const clientShape = z.looseObject({
  button_actions: z.array(z.string()).optional(),
  keyboard: z.boolean().optional(),
  inline_keyboard: z.boolean().optional(),
  carousel: z.boolean().optional(),
  lang_id: z.int().optional(),
})
export type ClientInfo = z.infer<typeof clientShape>

const head = { event_id: z.string().default(''), group_id: z.int().optional() }
const message = z.looseObject({ message: messageShape, client_info: perhaps(clientShape) })
const pressShape = z.looseObject({
  user_id: z.int(),
  peer_id: z.int(),
  event_id: z.string(),
  payload: z.unknown().optional(),
  conversation_message_id: z.int().optional(),
})
const permission = z.looseObject({ user_id: z.int(), key: z.string().optional() })
const typing = z.looseObject({ state: z.string(), from_id: z.int(), to_id: z.int().optional() })

const known = z.discriminatedUnion('type', [
  z.looseObject({ ...head, type: z.literal('message_new'), object: message }),
  z.looseObject({ ...head, type: z.literal('message_reply'), object: messageShape }),
  z.looseObject({ ...head, type: z.literal('message_edit'), object: messageShape }),
  z.looseObject({ ...head, type: z.literal('message_event'), object: pressShape }),
  z.looseObject({ ...head, type: z.literal('message_allow'), object: permission }),
  z.looseObject({ ...head, type: z.literal('message_deny'), object: permission }),
  z.looseObject({ ...head, type: z.literal('message_typing_state'), object: typing }),
])
export type VkUpdate = z.infer<typeof known>
export type Press = z.infer<typeof pressShape>

/** What must be switched on for the community; nothing else is read. */
export const KINDS = [
  'message_new',
  'message_reply',
  'message_edit',
  'message_event',
  'message_allow',
  'message_deny',
  'message_typing_state',
] as const

/** Undefined for what we do not read: other kinds, and shapes that VK never documented. */
export function updateIn(told: unknown): VkUpdate | undefined {
  return known.safeParse(told).data
}

const headed = z.looseObject({ type: z.enum(KINDS), event_id: z.string().optional() })

/** Of an update that `updateIn` could not read: what it was to be, where it is a kind we listen to. */
export function unreadIn(told: unknown): { readonly type: string; readonly event?: string } | undefined {
  const { type, event_id: event } = headed.safeParse(told).data ?? {}
  return type && { type, ...(event === undefined ? {} : { event }) }
}

/** Ids of group chats begin here. */
const CHATS = 2_000_000_000

/** Whose conversation it belongs to. */
export function peerOf(update: VkUpdate): number {
  switch (update.type) {
    case 'message_new':
      return update.object.message.peer_id
    case 'message_reply':
    case 'message_edit':
    case 'message_event':
      return update.object.peer_id
    case 'message_allow':
    case 'message_deny':
      return update.object.user_id
    case 'message_typing_state':
      return update.object.from_id
  }
}

export const isGroupChat = (peer: number) => peer > CHATS

/** Somebody of the community wrote it, not a program: a program's messages have no author (VK's examples; vknet/vk#918). */
export const isByHand = ({ admin_author_id: author }: VkMessage) => author !== undefined

/** The event that would have told of a message which is found in its dialogue; undefined for what we said ourselves. */
export function eventOf(message: VkMessage, group: number): VkUpdate | undefined {
  const head = { event_id: '', group_id: group }
  if (isByHand(message)) return { ...head, type: 'message_reply', object: message }
  const ours = message.from_id <= 0 || message.out === 1
  return ours ? undefined : { ...head, type: 'message_new', object: { message } }
}
