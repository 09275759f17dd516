/** A matcher on a set of its own: trained on one file, tried on another, and on texts that are about nothing it knows. */
import type { Matcher, MatcherMaker, TrainingPhrase } from '../port.ts'
import { judgeAll } from './judge.ts'
import {
  accuracy,
  answeredRightly,
  auroc,
  calibrationError,
  macroF1,
  outOfScopeRecall,
  quantile,
} from './measures.ts'

/** Fractions, but for the times and sizes their names tell. Without out-of-scope texts their two measures are null. */
export interface Figures {
  readonly accuracy: number
  readonly macroF1: number
  readonly ece: number
  readonly oosAuroc: number | null
  readonly oosRecall: number | null
  readonly inScopeAccuracy: number
  readonly trainSeconds: number
  readonly p50us: number
  readonly p99us: number
  readonly modelBytes: number | null
  /** What the matcher added to the process: its code, its model and what training left behind. */
  readonly rssMb: number
  readonly matcher: MatcherMaker['name']
}

export interface TrialSet {
  readonly train: readonly TrainingPhrase[]
  readonly test: readonly TrainingPhrase[]
  readonly outOfScope: readonly string[]
}

/** What a trial needs to know of the machine. */
export interface Gauge {
  /** Milliseconds that only go on. */
  now(): number
  /** Resident memory of the process, bytes; after what can be collected was. */
  memory(): Promise<number>
}

export async function tryOut(
  load: () => Promise<MatcherMaker>,
  { train, test, outOfScope }: TrialSet,
  gauge: Gauge,
): Promise<Figures> {
  const before = await gauge.memory()
  const maker = await load()
  const started = gauge.now()
  const matcher = await maker.train(train, {})
  const trainSeconds = (gauge.now() - started) / 1_000
  const times = await timed(matcher, [...test.map(({ text }) => text), ...outOfScope], gauge)
  const rssMb = ((await gauge.memory()) - before) / 1_000_000
  const inside = await judgeAll(matcher, test)
  const nowhere = test[0]?.intent ?? train[0]?.intent
  const outside =
    nowhere === undefined
      ? []
      : await judgeAll(
          matcher,
          outOfScope.map((text) => ({ text, intent: nowhere })),
        )
  return {
    accuracy: accuracy(inside),
    macroF1: macroF1(inside),
    ece: calibrationError(inside),
    oosAuroc: outside.length === 0 ? null : auroc(trusts(inside), trusts(outside)),
    oosRecall: outside.length === 0 ? null : outOfScopeRecall(outside),
    inScopeAccuracy: answeredRightly(inside),
    trainSeconds,
    p50us: quantile(times, 0.5),
    p99us: quantile(times, 0.99),
    modelBytes: matcher.modelBytes ?? null,
    rssMb,
    matcher: maker.name,
  }
}

const trusts = (judged: readonly { readonly trust: number }[]) => judged.map(({ trust }) => trust)

// A machine that does other things stops one reading in a thousand for milliseconds, which is not the matcher's time. What
// takes long by itself takes it every time.
const ROUNDS = 5

/** Microseconds of each text, the median of some rounds; one more before, as a running bot's code is warm. */
async function timed(matcher: Matcher, texts: readonly string[], gauge: Gauge): Promise<readonly number[]> {
  await roundOf(matcher, texts, gauge)
  const rounds: (readonly number[])[] = []
  for (let round = 0; round < ROUNDS; round++) rounds.push(await roundOf(matcher, texts, gauge))
  return texts.map((_, n) =>
    quantile(
      rounds.map((times) => times[n] ?? 0),
      0.5,
    ),
  )
}

async function roundOf(matcher: Matcher, texts: readonly string[], gauge: Gauge): Promise<readonly number[]> {
  const times: number[] = []
  for (const text of texts) {
    const from = gauge.now()
    await matcher.read(text, { language: 'ru' })
    times.push((gauge.now() - from) * 1_000)
  }
  return times
}
