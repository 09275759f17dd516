/** Everything the pages load, and what is done when they begin. */
import { api, Refused } from './api.ts'
import { markSeen } from './seen.ts'
import {
  cardChanges,
  cards,
  changeOpened,
  closedCards,
  currentCard,
  me,
  opened,
  pane,
  putCards,
  putOpened,
  selected,
  signedOut,
} from './state.ts'
import { serverTime } from './times.ts'
import { toast } from './toasts.ts'

/** Runs what an operator asked for; tells what went wrong in words. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refused && error.code === 'notSignedIn') signedOut.value = true
    else toast(error instanceof Error ? error.message : String(error))
    return undefined
  }
}

let lastHere: string | undefined

/** Another operator signed in on the same page: what the one before could read is not theirs to see. */
function forgetTheirs(): void {
  opened.value = new Map()
  closedCards.value = undefined
  select(undefined)
}

/** Who am I, and the lists; the cursor the stream goes on from. Undefined when not signed in. */
export async function loadAll(): Promise<number | undefined> {
  try {
    const found = await api.me()
    serverTime(found.now)
    if (lastHere !== undefined && lastHere !== found.id) forgetTheirs()
    lastHere = found.id
    me.value = found
    signedOut.value = false
    const cursor = await loadLists()
    for (const id of opened.value.keys()) if (id === selected.value) await loadTicket(id)
    return cursor
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    signedOut.value = true
    return undefined
  }
}

export async function loadLists(tries = 3): Promise<number> {
  const before = cardChanges()
  const found = await api.tickets('open')
  // The stream was quicker: this list may already be old. On a desk that never rests the third one is taken all the same.
  if (cardChanges() !== before && tries > 1) return loadLists(tries - 1)
  putCards(found.tickets)
  return found.cursor
}

export async function loadClosed(): Promise<void> {
  const found = await attempt(() => api.tickets('closed'))
  if (found) closedCards.value = found.tickets
}

async function loadTicket(id: number): Promise<void> {
  const view = await attempt(() => api.ticket(id))
  if (!view) return
  putOpened(view)
  if (selected.value === id) markSeen(currentCard.value)
}

export async function loadEarlier(id: number): Promise<void> {
  const before = opened.value.get(id)?.before
  if (before === undefined) return
  const page = await attempt(() => api.lines(id, before))
  if (!page) return
  changeOpened(id, ({ before: _, ...view }) => ({
    ...view,
    lines: [...page.lines, ...view.lines],
    ...(page.before === undefined ? {} : { before: page.before }),
  }))
}

/** The address names the chat, so that a reload or the phone's back button finds it. */
export function followAddress(): void {
  const follow = () => {
    const id = Number(/^#(\d+)$/.exec(location.hash)?.[1])
    selected.value = id || undefined
    pane.value = id ? 'chat' : 'queue'
    if (id) show(id)
  }
  addEventListener('hashchange', follow)
  follow()
}

export function select(id: number | undefined): void {
  if (id === selected.value) {
    if (id) pane.value = 'chat'
    return
  }
  location.hash = id === undefined ? '' : String(id)
}

function show(id: number): void {
  const card = cards.value.get(id)
  if (opened.value.has(id)) markSeen(card)
  // Loaded anew each time: while it was not chosen the stream kept it fresh, but a change of rights is seen only here.
  loadTicket(id).catch(() => undefined)
}
