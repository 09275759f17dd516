import type { Channel, SendResult, Submit } from '../../src/channels/port.ts'
import type { ConversationId } from '../../src/domain/ids.ts'
import type { Outgoing } from '../../src/domain/message.ts'

/** What a send comes to: a result, a promise of one (a gate), or one that throws. */
export type Answer = SendResult | Promise<SendResult> | (() => SendResult | Promise<SendResult>)

export interface Sent {
  readonly to: ConversationId
  readonly text: string
  readonly message: Outgoing
  readonly deliveryId: number
}

/** Promises that never settle: the platform took the message and says nothing. */
export const HANGS = new Promise<SendResult>(() => {})
export const throws = (text: string) => (): SendResult => {
  throw new Error(text)
}

/** A channel whose platform says what the test scripted, message by message; unscripted sends succeed. */
export class FakeChannel implements Channel {
  readonly name: string
  /** Every attempt, in order. */
  readonly attempts: Sent[] = []
  /** Those that were answered by `sent`, in the order of their answers. */
  readonly delivered: Sent[] = []
  submit: Submit | undefined
  stopped = false
  readonly #script: Answer[] = []
  readonly #byText = new Map<string, Answer[]>()

  constructor(name = 'site') {
    this.name = name
  }

  /** The answers to the next sends. */
  next(...answers: readonly Answer[]): this {
    this.#script.push(...answers)
    return this
  }

  /** The answers to the next sends of this very text. */
  to(text: string, ...answers: readonly Answer[]): this {
    this.#byText.set(text, [...(this.#byText.get(text) ?? []), ...answers])
    return this
  }

  async send(to: ConversationId, message: Outgoing, deliveryId: number): Promise<SendResult> {
    const sent = { to, text: message.content.text, message, deliveryId }
    this.attempts.push(sent)
    const answer = this.#byText.get(sent.text)?.shift() ?? this.#script.shift() ?? { kind: 'sent' }
    const result = await (typeof answer === 'function' ? answer() : answer)
    if (result.kind === 'sent') this.delivered.push(sent)
    return result
  }

  async start(submit: Submit): Promise<void> {
    this.submit = submit
  }

  async stop(): Promise<void> {
    this.stopped = true
  }

  texts(): readonly string[] {
    return this.delivered.map(({ text }) => text)
  }
}
