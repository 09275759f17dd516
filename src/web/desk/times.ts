/** Times as people read them. Waiting is reckoned from the server's clock: an operator's may be minutes off. */
import { signal } from '@preact/signals'
import { language, words } from './words.ts'

let ahead = 0
/** The server's time, moved on every five seconds: a queue card shows minutes. */
export const now = signal(Date.now())

export function serverTime(at: number): void {
  ahead = at - Date.now()
  now.value = at
}

export const serverNow = (): number => Date.now() + ahead

export function startClock(): void {
  setInterval(() => {
    now.value = Date.now() + ahead
  }, 5000)
}

export interface Wait {
  readonly value: string
  readonly unit: string
  readonly degree: 'fine' | 'long' | 'tooLong'
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `limit`: a wait beyond it is too long; from half of it, long. */
export function waitSince(at: number, limit: number): Wait {
  const passed = Math.max(0, now.value - at)
  const degree = passed >= limit ? 'tooLong' : passed >= limit / 2 ? 'long' : 'fine'
  return { ...amount(passed), degree }
}

/** How long something took, in words. */
export function span(ms: number): string {
  const { value, unit } = amount(ms)
  return `${value} ${unit}`
}

function amount(ms: number): Pick<Wait, 'value' | 'unit'> {
  const said = words.value
  if (ms < MINUTE) return { value: '<1', unit: said.minute }
  if (ms < HOUR) return { value: String(Math.floor(ms / MINUTE)), unit: said.minute }
  if (ms >= DAY) return { value: String(Math.floor(ms / DAY)), unit: said.day }
  const minutes = String(Math.floor((ms % HOUR) / MINUTE)).padStart(2, '0')
  return { value: `${Math.floor(ms / HOUR)}:${minutes}`, unit: said.hour }
}

const locale = () => (language.value === 'ru' ? 'ru-RU' : 'en-GB')

export const clockTime = (at: number): string =>
  new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit' }).format(at)

const dayOf = (at: number) => new Date(at).toDateString()

export function dayName(at: number): string {
  if (dayOf(at) === dayOf(now.value)) return words.value.today
  if (dayOf(at) === dayOf(now.value - DAY)) return words.value.yesterday
  return new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'long' }).format(at)
}

/** Short: the time today, else the date too. */
export function moment(at: number): string {
  if (dayOf(at) === dayOf(now.value)) return clockTime(at)
  return new Intl.DateTimeFormat(locale(), {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at)
}

export const sameDay = (a: number, b: number): boolean => dayOf(a) === dayOf(b)
