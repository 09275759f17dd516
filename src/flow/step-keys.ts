/** Which words of a step may stand together. */
import { type FlowFault, fault, type Path } from './fault.ts'
import type { SimpleStepSource } from './schema/step.ts'

/** Actions that decide where to go on; a step has at most one. */
const MAIN = ['ask', 'guide', 'call', 'run', 'solved', 'wait', 'go', 'handoff', 'end'] as const
const ACTIONS = ['say', 'set', 'wish', ...MAIN]
const OWNERS: { readonly [key: string]: readonly string[] } = {
  image: ['say', 'ask'],
  file: ['say', 'ask'],
  links: ['say'],
  save: ['ask', 'call'],
  buttons: ['ask'],
  expect: ['ask'],
  stuck: ['guide'],
  headers: ['call'],
  body: ['call'],
  timeout: ['call'],
  failed: ['call'],
}

export function checkKeys(step: SimpleStepSource, path: Path, faults: FlowFault[]): void {
  for (const [key, owners] of Object.entries(OWNERS)) {
    if (key in step && !owners.some((owner) => owner in step))
      faults.push(wrongKey(path, key, owners.join(', ')))
  }
  const [first, second] = MAIN.filter((key) => key in step)
  if ('say' in step && 'ask' in step) faults.push(clash(path, 'ask', 'say'))
  else if (first && second) faults.push(clash(path, second, first))
  if (ACTIONS.some((key) => key in step)) return
  const list = ACTIONS.join(', ')
  faults.push(
    fault(
      path,
      { ru: 'в шаге нет действия', en: 'the step does nothing' },
      { allowed: { ru: `Действия: ${list}`, en: `Actions: ${list}` } },
    ),
  )
}

export function wrongKey(path: Path, key: string, owner: string): FlowFault {
  const words = { ru: `${key}: бывает только вместе с «${owner}»`, en: `${key}: goes only with "${owner}"` }
  return fault([...path, key], words, { at: 'key' })
}

function clash(path: Path, key: string, other: string): FlowFault {
  const words = {
    ru: `${key}: не бывает в одном шаге с «${other}»; сделайте два шага`,
    en: `${key}: cannot stand in one step with "${other}"; make it two steps`,
  }
  return fault([...path, key], words, { at: 'key' })
}
