import type { Matcher, TrainingPhrase } from '../port.ts'
import type { Judged } from './measures.ts'

/** What the matcher makes of a phrase whose intent is known. The language is only a hint, and no set tells it. */
export async function judge(matcher: Matcher, { text, intent }: TrainingPhrase): Promise<Judged> {
  const { intents, verdict } = await matcher.read(text, { language: 'ru' })
  const best = intents[0]
  const confidence = best?.confidence ?? 0
  return {
    text,
    intent,
    ...(best && { predicted: best.intent }),
    confidence,
    trust: matcher.trust?.(text) ?? confidence,
    answered: verdict === 'sure',
  }
}

export async function judgeAll(
  matcher: Matcher,
  phrases: readonly TrainingPhrase[],
): Promise<readonly Judged[]> {
  const judged: Judged[] = []
  for (const phrase of phrases) judged.push(await judge(matcher, phrase))
  return judged
}
