/** A file of ours as a message of Telegram: in its own shape where Telegram takes it so, else as a document. */
import type { InputFile } from 'grammy'
import type { Message, MessageEntity } from 'grammy/types'
import type { Attachment } from '../domain/message.ts'
import { unreachable } from '../domain/unreachable.ts'
import type { BotApi } from './api.ts'
import { readFailure } from './errors.ts'
import type { Media } from './media.ts'

/** Where and how: `chat_id`, and what else the method is to be told (thread, reply, buttons). */
export interface FilePlace {
  readonly chat_id: number
  readonly [name: string]: unknown
}

export interface Caption {
  readonly caption: string
  readonly caption_entities: readonly MessageEntity[]
}

/** Undefined when the bytes are not there, or are too many for a bot. Rejects as the call does. */
export async function sendFile(
  api: BotApi,
  media: Media,
  place: FilePlace,
  attachment: Attachment,
  caption?: Caption,
): Promise<Message | undefined> {
  for (const shape of shapesOf(attachment)) {
    const file = await media.toSend(attachment)
    if (file === undefined) return undefined
    try {
      return await send(api, media, { ...place, ...caption }, shape, attachment, file)
    } catch (error) {
      if (readFailure(error).kind !== 'badContent') throw error
      // A picture of impossible measures, a voice the person does not want, a file_id of another bot's.
      if (typeof file === 'string') await media.forget(attachment)
      else if (shape.method === 'sendDocument') throw error
    }
  }
  return undefined
}

interface Shape {
  readonly method: string
  readonly field: string
}

const DOCUMENT: Shape = { method: 'sendDocument', field: 'document' }
// Telegram takes photos up to 10 MB; larger ones go as documents.
const LARGEST_PHOTO = 10 * 1_048_576

/** The shapes to try, one after the other; each twice, since a remembered `file_id` may be what is wrong. */
function shapesOf(attachment: Attachment): readonly Shape[] {
  const own = ownShape(attachment)
  return own === DOCUMENT ? [DOCUMENT, DOCUMENT] : [own, own, DOCUMENT, DOCUMENT]
}

function ownShape({ kind, mime, size }: Attachment): Shape {
  switch (kind) {
    case 'image':
      if (mime === 'image/gif') return { method: 'sendAnimation', field: 'animation' }
      return size > LARGEST_PHOTO ? DOCUMENT : { method: 'sendPhoto', field: 'photo' }
    case 'video':
      return mime === 'video/mp4' ? { method: 'sendVideo', field: 'video' } : DOCUMENT
    case 'voice':
      return VOICES[mime] ?? DOCUMENT
    case 'sticker':
      return mime === 'image/webp' ? { method: 'sendSticker', field: 'sticker' } : DOCUMENT
    case 'file':
    case 'location':
      return DOCUMENT
    default:
      return unreachable(kind)
  }
}

/** Whether it may stand beside others in an album: photos and videos, no animations. */
export function fitsAlbum(attachment: Attachment): boolean {
  const { method } = ownShape(attachment)
  return method === 'sendPhoto' || method === 'sendVideo'
}

const VOICES: { readonly [mime: string]: Shape } = {
  'audio/ogg': { method: 'sendVoice', field: 'voice' },
  'audio/mpeg': { method: 'sendAudio', field: 'audio' },
  'audio/x-m4a': { method: 'sendAudio', field: 'audio' },
}

async function send(
  api: BotApi,
  media: Media,
  payload: object,
  { method, field }: Shape,
  attachment: Attachment,
  file: string | InputFile,
): Promise<Message> {
  const message = await api.call<Message>(method, { ...payload, [field]: file })
  if (typeof file !== 'string') await media.sent(attachment, message)
  return message
}

/** Photos and videos as one album, 2 to 10; undefined when they cannot go as one: then each goes by itself. */
export async function sendAlbum(
  api: BotApi,
  media: Media,
  place: FilePlace,
  attachments: readonly Attachment[],
  caption?: Caption,
): Promise<readonly Message[] | undefined> {
  const files = await Promise.all(attachments.map((attachment) => media.toSend(attachment)))
  if (files.some((file) => file === undefined)) return undefined
  const items = attachments.map(({ kind }, index) => ({
    type: kind === 'video' ? 'video' : 'photo',
    media: files[index],
    ...(index === 0 ? caption : {}),
  }))
  try {
    const sent = await api.call<readonly Message[]>('sendMediaGroup', { ...place, media: items })
    await Promise.all(
      sent.map((message, index) => {
        const attachment = attachments[index]
        return attachment && typeof files[index] !== 'string' ? media.sent(attachment, message) : undefined
      }),
    )
    return sent
  } catch (error) {
    if (readFailure(error).kind === 'badContent') return undefined
    throw error
  }
}
