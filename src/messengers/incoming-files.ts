/** Files that people send in a messenger: fetched with patience, and kept by what their bytes are, never by their names. */
import type { ConversationId } from '../domain/ids.ts'
import type { Attachment } from '../domain/message.ts'
import type { Chance, Clock } from '../domain/time.ts'
import { sniff } from '../http/file-types.ts'
import type { Blobs, Store } from '../store/port.ts'
import { ComeAgain } from './come-again.ts'
import type { Pauses } from './pause.ts'

export interface IncomingParts {
  readonly store: Store
  readonly blobs: Blobs
  readonly clock: Clock
  readonly chance: Chance
  readonly pauses: Pauses
  /** Largest file that is kept, bytes; asked at each. */
  readonly limit: () => number
}

/** A file as a message names it. */
export interface NamedFile {
  readonly kind: Attachment['kind']
  readonly name: string
  /** Bytes; messengers do not always say. */
  readonly size?: number
}

/** What became of a file somebody sent. */
export type Fetched =
  | { readonly kind: 'kept'; readonly attachment: Attachment }
  | (LostFile & { readonly kind: 'tooLarge'; readonly limit: number })
  /** The messenger does not give it, or not any more; it is of a kind that is not taken. */
  | (LostFile & { readonly kind: 'gone' | 'refused' })

interface LostFile {
  readonly name: string
  /** What it was sent as. */
  readonly sent: Attachment['kind']
}

/** Undefined: there are none to be had. */
export type Bytes = Uint8Array | 'tooLarge' | undefined

/** How one messenger gives the bytes of one file. */
export interface Source {
  /** Bytes a file of this messenger may have at most, where it has a limit of its own. */
  readonly most?: number
  ask(limit: number): Promise<Bytes>
  /** After a rejection: milliseconds before another try; undefined: there is no use in one. */
  waitAfter(error: unknown, tries: number): number | undefined
}

// Beyond that the message goes without its file: its words are worth more than its picture an hour later.
const TRIES = 3

export class IncomingFiles {
  readonly #parts: IncomingParts

  constructor(parts: IncomingParts) {
    this.#parts = parts
  }

  /** Rejects as the store does, and with ComeAgain when everything stops. */
  async fetch(file: NamedFile, source: Source, conversation: ConversationId): Promise<Fetched> {
    const limit = Math.min(source.most ?? Number.POSITIVE_INFINITY, this.#parts.limit())
    const { name, size = 0, kind: sent } = file
    const bytes = size > limit ? 'tooLarge' : await this.#bytes(source, limit)
    if (bytes === 'tooLarge') return { kind: 'tooLarge', name, sent, limit }
    if (bytes === undefined || bytes.length === 0) return { kind: 'gone', name, sent }
    return this.keep(file, bytes, conversation)
  }

  async keep(
    { name: given, kind }: NamedFile,
    bytes: Uint8Array,
    conversation: ConversationId,
  ): Promise<Fetched> {
    const { store, blobs, clock, chance } = this.#parts
    const sniffed = await sniff(bytes, given)
    if (sniffed.kind === 'refused') return { kind: 'refused', name: given, sent: kind }
    const { mime, name, shown } = sniffed
    // To the bytes a sticker is any picture.
    const seen = kind === 'sticker' ? kind : shown
    const attachment = { id: chance.token(16), kind: seen, name, mime, size: bytes.length }
    await blobs.put(attachment.id, bytes)
    await store.saveUpload({ ...attachment, conversation, at: clock.now() })
    return { kind: 'kept', attachment }
  }

  async #bytes(source: Source, limit: number): Promise<Bytes> {
    const { pauses } = this.#parts
    for (let tries = 1; !pauses.ended; tries++) {
      try {
        return await source.ask(limit)
      } catch (error) {
        if (pauses.ended) break
        const wait = tries < TRIES ? source.waitAfter(error, tries) : undefined
        if (wait === undefined) return undefined
        await pauses.wait(wait)
      }
    }
    // Whoever waits for the file asks again after the next start; without it the message would be less than it was.
    throw new ComeAgain(1_000, 'stopping')
  }
}
