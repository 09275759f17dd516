import type { Reading } from '../nlu.ts'
import type { IntentRule, Rules } from '../rules.ts'

/** The readings "did you mean" offers: what customers could mean by it, the likeliest first. */
export function offeredReadings(rules: Rules, reading: Reading): readonly IntentRule[] {
  return reading.intents
    .flatMap(({ intent }) => rules.intent(intent) ?? [])
    .filter(({ smallTalk, does }) => !smallTalk && does.kind !== 'command')
    .slice(0, rules.settings.dialogue.maxReadings)
}
