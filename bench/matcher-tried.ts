/**
 * One matcher on the sample content, in a process that loads nothing else: the golden phrases after training on all examples,
 * then the examples cross-validated. Prints one JSON line.
 */
import { readFileSync } from 'node:fs'
import { machine } from '../src/cli/eval/gauge.ts'
import { crossValidated } from '../src/nlu/evaluate/cross-validation.ts'
import { accuracy } from '../src/nlu/evaluate/measures.ts'
import { type Figures, tryOut } from '../src/nlu/evaluate/trial.ts'
import { type MatcherName, matcherMaker } from '../src/nlu/load.ts'
import type { TrainingPhrase } from '../src/nlu/port.ts'

/** `accuracy` is of the golden phrases. */
export type Tried = Figures & { readonly crossValidated: number }

const [name = '', phrasesFile = '', goldenFile = ''] = process.argv.slice(2)
const phrasesIn = (file: string): readonly TrainingPhrase[] => JSON.parse(readFileSync(file, 'utf8'))
const [train, test] = [phrasesIn(phrasesFile), phrasesIn(goldenFile)]
const maker = () => matcherMaker(name as MatcherName)
// Memory first: what cross-validation leaves behind is not the matcher's.
const figures = await tryOut(maker, { train, test, outOfScope: [] }, machine)
const judged = await crossValidated(await maker(), train, () => {})
process.stdout.write(`${JSON.stringify({ ...figures, crossValidated: accuracy(judged) } satisfies Tried)}\n`)
