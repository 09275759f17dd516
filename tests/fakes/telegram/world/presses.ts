/** Presses of inline buttons: each is answered once, or grows too old. */
import type { Bot, Message, User } from './model.ts'
import { wireMessage, wireUser } from './wire.ts'
import type { World } from './world.ts'

export interface CallbackAnswer {
  /** A short notice over the chat, or a box to close; '' only stops the button's clock. */
  readonly text: string
  readonly alert: boolean
  readonly url: string | undefined
}

// About when the client itself gives up waiting.
const TOO_OLD_MS = 15 * 60_000

export class Presses {
  /** What bots answered, by the query's id. */
  readonly answers = new Map<string, CallbackAnswer>()
  readonly #world: World
  readonly #open = new Map<string, { readonly bot: Bot; readonly at: number }>()
  #next = 1

  constructor(world: World) {
    this.#world = world
  }

  /** A press of an inline button on a bot's message. */
  press(message: Message, by: User, data: string): string {
    const bot = this.#world.bots.get(message.from.id)
    if (!bot) throw new Error('only a bot has buttons')
    const id = String(4_000_000_000_000 + this.#next++)
    this.#open.set(id, { bot, at: this.#world.clock.now() })
    const body = {
      id,
      from: wireUser(by),
      message: wireMessage(message, bot),
      chat_instance: String(message.chat.id),
      data,
    }
    this.#world.onUpdate(bot, 'callback_query', body, message.chat.id)
    return id
  }

  /** False when it was answered before, is another bot's, or is too old. */
  answer(bot: Bot, id: string, answer: CallbackAnswer): boolean {
    const query = this.#open.get(id)
    if (query?.bot !== bot) return false
    this.#open.delete(id)
    if (this.#world.clock.now() - query.at >= TOO_OLD_MS) return false
    this.answers.set(id, answer)
    this.#world.onChange(undefined)
    return true
  }
}
