/** Short words at the edge of the screen: what went wrong, what a lead must know. Read out politely. */
import { signal } from '@preact/signals'

export interface Toast {
  readonly id: number
  readonly tone: 'bad' | 'calm'
  readonly text: string
  readonly ticket?: number
}

export const toasts = signal<readonly Toast[]>([])

// Long enough to read a sentence twice; alerts about a chat stay until they are dismissed.
const SHOWN_MS = 7000
let last = 0

export function toast(text: string, tone: Toast['tone'] = 'bad', ticket?: number): void {
  const id = ++last
  const same = toasts.value.filter((one) => one.text !== text)
  toasts.value = [...same, { id, tone, text, ...(ticket === undefined ? {} : { ticket }) }].slice(-4)
  if (ticket === undefined) setTimeout(() => dismiss(id), SHOWN_MS)
}

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id)
}
