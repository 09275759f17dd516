import { next, setShift } from '../deeds.ts'
import { loadClosed } from '../loading.ts'
import { behind, closedCards, list, me, mine, others, queue } from '../state.ts'
import { words } from '../words.ts'
import { Card } from './card.tsx'
import { Cat, Icon } from './icon.tsx'
import { ShiftPanel } from './shift-panel.tsx'

export function Sidebar() {
  return (
    <aside class="sidebar" aria-label={words.value.queue}>
      <ShiftPanel />
      <Behind />
      <div class="lists">{list.value === 'open' ? <OpenLists /> : <ClosedList />}</div>
      <Switch />
    </aside>
  )
}

// Shown in steps: a number that runs would draw every eye each three seconds.
const BEHIND_STEP = 30

/** Whoever is on shift should know why colleagues in the group answer late. */
function Behind() {
  const steps = Math.ceil(behind.value / BEHIND_STEP) * BEHIND_STEP
  const shown = steps > 0 && me.value?.shift !== 'off'
  return (
    <p class="behind" role="status">
      {shown ? words.value.telegramBehind(steps) : null}
    </p>
  )
}

function OpenLists() {
  const said = words.value
  return (
    <>
      {mine.value.length > 0 ? (
        <section>
          <h2>
            {said.mine} <span class="count">{mine.value.length}</span>
          </h2>
          <ul>
            {mine.value.map((card) => (
              <Card key={card.id} card={card} />
            ))}
          </ul>
        </section>
      ) : null}
      <Queue />
      {others.value.length > 0 ? (
        <section>
          <h2>
            {said.others} <span class="count">{others.value.length}</span>
          </h2>
          <ul>
            {others.value.map((card) => (
              <Card key={card.id} card={card} />
            ))}
          </ul>
        </section>
      ) : null}
    </>
  )
}

function Queue() {
  const said = words.value
  const waiting = queue.value
  return (
    <section>
      <h2>
        {said.queue} {waiting.length > 0 ? <span class="count">{waiting.length}</span> : null}
      </h2>
      {waiting.length > 0 ? (
        <>
          <button type="button" class="primary wide" onClick={next} aria-keyshortcuts="n">
            {said.takeNext}
            <kbd>N</kbd>
          </button>
          <ul>
            {waiting.map((card) => (
              <Card key={card.id} card={card} />
            ))}
          </ul>
        </>
      ) : (
        <Empty />
      )}
    </section>
  )
}

/** An empty queue is a good moment, and says so. */
function Empty() {
  const said = words.value
  const off = me.value?.shift === 'off'
  const busy = mine.value.some((card) => card.status === 'active' && card.unansweredSince !== undefined)
  return (
    <div class="empty">
      <Cat asleep />
      <p>
        <strong>{said.queueEmptyTitle}</strong>
      </p>
      <p class="soft">{off ? said.queueEmptyOff : busy ? said.queueEmptyBusy : said.queueEmpty}</p>
      {off ? (
        <button type="button" class="primary" onClick={() => setShift('on')}>
          {said.startShift}
        </button>
      ) : null}
    </div>
  )
}

function ClosedList() {
  const found = closedCards.value
  if (!found) return <p class="soft pad" aria-busy="true" />
  if (found.length === 0) return <p class="soft pad">{words.value.nothingClosed}</p>
  return (
    <section>
      <ul>
        {found.map((card) => (
          <Card key={card.id} card={card} />
        ))}
      </ul>
    </section>
  )
}

function Switch() {
  const said = words.value
  const show = (which: 'open' | 'closed') => () => {
    list.value = which
    if (which === 'closed') loadClosed().catch(() => undefined)
  }
  return (
    <fieldset class="switch">
      <legend class="visually-hidden">{said.mine}</legend>
      <button type="button" aria-pressed={list.value === 'open'} onClick={show('open')}>
        <Icon name="inbox" />
        {said.open}
      </button>
      <button type="button" aria-pressed={list.value === 'closed'} onClick={show('closed')}>
        <Icon name="check" />
        {said.closed}
      </button>
    </fieldset>
  )
}
