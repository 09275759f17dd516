/** Reads each phrase by a matcher that has not learnt it: what the content is worth before a customer tries it. */
import type { MatcherMaker, TrainingPhrase } from '../port.ts'
import { judgeAll } from './judge.ts'
import type { Judged } from './measures.ts'

/** Five: the usual number, at which a matcher still learns from four phrases of five. */
export const FOLDS = 5

/**
 * Every phrase judged once. `onPart` is told after each of the `FOLDS` parts. The same phrases are dealt the same way
 * whatever their order.
 */
export async function crossValidated(
  maker: MatcherMaker,
  phrases: readonly TrainingPhrase[],
  onPart: (done: number) => void,
): Promise<readonly Judged[]> {
  const parts = dealt(phrases)
  const judged: Judged[] = []
  for (const [n, part] of parts.entries()) {
    const learnt = parts.filter((other) => other !== part).flat()
    if (learnt.length > 0) judged.push(...(await judgeAll(await maker.train(learnt, {}), part)))
    onPart(n + 1)
  }
  return judged
}

/** Like cards, intent by intent, so that each part has its share of each; by a hash, so that neighbours part. */
function dealt(phrases: readonly TrainingPhrase[]): readonly (readonly TrainingPhrase[])[] {
  const parts: TrainingPhrase[][] = Array.from({ length: FOLDS }, () => [])
  const deck = phrases
    .map((phrase) => ({ phrase, place: `${phrase.intent} ${scattered(phrase.text)} ${phrase.text}` }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
  deck.forEach(({ phrase }, n) => {
    parts[n % FOLDS]?.push(phrase)
  })
  return parts.filter((part) => part.length > 0)
}

function scattered(text: string): number {
  let value = 7
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return (value >>> 8) % 9_973
}
