/**
 * What a process holds that has the trained matcher, reads with it and does nothing else; by the name "none" what it holds
 * without one. Prints megabytes.
 */
import { readFileSync } from 'node:fs'
import { machine } from '../src/cli/eval/gauge.ts'
import { type MatcherName, matcherMaker } from '../src/nlu/load.ts'
import type { TrainingPhrase } from '../src/nlu/port.ts'

const [name = '', phrasesFile = '', cacheDir = ''] = process.argv.slice(2)
const phrases: readonly TrainingPhrase[] = JSON.parse(readFileSync(phrasesFile, 'utf8'))
if (name !== 'none') {
  const maker = await matcherMaker(name as MatcherName)
  const matcher = await maker.train(phrases, { cacheDir })
  for (const { text } of phrases) await matcher.read(text, { language: 'ru' })
}
process.stdout.write(`${(await machine.memory()) / 1e6}\n`)
