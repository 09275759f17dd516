/** One call of a method by a community, and how its dialog and messages are found. */
import { badParam, vkError } from '../errors.ts'
import { CHAT_PEERS, type Dialog, type Group, type Message, type Wire } from '../world/model.ts'
import type { World } from '../world/world.ts'
import type { Params } from './params.ts'

/** What a method may do besides changing the world. */
export interface Delivery {
  longPollServer(group: Group): Wire
  addServer(group: Group, title: string, url: string, secret: string): number
  removeServer(group: Group, id: number): void
}

export interface Call {
  readonly world: World
  readonly group: Group
  readonly params: Params
  readonly delivery: Delivery
  /** Refuses the same text said too often. */
  readonly mayWrite: (peerId: number, text: string) => void
  /** Noted: a message was put before people, or was there already by its `random_id`. */
  readonly sent: (message: Message, repeated: boolean) => void
}

export type Method = (call: Call) => unknown

export interface Methods {
  readonly [name: string]: Method
}

/** Where a call reads or writes, by any of the names VK takes; undefined: the call names nobody. */
export function peerOf(params: Params): number | undefined {
  const chat = params.whole('chat_id')
  return params.whole('peer_id') ?? params.whole('user_id') ?? (chat && CHAT_PEERS + chat)
}

/** The dialog, as it is seen from the community; one that was never written in is made. */
export function dialogOf({ world, group }: Call, peerId: number): Dialog {
  if (peerId > CHAT_PEERS) {
    const chat = group.dialogs.get(peerId)
    if (!chat) throw vkError(917)
    return chat
  }
  if (peerId < 0) throw vkError(936)
  const person = world.users.get(peerId)
  if (!person) throw vkError(936)
  return world.dialogWith(group, person)
}

/** The same for methods that read. */
export function neededDialog(call: Call): Dialog {
  const peer = peerOf(call.params)
  if (peer === undefined) throw badParam('peer_id is undefined')
  return dialogOf(call, peer)
}

/** A dialog the community may write in now. */
export function writableDialog(call: Call, peerId: number): Dialog {
  const dialog = dialogOf(call, peerId)
  if (dialog.left) throw vkError(917)
  if (dialog.person?.deactivated) throw vkError(18)
  if (dialog.blacklisted) throw vkError(900)
  if (dialog.person?.closed) throw vkError(902)
  if (!dialog.allowed) throw vkError(901)
  return dialog
}

export const byCmid = (dialog: Dialog, cmid: number): Message | undefined =>
  dialog.messages.find((message) => message.cmid === cmid && !message.deleted)

/** Of all dialogs with people: messages in chats have no such number. */
export function byId({ dialogs }: Group, id: number): Message | undefined {
  if (id <= 0) return undefined
  for (const dialog of dialogs.values()) {
    const found = dialog.messages.find((message) => message.id === id && !message.deleted)
    if (found) return found
  }
  return undefined
}
