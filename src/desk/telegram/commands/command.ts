/** What a command of the desk is. Its words stand with it: the menu, the help and the docs are made of them. */
import type { Message } from 'grammy/types'
import type { Ticket } from '../../../domain/desk/state.ts'
import type { Entity, Language } from '../../../domain/message.ts'
import type { Doer, Told } from '../deeds.ts'
import type { Button, Place } from '../model.ts'
import type { Room } from '../room.ts'

export interface CommandWords {
  /** In Telegram's menu: at most 256 characters. */
  readonly about: string
  readonly form: string
  readonly example: string
}

interface Common {
  readonly name: string
  /** Takes no words: what stands behind it was meant for something else. */
  readonly wordless?: true
  readonly said: { readonly [L in Language]: CommandWords }
}

/** In a chat's thread, or anywhere with `#142`. `bare`: a number without the sign names the ticket, too. */
export interface TicketCommand extends Common {
  readonly about: 'ticket'
  readonly bare?: true
  run(asked: AskedAboutTicket): Promise<Answer>
}

export interface DeskCommand extends Common {
  readonly about: 'desk'
  run(asked: Asked): Promise<Answer>
}

/** Also for those who are no operators. */
export interface OpenCommand extends Common {
  readonly about: 'anybody'
  run(asked: Omit<Asked, 'doer'>): Promise<Answer>
}

export type Command = TicketCommand | DeskCommand | OpenCommand

export interface Asked {
  readonly room: Room
  readonly doer: Doer
  readonly message: Message
  readonly place: Place
  /** What stands behind the command, and the number of a ticket. */
  readonly words: string
}

export interface AskedAboutTicket extends Asked {
  readonly ticket: Ticket
}

export type Answer =
  /** Seen elsewhere: a mark on the command is enough, and costs nothing of the group's minute. */
  | { readonly kind: 'done' }
  | {
      readonly kind: 'say'
      readonly text: string
      readonly entities?: readonly Entity[]
      readonly buttons?: readonly (readonly Button[])[]
    }
  /** Known once something was done that nobody waits for. Rejects never. */
  | { readonly kind: 'promised'; readonly answer: Promise<Answer> }
  /** The form and an example; `why` first, which may have the example in it. */
  | { readonly kind: 'usage'; readonly why?: string; readonly exemplary?: true }

export const DONE: Answer = { kind: 'done' }
export const say = (text: string): Answer => ({ kind: 'say', text })
export const usage = (why?: string): Answer => ({ kind: 'usage', ...(why === undefined ? {} : { why }) })

/** A deed whose traces are on the screen needs no words when it was done. */
export const quietly = (told: Told): Answer => (told.done && !told.odd ? DONE : aloud(told))
export const aloud = ({ text, misused }: Told): Answer => (misused ? usage(text) : say(text))
