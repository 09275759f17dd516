/** What an operator does with buttons and keys. Refusals are told in a toast; the new state comes by the stream. */
import { api } from './api.ts'
import { stopListening } from './live.ts'
import { attempt, loadAll, select } from './loading.ts'
import { currentCard, dialog, me, selected, signedOut } from './state.ts'

export async function next(): Promise<void> {
  const taken = await attempt(() => api.next())
  if (taken?.ticket !== undefined) select(taken.ticket)
}

export async function take(id = selected.value): Promise<void> {
  if (id === undefined) return
  const taken = await attempt(() => api.claim(id))
  if (taken) select(id)
}

export async function close(): Promise<void> {
  const card = currentCard.value
  if (card?.status === 'active') await attempt(() => api.close(card.id))
}

/** Runs a deed of a dialog with the chosen chat; the dialog closes when it was done. */
export async function onCurrent(work: (ticket: number) => Promise<unknown>): Promise<boolean> {
  const id = selected.value
  if (id === undefined) return false
  const done = await attempt(() => work(id))
  if (done === undefined) return false
  dialog.value = undefined
  return true
}

/** The chat leaves whoever gave it away, and their screen. */
export async function giveAway(work: (ticket: number) => Promise<unknown>): Promise<void> {
  if (await onCurrent(work)) select(undefined)
}

export async function setShift(shift: 'on' | 'paused' | 'off'): Promise<void> {
  dialog.value = undefined
  const before = me.value
  if (!before || before.shift === shift) return
  me.value = { ...before, shift }
  if (!(await attempt(() => api.shift(shift)))) me.value = before
}

export async function setCapacity(capacity: number): Promise<void> {
  const before = me.value
  if (!before || capacity < 1 || capacity > before.maxCapacity) return
  me.value = { ...before, capacity }
  if (!(await attempt(() => api.capacity(capacity)))) await attempt(loadAll)
}

export async function signOut(): Promise<void> {
  stopListening()
  await attempt(() => api.signOut())
  me.value = undefined
  signedOut.value = true
}
