import type { TicketCard } from '../../../desk/web/cards.ts'
import { take } from '../deeds.ts'
import { draftOf, hasDraft } from '../drafts.ts'
import { select } from '../loading.ts'
import { isUnread } from '../seen.ts'
import { me, selected } from '../state.ts'
import { moment, type Wait, waitSince } from '../times.ts'
import { words } from '../words.ts'
import { Icon, type IconName } from './icon.tsx'
import { Stars } from './stars.tsx'

export const nameOf = (card: TicketCard): string => card.customer.name ?? `${words.value.noName} ${card.id}`
export const topicTitle = (name: string | undefined): string =>
  me.value?.desk.topics.find((topic) => topic.name === name)?.title ?? name ?? words.value.noTopic
export const groupTitle = (name: string): string =>
  me.value?.desk.groups.find((group) => group.name === name)?.title ?? name
export const channelTitle = (name: string): string => words.value.channels[name] ?? name

/** One chat in a list. How long somebody waits is the biggest thing on it. */
export function Card({ card }: { readonly card: TicketCard }) {
  const chosen = selected.value === card.id
  const fresh = card.operator?.id === me.value?.id && isUnread(card)
  return (
    <li class={`card ${card.status} ${chosen ? 'chosen' : ''} ${fresh ? 'unread' : ''}`} data-card={card.id}>
      <button
        type="button"
        class="card-open"
        aria-current={chosen ? 'true' : undefined}
        onClick={() => select(card.id)}
      >
        <Waiting card={card} />
        <span class="card-body">
          <span class="card-name">
            {nameOf(card)}
            {fresh ? <span class="unread-mark">{words.value.unread}</span> : null}
          </span>
          <span class="card-about">
            <Degree card={card} />
            {about(card)}
          </span>
          <span class="card-last">{lastWords(card)}</span>
        </span>
      </button>
      {card.status === 'waiting' && me.value?.shift !== 'off' ? (
        <button type="button" class="take" onClick={() => take(card.id)}>
          {words.value.take}
        </button>
      ) : null}
    </li>
  )
}

function Waiting({ card }: { readonly card: TicketCard }) {
  const wait = waitOf(card)
  if (card.status === 'closed') return <Closed card={card} />
  if (card.status === 'snoozed') return <Quiet icon="clock" text={words.value.snoozed} />
  if (card.status === 'pending') return <Quiet icon="check" text={words.value.asked} />
  if (!wait) return <Quiet icon="chat" text={words.value.reply} />
  return (
    <span class={`wait ${wait.degree}`}>
      <span class="visually-hidden">{words.value.waits} </span>
      <b>{wait.value}</b>
      <small>{wait.unit}</small>
    </span>
  )
}

/** How long the customer has been without a word from a person; undefined when the last word was ours. */
function waitOf(card: TicketCard): Wait | undefined {
  const since = card.status === 'waiting' ? card.queuedAt : card.unansweredSince
  // What they told the bot before they asked for a person is no waiting.
  return since === undefined
    ? undefined
    : waitSince(Math.max(since, card.queuedAt), me.value?.desk.longWait ?? 600_000)
}

/** Colour is never alone: a long wait has a sign and a word too. */
function Degree({ card }: { readonly card: TicketCard }) {
  const wait = card.status === 'waiting' || card.status === 'active' ? waitOf(card) : undefined
  if (!wait || wait.degree === 'fine') return null
  return (
    <b class={`degree ${wait.degree}`}>
      <Icon name="warn" />
      {wait.degree === 'long' ? words.value.long : words.value.tooLong}
      {' · '}
    </b>
  )
}

function Quiet({ icon, text }: { readonly icon: IconName; readonly text: string }) {
  return (
    <span class="wait quiet" title={text}>
      <Icon name={icon} />
      <span class="visually-hidden">{text}</span>
    </span>
  )
}

function Closed({ card }: { readonly card: TicketCard }) {
  if (card.outcome === 'leftEmail') return <Quiet icon="mail" text={words.value.outcomes.leftEmail ?? ''} />
  if (card.score === undefined) return <Quiet icon="check" text={words.value.closed} />
  return (
    <span class={`wait score ${card.score <= 2 ? 'tooLong' : ''}`}>
      <b>{card.score}</b>
      <Stars score={card.score} />
    </span>
  )
}

function about(card: TicketCard): string {
  const said = words.value
  const parts = [
    card.topic === undefined ? groupTitle(card.group) : topicTitle(card.topic),
    channelTitle(card.channel),
  ]
  if (card.priority === 'high' || card.priority === 'urgent') parts.unshift(said.priorities[card.priority])
  if (card.status === 'snoozed' && card.until) parts.push(said.snoozedUntil(moment(card.until)))
  if (card.status === 'closed') {
    // Who left an address still waits for an answer: that comes first, before a narrow card cuts it off.
    if (card.email !== undefined) parts.unshift(said.writeTo(card.email))
    else parts.push(said.outcomes[card.outcome ?? ''] ?? '')
    if (card.closedAt) parts.push(moment(card.closedAt))
  }
  if (card.reservedFor) parts.push(said.reservedFor(card.reservedFor.name))
  if (card.status !== 'waiting' && card.operator && card.operator.id !== me.value?.id)
    parts.push(said.withOperator(card.operator.name))
  return parts.filter(Boolean).join(' · ')
}

function lastWords(card: TicketCard): string {
  if (hasDraft(card.id) && selected.value !== card.id) return `${words.value.draft}: ${draftOf(card.id).text}`
  const { last } = card
  if (!last) return card.summary
  return last.text || (last.files > 0 ? words.value.files(last.files) : card.summary)
}
