/** Plays a story to its end or to the first line that does not hold. */
import type { Release } from '../content/release.ts'
import type { Ticket } from '../domain/desk/state.ts'
import type { OperatorId, TicketId } from '../domain/ids.ts'
import { unreachable } from '../domain/unreachable.ts'
import type { Matcher } from '../nlu/port.ts'
import { type Line, loose, type Outcome, outcomeOf, type Scene, same } from './scene.ts'
import { Stage } from './stage.ts'
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

/** Never rejects for what a story says; a bug in the rules rejects. */
export function playStory(story: Story, release: Release, matcher: Matcher): Promise<Played> {
  return playOn(new Stage(release, matcher, story), story)
}

/** The same on any scene. */
export async function playOn(scene: Scene, story: Story): Promise<Played> {
  const play = new Play(scene)
  await scene.staff(story.operators)
  for (const step of story.steps) {
    const instead = await play.take(step)
    if (instead !== undefined) {
      const { lines, unanswered } = scene
      return { kind: 'failed', failure: { step, instead, lines, unanswered } }
    }
  }
  return { kind: 'passed' }
}

class Play {
  readonly #scene: Scene

  constructor(scene: Scene) {
    this.#scene = scene
  }

  async take(step: StoryStep): Promise<Outcome> {
    switch (step.step) {
      case 'customer':
        return this.#scene.says(step.text)
      case 'press':
        return this.#scene.presses(step.label)
      case 'bot':
        return this.#heard(step.text)
      case 'buttons':
        return this.#shown(step.labels)
      case 'wait':
        await this.#scene.pass(step.time)
        return undefined
      case 'operator':
        return this.#operator(step.operator, step.does)
      case 'phase':
        return this.#scene.phase === step.phase ? undefined : [this.#scene.phase]
      case 'ticket':
        return this.#ticket(step.fields)
      case 'wish':
        return this.#wish(step.wish)
      default:
        return unreachable(step)
    }
  }

  #heard(text: string): Outcome {
    const heard = this.#scene.heard()
    return heard.some((one) => loose(one).includes(loose(text))) ? undefined : heard
  }

  #shown(labels: readonly string[]): Outcome {
    const open = this.#scene.buttons()
    const wanted = labels.every((label) => open.some((one) => same(one, label)))
    return wanted ? undefined : open.map((label) => `[${label}]`)
  }

  async #operator(operator: OperatorId, does: OperatorAct): Promise<Outcome> {
    switch (does.do) {
      case 'shift':
        return outcomeOf(await this.#scene.atDesk({ type: 'shiftChanged', operator, shift: does.shift }))
      case 'claim':
        return outcomeOf(await this.#scene.atDesk({ type: 'ticketClaimed', operator }))
      case 'say':
        return this.#withTicket(operator, (ticket) =>
          this.#scene.inConversation({
            type: 'operatorSaid',
            operator,
            ticket,
            content: { text: does.text },
          }),
        )
      case 'close':
        return this.#withTicket(operator, (ticket) =>
          this.#scene.inConversation({ type: 'closingProposed', operator, ticket }),
        )
      default:
        return unreachable(does)
    }
  }

  async #withTicket(
    operator: OperatorId,
    act: (ticket: TicketId) => ReturnType<Scene['inConversation']>,
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
    const wishes = this.#scene.events.flatMap((event) => (event.type === 'wishMade' ? [event.wish] : []))
    return wishes.some((one) => loose(one).includes(loose(wish))) ? undefined : wishes
  }

  #tickets(): readonly Ticket[] {
    return this.#scene.tickets.toSorted((a, b) => a.id - b.id)
  }
}

function described(ticket: Ticket): string {
  const { id, status, topic, group, priority, reason } = ticket
  const operator = 'operator' in ticket ? ticket.operator : undefined
  return JSON.stringify({ id, status, topic, group, priority, reason, operator })
}
