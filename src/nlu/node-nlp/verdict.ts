/**
 * From the network's scores to a reading. The scores are no probabilities (nonsense can reach 1), so a logistic
 * regression over three measures makes them one; docs/decisions/0007-node-nlp-by-its-parts.md says how it was fitted.
 */
import type { IntentName } from '../../domain/ids.ts'
import { NOTHING_READ, type RankedIntent, type Reading } from '../../domain/nlu.ts'

/** An intent with the network's raw score. */
export interface Scored {
  readonly intent: IntentName
  readonly score: number
}

const BIAS = -4.7
const BY_SCORE = 1.95
const BY_LEAD = 4.34
const BY_FAMILIARITY = 2.61

const SURE_FROM = 0.6
const BETWEEN_FROM = 0.2

const MOST_INTENTS = 5
// Readings less likely than this are no help in "did you mean".
const LEAST_LIKELY = 0.02

/** `familiarity` 0..1: how much of the text the training phrases know. */
export function readingOf(scored: readonly Scored[], familiarity: number): Reading {
  const [best, second] = scored
  if (best === undefined || best.score <= 0) return NOTHING_READ
  const lead = best.score - (second?.score ?? 0)
  const confidence = logistic(
    BIAS + BY_SCORE * Math.min(1, best.score) + BY_LEAD * lead + BY_FAMILIARITY * familiarity,
  )
  return { intents: ranked(scored, best.score, confidence), entities: [], verdict: verdict(confidence) }
}

function ranked(scored: readonly Scored[], bestScore: number, confidence: number): readonly RankedIntent[] {
  return scored
    .slice(0, MOST_INTENTS)
    .map(({ intent, score }) => ({ intent, confidence: (confidence * score) / bestScore }))
    .filter((one, rank) => rank === 0 || one.confidence >= LEAST_LIKELY)
}

function verdict(confidence: number): Reading['verdict'] {
  if (confidence >= SURE_FROM) return 'sure'
  return confidence >= BETWEEN_FROM ? 'between' : 'unsure'
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x))
