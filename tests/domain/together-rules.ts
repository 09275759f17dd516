/** A bot small enough to keep in mind: one answer, one flow that asks and may hand over, words that mean something. */
import type { Frame } from '../../src/domain/conversation/state.ts'
import { flowName, intentName, releaseId, topicName } from '../../src/domain/ids.ts'
import { NOTHING_READ, type Reading } from '../../src/domain/nlu.ts'
import { PHRASES } from '../../src/domain/phrases.ts'
import type { Act, IntentRule, Rules, Run, Script } from '../../src/domain/rules.ts'
import type { Settings } from '../../src/domain/settings.ts'

const ORDER = flowName('order')
const REFUND = flowName('refund')

const ask: Act = {
  act: 'ask',
  content: { text: 'Номер заказа?' },
  buttons: [
    { label: 'Не знаю', action: { do: 'answer', value: 'unknown' } },
    { label: 'Человека!', action: { do: 'person' } },
  ],
  step: 'start.0',
  flow: ORDER,
}

const person: Act = { act: 'handoff', flow: REFUND, request: { priority: 'high', variables: {} } }

const frame = (digression: boolean): Frame => ({
  release: releaseId('r1'),
  flow: ORDER,
  node: 0,
  variables: {},
  attempts: 0,
  position: 0,
  digression,
})

const script: Script = {
  answer: () => ({ content: { text: 'Вот ответ' }, buttons: [] }),
  greeting: () => ({ content: { text: 'Здравствуйте' }, buttons: [] }),
  title: () => 'Заказ',
  topic: (_, flow) => (flow === REFUND ? topicName('payment') : undefined),
  opens: (flow) => flow === ORDER || flow === REFUND,
  start(below, flow, _, digression) {
    const started: Act = { act: 'flowStarted', flow, digression }
    if (flow === REFUND) return { stack: [], acts: [started, person], fits: true }
    return { stack: [...below, frame(digression)], acts: [started, ask], fits: true }
  },
  resume(stack, given): Run {
    const fits = given.kind === 'button' || (given.kind === 'text' && /^\d+$/u.test(given.text))
    if (!fits) return { stack, acts: [ask], fits }
    const acts: readonly Act[] = [
      { act: 'say', content: { text: 'Нашёл' }, links: [], step: 'start.1', flow: ORDER },
      { act: 'flowEnded', flow: ORDER, how: 'end' },
    ]
    return { stack: stack.slice(0, -1), acts, fits }
  },
  repeat: (stack) => ({ stack, acts: [ask], fits: true }),
  waiting: (stack) => (stack.length === 0 ? undefined : { kind: 'text', labels: ['Не знаю'] }),
  likely: () => [],
}

const rule = (name: string, does: IntentRule['does'], smallTalk = false): IntentRule => ({
  name: intentName(name),
  title: () => name,
  does,
  smallTalk,
})

const INTENTS: readonly IntentRule[] = [
  rule('price', { kind: 'answer' }),
  rule('thanks', { kind: 'answer' }, true),
  rule('order', { kind: 'flow', flow: ORDER }),
  { ...rule('refund', { kind: 'flow', flow: REFUND }), topic: topicName('payment') },
]

/** What customers say here; the matcher is sure of an intent's own name. */
export const TEXTS = [
  'price',
  'thanks',
  'order',
  'refund',
  'maybe',
  'order, refund, price',
  'мяу',
  '42',
  'оператор',
  'стоп',
  'назад',
  'да',
  'нет',
  'vera@example.org',
  '',
  '\u0000',
]

export function read(text: string): Reading {
  const known = INTENTS.find(({ name }) => name === text)
  if (known) return { intents: [{ intent: known.name, confidence: 0.9 }], entities: [], verdict: 'sure' }
  const parts = text.split(', ')
  if (parts.length > 1) return { ...NOTHING_READ, parts: parts.map(read) }
  if (text !== 'maybe') return NOTHING_READ
  const intents = INTENTS.slice(0, 3).map(({ name }) => ({ intent: name, confidence: 0.4 }))
  return { intents, entities: [], verdict: 'between' }
}

export function smallBot(settings: Settings): Rules {
  return {
    release: releaseId('r1'),
    settings,
    phrase: (language, phrase) => PHRASES[phrase][language],
    intent: (name) => INTENTS.find((one) => one.name === name),
    script,
  }
}
