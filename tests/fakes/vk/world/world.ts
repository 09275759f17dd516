/**
 * The world the fake VK keeps, and the few ways to change it. It knows nothing of HTTP, limits or faults: `api/` is
 * what communities do to it, `people/` what people do. Communities hear of it through `onEvent`.
 */
import { createHash } from 'node:crypto'
import { type FakeClock, seconds } from '../../messenger/clock.ts'
import { Files } from './files.ts'
import type { Content, Dialog, EventType, Group, Message, User, Wire } from './model.ts'
import { CHAT_PEERS, EVENT_TYPES, isChat, isOut } from './model.ts'
import { Remembered } from './remembered.ts'
import { API_VERSION, wireMessage } from './wire.ts'

/** What a community is told: the same over the long poll and the Callback API. */
export interface VkEvent extends Wire {
  readonly type: EventType
  readonly group_id: number
  readonly event_id: string
  readonly v: string
  readonly object: Wire
}

export interface NewUser {
  readonly id?: number
  readonly firstName: string
  readonly lastName?: string
  readonly screenName?: string
  readonly sex?: 0 | 1 | 2
  /** What their client cannot show, beside what modern ones can: VK's `client_info`. */
  readonly client?: Wire
}

export interface NewGroup {
  readonly id?: number
  readonly name?: string
  readonly token?: string
  /** Default: all that the fake plays. */
  readonly events?: readonly EventType[]
  readonly longPoll?: boolean
  readonly confirmation?: string
}

export interface Post {
  readonly dialog: Dialog
  readonly fromId: number
  readonly content: Content
  readonly payload?: string | undefined
  readonly ref?: string | undefined
  readonly refSource?: string | undefined
  readonly replyTo?: Message | undefined
  readonly forwarded?: readonly Message[]
  readonly randomId?: number
  readonly adminId?: number
  readonly action?: Wire
}

/** A press on a callback button, and what came of it. */
export interface Press {
  readonly id: string
  readonly at: number
  readonly dialog: Dialog
  readonly userId: number
  /** What the community answered: undefined so far, an empty object when only the wheel was stopped. */
  answer: Wire | undefined
}

// What a modern client can show; clients say so with every message.
const CLIENT_INFO: Wire = {
  button_actions: ['text', 'vkpay', 'open_app', 'location', 'open_link', 'open_photo', 'callback'],
  keyboard: true,
  inline_keyboard: true,
  carousel: true,
  lang_id: 0,
}

export const NOTHING: Content = {
  text: '',
  attachments: [],
  geo: undefined,
  keyboard: undefined,
  template: undefined,
}

// A typing mark goes out by itself: ten seconds, as in VK's clients.
const TYPING_MS = 10_000

export class World {
  readonly clock: FakeClock
  /** The fake's own address. */
  base = ''
  readonly users = new Map<number, User>()
  readonly groups = new Map<number, Group>()
  readonly presses = new Map<string, Press>()
  readonly files: Files
  readonly remembered = new Remembered()
  onEvent: (group: Group, event: VkEvent) => void = () => {}
  /** Something people can see has changed. */
  onChange: (dialog: Dialog | undefined) => void = () => {}
  #nextUser = 100_001
  #nextGroup = 200_001
  #nextChat = 1
  readonly #numbersFrom: number
  #nextEvent: number

  constructor(clock: FakeClock, numbersFrom = 0) {
    this.clock = clock
    this.#numbersFrom = numbersFrom
    this.#nextEvent = numbersFrom + 1
    this.files = new Files(() => this.now())
  }

  now(): number {
    return seconds(this.clock.now())
  }

