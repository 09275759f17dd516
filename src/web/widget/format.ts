import type { Language } from './words.ts'

const LOCALE = { ru: 'ru-RU', en: 'en-GB' } as const

export const time = (at: number, language: Language) =>
  new Date(at).toLocaleTimeString(LOCALE[language], { hour: '2-digit', minute: '2-digit' })

export const day = (at: number, language: Language) =>
  new Date(at).toLocaleDateString(LOCALE[language], { day: 'numeric', month: 'long' })

/** `48,2 кБ`, with a space that does not break. */
export function size(bytes: number, units: readonly string[]): string {
  const power = bytes < 1024 ? 0 : bytes < 1_048_576 ? 1 : 2
  const number = bytes / 1024 ** power
  return `${number.toLocaleString(undefined, { maximumFractionDigits: number < 10 ? 1 : 0 })}\u00a0${units[power]}`
}
