/** How good readings are, in the measures of the field. Pure. */
import type { IntentName } from '../../domain/ids.ts'

/** A phrase whose intent is known, and what a matcher made of it. */
export interface Judged {
  readonly text: string
  readonly intent: IntentName
  /** Absent when nothing was read at all. */
  readonly predicted?: IntentName
  /** Of the predicted intent, 0..1. */
  readonly confidence: number
  /** 0..1, by which texts about nothing known are told apart. */
  readonly trust: number
  /** The matcher was sure enough to act. */
  readonly answered: boolean
}

/** One tenth of the confidences: how many readings had it, what they claimed on average, and how many were right. */
export interface Bin {
  readonly from: number
  readonly to: number
  readonly count: number
  readonly confidence: number
  readonly accuracy: number
}

const BINS = 10

export const isRight = ({ intent, predicted }: Judged) => intent === predicted

/** Share of right first readings; 0 of none. */
export const accuracy = (judged: readonly Judged[]) => share(judged, isRight)

/** Share of right first readings that were acted upon. */
export const answeredRightly = (judged: readonly Judged[]) =>
  share(judged, (one) => one.answered && isRight(one))

/** Share of out-of-scope texts that were not acted upon. */
export const outOfScopeRecall = (outside: readonly Pick<Judged, 'answered'>[]) =>
  share(outside, ({ answered }) => !answered)

/** The mean of the intents' F1, each intent counting the same however many phrases it has. */
export function macroF1(judged: readonly Judged[]): number {
  const intents = [...new Set(judged.map(({ intent }) => intent))]
  return mean(intents.map((intent) => f1(judged, intent)))
}

function f1(judged: readonly Judged[], intent: IntentName): number {
  const right = judged.filter((one) => one.intent === intent && isRight(one)).length
  const said = judged.filter(({ predicted }) => predicted === intent).length
  const meant = judged.filter((one) => one.intent === intent).length
  return right === 0 ? 0 : (2 * right) / (said + meant)
}

/** Ten bins of equal width; a confidence of 1 falls into the last. */
export function reliability(judged: readonly Judged[]): readonly Bin[] {
  return Array.from({ length: BINS }, (_, bin) => {
    const inside = judged.filter(({ confidence }) => binOf(confidence) === bin)
    return {
      from: bin / BINS,
      to: (bin + 1) / BINS,
      count: inside.length,
      confidence: mean(inside.map(({ confidence }) => confidence)),
      accuracy: accuracy(inside),
    }
  })
}

const binOf = (confidence: number) => Math.min(BINS - 1, Math.floor(confidence * BINS))

/** Expected calibration error, 0..1: how far claimed and true accuracy lie apart, over all bins by their size. */
export function calibrationError(judged: readonly Judged[]): number {
  const apart = reliability(judged).map((bin) => bin.count * Math.abs(bin.confidence - bin.accuracy))
  return judged.length === 0 ? 0 : apart.reduce((sum, one) => sum + one, 0) / judged.length
}

/** Area under the ROC curve: the chance that one of `higher` exceeds one of `lower`; a tie is half. 0.5 when one is empty. */
export function auroc(higher: readonly number[], lower: readonly number[]): number {
  if (higher.length === 0 || lower.length === 0) return 0.5
  const all = [
    ...higher.map((value) => ({ value, counts: true })),
    ...lower.map((value) => ({ value, counts: false })),
  ].sort((a, b) => a.value - b.value)
  let ranks = 0
  for (let from = 0; from < all.length; ) {
    let to = from
    while (to < all.length && all[to]?.value === all[from]?.value) to += 1
    // Equal values share the mean of their ranks.
    const rank = (from + 1 + to) / 2
    ranks += rank * all.slice(from, to).filter(({ counts }) => counts).length
    from = to
  }
  return (ranks - (higher.length * (higher.length + 1)) / 2) / (higher.length * lower.length)
}

/** The value under which a share `part` of the values lies; 0 of none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}

function share<T>(all: readonly T[], counts: (one: T) => boolean): number {
  return all.length === 0 ? 0 : all.filter(counts).length / all.length
}

const mean = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
