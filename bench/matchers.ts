/** Kotik's matcher beside node-nlp, which many teams use, on the sample content and in one run. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { MATCHERS, type MatcherName } from '../src/nlu/load.ts'
import type { Tried } from './matcher-tried.ts'
import { atLeast, atMost, type Table } from './table.ts'

/** Left beside the models, for processes that must not load the content. */
export const PHRASES = 'phrases.json'
export const GOLDEN = 'golden.json'

/** `home` is where the bench is compiled to. */
export function matchers(table: Table, home: string, models: string): void {
  const tried = Object.fromEntries(MATCHERS.map((name) => [name, triedOut(name, home, models)]))
  const { kotik: ours, 'node-nlp': theirs } = tried as { readonly [name in MatcherName]: Tried }
  table.section('The matcher on the sample content: Kotik’s / node-nlp’s, and the ratio')
  const beside = (figure: (tried: Tried) => number, unit: string, digits: number) =>
    `${figure(ours).toFixed(digits)} / ${figure(theirs).toFixed(digits)} ${unit}, ${(figure(ours) / figure(theirs)).toFixed(2)} ×`
  const share = (figure: (tried: Tried) => number) => beside((one) => figure(one) * 100, '%', 1)
  const crossValidated = (one: Tried) => one.crossValidated
  const golden = (one: Tried) => one.accuracy
  table.line('examples, cross-validated', share(crossValidated), atLeast(0.93, ours.crossValidated))
  table.line('golden phrases', share(golden), atLeast(0.97, ours.accuracy))
  table.line(
    'a text, p50',
    beside((one) => one.p50us, 'µs', 0),
    atMost(60, ours.p50us, ' µs'),
  )
  table.line(
    'a text, p99',
    beside((one) => one.p99us, 'µs', 0),
    atMost(300, ours.p99us, ' µs'),
  )
  table.line(
    'training',
    beside((one) => one.trainSeconds, 's', 2),
    atMost(3, ours.trainSeconds, ' s'),
  )
  const [added, theirsAdded] = [memoryAdded('kotik', home, models), memoryAdded('node-nlp', home, models)]
  const memory = `${added.toFixed(0)} / ${theirsAdded.toFixed(0)} MB, ${(added / theirsAdded).toFixed(2)} ×`
  table.line('memory it adds to a process', memory, atMost(60, added, ' MB'))
}

/** Megabytes that a process holds which has the matcher and nothing else; "none": not even one. */
export function matcherAlone(name: MatcherName | 'none', home: string, models: string): number {
  const args = ['bench/matcher-alone.js', name, join(models, PHRASES), models]
  return Number(execFileSync(process.execPath, args, { cwd: home, encoding: 'utf8' }))
}

/** As after any start but the first: what training leaves behind is gone then. */
function memoryAdded(name: MatcherName, home: string, models: string): number {
  matcherAlone(name, home, models)
  return matcherAlone(name, home, models) - matcherAlone('none', home, models)
}

function triedOut(name: MatcherName, home: string, models: string): Tried {
  const args = ['bench/matcher-tried.js', name, join(models, PHRASES), join(models, GOLDEN)]
  return JSON.parse(execFileSync(process.execPath, args, { cwd: home, encoding: 'utf8' }))
}
