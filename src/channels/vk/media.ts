/**
 * Files between VK and our own store. In: fetched by the links VK gives, bytes checked, never trusted by name. Out: by the
 * name VK gave at the first upload (`photo-1_2_key`), remembered in the notes; else uploaded.
 */
import type { ConversationId } from '../../domain/ids.ts'
import type { Attachment } from '../../domain/message.ts'
import { duration, later } from '../../domain/time.ts'
import { FileNames } from '../../messengers/file-names.ts'
import {
  type Bytes,
  type Fetched,
  IncomingFiles,
  type IncomingParts,
} from '../../messengers/incoming-files.ts'
import type { MessengerLog } from '../../messengers/log.ts'
import { backOff } from '../../messengers/pause.ts'
import type { VkApi } from './api.ts'
import type { VkFile } from './attachments.ts'
import { readFailure } from './errors.ts'
import { NotAnswered } from './http.ts'

export type { Fetched }

export interface MediaParts extends IncomingParts {
  readonly api: VkApi
  readonly group: number
  /** The API's own address; files of a server of one's own come from there, too. */
  readonly root: string
  readonly log: MessengerLog
}

export const VK_NOTES = 'vk'

const NO_RIGHT =
  'the token lacks the right for photos or files: this one goes without it; make a new token (docs/ru/vk.md)'
// VK takes photos and documents of 50 MB.
const UPLOAD_LIMIT = 50 * 1_048_576
const FETCH_WITHIN = duration(30_000)
// Where VK keeps what people send.
const HOSTS =
  /(?:^|\.)(?:userapi\.com|vk\.com|vk\.ru|vk\.me|vkuser\.net|vkuserphoto\.ru|vkuservideo\.net|mycdn\.me|okcdn\.ru)$/u

export class Media {
  readonly #parts: MediaParts
  readonly #incoming: IncomingFiles
  readonly #names: FileNames

  constructor(parts: MediaParts) {
    this.#parts = parts
    this.#incoming = new IncomingFiles(parts)
    this.#names = new FileNames({ store: parts.store, owner: VK_NOTES, account: parts.group })
  }

  /** The file of an arrival, in our store. Rejects as the store does, and when everything stops. */
  fetch(file: VkFile, conversation: ConversationId): Promise<Fetched> {
    const ask = (limit: number) => this.#bytes(file, limit)
    return this.#incoming.fetch(file, { ask, waitAfter }, conversation)
  }

  /** How a file of ours is called in VK; undefined when it can neither be found nor uploaded. Rejects when it may be later. */
  async toSend(attachment: Attachment, peer: number): Promise<string | undefined> {
    const { size, id } = attachment
    const known = await this.#names.of(id)
    if (known !== undefined) return known
    const bytes = size > UPLOAD_LIMIT ? undefined : await this.#parts.blobs.get(id)
    const name = bytes && (await this.#upload(attachment, bytes, peer))
    if (name !== undefined) await this.#names.note(id, name)
    return name
  }

  /** VK does not know it any more (a restored backup, another community's): it is uploaded again. */
  forget({ id }: Attachment): Promise<void> {
    return this.#names.forget(id)
  }

  async #bytes({ url }: VkFile, limit: number): Promise<Bytes> {
    const { api, pauses, clock, root } = this.#parts
    if (!URL.canParse(url)) return undefined
    const own = new URL(root).hostname
    // What stands in for VK on this machine has its own files and sends nobody elsewhere.
    const apart = own === 'localhost' || own.startsWith('127.')
    const allowed = (at: URL) =>
      at.hostname === own || (!apart && at.protocol === 'https:' && HOSTS.test(at.hostname))
    const call = new AbortController()
    const cut = () => call.abort()
    const alarm = clock.at(later(clock.now(), FETCH_WITHIN), cut)
    pauses.signal.addEventListener('abort', cut, { once: true })
    try {
      return (await api.http.bytes(url, limit, allowed, call.signal)) ?? 'tooLarge'
    } finally {
      alarm.cancel()
      pauses.signal.removeEventListener('abort', cut)
    }
  }

  async #upload(
    { kind, mime, name }: Attachment,
    bytes: Uint8Array,
    peer: number,
  ): Promise<string | undefined> {
    const { uploads } = this.#parts.api
    const filename = name.replace(/[";\r\n]/gu, '_')
    const value = Buffer.from(bytes)
    const source = { value: { value, filename, contentType: mime, contentLength: value.length } }
    const params = { peer_id: peer, source: { values: source.value } }
    try {
      if (isPhoto(kind, mime)) return String(await uploads.messagePhoto(params))
      if (kind === 'voice' && mime === 'audio/ogg') return String(await uploads.audioMessage(params))
      return String(await uploads.messageDocument({ ...params, title: filename }))
    } catch (error) {
      const failure = readFailure(error)
      if (failure.kind === 'noRight') this.#parts.log.error({ name, why: failure.why }, NO_RIGHT)
      // A kind of file VK does not take, or the token may not bring; what may pass is tried again with the message.
      if (failure.kind === 'badContent' || failure.kind === 'noRight') return undefined
      throw error
    }
  }
}

function waitAfter(error: unknown, tries: number): number | undefined {
  const gone = error instanceof NotAnswered && error.status < 500
  return gone ? undefined : backOff(tries - 1)
}

/** An animation or a WebP would be refused among photos. */
export const isPhoto = (kind: Attachment['kind'], mime: string) =>
  kind === 'image' && (mime === 'image/jpeg' || mime === 'image/png')
