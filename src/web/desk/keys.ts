/** The keyboard. By the key's place, not its letter: the same keys work in the Russian layout. */
import { close, next, take } from './deeds.ts'
import { changeDraft } from './drafts.ts'
import { select } from './loading.ts'
import { currentCard, type Dialog, dialog, holds, listed, mayDirect, pane, selected } from './state.ts'

const focusComposer = () => document.querySelector<HTMLTextAreaElement>('#composer')?.focus()

export function listenToKeys(): void {
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return
    if (event.key === 'Escape') return leave()
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || dialog.value) return
    if (pressed(event)) event.preventDefault()
  })
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
}

function leave(): void {
  if (dialog.value) dialog.value = undefined
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
}

function pressed(event: KeyboardEvent): boolean {
  if (event.key === '?' || (event.code === 'Slash' && event.shiftKey)) return open('shortcuts')
  switch (event.code) {
    case 'KeyN':
      return done(next())
    case 'KeyJ':
    case 'ArrowDown':
      return move(1)
    case 'KeyK':
    case 'ArrowUp':
      return move(-1)
    default:
      return selected.value !== undefined && pressedInChat(event.code)
  }
}

function pressedInChat(code: string): boolean {
  switch (code) {
    case 'KeyE':
      return currentCard.value?.status === 'waiting' && done(take())
    case 'KeyR':
      return write('replies')
    case 'KeyM':
      return write('notes')
    case 'Slash':
      return writeCanned()
    case 'KeyT':
      return mayDirect.value && open('transfer')
    case 'Digit2':
      return mayDirect.value && open('secondLine')
    case 'KeyG':
      return mayDirect.value && open('topic')
    case 'KeyZ':
      return holds.value && open('snooze')
    case 'KeyX':
      return holds.value && done(close())
    case 'KeyI':
      pane.value = pane.value === 'customer' ? 'chat' : 'customer'
      return true
    default:
      return false
  }
}

function done(work: Promise<void>): true {
  work.catch(() => undefined)
  return true
}

function open(which: Dialog): true {
  dialog.value = which
  return true
}

/** Who types fast loses no letter; and once more, for the field may be drawn only with the next frame. */
function focusAtOnce(): void {
  focusComposer()
  requestAnimationFrame(focusComposer)
}

function write(kind: 'replies' | 'notes'): boolean {
  const ticket = selected.value
  if (ticket === undefined) return false
  changeDraft(ticket, { kind })
  focusAtOnce()
  return true
}

function writeCanned(): boolean {
  const ticket = selected.value
  if (ticket === undefined || !holds.value) return false
  changeDraft(ticket, { kind: 'replies', text: '/' })
  focusAtOnce()
  return true
}

function move(by: number): boolean {
  const ids = listed.value.map((card) => card.id)
  if (ids.length === 0) return false
  const at = selected.value === undefined ? -1 : ids.indexOf(selected.value)
  const to = at < 0 ? (by > 0 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, at + by))
  select(ids[to])
  document.querySelector(`[data-card="${ids[to]}"]`)?.scrollIntoView({ block: 'nearest' })
  return true
}
