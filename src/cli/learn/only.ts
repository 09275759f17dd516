import type { Group } from '../../learn/groups.ts'
import type { MissedPhrase } from '../../learn/phrases.ts'
import { EXIT } from '../exit-code.ts'
import { CommandFailure } from '../trouble.ts'
import { type Said, type World, words } from '../world.ts'

const ONLY: Said = {
  ru: 'Какие фразы: «{only}» не понять.',
  en: 'Which phrases: "{only}" is not understood.',
}
const ALLOWED: Said = { ru: 'номера от 1 до {most}: 1,3-5', en: 'numbers from 1 to {most}: 1,3-5' }

/** `1,3-5` of a group; all of it when nothing is said. */
export function chosenPhrases(
  { language }: World,
  { phrases }: Group,
  only: string | undefined,
): readonly MissedPhrase[] {
  if (only === undefined) return phrases
  const numbers = only.split(',').flatMap((part) => rangeOf(part.trim(), phrases.length))
  if (numbers.length > 0 && !numbers.includes(0)) return phrases.filter((_, i) => numbers.includes(i + 1))
  const allowed = words(ALLOWED, language, { most: phrases.length })
  throw new CommandFailure(EXIT.usage, { found: words(ONLY, language, { only }), allowed })
}

/** 0 stands for what there is not. */
function rangeOf(part: string, most: number): readonly number[] {
  const [, from, to] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(part) ?? []
  const [first, last] = [Number(from), Number(to ?? from)]
  if (!(first >= 1 && last >= first && last <= most)) return [0]
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}