  newUser({ id = this.#nextUser++, firstName, lastName = 'Клиентова', ...about }: NewUser): User {
    const { screenName = `id${id}`, sex = 0, client = {} } = about
    const user = { id, firstName, lastName, screenName, sex, client, deactivated: undefined, closed: false }
    this.users.set(id, user)
    return user
  }

  newGroup({ id = this.#nextGroup++, name = 'Котик', events = EVENT_TYPES, ...about }: NewGroup): Group {
    const group: Group = {
      id,
      name,
      screenName: `club${id}`,
      token: about.token ?? `vk1.a.fake-community-${id}`,
      confirmation: about.confirmation ?? createHash('sha256').update(`${id}`).digest('hex').slice(0, 8),
      longPoll: { enabled: about.longPoll ?? true, events: new Set(events) },
      servers: new Map(),
      dialogs: new Map(),
      lastMessageId: 0,
    }
    this.groups.set(id, group)
    return group
  }

  groupByToken(token: string): Group | undefined {
    return [...this.groups.values()].find((group) => group.token === token)
  }

  /** The dialog of a community with a person; nobody has written in it yet. */
  dialogWith(group: Group, person: User): Dialog {
    const known = group.dialogs.get(person.id)
    if (known) return known
    return this.#dialog(group, person.id, { person, title: person.firstName })
  }

  newChat(group: Group, title: string, members: readonly User[]): Dialog {
    const ids = new Set(members.map((member) => member.id))
    const dialog = this.#dialog(group, CHAT_PEERS + this.#nextChat++, { title, members: ids })
    dialog.allowed = true
    return dialog
  }

  post({ dialog, fromId, content, ...about }: Post): Message {
    const { group } = dialog
    const message: Message = {
      id: isChat(dialog) ? 0 : ++group.lastMessageId,
      cmid: ++dialog.lastCmid,
      dialog,
      fromId,
      date: this.now(),
      content,
      payload: about.payload,
      ref: about.ref,
      refSource: about.refSource,
      replyTo: about.replyTo,
      forwarded: about.forwarded ?? [],
      randomId: about.randomId ?? 0,
      adminId: about.adminId,
      action: about.action,
      edited: undefined,
      deleted: false,
    }
    dialog.messages.push(message)
    if (isOut(message)) this.#sent(message)
    else this.#received(message)
    this.onChange(dialog)
    return message
  }

  #sent(message: Message): void {
    const { dialog, content } = message
    dialog.typing = undefined
    dialog.answered = true
    const { keyboard } = content
    // A keyboard without buttons takes the one that is there away.
    if (keyboard && keyboard.inline !== true)
      dialog.keyboard = Array.isArray(keyboard.buttons) && keyboard.buttons.length > 0 ? keyboard : undefined
    this.tell(dialog.group, 'message_reply', wireMessage(message, this.base))
  }

  #received(message: Message): void {
    const { dialog } = message
    if (!isChat(dialog)) dialog.allowed = true
    dialog.answered = false
    dialog.outRead = dialog.lastCmid
    const object = { message: wireMessage(message, this.base), client_info: this.#clientOf(message.fromId) }
    this.tell(dialog.group, 'message_new', object)
  }

  #clientOf(userId: number): Wire {
    return { ...CLIENT_INFO, ...this.users.get(userId)?.client }
  }

  edit(message: Message, content: Content): void {
    message.content = content
    message.edited = this.now()
    this.tell(message.dialog.group, 'message_edit', wireMessage(message, this.base))
    this.onChange(message.dialog)
  }

  /** VK tells nobody. */
  delete(message: Message): void {
    message.deleted = true
    this.onChange(message.dialog)
  }

  setAllowed(dialog: Dialog, allowed: boolean): void {
    const { person, group } = dialog
    if (!person) throw new Error('only a dialog is allowed or denied')
    dialog.allowed = allowed
    if (allowed) this.tell(group, 'message_allow', { user_id: person.id, key: '' })
    else this.tell(group, 'message_deny', { user_id: person.id })
    this.onChange(dialog)
  }

  press(message: Message, userId: number, payload: unknown): Press {
    const { dialog } = message
    const id = this.#hash(`press ${this.presses.size}`).slice(0, 12)
    const press: Press = { id, at: this.clock.now(), dialog, userId, answer: undefined }
    this.presses.set(id, press)
    const where = { user_id: userId, peer_id: dialog.peerId, event_id: id, payload }
    // A button under the field belongs to no message.
    const inline = message.content.keyboard?.inline === true || message.content.template !== undefined
    const which = inline ? { conversation_message_id: message.cmid } : {}
    this.tell(dialog.group, 'message_event', { ...where, ...which })
    return press
  }

  setTyping(dialog: Dialog, type: string): void {
    dialog.typing = { type, until: this.clock.now() + TYPING_MS }
    this.onChange(dialog)
  }

  /** A person writes; VK says so to communities that asked for it. */
  personTypes(dialog: Dialog, userId: number): void {
    const object = { state: 'typing', from_id: userId, to_id: -dialog.group.id }
    this.tell(dialog.group, 'message_typing_state', object)
  }

  /** The person has read all that came. */
  personReads(dialog: Dialog): void {
    dialog.outRead = dialog.lastCmid
    const last = dialog.messages.at(-1)
    const object = {
      from_id: dialog.person?.id ?? 0,
      peer_id: dialog.peerId,
      read_message_id: last?.id ?? 0,
      conversation_message_id: dialog.lastCmid,
    }
    this.tell(dialog.group, 'message_read', object)
    this.onChange(dialog)
  }

  join(group: Group, user: User): void {
    this.tell(group, 'group_join', { user_id: user.id, join_type: 'join' })
  }

  leave(group: Group, user: User): void {
    this.tell(group, 'group_leave', { user_id: user.id, self: 1 })
  }

  tell(group: Group, type: EventType, object: Wire): void {
    const event_id = this.#hash(`event ${this.#nextEvent++}`)
    this.onEvent(group, { group_id: group.id, type, event_id, v: API_VERSION, object })
  }

  #hash(of: string): string {
    return createHash('sha1').update(of).digest('hex')
  }

  #dialog(group: Group, peerId: number, about: Pick<Dialog, 'title'> & Partial<Dialog>): Dialog {
    const dialog: Dialog = {
      peerId,
      group,
      person: undefined,
      members: new Set(),
      left: false,
      allowed: false,
      blacklisted: false,
      messages: [],
      lastCmid: this.#numbersFrom,
      keyboard: undefined,
      typing: undefined,
      inRead: 0,
      outRead: 0,
      answered: true,
      ...about,
    }
    group.dialogs.set(peerId, dialog)
    return dialog
  }
}
