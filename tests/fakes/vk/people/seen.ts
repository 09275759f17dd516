/** A message as a person sees it on the screen. */
import { isObject } from '../../messenger/objects.ts'
import { addressOf, pathOf } from '../world/files.ts'
import type { Attachment, Message, Wire } from '../world/model.ts'
import { isOut } from '../world/model.ts'

export interface SeenButton {
  readonly label: string
  readonly type: string
  /** JSON as text, as the community gave it. */
  readonly payload?: string
  readonly link?: string
  readonly color?: string
}

export interface SeenFile {
  readonly type: string
  readonly name: string
  readonly mime: string
  readonly size: number
  readonly bytes: Uint8Array
  /** `photo-1_5`. */
  readonly address: string
  readonly path: string
}

export interface SeenElement {
  readonly title: string
  readonly description: string
  readonly photo: string | undefined
  readonly buttons: readonly SeenButton[]
}

export interface Seen {
  readonly id: number
  readonly cmid: number
  readonly fromId: number
  readonly byGroup: boolean
  /** Unix time, seconds. */
  readonly date: number
  readonly text: string
  readonly files: readonly SeenFile[]
  /** Attachments without bytes: stickers, wall posts, products, links. */
  readonly things: readonly Wire[]
  readonly geo: Wire | undefined
  /** Buttons under the message, by rows. */
  readonly buttons: readonly (readonly SeenButton[])[]
  readonly carousel: readonly SeenElement[]
  readonly payload: string | undefined
  readonly replyTo: number | undefined
  readonly forwarded: readonly number[]
  readonly edited: boolean
}

export function seen(message: Message): Seen {
  const { content } = message
  return {
    id: message.id,
    cmid: message.cmid,
    fromId: message.fromId,
    byGroup: isOut(message),
    date: message.date,
    text: content.text,
    files: content.attachments.flatMap(fileOf),
    things: content.attachments.flatMap(thingOf),
    geo: content.geo,
    buttons: content.keyboard?.inline === true ? rowsOf(content.keyboard) : [],
    carousel: elementsOf(content.template),
    payload: message.payload,
    replyTo: message.replyTo?.cmid,
    forwarded: message.forwarded.map(({ cmid }) => cmid),
    edited: message.edited !== undefined,
  }
}

function fileOf(attachment: Attachment): readonly SeenFile[] {
  if (attachment.kind !== 'file') return []
  const { kind, name, mime, size, bytes } = attachment.file
  const { file } = attachment
  return [{ type: kind, name, mime, size, bytes, address: addressOf(file), path: `/_files/${pathOf(file)}` }]
}

const thingOf = (attachment: Attachment): readonly Wire[] =>
  attachment.kind === 'thing' ? [{ type: attachment.type, ...attachment.object }] : []

/** The buttons of a keyboard by rows; none for none. */
export const rowsOf = (keyboard: Wire | undefined): readonly (readonly SeenButton[])[] =>
  list(keyboard?.buttons).map((row) => list(row).map(buttonOf))

function elementsOf(template: Wire | undefined): readonly SeenElement[] {
  return list(template?.elements)
    .filter(isObject)
    .map((element) => ({
      title: textOf(element.title),
      description: textOf(element.description),
      photo: element.photo_id === undefined ? undefined : textOf(element.photo_id),
      buttons: list(element.buttons).map(buttonOf),
    }))
}

function buttonOf(button: unknown): SeenButton {
  const { action: said, color } = isObject(button) ? button : {}
  const action = isObject(said) ? said : {}
  return {
    label: textOf(action.label),
    type: textOf(action.type),
    ...(action.payload === undefined ? {} : { payload: textOf(action.payload) }),
    ...(action.link === undefined ? {} : { link: textOf(action.link) }),
    ...(color === undefined ? {} : { color: textOf(color) }),
  }
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const textOf = (value: unknown): string => (value === undefined ? '' : String(value))
