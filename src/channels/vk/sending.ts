/**
 * One message of ours as calls of VK: in what manner it is put, in which parts, with what below. What VK finds wrong with
 * buttons or cards costs no words. How a part is said once is told in `speaking.ts`, how it is changed in `editing.ts`.
 */
import type { ConversationId } from '../../domain/ids.ts'
import type { Content, Language, Outgoing } from '../../domain/message.ts'
import type { Clock } from '../../domain/time.ts'
import type { MessengerLog } from '../../messengers/log.ts'
import type { Numbers } from '../numbers.ts'
import type { SendResult } from '../port.ts'
import type { VkApi } from './api.ts'
import type { Boards } from './boards.ts'
import { type Carousel, carouselOf, templateOf } from './carousel.ts'
import type { Clients } from './clients.ts'
import { Editing } from './editing.ts'
import { type Failure, readFailure, sendFailure } from './errors.ts'
import { answersOf, NO_KEYBOARD, type Shown, shownButtons } from './keyboards.ts'
import type { Media } from './media.ts'
import { partsOf } from './parts.ts'
import type { PastButtons } from './past-buttons.ts'
import { peerIn } from './peer.ts'
import { type Fields, Speaking, type Spoken } from './speaking.ts'
import { worded } from './worded.ts'
import { WORDS } from './words.ts'

export interface SendingParts {
  readonly api: VkApi
  readonly clock: Clock
  readonly media: Media
  readonly numbers: Numbers
  readonly boards: Boards
  readonly clients: Clients
  readonly past: PastButtons
  readonly language: () => Language
  readonly log: MessengerLog
  /** The number a message of ours has in its dialogue. */
  readonly sent: (peer: number, id: number) => void
}

/** How a message is put, when VK did not like it as it was. */
interface Manner {
  /** Buttons as a list of numbers. */
  readonly plainly: boolean
  /** A question as cards, if it has them. */
  readonly cards: boolean
}

const USUAL: Manner = { plainly: false, cards: true }

/** A message as it is going to stand there. */
interface Put {
  readonly shown: Shown
  readonly content: Content
  /** What goes with its last part. */
  readonly below: Fields
}

export class Sending {
  readonly #parts: SendingParts
  readonly #speaking: Speaking
  readonly #editing: Editing

  constructor(parts: SendingParts) {
    this.#parts = parts
    this.#speaking = new Speaking({ ...parts, missing: (name) => this.#words.fileMissing(name) })
    this.#editing = new Editing({ ...parts, speaking: this.#speaking })
  }

  /** Rejects never. */
  async send(to: ConversationId, message: Outgoing, delivery: number): Promise<SendResult> {
    try {
      if (message.replaces !== undefined) return await this.#editing.edit(to, message)
      return await this.#new(to, message, delivery, USUAL)
    } catch (error) {
      return sendFailure(readFailure(error), this.#parts.clock.now())
    }
  }

  async #new(to: ConversationId, message: Outgoing, delivery: number, manner: Manner): Promise<SendResult> {
    try {
      return await this.#all(to, message, delivery, manner)
    } catch (error) {
      const { kind, why } = readFailure(error)
      const other = otherManner(kind, manner, message)
      if (!other) throw error
      const { number } = message
      this.#parts.log.warn({ to, message: number, why }, FALLBACKS[kind] ?? 'put otherwise')
      return this.#new(to, message, delivery, other)
    }
  }

  async #all(to: ConversationId, message: Outgoing, delivery: number, manner: Manner): Promise<SendResult> {
    const { numbers, boards } = this.#parts
    const peer = peerIn(to)
    const { shown, content, below } = await this.#put(peer, message, manner)
    const telling = await this.#speaking.begin(peer, delivery, message.at)
    const answered = await this.#answered(to, message.content)
    const parts = partsOf(content)
    const spoken: Spoken[] = []
    for (const [index, part] of parts.entries()) {
      const last = index === parts.length - 1
      const fields = { ...(index === 0 ? answered : {}), ...(last ? below : {}) }
      spoken.push(...(await this.#speaking.say(telling, index, part, fields)))
    }
    if (shown.kind === 'none' && boards.has(peer, 'normal')) await boards.put(peer, undefined)
    if (shown.kind === 'inline' && !('template' in below)) this.#parts.past.shown(to, message, spoken.at(-1))
    const ids = spoken.map(({ id }) => id)
    numbers.sent(to, message.number, ids)
    return { kind: 'sent', ...(ids.length > 0 ? { externalId: ids.join(' ') } : {}) }
  }

  async #put(peer: number, message: Outgoing, manner: Manner): Promise<Put> {
    const client = this.#parts.clients.of(peer)
    const shown = shownButtons(message, client, manner.plainly)
    const carousel = manner.cards ? carouselOf(message, client) : undefined
    const template = carousel && (await this.#template(carousel, peer))
    if (carousel && template !== undefined)
      return { shown, content: { text: carousel.text }, below: { template } }
    await this.#remember(peer, message, shown)
    return { shown, content: worded(message, shown, this.#words), below: this.#keyboard(peer, shown) }
  }

  #keyboard(peer: number, shown: Shown): Fields {
    if (shown.kind === 'inline' || shown.kind === 'normal')
      return { keyboard: JSON.stringify(shown.keyboard) }
    return this.#parts.boards.has(peer, 'normal') ? { keyboard: JSON.stringify(NO_KEYBOARD) } : {}
  }

  /** Undefined when a picture cannot be had: then the pictures and buttons go one by one. */
  async #template(carousel: Carousel, peer: number): Promise<string | undefined> {
    const { media } = this.#parts
    const photos = await Promise.all(carousel.cards.map(({ picture }) => media.toSend(picture, peer)))
    const names = photos.flatMap((photo) => (photo?.startsWith('photo') ? [photo] : []))
    return names.length < carousel.cards.length ? undefined : JSON.stringify(templateOf(carousel, names))
  }

  async #remember(peer: number, { prompt }: Outgoing, shown: Shown): Promise<void> {
    if (!prompt || (shown.kind !== 'normal' && shown.kind !== 'list')) return
    const options = shown.kind === 'list' ? answersOf(shown.buttons).map(({ option }) => option) : []
    if (shown.kind === 'list' && options.length === 0) return
    await this.#parts.boards.put(peer, { kind: shown.kind, prompt: prompt.id, options })
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

function otherManner(kind: Failure['kind'], manner: Manner, message: Outgoing): Manner | undefined {
  const refused = kind === 'keyboard' || kind === 'badContent'
  if (refused && manner.cards && message.cards) return { ...manner, cards: false }
  return kind === 'keyboard' && !manner.plainly ? { ...manner, plainly: true } : undefined
}

const FALLBACKS: { readonly [K in Failure['kind']]?: string } = {
  keyboard: 'VK does not take the buttons; they go in another way',
  badContent: 'VK does not take the cards; the pictures and buttons go one by one',
}
