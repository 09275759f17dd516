/**
 * One part of a message, once. Its random_id follows from the outbox row, so that a part that was taken without our hearing
 * of it is not said twice; what VK may have forgotten is looked for in the dialogue.
 */
import { z } from 'zod'
import type { Instant } from '../../domain/time.ts'
import { between, type Clock, minutes } from '../../domain/time.ts'
import type { MessengerLog } from '../../messengers/log.ts'
import type { VkApi } from './api.ts'
import { errorOf, readFailure } from './errors.ts'
import type { Media } from './media.ts'
import { type Part, partsOf, SHORT_LIMIT } from './parts.ts'
import { randomId } from './random-id.ts'
import { messageShape } from './updates.ts'

export interface SpeakingParts {
  readonly api: VkApi
  readonly clock: Clock
  readonly media: Media
  readonly log: MessengerLog
  /** What stands in place of a file that can be had no more. */
  readonly missing: (name: string) => string
  /** The number a message of ours has in its dialogue. */
  readonly sent: (peer: number, id: number) => void
}

export interface Fields {
  readonly [name: string]: string | number
}

/** How a part was written. */
export interface Written {
  readonly text: string
  readonly attachment: string
}

export interface Spoken {
  /** Its number in the dialogue. */
  readonly id: string
  /** Absent: it had been said before. */
  readonly written?: Written
}

/** A message that is being said. */
export interface Telling {
  readonly peer: number
  readonly delivery: number
  readonly at: Instant
  /** What stands in the dialogue already, by random_id. */
  readonly said: ReadonlyMap<number, string>
}

// How long VK knows a random_id is not documented; after this the history is asked first.
const REMEMBERED = minutes(30)
const LOOK_BACK = 50
// No message has as many parts.
const PIECE = 1_000

export class Speaking {
  readonly #parts: SpeakingParts

  constructor(parts: SpeakingParts) {
    this.#parts = parts
  }

  async begin(peer: number, delivery: number, at: Instant): Promise<Telling> {
    return { peer, delivery, at, said: await this.#alreadySaid(peer, at) }
  }

  /** In shorter pieces when VK finds it too long; those said before keep their random_ids. */
  async say(telling: Telling, index: number, part: Part, fields: Fields): Promise<readonly Spoken[]> {
    try {
      return await this.#once(telling, index, part, fields)
    } catch (error) {
      const { kind, why } = readFailure(error)
      const pieces = partsOf({ text: part.text, attachments: part.attachments }, SHORT_LIMIT)
      if (kind !== 'tooLong' || pieces.length < 2) throw error
      this.#parts.log.warn(
        { peer: telling.peer, why },
        'VK finds the text too long; it goes in shorter pieces',
      )
      const spoken: Spoken[] = []
      for (const [at, piece] of pieces.entries()) {
        const below = at === pieces.length - 1 ? fields : {}
        spoken.push(...(await this.#once(telling, index + (at + 1) * PIECE, piece, below)))
      }
      return spoken
    }
  }

  async written(part: Part, peer: number): Promise<Written> {
    const { media, missing } = this.#parts
    const names = await Promise.all(part.attachments.map((one) => media.toSend(one, peer)))
    const lost = part.attachments.filter((_, index) => names[index] === undefined)
    const text = [part.text, ...lost.map(({ name }) => missing(name))].filter(Boolean).join('\n')
    return { text, attachment: names.filter((name) => name !== undefined).join(',') }
  }

  async #once(telling: Telling, part: number, content: Part, fields: Fields): Promise<readonly Spoken[]> {
    const { peer, delivery, at, said } = telling
    const random = randomId({ peer, delivery, at, part })
    const known = said.get(random)
    const spoken = known === undefined ? await this.#new(peer, random, content, fields) : { id: known }
    if (!spoken) return []
    this.#parts.sent(peer, Number(spoken.id))
    return [spoken]
  }

  /** Undefined: nothing to say, or taken without a word of its number. */
  async #new(peer: number, random: number, part: Part, fields: Fields): Promise<Spoken | undefined> {
    const written = await this.written(part, peer)
    const { text, attachment } = written
    if (text === '' && attachment === '') return undefined
    const told: unknown = await this.#parts.api.messages.send({
      peer_ids: [peer],
      random_id: random,
      ...(text === '' ? {} : { message: text }),
      ...(attachment === '' ? {} : { attachment }),
      ...fields,
    })
    const id = numberIn(told)
    return id === undefined ? undefined : { id, written }
  }

  /** Parts that arrived so long ago that VK may have forgotten their random_id. */
  async #alreadySaid(peer: number, at: Instant): Promise<ReadonlyMap<number, string>> {
    const { api, clock } = this.#parts
    if (between(at, clock.now()) < REMEMBERED) return new Map()
    const told: unknown = await api.messages.getHistory({ peer_id: peer, count: LOOK_BACK })
    const items = history.safeParse(told).data?.items ?? []
    return new Map(
      items.flatMap(({ random_id: random, conversation_message_id: id, out }) =>
        random && out === 1 ? [[random, String(id)] as const] : [],
      ),
    )
  }
}

const history = z.looseObject({ items: z.array(messageShape) })

const sentTo = z.looseObject({
  message_id: z.int().optional(),
  conversation_message_id: z.int().optional(),
  error: z.looseObject({ code: z.int(), description: z.string().default('') }).optional(),
})

/** `peer_ids` answers with a list, in which a refusal stands in place of the number. */
function numberIn(told: unknown): string | undefined {
  const one = sentTo.safeParse(Array.isArray(told) ? told[0] : undefined).data
  // Nothing says that it was taken; the same random_id may be sent again.
  if (!one) throw new Error('VK answered a message with something else than its number')
  if (one.error) throw errorOf(one.error.code, one.error.description)
  const id = one.conversation_message_id
  return id === undefined || id === 0 ? undefined : String(id)
}
