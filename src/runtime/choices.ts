/** Tells whoever learns what customers chose in "did you mean": first what the log holds, then what happens. */
import type { LiveLog } from '../channels/port.ts'
import type { Event } from '../domain/event.ts'
import type { LoggedEvent, Store } from '../store/port.ts'
import type { Log } from './log.ts'

export type Choice = Pick<Extract<Event, { type: 'intentChosen' }>, 'intent' | 'among'>

export interface ChoicesParts {
  readonly store: Pick<Store, 'events' | 'lastSeq'>
  readonly live: LiveLog
  readonly log: Log
  readonly learn: (choice: Choice) => void
}

// The last weeks of a busy desk; older choices say little about today's content. Read in the background, page by page, so
// that nobody who writes meanwhile waits for more than one page (some 5 ms).
const EVENTS_BACK = 200_000
const PAGE = 1_000

/** Resolves when the past is read; what happens meanwhile is told after it. Rejects never. */
export async function followChoices({ store, live, log, learn }: ChoicesParts): Promise<() => void> {
  const meanwhile: LoggedEvent[] = []
  let told = (events: readonly LoggedEvent[]) => void meanwhile.push(...choicesOf(events))
  const leave = live.subscribe((events) => told(events))
  try {
    const last = await store.lastSeq()
    for (let after = Math.max(0, last - EVENTS_BACK); after < last; ) {
      const page = await store.events(after, PAGE)
      for (const one of choicesOf(page.filter(({ seq }) => seq <= last))) tell(one, learn)
      after = page.at(-1)?.seq ?? last
    }
    for (const one of meanwhile) if (one.seq > last) tell(one, learn)
  } catch (error) {
    log.warn({ err: error }, 'earlier choices could not be read; only new ones are learnt from')
  }
  meanwhile.length = 0
  told = (events) => {
    for (const one of choicesOf(events)) tell(one, learn)
  }
  return leave
}

const choicesOf = (events: readonly LoggedEvent[]) =>
  events.filter(({ event }) => event.type === 'intentChosen')

function tell({ event }: LoggedEvent, learn: (choice: Choice) => void): void {
  if (event.type === 'intentChosen') learn({ intent: event.intent, among: event.among })
}
