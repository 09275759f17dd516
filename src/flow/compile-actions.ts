/** The steps that do something: set, call, wait, hand off. */
import { groupName, topicName } from '../domain/ids.ts'
import { duration } from '../domain/time.ts'
import { fault, type Path } from './fault.ts'
import type { HandoffNode } from './graph.ts'
import { at, type Making, type Place } from './making.ts'
import type { SimpleStepSource } from './schema/step.ts'

// 5 s is what a customer waits for without wondering; 30 s is the most the runtime gives a call.
const CALL_TIMEOUT = 5_000
const MAX_CALL_TIMEOUT = 30_000
// A month: longer waits are a reason to look at the flow, not to keep a timer.
const MAX_WAIT = 30 * 86_400_000

export function compileSet(
  make: Making,
  source: NonNullable<SimpleStepSource['set']>,
  place: Place,
  next: number,
): number {
  const path = [...place.path, 'set']
  const values = Object.entries(source).map(([name, value]) => {
    make.texts.checkVariable(name, [...path, name], 'key')
    return [name, make.texts.json(value, [...path, name])] as const
  })
  return make.draft.add({ kind: 'set', ...at(place), values, next })
}

export function compileCall(make: Making, step: SimpleStepSource, place: Place): number {
  const path = place.path
  const [method = '', written = ''] = (step.call ?? '').split(/\s+(.*)/s)
  const url = make.texts.url(written.trim(), [...path, 'call'])
  if (step.save !== undefined) make.texts.checkVariable(step.save, [...path, 'save'], 'value')
  checkAtMost(make, step.timeout, MAX_CALL_TIMEOUT, [...path, 'timeout'], '30s')
  const headers = Object.entries(step.headers ?? {}).flatMap(([name, value]) => {
    const template = make.texts.template(value, [...path, 'headers', name])
    return template ? [[name, template] as const] : []
  })
  if (url === undefined) return place.next
  return make.draft.add({
    kind: 'call',
    ...at(place),
    method: methodOf(method),
    url,
    headers,
    timeout: duration(step.timeout ?? CALL_TIMEOUT),
    next: place.next,
    ...(step.body !== undefined && { body: make.texts.json(step.body, [...path, 'body']) }),
    ...(step.save && { save: step.save }),
    ...(step.failed && {
      failed: make.draft.target(step.failed, [...path, 'failed'], place.step, 'failed'),
    }),
  })
}

export function compileWait(make: Making, milliseconds: number, place: Place): number {
  checkAtMost(make, milliseconds, MAX_WAIT, [...place.path, 'wait'], '30d')
  return make.draft.add({ kind: 'wait', ...at(place), for: duration(milliseconds), next: place.next })
}

export function compileHandoff(
  make: Making,
  source: SimpleStepSource['handoff'] | null,
  place: Place,
): number {
  const note = source?.note && make.texts.template(source.note, [...place.path, 'handoff', 'note'])
  const node: HandoffNode = {
    kind: 'handoff',
    ...at(place),
    ...(source?.topic && { topic: topicName(source.topic) }),
    ...(source?.group && { group: groupName(source.group) }),
    ...(source?.priority && { priority: source.priority }),
    ...(note && { note }),
  }
  return make.draft.add(node)
}

function checkAtMost(
  make: Making,
  value: number | undefined,
  most: number,
  path: Path,
  written: string,
): void {
  if (value === undefined || value <= most) return
  const key = String(path.at(-1))
  make.draft.faults.push(
    fault(path, {
      ru: `${key}: слишком долго, не больше ${written}`,
      en: `${key}: too long, ${written} at most`,
    }),
  )
}

function methodOf(written: string): 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' {
  return (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).find((method) => method === written) ?? 'GET'
}
