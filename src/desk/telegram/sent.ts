/** Which message of the conversation a message of a thread is, and the other way round. The log knows; these look. */
import type { ConversationId, MessageNumber, OperatorId } from '../../domain/ids.ts'
import type { Content } from '../../domain/message.ts'
import type { LoggedEvent, Store } from '../../store/port.ts'
import { DESK_SURFACE } from './model.ts'

/** What an operator wrote in Telegram, as the log has it. */
export interface SentHere {
  readonly conversation: ConversationId
  readonly number: MessageNumber
  /** Every message of Telegram it stands for: an album has several. */
  readonly places: readonly { readonly chat: number; readonly message: number }[]
  readonly by: OperatorId
  readonly content: Content
  readonly note: boolean
}

// An album's ids stand side by side.
const idsOf = (externalId: string | undefined) =>
  (externalId ?? '').split(' ').flatMap((id) => {
    const [, chat, message] = new RegExp(`^${DESK_SURFACE}:(-?\\d+):(\\d+)$`).exec(id) ?? []
    return chat === undefined ? [] : [{ chat: Number(chat), message: Number(message) }]
  })

/** Undefined for everything that was not written in a thread. */
export function sentHere({ address, event }: LoggedEvent): SentHere | undefined {
  if (address.to !== 'conversation') return undefined
  const places = 'externalId' in event ? idsOf(event.externalId) : []
  if (places.length === 0) return undefined
  const conversation = address.id
  if (event.type === 'noteAdded') {
    const { number, operator: by, content } = event
    return { conversation, number, places, by, content, note: true }
  }
  if (event.type !== 'messageSent' || event.message.author.kind !== 'operator') return undefined
  const { number, author, content } = event.message
  return { conversation, number, places, by: author.operator, content, note: false }
}

// Who edits does so within two days; a busy chat has some hundred events by then.
const LOOK_BACK = 1_000

/** The newest such message of a conversation that fits. */
export async function findSent(
  store: Pick<Store, 'conversationTail'>,
  conversation: ConversationId,
  fits: (sent: SentHere) => boolean,
): Promise<SentHere | undefined> {
  const tail = await store.conversationTail(conversation, Number.MAX_SAFE_INTEGER, LOOK_BACK)
  return tail.flatMap((event) => sentHere(event) ?? []).findLast(fits)
}

/** Wherever its group has been. */
export const standsAt =
  (chats: { first(chat: number): number }, chat: number, message: number) => (sent: SentHere) =>
    sent.places.some((place) => place.message === message && chats.first(place.chat) === chats.first(chat))
