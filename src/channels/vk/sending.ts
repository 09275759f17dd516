/**
 * One message of ours as calls of VK. Each part has a random_id that follows from the outbox row, so that a part that was
 * taken without our hearing of it is not said twice. What VK finds wrong with buttons or lengths costs no words.
 */
import { z } from 'zod'
import type { ConversationId } from '../../domain/ids.ts'
import type { Content, Language, Outgoing } from '../../domain/message.ts'
import { between, type Clock, hours, minutes } from '../../domain/time.ts'
import type { Store } from '../../store/port.ts'
import type { Numbers } from '../numbers.ts'
import type { SendResult } from '../port.ts'
import type { VkApi } from './api.ts'
import type { Boards } from './boards.ts'
import type { VkLog } from './calls.ts'
import type { Clients } from './clients.ts'
import { errorOf, type Failure, readFailure, sendFailure } from './errors.ts'
import { answersOf, cardsOf, carousel, NO_KEYBOARD, numbered, type Shown, shownButtons } from './keyboards.ts'
import type { Media } from './media.ts'
import { type Part, partsOf, SHORT_LIMIT, TEXT_LIMIT } from './parts.ts'
import { peerIn } from './peer.ts'
import { randomId } from './random-id.ts'
import { messageShape } from './updates.ts'
import { WORDS } from './words.ts'

export interface SendingParts {
  readonly api: VkApi
  readonly store: Store
  readonly clock: Clock
  readonly media: Media
  readonly numbers: Numbers
  readonly boards: Boards
  readonly clients: Clients
  readonly language: () => Language
  readonly log: VkLog
  /** The number a message of ours has in its dialogue. */
  readonly sent: (peer: number, id: number) => void
}

/** How a message is put, when VK did not like it as it was. */
interface Manner {
  /** Buttons as a list of numbers. */
  readonly plainly: boolean
  /** Pictures with an answer each as cards. */
  readonly cards: boolean
}

const USUAL: Manner = { plainly: false, cards: true }
// VK lets a community edit what it said for a day.
const EDITABLE = hours(24)
// How long VK knows a random_id is not documented; after this the history is asked first.
const REMEMBERED = minutes(30)
const LOOK_BACK = 50

interface Fields {
  readonly [name: string]: string | number
}

interface Saying {
  readonly peer: number
  readonly part: Part
  readonly fields: Fields
  /** What stands in the dialogue already, by random_id. */
  readonly said: ReadonlyMap<number, string>
  /** 0: the part as a whole; from 1: its pieces. */
  readonly randomOf: (piece: number) => number
}

// No message has as many parts.
const PIECE = 1_000

export class Sending {
  readonly #parts: SendingParts

  constructor(parts: SendingParts) {
    this.#parts = parts
  }

