/** `kotik eval`: the content's own examples, each read by a matcher that has not learnt it, and the golden phrases. */
import { join } from 'node:path'
import type { Release } from '../../content/release.ts'
import { crossValidated, FOLDS } from '../../nlu/evaluate/cross-validation.ts'
import { byIntent, misplaced, stealing } from '../../nlu/evaluate/findings.ts'
import { judgeAll } from '../../nlu/evaluate/judge.ts'
import {
  accuracy,
  calibrationError,
  isRight,
  type Judged,
  macroF1,
  reliability,
} from '../../nlu/evaluate/measures.ts'
import { type MatcherName, matcherMaker } from '../../nlu/load.ts'
import { loadedRelease } from '../content.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { type Said, type World, words } from '../world.ts'
import { contentLines } from './show.ts'

const PARTS: Said = { ru: 'Проверяю по частям', en: 'Cross-validating' }

/** All that was found out; what `--json` prints. */
export interface ContentReport {
  readonly matcher: MatcherName
  readonly examples: number
  readonly intents: number
  readonly accuracy: number
  readonly macroF1: number
  readonly ece: number
  readonly answered: number
  readonly answeredWrongly: number
  readonly golden: { readonly count: number; readonly right: number; readonly wrong: readonly Judged[] }
  readonly reliability: ReturnType<typeof reliability>
  readonly stealing: ReturnType<typeof stealing>
  readonly misplaced: ReturnType<typeof misplaced>
  readonly worstIntents: ReturnType<typeof byIntent>
}

// A screen of what is worth looking at first.
const MOST_SHOWN = 15

/** Exit code 1 when a golden phrase is not recognised. */
export async function evalContent(world: World, name: MatcherName, asJson: boolean): Promise<ExitCode> {
  const { terminal, language } = world
  const report = await measured(world, name, await loadedRelease(world))
  if (asJson) terminal.say(JSON.stringify(report, null, 2))
  else for (const line of contentLines(report, MOST_SHOWN, language, terminal.paint)) terminal.say(line)
  return report.golden.wrong.length > 0 ? EXIT.found : EXIT.ok
}

async function measured(world: World, name: MatcherName, release: Release): Promise<ContentReport> {
  const { terminal, language, config } = world
  const maker = await matcherMaker(name)
  // The golden phrases are read by the matcher of all examples: one part more.
  const progress = (done: number) => terminal.progress(words(PARTS, language), done, FOLDS + 1)
  progress(0)
  const judged = await crossValidated(maker, release.phrases, progress)
  const matcher = await maker.train(release.phrases, { cacheDir: join(config.dataDir, 'models') })
  const golden = await judgeAll(matcher, release.golden)
  progress(FOLDS + 1)
  const wrong = golden.filter((one) => !isRight(one))
  return {
    matcher: name,
    examples: judged.length,
    intents: new Set(judged.map(({ intent }) => intent)).size,
    accuracy: accuracy(judged),
    macroF1: macroF1(judged),
    ece: calibrationError(judged),
    answered: judged.filter(({ answered }) => answered).length,
    answeredWrongly: judged.filter((one) => one.answered && !isRight(one)).length,
    golden: { count: golden.length, right: golden.length - wrong.length, wrong },
    reliability: reliability(judged),
    stealing: stealing(judged),
    misplaced: misplaced(judged),
    worstIntents: byIntent(judged),
  }
}
