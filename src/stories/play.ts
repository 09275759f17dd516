/** Plays a story to its end or to the first line that does not hold. */
import type { Release } from '../content/release.ts'
import type { Refusal } from '../domain/decision.ts'
import type { Ticket } from '../domain/desk/state.ts'
import type { OperatorId, TicketId } from '../domain/ids.ts'
import type { ButtonOption, Prompt } from '../domain/message.ts'
import { unreachable } from '../domain/unreachable.ts'
import type { Matcher } from '../nlu/port.ts'
import { type Line, Stage } from './stage.ts'
import type { OperatorAct, Story, StoryStep, TicketField } from './story.ts'

/** What was there instead of what the story says. */
export interface Failure {
  readonly step: StoryStep
  readonly instead: readonly string[]
  /** The conversation up to there. */
  readonly lines: readonly Line[]
  readonly unanswered: readonly string[]
}

export type Played = { readonly kind: 'passed' } | { readonly kind: 'failed'; readonly failure: Failure }

/** Undefined: the step holds. Otherwise what was found. */
type Outcome = readonly string[] | undefined

/** Never rejects for what a story says; a bug in the rules rejects. */
export async function playStory(story: Story, release: Release, matcher: Matcher): Promise<Played> {
  const play = new Play(new Stage(release, matcher, story))
  await play.stage.staff(story.operators)
  for (const step of story.steps) {
    const instead = await play.take(step)
    if (instead !== undefined) {
      const { lines, unanswered } = play.stage
      return { kind: 'failed', failure: { step, instead, lines, unanswered } }
    }
  }
  return { kind: 'passed' }
}

class Play {
  readonly stage: Stage
  /** Lines before this one are older than the customer's last word. */
  #since = 0

  constructor(stage: Stage) {
    this.stage = stage
  }

  async take(step: StoryStep): Promise<Outcome> {
    switch (step.step) {
      case 'customer':
        return this.#customer(step.text)
      case 'press':
        return this.#press(step.label)
      case 'bot':
        return this.#heard(step.text)
      case 'buttons':
        return this.#shown(step.labels)
      case 'wait':
        await this.stage.pass(step.time)
        return undefined
      case 'operator':
        return this.#operator(step.operator, step.does)
      case 'phase':
        return this.stage.conversation.phase === step.phase ? undefined : [this.stage.conversation.phase]
      case 'ticket':
        return this.#ticket(step.fields)
      case 'wish':
        return this.#wish(step.wish)
      default:
        return unreachable(step)
    }
  }

  async #customer(text: string): Promise<Outcome> {
    this.#customerLine(text)
    return outcomeOf(await this.stage.inConversation({ type: 'customerSaid', content: { text } }))
  }

  async #press(label: string): Promise<Outcome> {
    const found = this.#openButtons().find(({ option }) => same(option.label, label))
    if (found === undefined) return this.#openLabels()
    this.#customerLine(`[${found.option.label}]`)
    const { prompt, index } = found
    return outcomeOf(
      await this.stage.inConversation({ type: 'customerPressed', prompt: prompt.id, option: index }),
    )
  }

  #customerLine(text: string): void {
    this.stage.lines.push({ who: 'customer', text, buttons: [] })
    this.#since = this.stage.lines.length
  }

  #heard(text: string): Outcome {
    const said = this.stage.lines.slice(this.#since).filter((line) => line.who !== 'customer')
    return said.some((line) => loose(line.text).includes(loose(text)))
      ? undefined
      : said.map((line) => line.text)
  }

  #shown(labels: readonly string[]): Outcome {
    const open = this.#openLabels()
    return labels.every((label) => open.some((one) => same(one, label))) ? undefined : open
  }

  async #operator(operator: OperatorId, does: OperatorAct): Promise<Outcome> {
    switch (does.do) {
      case 'shift':
        return outcomeOf(await this.stage.atDesk({ type: 'shiftChanged', operator, shift: does.shift }))
      case 'claim':
        return outcomeOf(await this.stage.atDesk({ type: 'ticketClaimed', operator }))
      case 'say':
        return this.#withTicket(operator, (ticket) =>
          this.stage.inConversation({
            type: 'operatorSaid',
            operator,
            ticket,
            content: { text: does.text },
          }),
        )
      case 'close':
        return this.#withTicket(operator, (ticket) =>
          this.stage.inConversation({ type: 'closingProposed', operator, ticket }),
        )
      default:
        return unreachable(does)
    }
  }

  async #withTicket(
    operator: OperatorId,
    act: (ticket: TicketId) => Promise<Refusal | undefined>,
  ): Promise<Outcome> {
    const own = this.#tickets().findLast(
      (ticket) => ticket.status !== 'waiting' && ticket.status !== 'closed' && ticket.operator === operator,
    )
    return own === undefined ? this.#tickets().map(described) : outcomeOf(await act(own.id))
  }

  #ticket(fields: { readonly [field in TicketField]?: string }): Outcome {
    const ticket = this.#tickets().at(-1)
    if (ticket === undefined) return []
    const has: { readonly [field: string]: unknown } = { ...ticket }
    const holds = Object.entries(fields).every(([field, wanted]) => String(has[field] ?? '') === wanted)
    return holds ? undefined : [described(ticket)]
  }

  #wish(wish: string): Outcome {
    const wishes = this.stage.events.flatMap((event) => (event.type === 'wishMade' ? [event.wish] : []))
    return wishes.some((one) => loose(one).includes(loose(wish))) ? undefined : wishes
  }

  #tickets(): readonly Ticket[] {
    return Object.values(this.stage.desk.tickets).sort((a, b) => a.id - b.id)
  }

  /** Newest first: of two buttons with one label the customer means the one just shown. */
  #openButtons(): readonly {
    readonly prompt: Prompt
    readonly option: ButtonOption
    readonly index: number
  }[] {
    return this.stage.conversation.prompts
      .toReversed()
      .flatMap((prompt) => prompt.options.map((option, index) => ({ prompt, option, index })))
  }

  #openLabels(): readonly string[] {
    return this.#openButtons().map(({ option }) => `[${option.label}]`)
  }
}

const outcomeOf = (refusal: Refusal | undefined): Outcome => refusal && [JSON.stringify(refusal)]

function described(ticket: Ticket): string {
  const { id, status, topic, group, priority, reason } = ticket
  const operator = 'operator' in ticket ? ticket.operator : undefined
  return JSON.stringify({ id, status, topic, group, priority, reason, operator })
}

/** A line break, a no-break space and two blanks are one blank: nobody sees the difference. */
const loose = (text: string) => text.replace(/\s+/g, ' ').trim()
const same = (a: string, b: string) => loose(a).replace(/^\[|\]$/g, '') === loose(b)
