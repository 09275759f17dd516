import type { ComponentChild } from 'preact'
import type { TicketCard } from '../../../desk/web/cards.ts'
import type { WhyWaiting } from '../../../domain/desk/why.ts'
import { knownOf } from '../../../domain/facts.ts'
import { select } from '../loading.ts'
import { current, currentCard, me, pane } from '../state.ts'
import { moment } from '../times.ts'
import { language, words } from '../words.ts'
import { channelTitle, groupTitle, nameOf, topicTitle } from './card.tsx'
import { Icon } from './icon.tsx'
import { Stars } from './stars.tsx'

/** Who writes, what they want, what is known, and whether they have asked before. */
export function CustomerPanel() {
  const view = current.value
  const card = currentCard.value
  const said = words.value
  if (!view || !card) return <aside class="customer-panel" aria-label={said.customer} />
  const { customer } = view
  const facts = knownOf(customer, view.variables, me.value?.desk.variableTitles ?? {}, language.value)
  // The one they left to be answered at comes first; it need not be the one we know.
  const addresses = [...new Set([card.email, customer.email])].filter((one) => one !== undefined)
  return (
    <aside class="customer-panel" aria-label={said.customer}>
      <header>
        <button
          type="button"
          class="ghost back"
          aria-label={said.back}
          onClick={() => {
            pane.value = 'chat'
          }}
        >
          <Icon name="back" />
        </button>
        <span class="face" aria-hidden="true">
          {nameOf(card).slice(0, 1)}
        </span>
        <div>
          <h2>{customer.name ?? nameOf(card)}</h2>
          <p class="soft">
            {channelTitle(card.channel)}
            {customer.verified ? ` · ${said.verified}` : ''}
          </p>
        </div>
      </header>
      <section>
        <h3>{said.about}</h3>
        <p>{card.summary}</p>
        {card.status === 'waiting' ? <p class="soft">{whyText(view.why)}</p> : null}
        <dl>
          <Fact name={said.topic}>{topicTitle(card.topic)}</Fact>
          <Fact name={said.priority}>{said.priorities[card.priority]}</Fact>
          <Fact name={said.group}>{groupTitle(card.group)}</Fact>
          <Fact name={said.openedAt}>{moment(card.openedAt)}</Fact>
          {addresses.length > 0 ? <Fact name={said.email}>{addresses.join(', ')}</Fact> : null}
          {customer.phone ? <Fact name={said.phone}>{customer.phone}</Fact> : null}
          <Fact name={said.languageOf}>{said.languages[customer.language]}</Fact>
        </dl>
      </section>
      {facts.length > 0 ? (
        <section>
          <h3>{said.variables}</h3>
          <dl>
            {facts.map(({ title, value }, index) => (
              <Fact key={index} name={title}>
                {value}
              </Fact>
            ))}
          </dl>
        </section>
      ) : null}
      <section>
        <h3>{said.earlier}</h3>
        {view.earlier.length === 0 ? <p class="soft">{said.noEarlier}</p> : null}
        <ul class="earlier">
          {view.earlier.map((one) => (
            <Earlier key={one.id} card={one} />
          ))}
        </ul>
      </section>
    </aside>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChild }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Earlier({ card }: { readonly card: TicketCard }) {
  return (
    <li>
      <button type="button" onClick={() => select(card.id)}>
        <span>
          №{card.id} · {topicTitle(card.topic)}
        </span>
        <span class="soft">
          {moment(card.closedAt ?? card.openedAt)} {words.value.outcomes[card.outcome ?? ''] ?? ''}
        </span>
        {card.score === undefined ? null : <Stars score={card.score} />}
        {card.comment ? <q>{card.comment}</q> : null}
      </button>
    </li>
  )
}

/** What a lead would have to change for this ticket to be served. */
function whyText(why: WhyWaiting): string {
  const said = words.value.why
  switch (why.kind) {
    case 'notWaiting':
      return ''
    case 'reserved':
      return said.reserved(why.shift)
    case 'deskClosed':
      return said.deskClosed(why.opensAt === undefined ? undefined : moment(why.opensAt))
    case 'nobodyOnShift':
      return said.nobodyOnShift(groupTitle(why.group), why.paused)
    case 'toBeClaimed':
      return said.toBeClaimed(groupTitle(why.group), why.free)
    case 'allFull':
      return said.allFull(groupTitle(why.group), why.operators)
  }
}
