/** What a message carries beside its words: files that can be fetched, and links to what cannot. Pure. */
import { z } from 'zod'
import type { Attachment } from '../../domain/message.ts'
import type { VkAttachment } from './updates.ts'

/** A file as VK names it; `url` gives the bytes to anybody who has it, for a while. */
export interface VkFile {
  readonly url: string
  readonly kind: Attachment['kind']
  readonly name: string
  /** Bytes, where VK says. */
  readonly size?: number
}

export type Carried =
  | { readonly kind: 'file'; readonly file: VkFile }
  /** `type` names it in `words.ts`. */
  | { readonly kind: 'link'; readonly type: string; readonly title: string; readonly url: string }
  | { readonly kind: 'unknown' }

const address = z.string().min(1)
const size = z.looseObject({ url: address, width: z.number().default(0), height: z.number().default(0) })
const owned = { owner_id: z.int(), id: z.int(), access_key: z.string().optional() }

const photo = z.looseObject({ sizes: z.array(size).min(1), orig_photo: size.optional() })
const doc = z.looseObject({
  url: address,
  title: z.string().default('file'),
  ext: z.string().default(''),
  size: z.int().optional(),
})
const voice = z.looseObject({ link_ogg: address.optional(), link_mp3: address.optional() })
const sticker = z.looseObject({ images: z.array(size).min(1) })
const graffiti = z.looseObject({ url: address })
const titled = z.looseObject({ ...owned, title: z.string().default(''), text: z.string().default('') })
const post = z.looseObject({
  id: z.int(),
  from_id: z.int().optional(),
  to_id: z.int().optional(),
  owner_id: z.int().optional(),
  text: z.string().default(''),
})
const audio = z.looseObject({ artist: z.string().default(''), title: z.string().default('') })
const link = z.looseObject({ url: address, title: z.string().default('') })

export function carriedIn(attachment: VkAttachment): Carried {
  const { type } = attachment
  const body: unknown = attachment[type]
  return fileIn(type, body) ?? linkIn(type, body) ?? { kind: 'unknown' }
}

function fileIn(type: string, body: unknown): Carried | undefined {
  switch (type) {
    case 'photo': {
      const found = photo.safeParse(body).data
      return found && file(largest(found.orig_photo ? [found.orig_photo] : found.sizes), 'image', 'photo.jpg')
    }
    case 'doc': {
      const found = doc.safeParse(body).data
      if (!found) return undefined
      const whole = found.ext === '' || found.title.toLowerCase().endsWith(`.${found.ext.toLowerCase()}`)
      const name = whole ? found.title : `${found.title}.${found.ext}`
      return file(found.url, 'file', name, found.size)
    }
    case 'audio_message': {
      const found = voice.safeParse(body).data
      if (found?.link_ogg !== undefined) return file(found.link_ogg, 'voice', 'voice.ogg')
      return found?.link_mp3 === undefined ? undefined : file(found.link_mp3, 'voice', 'voice.mp3')
    }
    case 'sticker': {
      const found = sticker.safeParse(body).data
      return (
        found && file(largest(found.images.filter(({ width }) => width <= STICKER)), 'sticker', 'sticker.png')
      )
    }
    case 'graffiti': {
      const found = graffiti.safeParse(body).data
      return found && file(found.url, 'image', 'graffiti.png')
    }
    default:
      return undefined
  }
}

// A sticker is read at a thumb's size.
const STICKER = 256

function linkIn(type: string, body: unknown): Carried | undefined {
  if (type === 'link' || type === 'article') {
    const found = link.safeParse(body).data
    return found && { kind: 'link', type, title: found.title, url: found.url }
  }
  if (type === 'wall' || type === 'wall_reply') return postIn(type, body)
  if (type === 'audio') {
    const found = audio.safeParse(body).data
    return (
      found && { kind: 'link', type, title: [found.artist, found.title].filter(Boolean).join(' — '), url: '' }
    )
  }
  if (type === 'gift') return { kind: 'link', type, title: '', url: '' }
  const path = PATHS[type]
  const found = path === undefined ? undefined : titled.safeParse(body).data
  if (!found || path === undefined) return undefined
  const key = found.access_key ? `_${found.access_key}` : ''
  const url = `https://vk.com/${path}${found.owner_id}_${found.id}${type === 'video' ? key : ''}`
  return { kind: 'link', type, title: shortened(found.title || found.text), url }
}

const PATHS: { readonly [type: string]: string } = {
  video: 'video',
  market: 'product',
  market_album: 'market?section=album_',
  poll: 'poll',
  story: 'story',
  playlist: 'music/playlist/',
}

function postIn(type: string, body: unknown): Carried | undefined {
  const found = post.safeParse(body).data
  const owner = found?.owner_id ?? found?.to_id ?? found?.from_id
  if (!found || owner === undefined) return undefined
  return { kind: 'link', type, title: shortened(found.text), url: `https://vk.com/wall${owner}_${found.id}` }
}

// Enough to know which post it is.
const TITLE = 100

function shortened(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim()
  return line.length <= TITLE ? line : `${line.slice(0, TITLE - 1)}…`
}

function file(url: string | undefined, kind: VkFile['kind'], name: string, bytes?: number): Carried {
  if (url === undefined) return { kind: 'unknown' }
  return { kind: 'file', file: { url, kind, name, ...(bytes === undefined ? {} : { size: bytes }) } }
}

/** Old photos have no sizes in numbers; the last is the largest then. */
function largest(sizes: readonly z.infer<typeof size>[]): string | undefined {
  return [...sizes].sort((a, b) => a.width * a.height - b.width * b.height).at(-1)?.url
}
