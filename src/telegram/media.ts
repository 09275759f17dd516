/**
 * Files between Telegram and our own store. In: fetched with their bytes checked, never trusted by name. Out: by the
 * `file_id` of the bot that sent it before, else uploaded and its `file_id` remembered in the notes.
 */
import { InputFile } from 'grammy'
import type { Message } from 'grammy/types'
import type { ConversationId } from '../domain/ids.ts'
import type { Attachment } from '../domain/message.ts'
import type { Chance, Clock } from '../domain/time.ts'
import { sniff } from '../http/file-types.ts'
import { ComeAgain } from '../messengers/come-again.ts'
import { backOff, type Pauses } from '../messengers/pause.ts'
import type { Blobs, Store } from '../store/port.ts'
import type { BotApi } from './api.ts'
import { type Failure, readFailure } from './errors.ts'
import { fileIn, type TelegramFile } from './files.ts'

export interface MediaParts {
  readonly api: BotApi
  readonly store: Store
  readonly blobs: Blobs
  readonly clock: Clock
  readonly chance: Chance
  readonly pauses: Pauses
  /** Largest file that is kept, bytes; asked at each. */
  readonly limit: () => number
}

/** What became of a file somebody sent. */
export type Fetched =
  | { readonly kind: 'kept'; readonly attachment: Attachment }
  | { readonly kind: 'tooLarge'; readonly name: string; readonly limit: number }
  /** Telegram does not give it, or not any more. */
  | { readonly kind: 'gone'; readonly name: string }
  /** Of a kind that is not taken. */
  | { readonly kind: 'refused'; readonly name: string }

/** Notes of both rooms that belong to a bot and to nobody's chat. */
export const TELEGRAM_NOTES = 'telegram'

// Bots may fetch 20 MB and send 50 MB (Bot API).
const DOWNLOAD_LIMIT = 20 * 1_048_576
const UPLOAD_LIMIT = 50 * 1_048_576
// Beyond that the message goes without its file: its words are worth more than its picture an hour later.
const TRIES = 3
const LONGEST_FLOOD_S = 10
// `file_id`s held in memory; the rest is a look into the notes.
const KNOWN = 2_000

export class Media {
  readonly #parts: MediaParts
  readonly #known = new Map<string, string>()

  constructor(parts: MediaParts) {
    this.#parts = parts
  }

  /** The file of an arrival, in our store. Rejects as the store does, and when everything stops. */
  async fetch(file: TelegramFile, conversation: ConversationId): Promise<Fetched> {
    const limit = Math.min(DOWNLOAD_LIMIT, this.#parts.limit())
    const { name } = file
    if (file.size !== undefined && file.size > limit) return { kind: 'tooLarge', name, limit }
    const bytes = await this.#bytes(file, limit)
    if (bytes === 'tooLarge') return { kind: 'tooLarge', name, limit }
    if (bytes === undefined || bytes.length === 0) return { kind: 'gone', name }
    const kept = await this.keep(file, bytes, conversation)
    if (kept.kind === 'kept') this.#remember(kept.attachment.id, file.fileId)
    return kept
  }

  /** Bytes under a name that somebody gave: they go by what they are. */
  async keep(
    { name: given, kind }: Pick<TelegramFile, 'name' | 'kind'>,
    bytes: Uint8Array,
    conversation: ConversationId,
  ): Promise<Fetched> {
    const { store, blobs, clock, chance } = this.#parts
    const sniffed = await sniff(bytes, given)
    if (sniffed.kind === 'refused') return { kind: 'refused', name: given }
    const shown = kind === 'sticker' ? 'sticker' : sniffed.shown
    const { mime, name } = sniffed
    const attachment = { id: chance.token(16), kind: shown, name, mime, size: bytes.length }
    await blobs.put(attachment.id, bytes)
    await store.saveUpload({ ...attachment, conversation, at: clock.now() })
    return { kind: 'kept', attachment }
  }

  /** What to send for a file of ours: a known `file_id`, or the bytes; undefined when neither is there. */
  async toSend({ id, name, size }: Attachment): Promise<string | InputFile | undefined> {
    const known = this.#known.get(id) ?? (await this.#noted(id))
    if (known !== undefined) return known
    const bytes = size > UPLOAD_LIMIT ? undefined : await this.#parts.blobs.get(id)
    return bytes && new InputFile(bytes, name.replace(/[";\r\n]/gu, '_'))
  }

  /** After an upload: next time the `file_id` is enough. */
  async sent({ id }: Attachment, message: Message): Promise<void> {
    const file = fileIn(message)
    if (!file || this.#known.has(id)) return
    this.#remember(id, file.fileId)
    await this.#parts.store.note(TELEGRAM_NOTES, new Map([[this.#key(id), file.fileId]]))
  }

  /** Telegram does not know a `file_id` any more (a restored backup, another bot's): the bytes are sent again. */
  async forget({ id }: Attachment): Promise<void> {
    this.#known.delete(id)
    await this.#parts.store.note(TELEGRAM_NOTES, new Map([[this.#key(id), undefined]]))
  }

  async #bytes(file: TelegramFile, limit: number): Promise<Uint8Array | 'tooLarge' | undefined> {
    const { api, pauses } = this.#parts
    for (let tries = 1; !pauses.ended; tries++) {
      try {
        const { file_path: path } = await api.call<TelegramPath>(
          'getFile',
          { file_id: file.fileId },
          pauses.signal,
        )
        return path === undefined
          ? undefined
          : ((await api.download(path, limit, pauses.signal)) ?? 'tooLarge')
      } catch (error) {
        if (pauses.ended) break
        const failure = readFailure(error)
        if (failure.kind === 'badContent' && /too big/iu.test(failure.why)) return 'tooLarge'
        const wait = tries < TRIES ? waitFor(failure, tries) : undefined
        if (wait === undefined) return undefined
        await pauses.wait(wait)
      }
    }
    // Whoever waits for the file asks again after the next start; without it the message would be less than it was.
    throw new ComeAgain(1_000, 'stopping')
  }

  #key(id: string): string {
    return `file:${this.#parts.api.id}:${id}`
  }

  async #noted(id: string): Promise<string | undefined> {
    const key = this.#key(id)
    const noted = (await this.#parts.store.notes(TELEGRAM_NOTES, key)).get(key)
    if (typeof noted !== 'string') return undefined
    this.#remember(id, noted)
    return noted
  }

  #remember(id: string, fileId: string): void {
    this.#known.set(id, fileId)
    const [oldest] = this.#known.keys()
    if (this.#known.size > KNOWN && oldest !== undefined) this.#known.delete(oldest)
  }
}

interface TelegramPath {
  readonly file_path?: string
}

/** Milliseconds before another try; undefined: there is no use in one. */
function waitFor(failure: Failure, tries: number): number | undefined {
  if (failure.kind === 'passing') return backOff(tries - 1)
  if (failure.kind !== 'flood' || failure.retryAfter > LONGEST_FLOOD_S) return undefined
  return failure.retryAfter * 1000
}
