/** The language of the pages: the operator's choice, else the browser's; Russian first. */
import { computed, signal } from '@preact/signals'
import { en } from './words-en.ts'
import { ru, type Words } from './words-ru.ts'

export type PageLanguage = 'ru' | 'en'

const KEPT = 'kotik.desk.language'

function first(): PageLanguage {
  const kept = localStorage.getItem(KEPT)
  if (kept === 'ru' || kept === 'en') return kept
  return /^(ru|be|uk|kk)\b/.test(navigator.language) ? 'ru' : 'en'
}

export const language = signal<PageLanguage>(first())

export const words = computed<Words>(() => (language.value === 'ru' ? ru : en))

export function speak(chosen: PageLanguage): void {
  localStorage.setItem(KEPT, chosen)
  language.value = chosen
}
