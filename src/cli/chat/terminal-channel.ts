/** The customer's side of `kotik chat`: messages are lines, buttons have numbers. */
import type { Channel, SendResult } from '../../channels/port.ts'
import type { PromptId } from '../../domain/ids.ts'
import type { Attachment, Outgoing, ShownButton } from '../../domain/message.ts'
import type { Terminal } from '../terminal.ts'

/** A button with the number it is pressed by. */
export interface NumberedButton {
  readonly prompt: PromptId
  readonly option: number
}

export class TerminalChannel implements Channel {
  readonly name = 'terminal'
  readonly #terminal: Terminal
  readonly #bot: string
  #buttons: NumberedButton[] = []
  /** The next buttons are numbered from 1 again. */
  #fresh = true

  constructor(terminal: Terminal, bot: string) {
    this.#terminal = terminal
    this.#bot = bot
  }

  async start(): Promise<void> {}
  async stop(): Promise<void> {}

  async send(_to: unknown, message: Outgoing): Promise<SendResult> {
    const { content, author, prompt } = message
    this.#terminal.say(`${this.#name(author)} ${content.text.replaceAll('\n', '\n  ')}`)
    for (const file of content.attachments ?? []) this.#terminal.say(`  ${attachmentLine(file)}`)
    if (prompt) this.#show(prompt.id, prompt.buttons)
    return { kind: 'sent' }
  }

  /** The customer wrote: buttons shown from now on are numbered from 1. The old ones stay until there are new ones. */
  answered(): void {
    this.#fresh = true
  }

  /** The button of that number, if one is on the screen. */
  button(number: number): NumberedButton | undefined {
    return this.#buttons[number - 1]
  }

  #show(prompt: PromptId, buttons: readonly ShownButton[]): void {
    if (this.#fresh) this.#buttons = []
    this.#fresh = false
    const { paint } = this.#terminal
    for (const { option, label, url } of buttons) {
      this.#buttons.push({ prompt, option })
      const number = paint.cyan(`${this.#buttons.length}`.padStart(3))
      this.#terminal.say(`${number}  ${label}${url ? paint.dim(` → ${url}`) : ''}`)
    }
  }

  #name(author: Outgoing['author']): string {
    const name = author.kind === 'operator' ? author.name : author.kind === 'bot' ? this.#bot : '·'
    return this.#terminal.paint.bold(`${name}:`)
  }
}

const attachmentLine = ({ kind, name }: Attachment) => `[${kind}: ${name}]`
