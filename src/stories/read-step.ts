import type { Node } from 'yaml'
import type { Phase } from '../domain/conversation/state.ts'
import type { Shift } from '../domain/desk/state.ts'
import { operatorId } from '../domain/ids.ts'
import { type Duration, duration } from '../domain/time.ts'
import type { Page, Words } from './page.ts'
import type { OperatorAct, StepBody, StoryStep, TicketField } from './story.ts'

const PHASES: readonly Phase[] = ['bot', 'handingOff', 'queued', 'withOperator', 'closing']
const TICKET_FIELDS: readonly TicketField[] = [
  'topic',
  'priority',
  'group',
  'status',
  'reason',
  'operator',
  'email',
]

type Reader = (page: Page, value: Node | undefined) => StepBody | undefined

const READERS: { readonly [K in StepBody['step']]: Reader } = {
  customer: (page, value) => withText(page, value, (text) => ({ step: 'customer', text })),
  press: (page, value) => withText(page, value, (label) => ({ step: 'press', label })),
  bot: (page, value) => withText(page, value, (text) => ({ step: 'bot', text })),
  buttons: (page, value) => ({ step: 'buttons', labels: page.texts(value) }),
  wait: readWait,
  operator: readOperatorStep,
  phase: (page, value) => {
    const phase = page.word(value, PHASES)
    return phase && { step: 'phase', phase }
  },
  ticket: readTicket,
  wish: (page, value) => withText(page, value, (wish) => ({ step: 'wish', wish })),
}
const KINDS = Object.keys(READERS)

/** One line of a story; undefined after a fault. */
export function readStep(page: Page, node: Node): StoryStep | undefined {
  const [entry, more] = page.entries(node, STEP)
  if (entry === undefined) return undefined
  if (more !== undefined) return page.fault(more.keyNode, TWO_AT_ONCE, STEP)
  const kind = KINDS.find((one): one is StepBody['step'] => one === entry.key)
  if (kind === undefined) return page.unknown(entry.keyNode, entry.key, KINDS)
  const body = READERS[kind](page, entry.value)
  return body && { ...body, at: page.place(entry.keyNode) }
}

function withText(
  page: Page,
  node: Node | undefined,
  make: (text: string) => StepBody,
): StepBody | undefined {
  const text = page.text(node)
  if (text === undefined) return undefined
  return make(text)
}

function readWait(page: Page, node: Node | undefined): StepBody | undefined {
  const text = page.text(node)
  if (text === undefined) return undefined
  const time = durationOf(text)
  return time === undefined ? page.fault(node, NO_DURATION, DURATION) : { step: 'wait', time }
}

const UNITS: { readonly [unit: string]: number } = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

function durationOf(text: string): Duration | undefined {
  const [, count, unit] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text) ?? []
  const ms = UNITS[unit ?? '']
  return ms === undefined ? undefined : duration(Number(count) * ms)
}

function readOperatorStep(page: Page, node: Node | undefined): StepBody | undefined {
  const [entry, more] = page.entries(node, OPERATOR)
  if (entry === undefined) return undefined
  if (more !== undefined) return page.fault(more.keyNode, TWO_AT_ONCE, OPERATOR)
  const text = page.text(entry.value)
  if (text === undefined) return undefined
  return { step: 'operator', operator: operatorId(entry.key), does: actOf(text) }
}

const SHIFT_WORDS: ReadonlyMap<string, Shift> = new Map([
  ['shift on', 'on'],
  ['shift pause', 'paused'],
  ['shift off', 'off'],
])

function actOf(text: string): OperatorAct {
  const shift = SHIFT_WORDS.get(text)
  if (shift !== undefined) return { do: 'shift', shift }
  if (text === 'claim' || text === 'close') return { do: text }
  return { do: 'say', text }
}

function readTicket(page: Page, node: Node | undefined): StepBody | undefined {
  const fields: { [field in TicketField]?: string } = {}
  for (const { key, keyNode, value } of page.entries(node, TICKET)) {
    const field = TICKET_FIELDS.find((one) => one === key)
    if (field === undefined) return page.unknown(keyNode, key, TICKET_FIELDS)
    const text = page.text(value)
    if (text !== undefined) fields[field] = text
  }
  return { step: 'ticket', fields }
}

const list = KINDS.join(', ')
const STEP: Words = { ru: `одно из: ${list}`, en: `one of: ${list}` }
const TWO_AT_ONCE: Words = { ru: 'в одном шаге два дела', en: 'one step does two things' }
const NO_DURATION: Words = { ru: 'нужна единица времени', en: 'a unit of time is needed' }
const DURATION: Words = { ru: '5s, 5m, 5h или 1d', en: '5s, 5m, 5h or 1d' }
const OPERATOR: Words = {
  ru: '{ anna: текст } или claim, close, shift on, shift pause, shift off',
  en: '{ anna: a text } or claim, close, shift on, shift pause, shift off',
}
const TICKET: Words = { ru: TICKET_FIELDS.join(', '), en: TICKET_FIELDS.join(', ') }
