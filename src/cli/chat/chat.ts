/**
 * A conversation in the terminal over the real path: the same loop, rules and content as a running Kotik, with a database
 * in memory and a desk that can be staffed from here (`:operator`).
 */
import type { Submit } from '../../channels/port.ts'
import { conversationId, groupName, inputKey, operatorId, type TicketId } from '../../domain/ids.ts'
import type { Arrived, ConversationInput, DeskInput } from '../../domain/input.ts'
import type { Kotik } from '../../runtime/kotik.ts'
import type { Store } from '../../store/port.ts'
import { type Said, type World, words } from '../world.ts'
import type { Quiet } from './quiet.ts'
import type { NumberedButton, TerminalChannel } from './terminal-channel.ts'

const CUSTOMER = conversationId('terminal', 'customer')
const OPERATOR = operatorId('operator')

const SAID = {
  you: { ru: 'вы> ', en: 'you> ' },
  hint: {
    ru: 'Пишите как клиент. Кнопка — её номер, :operator — сесть за стол поддержки, :quit — выйти.',
    en: 'Write as a customer would. A button is its number, :operator staffs the desk, :quit leaves.',
  },
  name: { ru: 'Вы сами', en: 'Yourself' },
  onShift: {
    ru: 'Оператор на смене. Ответить клиенту — :operator текст, предложить закрыть чат — :close.',
    en: 'An operator is on shift. :operator text answers the customer, :close proposes closing the chat.',
  },
  noTicket: { ru: 'У оператора нет открытого чата.', en: 'The operator has no open chat.' },
  refused: { ru: 'Не вышло: {why}', en: 'Refused: {why}' },
  unknown: {
    ru: 'Нет команды {command}. Есть :operator, :close, :quit.',
    en: 'There is no command {command}. There are :operator, :close, :quit.',
  },
} as const satisfies { readonly [name: string]: Said }

export interface ChatParts {
  readonly world: World
  readonly kotik: Pick<Kotik, 'submit'>
  readonly store: Pick<Store, 'desk'>
  readonly channel: TerminalChannel
  readonly quiet: Quiet
  readonly groups: readonly string[]
}

export class Chat {
  readonly #parts: ChatParts
  #inputs = 0

  constructor(parts: ChatParts) {
    this.#parts = parts
  }

  /** Until the person leaves or the input ends. */
  async talk(): Promise<void> {
    const { world, quiet } = this.#parts
    const { terminal, language } = world
    if (terminal.interactive) terminal.say(terminal.paint.dim(words(SAID.hint, language)))
    await this.#inConversation({ type: 'customerStarted' })
    await quiet.settled()
    for await (const line of terminal.lines(words(SAID.you, language))) {
      // Piped lines are shown, or nobody could read the conversation.
      if (!terminal.interactive) terminal.say(`${words(SAID.you, language)}${line}`)
      if (line.trim() === ':quit') return
      await this.#take(line)
      await quiet.settled()
    }
  }

  async #take(line: string): Promise<void> {
    const [command = '', ...rest] = line.trim().split(' ')
    if (command.startsWith(':')) return this.#command(command, rest.join(' '))
    if (line.trim() === '') return
    this.#parts.channel.answered()
    // A blank in front makes a text of a number.
    const button = /^\d+\s*$/.test(line) ? this.#parts.channel.button(Number(line)) : undefined
    if (button && (await this.#pressed(button))) return
    return this.#inConversation({ type: 'customerSaid', content: { text: line.trim() } })
  }

  /** False for a button of an earlier question: then the number answers the question at hand. */
  async #pressed(button: NumberedButton): Promise<boolean> {
    const input = { type: 'customerPressed', ...button } as const
    const receipt = await this.#parts.kotik.submit(this.#ofCustomer(input))
    if (receipt.kind === 'refused' && receipt.refusal.code === 'oldButton') return false
    this.#tell(receipt)
    return true
  }

  async #command(command: string, text: string): Promise<void> {
    if (command === ':operator') return text ? this.#answer(text) : this.#comeOnShift()
    if (command === ':close') return this.#close()
    this.#aside(SAID.unknown, { command })
  }

  async #comeOnShift(): Promise<void> {
    const { groups, world } = this.#parts
    await this.#atDesk({
      type: 'operatorEnrolled',
      operator: OPERATOR,
      name: words(SAID.name, world.language),
      lead: false,
      groups: groups.map(groupName),
    })
    await this.#atDesk({ type: 'shiftChanged', operator: OPERATOR, shift: 'on' })
    this.#aside(SAID.onShift)
  }

  async #answer(text: string): Promise<void> {
    const ticket = await this.#ownTicket()
    if (ticket === undefined) return this.#aside(SAID.noTicket)
    await this.#inConversation({ type: 'operatorSaid', operator: OPERATOR, ticket, content: { text } })
  }

  async #close(): Promise<void> {
    const ticket = await this.#ownTicket()
    if (ticket === undefined) return this.#aside(SAID.noTicket)
    await this.#inConversation({ type: 'closingProposed', operator: OPERATOR, ticket })
  }

  async #ownTicket(): Promise<TicketId | undefined> {
    const { state } = await this.#parts.store.desk()
    const own = Object.values(state.tickets).find(
      (ticket) => ticket.status !== 'waiting' && ticket.status !== 'closed' && ticket.operator === OPERATOR,
    )
    return own?.id
  }

  async #inConversation(input: ConversationInput): Promise<void> {
    await this.#submit(this.#ofCustomer(input))
  }

  #ofCustomer(input: ConversationInput): Arrived {
    return { to: 'conversation', id: CUSTOMER, key: this.#nextKey(), input }
  }

  async #atDesk(input: DeskInput): Promise<void> {
    await this.#submit({ to: 'desk', key: this.#nextKey(), input })
  }

  async #submit(arrived: Arrived): Promise<void> {
    this.#tell(await this.#parts.kotik.submit(arrived))
  }

  #tell(receipt: Awaited<ReturnType<Submit>>): void {
    if (receipt.kind === 'refused') this.#aside(SAID.refused, { why: receipt.refusal.code })
    if (receipt.kind === 'busy') this.#aside(SAID.refused, { why: receipt.why })
    if (receipt.kind === 'parked') this.#aside(SAID.refused, { why: 'parked' })
  }

  #aside(said: Said, values: { readonly [name: string]: string } = {}): void {
    const { terminal, language } = this.#parts.world
    terminal.say(terminal.paint.dim(words(said, language, values)))
  }

  #nextKey() {
    this.#inputs += 1
    return inputKey(`terminal:${this.#inputs}`)
  }
}