  /** Rejects never. */
  async send(to: ConversationId, message: Outgoing, delivery: number): Promise<SendResult> {
    try {
      if (message.replaces !== undefined) return await this.#edit(to, message)
      return await this.#new(to, message, delivery, USUAL)
    } catch (error) {
      return sendFailure(readFailure(error), this.#parts.clock.now())
    }
  }

  async #new(to: ConversationId, message: Outgoing, delivery: number, manner: Manner): Promise<SendResult> {
    try {
      return await this.#all(to, message, delivery, manner)
    } catch (error) {
      const failure = readFailure(error)
      const other = this.#otherManner(failure, manner, message)
      if (!other) throw error
      const { number } = message
      this.#parts.log.warn(
        { to, message: number, why: failure.why },
        FALLBACKS[failure.kind] ?? 'put otherwise',
      )
      return this.#new(to, message, delivery, other)
    }
  }

  #otherManner({ kind }: Failure, manner: Manner, message: Outgoing): Manner | undefined {
    const refused = kind === 'keyboard' || kind === 'badContent'
    if (refused && manner.cards && this.#cardsOf(message).length > 0) return { ...manner, cards: false }
    return kind === 'keyboard' && !manner.plainly ? { ...manner, plainly: true } : undefined
  }

  #cardsOf(message: Outgoing, peer?: number) {
    return cardsOf(message, peer === undefined ? {} : this.#parts.clients.of(peer))
  }

  async #all(to: ConversationId, message: Outgoing, delivery: number, manner: Manner): Promise<SendResult> {
    const { numbers, clients, boards } = this.#parts
    const peer = peerIn(to)
    const shown = shownButtons(message, clients.of(peer), manner.plainly)
    const cards = manner.cards ? await this.#cards(message, peer) : undefined
    const content = this.#worded(message, shown, cards !== undefined)
    const parts = partsOf(content)
    const below = cards ?? this.#keyboard(peer, shown)
    if (cards === undefined) await this.#remember(peer, message, shown)
    const said = await this.#alreadySaid(peer, message)
    const ids: string[] = []
    for (const [index, part] of parts.entries()) {
      const last = index === parts.length - 1
      const fields = {
        ...(index === 0 ? await this.#answered(to, message.content) : {}),
        ...(last ? below : {}),
      }
      const randomOf = (piece: number) =>
        randomId({ peer, delivery, at: message.at, part: index + piece * PIECE })
      ids.push(...(await this.#sayOnce({ peer, part, fields, said, randomOf })))
    }
    if (shown.kind === 'none' && boards.has(peer, 'normal')) await boards.put(peer, undefined)
    numbers.sent(to, message.number, ids)
    return { kind: 'sent', ...(ids.length > 0 ? { externalId: ids.join(' ') } : {}) }
  }

  /** In shorter pieces when VK finds it too long; those said before keep their random_ids. */
  async #sayOnce({ peer, part, fields, said, randomOf }: Saying): Promise<readonly string[]> {
    try {
      return this.#numbered(peer, said.get(randomOf(0)) ?? (await this.#say(peer, randomOf(0), part, fields)))
    } catch (error) {
      const { kind, why } = readFailure(error)
      const pieces = partsOf({ text: part.text, attachments: part.attachments }, SHORT_LIMIT)
      if (kind !== 'tooLong' || pieces.length < 2) throw error
      this.#parts.log.warn({ peer, why }, 'VK finds the text too long; it goes in shorter pieces')
      const ids: string[] = []
      for (const [index, piece] of pieces.entries()) {
        const random = randomOf(index + 1)
        const below = index === pieces.length - 1 ? fields : {}
        ids.push(...this.#numbered(peer, said.get(random) ?? (await this.#say(peer, random, piece, below))))
      }
      return ids
    }
  }

  #numbered(peer: number, id: string | undefined): readonly string[] {
    if (id === undefined) return []
    this.#parts.sent(peer, Number(id))
    return [id]
  }

  /** Undefined: taken, but VK did not tell its number. */
  async #say(peer: number, random: number, part: Part, fields: Fields): Promise<string | undefined> {
    const { text, attachment } = await this.#written(part, peer)
    if (text === '' && attachment === '') return undefined
    const told: unknown = await this.#parts.api.messages.send({
      peer_ids: [peer],
      random_id: random,
      ...(text === '' ? {} : { message: text }),
      ...(attachment === '' ? {} : { attachment }),
      ...fields,
    })
    return numberIn(told)
  }

  async #written(part: Part, peer: number): Promise<{ readonly text: string; readonly attachment: string }> {
    const names = await Promise.all(part.attachments.map((one) => this.#parts.media.toSend(one, peer)))
    const missing = part.attachments.filter((_, index) => names[index] === undefined)
    const words = missing.map(({ name }) => this.#words.fileMissing(name))
    const text = [part.text, ...words].filter(Boolean).join('\n')
    return { text, attachment: names.filter((name) => name !== undefined).join(',') }
  }

  /** What stands in the text besides what was said: stars that were given, the list of answers. */
  #worded({ content, control }: Outgoing, shown: Shown, asCards: boolean): Content {
    const stars = control?.kind === 'rating' && control.score !== undefined ? '⭐'.repeat(control.score) : ''
    const list = shown.kind === 'list' ? numbered(shown.buttons, this.#words.chooseByNumber) : ''
    const own = content.text !== '' || shown.kind === 'none' || list !== ''
    const text = [own ? content.text : this.#words.buttonsBelow, stars, list].filter(Boolean).join('\n')
    if (!asCards) return { ...content, text }
    const { attachments: _, ...rest } = content
    return { ...rest, text }
  }

  #keyboard(peer: number, shown: Shown): Fields {
    if (shown.kind === 'inline' || shown.kind === 'normal')
      return { keyboard: JSON.stringify(shown.keyboard) }
    return this.#parts.boards.has(peer, 'normal') ? { keyboard: JSON.stringify(NO_KEYBOARD) } : {}
  }

  async #cards(message: Outgoing, peer: number): Promise<Fields | undefined> {
    const { media } = this.#parts
    const cards = this.#cardsOf(message, peer)
    if (!message.prompt || cards.length === 0) return undefined
    const photos = await Promise.all(cards.map(({ picture }) => media.toSend(picture, peer)))
    const names = photos.flatMap((photo) => (photo?.startsWith('photo') ? [photo] : []))
    if (names.length < cards.length) return undefined
    return { template: JSON.stringify(carousel(message.prompt.id, cards, names)) }
  }

  async #remember(peer: number, { prompt }: Outgoing, shown: Shown): Promise<void> {
    if (!prompt || (shown.kind !== 'normal' && shown.kind !== 'list')) return
    const options = shown.kind === 'list' ? answersOf(shown.buttons).map(({ option }) => option) : []
    if (shown.kind === 'list' && options.length === 0) return
    await this.#parts.boards.put(peer, { kind: shown.kind, prompt: prompt.id, options })
  }

  /** Parts that arrived so long ago that VK may have forgotten their random_id. */
  async #alreadySaid(peer: number, { at }: Outgoing): Promise<ReadonlyMap<number, string>> {
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

  /** A day later, or where nothing is left to edit, the message stays as it is. */
  async #edit(to: ConversationId, message: Outgoing): Promise<SendResult> {
    const { numbers, clock, log } = this.#parts
    const ids = message.replaces === undefined ? [] : await numbers.idsOfOurs(to, message.replaces)
    const late = between(message.at, clock.now()) >= EDITABLE
    if (ids.length === 0 || late) return { kind: 'sent' }
    try {
      return await this.#rewrite(to, message, ids)
    } catch (error) {
      const failure = readFailure(error)
      if (!KEPT.has(failure.kind)) throw error
      log.debug({ to, message: message.number, why: failure.why }, 'the message stays as it is')
      return { kind: 'sent' }
    }
  }

  async #rewrite(to: ConversationId, message: Outgoing, ids: readonly string[]): Promise<SendResult> {
    const { api, clients } = this.#parts
    const peer = peerIn(to)
    const shown = shownButtons(message, clients.of(peer))
    const parts = partsOf(this.#worded(message, shown, false))
    // Files came first; what is edited is the words.
    const places = ids.slice(-parts.length)
    for (const [index, id] of places.entries()) {
      const part = parts[index]
      if (!part) continue
      const { text, attachment } = await this.#written(part, peer)
      const last = index === places.length - 1
      const rest = last ? parts.slice(index + 1).map((one) => one.text) : []
      await api.messages.edit({
        peer_id: peer,
        cmid: Number(id),
        message: [text, ...rest].join('\n').slice(0, TEXT_LIMIT),
        ...(attachment === '' ? {} : { attachment }),
        ...(last && shown.kind === 'inline' ? { keyboard: JSON.stringify(shown.keyboard) } : {}),
      })
    }
    return { kind: 'sent' }
  }

  /** What a quoted message is called there. */
  async #answered(to: ConversationId, { replyTo }: Content): Promise<Fields> {
    const id = replyTo === undefined ? undefined : await this.#parts.numbers.idOf(to, replyTo)
    if (id === undefined) return {}
    const forward = { peer_id: peerIn(to), conversation_message_ids: [id], is_reply: true }
    return { forward: JSON.stringify(forward) }
  }

  get #words() {
    return WORDS[this.#parts.language()]
  }
}

const FALLBACKS: { readonly [K in Failure['kind']]?: string } = {
  keyboard: 'VK does not take the buttons; they go in another way',
  badContent: 'VK does not take the cards; the pictures and buttons go one by one',
}
const KEPT: ReadonlySet<Failure['kind']> = new Set([
  'settled',
  'badContent',
  'gone',
  'blocked',
  'keyboard',
  'tooLong',
])

const history = z.looseObject({ items: z.array(messageShape) })

const sentTo = z.looseObject({
  message_id: z.int().optional(),
  conversation_message_id: z.int().optional(),
  error: z.looseObject({ code: z.int(), description: z.string().default('') }).optional(),
})

/** `peer_ids` answers with a list, in which a refusal stands in place of the number. */
function numberIn(told: unknown): string | undefined {
  const one = sentTo.safeParse(Array.isArray(told) ? told[0] : undefined).data
  if (one?.error) throw errorOf(one.error.code, one.error.description)
  const id = one?.conversation_message_id
  return id === undefined || id === 0 ? undefined : String(id)
}
