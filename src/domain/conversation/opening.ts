import { DateTime } from 'luxon'
import type { Instant } from '../time.ts'
import type { Draft } from './draft.ts'

const WORDS = {
  ru: { today: 'сегодня', tomorrow: 'завтра', join: ' в ' },
  en: { today: 'today', tomorrow: 'tomorrow', join: ' at ' },
} as const

/** «сегодня в 10:00», «завтра в 10:00», «23 ноября в 10:00», in the desk's time zone. */
export function openingText({ state, turn }: Draft, opensAt: Instant): string {
  const { language: locale } = state.customer
  const zone = turn.rules.settings.hours.timezone
  const words = WORDS[locale]
  const opening = DateTime.fromMillis(opensAt, { zone, locale })
  const now = DateTime.fromMillis(turn.at, { zone, locale })
  const isOn = (day: DateTime) => opening.hasSame(day, 'day')
  const day = isOn(now)
    ? words.today
    : isOn(now.plus({ days: 1 }))
      ? words.tomorrow
      : opening.toFormat('d MMMM')
  return day + words.join + opening.toFormat('HH:mm')
}
