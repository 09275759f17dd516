/** What files a message of Telegram has. */
import type { Message } from 'grammy/types'
import type { Attachment } from '../domain/message.ts'

/** A file as a message names it; only the bot that got the message can fetch it by `fileId`. */
export interface TelegramFile {
  readonly fileId: string
  readonly kind: Attachment['kind']
  readonly name: string
  /** Bytes; Telegram does not always say. */
  readonly size?: number
}

/** At most one: an album is several messages. */
export function fileIn(message: Message): TelegramFile | undefined {
  const { photo, voice, audio, video, video_note: round, animation, sticker, document } = message
  const best = photo?.at(-1)
  if (best) return named(best, 'image', 'photo.jpg')
  if (voice) return named(voice, 'voice', 'voice.ogg')
  if (audio) return named(audio, 'voice', audio.file_name ?? 'audio.mp3')
  if (video) return named(video, 'video', video.file_name ?? 'video.mp4')
  if (round) return named(round, 'video', 'video.mp4')
  // An animation is a document, too, for older clients.
  if (animation) return named(animation, 'video', animation.file_name ?? 'animation.mp4')
  // Animated stickers are drawings that nothing but Telegram shows: their emoji stands for them.
  if (sticker && !sticker.is_animated) {
    return named(sticker, 'sticker', sticker.is_video ? 'sticker.webm' : 'sticker.webp')
  }
  return document ? named(document, 'file', document.file_name ?? 'file') : undefined
}

interface Sized {
  readonly file_id: string
  readonly file_size?: number
}

function named({ file_id, file_size }: Sized, kind: Attachment['kind'], name: string): TelegramFile {
  return { fileId: file_id, kind, name, ...(file_size === undefined ? {} : { size: file_size }) }
}
