/** A message of ours put in other words, in place. VK lets a community do so for a day; later it stays as it is. */
import type { ConversationId } from '../../domain/ids.ts'
import type { Language, Outgoing } from '../../domain/message.ts'
import { between, type Clock, hours } from '../../domain/time.ts'
import type { MessengerLog } from '../../messengers/log.ts'
import type { Numbers } from '../numbers.ts'
import type { SendResult } from '../port.ts'
import type { VkApi } from './api.ts'
import type { Clients } from './clients.ts'
import { type Failure, readFailure } from './errors.ts'
import { NO_INLINE, shownButtons } from './keyboards.ts'
import { partsOf, TEXT_LIMIT } from './parts.ts'
import type { PastButtons } from './past-buttons.ts'
import { peerIn } from './peer.ts'
import type { Speaking } from './speaking.ts'
import { worded } from './worded.ts'
import { WORDS } from './words.ts'

export interface EditingParts {
  readonly api: VkApi
  readonly clock: Clock
  readonly numbers: Numbers
  readonly clients: Clients
  readonly speaking: Speaking
  readonly past: PastButtons
  readonly language: () => Language
  readonly log: MessengerLog
}

const EDITABLE = hours(24)
// Of no use to anybody an hour later.
const KEPT: ReadonlySet<Failure['kind']> = new Set([
  'settled',
  'badContent',
  'gone',
  'blocked',
  'keyboard',
  'tooLong',
])

export class Editing {
  readonly #parts: EditingParts

  constructor(parts: EditingParts) {
    this.#parts = parts
  }

  /** Where nothing is left to edit, the message stays as it is. Rejects when it may be tried again. */
  async edit(to: ConversationId, message: Outgoing): Promise<SendResult> {
    const { numbers, clock, log } = this.#parts
    const ids = message.replaces === undefined ? [] : await numbers.idsOfOurs(to, message.replaces)
    const late = between(message.at, clock.now()) >= EDITABLE
    if (ids.length === 0 || late) return { kind: 'sent' }
    try {
      await this.#rewrite(to, message, ids)
    } catch (error) {
      const failure = readFailure(error)
      if (!KEPT.has(failure.kind)) throw error
      log.debug({ to, message: message.number, why: failure.why }, 'the message stays as it is')
    }
    return { kind: 'sent' }
  }

  async #rewrite(to: ConversationId, message: Outgoing, ids: readonly string[]): Promise<void> {
    const { api, clients, speaking, past, language } = this.#parts
    const peer = peerIn(to)
    const shown = shownButtons(message, clients.of(peer))
    const parts = partsOf(worded(message, shown, WORDS[language()]))
    // Files came first; what is edited is the words.
    const places = ids.slice(-parts.length)
    for (const [index, id] of places.entries()) {
      const part = parts[index]
      if (!part) continue
      const { text, attachment } = await speaking.written(part, peer)
      const last = index === places.length - 1
      const rest = last ? parts.slice(index + 1).map((one) => one.text) : []
      const written = { text: [text, ...rest].join('\n').slice(0, TEXT_LIMIT), attachment }
      const keyboard = shown.kind === 'inline' ? shown.keyboard : NO_INLINE
      await api.messages.edit({
        peer_id: peer,
        cmid: Number(id),
        message: written.text,
        ...(attachment === '' ? {} : { attachment }),
        ...(last ? { keyboard: JSON.stringify(keyboard) } : {}),
      })
      if (last && shown.kind === 'inline') past.shown(to, message, { id, written })
    }
  }
}
