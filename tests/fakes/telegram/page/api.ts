/** What the page asks the fake: the same routes that any other process has. */

export interface Media {
  readonly type: string
  readonly name?: string
  readonly mime: string
  readonly size: number
  readonly url: string
}

export interface Entity {
  readonly type: string
  readonly offset: number
  readonly length: number
  readonly url?: string
}

export interface InlineButton {
  readonly text: string
  /** In VK a button may also write, or send a place. */
  readonly kind?: string
  readonly data?: string
  readonly url?: string
}

/** One card of VK's carousel. */
export interface Card {
  readonly title: string
  readonly description: string
  readonly buttons: readonly InlineButton[]
}

export interface ReplyButton {
  readonly text: string
  readonly request_contact?: boolean
  readonly request_location?: boolean
}

export interface Message {
  readonly id: number
  readonly from: string
  readonly fromId: number
  readonly byBot: boolean
  readonly date: number
  readonly text: string
  readonly entities: readonly Entity[]
  readonly media?: Media
  /** All of them, where a message may have several. */
  readonly files?: readonly Media[]
  readonly carousel?: readonly Card[]
  readonly location?: { readonly latitude: number; readonly longitude: number }
  readonly contact?: { readonly phone_number: string; readonly first_name: string }
  readonly service?: { readonly [name: string]: unknown }
  readonly buttons: readonly (readonly InlineButton[])[]
  readonly keyboard?: { readonly keyboard?: readonly (readonly ReplyButton[])[] }
  readonly thread?: number
  readonly replyTo?: number
  readonly edited: boolean
  readonly forwarded: boolean
  readonly pinned: boolean
  readonly reactions: readonly string[]
}

export interface Thread {
  readonly id: number
  readonly name: string
  readonly color: number
  readonly closed: boolean
}

export interface Chat {
  readonly id: number
  readonly bot?: number
  readonly person?: number
  readonly title: string
  readonly type: string
  readonly forum: boolean
  readonly blocked: boolean
  readonly members: readonly { readonly id: number; readonly name: string; readonly isBot: boolean }[]
  readonly threads: readonly Thread[]
  readonly typing?: { readonly name: string; readonly thread?: number }
  readonly last?: Message
}

export interface BotAccount {
  readonly id: number
  readonly name: string
  readonly username: string
  readonly token: string
  readonly connected: boolean
  /** What it needs in `.env`, where the fake says so itself. */
  readonly env?: readonly string[]
  readonly commands: readonly { readonly command: string; readonly description: string }[]
}

export interface Town {
  /** Telegram, unless it says otherwise. */
  readonly platform?: 'vk'
  readonly bots: readonly BotAccount[]
  readonly people: readonly { readonly id: number; readonly name: string }[]
  readonly chats: readonly Chat[]
}

async function answered<T>(response: Response): Promise<T> {
  const body = await response.json()
  if (!response.ok) throw new Error(body.error)
  return body
}

export const fetchTown = async (): Promise<Town> => answered(await fetch('/_fake/state'))

/** Where somebody is: their chat with a bot, or a group and perhaps a thread of it. */
export interface Place {
  readonly as: number
  readonly bot?: number
  readonly chat?: number
  readonly thread?: number | 'general'
}

const fieldsOf = ({ as, bot, chat, thread }: Place): { readonly [name: string]: string } => ({
  as: String(as),
  ...(bot === undefined ? {} : { bot: String(bot) }),
  ...(chat === undefined ? {} : { chat: String(chat) }),
  ...(thread === undefined ? {} : { thread: String(thread) }),
})

export async function fetchMessages(place: Place): Promise<readonly Message[]> {
  return answered(await fetch(`/_fake/messages?${new URLSearchParams(fieldsOf(place))}`))
}

/** General is where one writes without naming a thread. */
const writable = (place: Place) => {
  const { thread, ...rest } = fieldsOf(place)
  return thread === undefined || thread === 'general' ? rest : { ...rest, thread }
}

export async function act<T = unknown>(place: Place, deed: string, more: object = {}): Promise<T> {
  const body = JSON.stringify({ ...writable(place), do: deed, ...more })
  const headers = { 'content-type': 'application/json' }
  return answered(await fetch('/_fake/do', { method: 'POST', headers, body }))
}

export async function attach(place: Place, file: File, caption: string): Promise<void> {
  const form = new FormData()
  for (const [name, value] of Object.entries(writable(place))) form.set(name, value)
  form.set('do', 'attach')
  form.set('type', typeOf(file))
  form.set('caption', caption)
  form.set('file', file, file.name)
  await answered(await fetch('/_fake/do', { method: 'POST', body: form }))
}

function typeOf({ type }: File): string {
  if (/^image\/(?:jpeg|png|webp)$/u.test(type)) return 'photo'
  if (type === 'audio/ogg') return 'voice'
  if (type.startsWith('audio/')) return 'audio'
  return type.startsWith('video/') ? 'video' : 'document'
}

export interface PressAnswer {
  readonly text?: string
  readonly alert?: boolean
}

/** Empty until the bot answers the press. */
export const fetchAnswer = async (id: string): Promise<PressAnswer> =>
  answered(await fetch(`/_fake/answer?id=${id}`))

/** Calls back at once and after every change; the browser connects again by itself. */
export function listen(changed: () => void): void {
  const events = new EventSource('/_fake/events')
  events.onmessage = changed
}
