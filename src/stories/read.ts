/** `flows/tests/*.yml` → a story, or everything that is wrong with the file. */
import { isMap, isScalar, type Node } from 'yaml'
import type { Fault } from '../content/release.ts'
import type { Shift } from '../domain/desk/state.ts'
import { operatorId } from '../domain/ids.ts'
import type { CallResult } from '../domain/input.ts'
import type { Json, Language } from '../domain/message.ts'
import { type Instant, instant } from '../domain/time.ts'
import { type Entry, Page, type Words } from './page.ts'
import { readStep } from './read-step.ts'
import type { CallAnswer, Story, StoryOperator, StoryStep } from './story.ts'

export type ReadStory =
  | { readonly kind: 'story'; readonly story: Story }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] }

const KEYS = ['story', 'begins', 'desk', 'calls', 'steps'] as const
const OPERATOR_KEYS = ['name', 'groups', 'shift', 'lead', 'capacity'] as const
const SHIFTS: readonly Shift[] = ['on', 'paused', 'off']

/** `file` as it should stand in faults, e.g. `flows/tests/refund.yml`. */
export function readStory(file: string, source: string, language: Language): ReadStory {
  const page = new Page(file, source, language)
  const parts = page.faults.length > 0 ? [] : page.entries(page.root, STORY)
  for (const { key, keyNode } of parts) {
    if (!KEYS.some((known) => known === key)) page.unknown(keyNode, key, KEYS)
  }
  const part = (key: (typeof KEYS)[number]) => parts.find((one) => one.key === key)?.value
  const steps = readSteps(page, part('steps'))
  const begins = readInstant(page, part('begins'))
  const story = {
    file,
    title: page.faults.length > 0 ? '' : (page.text(part('story')) ?? ''),
    ...(begins === undefined ? {} : { begins }),
    operators: readOperators(page, part('desk')),
    calls: readCalls(page, part('calls')),
    steps,
  }
  return page.faults.length > 0 ? { kind: 'faults', faults: page.faults } : { kind: 'story', story }
}

function readSteps(page: Page, node: Node | undefined): readonly StoryStep[] {
  if (page.faults.length > 0) return []
  return page.list(node, STEPS).flatMap((item) => readStep(page, item) ?? [])
}

function readInstant(page: Page, node: Node | undefined): Instant | undefined {
  if (node === undefined) return undefined
  const text = page.text(node)
  const ms = Date.parse(text ?? '')
  if (Number.isFinite(ms) && /(?:Z|[+-]\d\d:\d\d)$/.test(text ?? '')) return instant(ms)
  return page.fault(node, NO_TIME, TIME)
}

function readOperators(page: Page, node: Node | undefined): readonly StoryOperator[] {
  if (node === undefined) return []
  return page.entries(node, DESK).flatMap((entry) => {
    if (entry.key === 'operators')
      return page.entries(entry.value, DESK).map((one) => readOperator(page, one))
    page.unknown(entry.keyNode, entry.key, ['operators'])
    return []
  })
}

function readOperator(page: Page, { key, value }: Entry): StoryOperator {
  const parts = page.entries(value, DESK)
  for (const part of parts) {
    if (!OPERATOR_KEYS.some((known) => known === part.key))
      page.unknown(part.keyNode, part.key, OPERATOR_KEYS)
  }
  const part = (name: (typeof OPERATOR_KEYS)[number]) => parts.find((one) => one.key === name)?.value
  const [name, groups, shift, lead, capacity] = [
    part('name'),
    part('groups'),
    part('shift'),
    part('lead'),
    part('capacity'),
  ]
  return {
    id: operatorId(key),
    name: (name && page.text(name)) ?? capitalised(key),
    groups: groups === undefined ? [] : page.texts(groups),
    shift: (shift && page.word(shift, SHIFTS)) ?? 'on',
    lead: isScalar(lead) && lead.value === true,
    ...(isScalar(capacity) && typeof capacity.value === 'number' ? { capacity: capacity.value } : {}),
  }
}

function readCalls(page: Page, node: Node | undefined): readonly CallAnswer[] {
  if (node === undefined) return []
  return page.entries(node, CALLS).flatMap(({ key, value }) => {
    const result = readCallResult(page, value)
    return result === undefined ? [] : [{ request: key, result }]
  })
}

function readCallResult(page: Page, node: Node | undefined): CallResult | undefined {
  if (isScalar(node) && node.value === 'fail') return { kind: 'failed', why: 'the story says so' }
  if (!isMap(node)) return page.fault(node, NO_ANSWER, CALLS)
  const { status, body }: { readonly status?: unknown; readonly body?: Json } = node.toJSON()
  if (status !== undefined && typeof status !== 'number') return page.fault(node, NO_ANSWER, CALLS)
  // As the runtime sees it: anything but 2xx is a failed call.
  if (status !== undefined && (status < 200 || status > 299))
    return { kind: 'failed', why: `status ${status}` }
  return { kind: 'answered', status: status ?? 200, body: body ?? null }
}

const capitalised = (login: string) => login.charAt(0).toUpperCase() + login.slice(1)

const STORY: Words = {
  ru: 'story, steps и, если нужно, begins, desk, calls',
  en: 'story, steps, and if needed begins, desk, calls',
}
const STEPS: Words = {
  ru: 'список шагов: строки с «- customer: …»',
  en: 'a list of steps: lines like "- customer: …"',
}
const DESK: Words = {
  ru: '{ operators: { anna: { groups: [first-line], shift: on } } }',
  en: '{ operators: { anna: { groups: [first-line], shift: on } } }',
}
const CALLS: Words = {
  ru: '"GET http://127.0.0.1:8099/payments/*": { status: 200, body: { … } } или fail',
  en: '"GET http://127.0.0.1:8099/payments/*": { status: 200, body: { … } } or fail',
}
const NO_ANSWER: Words = { ru: 'это не ответ на вызов', en: 'this is no answer to a call' }
const NO_TIME: Words = { ru: 'это не время', en: 'this is no time' }
const TIME: Words = {
  ru: 'время с поясом: 2026-01-12T23:00+03:00',
  en: 'a time with its zone: 2026-01-12T23:00+03:00',
}
