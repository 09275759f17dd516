/**
 * Files between Telegram and our own store. In: fetched with their bytes checked, never trusted by name. Out: by the
 * `file_id` of the bot that sent it before, else uploaded and its `file_id` remembered in the notes.
 */
import { InputFile } from 'grammy'
import type { Message } from 'grammy/types'
import type { ConversationId } from '../domain/ids.ts'
import type { Attachment } from '../domain/message.ts'
import { FileNames } from '../messengers/file-names.ts'
import {
  type Bytes,
  type Fetched,
  IncomingFiles,
  type IncomingParts,
  type NamedFile,
} from '../messengers/incoming-files.ts'
import { backOff } from '../messengers/pause.ts'
import type { BotApi } from './api.ts'
import { readFailure } from './errors.ts'
import { fileIn, type TelegramFile } from './files.ts'

export type { Fetched }

export interface MediaParts extends IncomingParts {
  readonly api: BotApi
}

/** Notes of both rooms that belong to a bot and to nobody's chat. */
export const TELEGRAM_NOTES = 'telegram'

// Bots may fetch 20 MB and send 50 MB (Bot API).
const DOWNLOAD_LIMIT = 20 * 1_048_576
const UPLOAD_LIMIT = 50 * 1_048_576
const LONGEST_FLOOD_S = 10

export class Media {
  readonly #parts: MediaParts
  readonly #incoming: IncomingFiles
  readonly #names: FileNames

  constructor(parts: MediaParts) {
    this.#parts = parts
    this.#incoming = new IncomingFiles(parts)
    this.#names = new FileNames({ store: parts.store, owner: TELEGRAM_NOTES, account: parts.api.id })
  }

  /** The file of an arrival, in our store. Rejects as the store does, and when everything stops. */
  async fetch(file: TelegramFile, conversation: ConversationId): Promise<Fetched> {
    const ask = (limit: number) => this.#bytes(file, limit)
    const fetched = await this.#incoming.fetch(file, { most: DOWNLOAD_LIMIT, ask, waitAfter }, conversation)
    if (fetched.kind === 'kept') this.#names.learn(fetched.attachment.id, file.fileId)
    return fetched
  }

  /** Bytes under a name that somebody gave: they go by what they are. */
  keep(file: NamedFile, bytes: Uint8Array, conversation: ConversationId): Promise<Fetched> {
    return this.#incoming.keep(file, bytes, conversation)
  }

  /** What to send for a file of ours: a known `file_id`, or the bytes; undefined when neither is there. */
  async toSend({ id, name, size }: Attachment): Promise<string | InputFile | undefined> {
    const known = await this.#names.of(id)
    if (known !== undefined) return known
    const bytes = size > UPLOAD_LIMIT ? undefined : await this.#parts.blobs.get(id)
    return bytes && new InputFile(bytes, name.replace(/[";\r\n]/gu, '_'))
  }

  /** After an upload: next time the `file_id` is enough. */
  async sent({ id }: Attachment, message: Message): Promise<void> {
    const file = fileIn(message)
    if (file) await this.#names.note(id, file.fileId)
  }

  /** Telegram does not know a `file_id` any more (a restored backup, another bot's): the bytes are sent again. */
  forget({ id }: Attachment): Promise<void> {
    return this.#names.forget(id)
  }

  async #bytes({ fileId }: TelegramFile, limit: number): Promise<Bytes> {
    const { api, pauses } = this.#parts
    try {
      const { file_path: path } = await api.call<TelegramPath>('getFile', { file_id: fileId }, pauses.signal)
      if (path === undefined) return undefined
      return (await api.download(path, limit, pauses.signal)) ?? 'tooLarge'
    } catch (error) {
      const failure = readFailure(error)
      if (failure.kind === 'badContent' && /too big/iu.test(failure.why)) return 'tooLarge'
      throw error
    }
  }
}

interface TelegramPath {
  readonly file_path?: string
}

function waitAfter(error: unknown, tries: number): number | undefined {
  const failure = readFailure(error)
  if (failure.kind === 'passing') return backOff(tries - 1)
  if (failure.kind !== 'flood' || failure.retryAfter > LONGEST_FLOOD_S) return undefined
  return failure.retryAfter * 1000
}
