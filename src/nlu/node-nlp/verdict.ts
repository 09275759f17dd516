/**
 * From the network's scores to a reading. The scores are no probabilities (nonsense can reach 1), so a logistic
 * regression over the score and the share of known words makes them one; docs/decisions/0007-node-nlp.md says how.
 */
import type { IntentName } from '../../domain/ids.ts'
import { NOTHING_READ, type RankedIntent, type Reading } from '../../domain/nlu.ts'

/** An intent with the network's raw score. */
export interface Scored {
  readonly intent: IntentName
  readonly score: number
}

const BIAS = -7.75
const BY_SCORE = 5.26
const BY_FAMILIARITY = 3.84

const SURE_FROM = 0.5
const BETWEEN_FROM = 0.2

const MOST_INTENTS = 5
// Readings less likely than this are no help in "did you mean".
const LEAST_LIKELY = 0.02

/** `familiarity` 0..1: how much of the text the training phrases know. */
export function readingOf(scored: readonly Scored[], familiarity: number): Reading {
  const [best] = scored
  if (best === undefined || best.score <= 0) return NOTHING_READ
  const confidence = logistic(BIAS + BY_SCORE * Math.min(1, best.score) + BY_FAMILIARITY * familiarity)
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
