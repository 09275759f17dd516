/** The steps that ask: a question, a guide, "did it help?". */

import { cardOf, checkCards } from './compile-cards.ts'
import { compileExpect, DEFAULT_ATTEMPTS } from './expect-source.ts'
import type { Path } from './fault.ts'
import type { AskNode, Choice, Said, SolvedNode } from './graph.ts'
import { at, type Making, type Place, saidOf } from './making.ts'
import type { ButtonsSource } from './schema/ask.ts'
import type { SimpleStepSource } from './schema/step.ts'
import type { TextSource } from './schema/text.ts'

export function compileAsk(make: Making, step: SimpleStepSource, place: Place): number {
  const path = place.path
  if (step.save !== undefined) make.texts.checkVariable(step.save, [...path, 'save'], 'value')
  const details = typeof step.expect === 'object' ? step.expect : {}
  const choices = choicesOf(make, step.buttons, [...path, 'buttons'], place)
  checkCards(make, step, choices, path)
  const expect = compileExpect(step.expect, choices.length > 0, [...path, 'expect'], make.draft.faults)
  const node: AskNode = {
    kind: 'ask',
    ...at(place),
    said: saidOf(make, step.ask ?? '', step, path, 'ask'),
    choices,
    attempts: details.attempts ?? DEFAULT_ATTEMPTS,
    next: place.next,
    ...(step.save && { save: step.save }),
    ...(expect && { expect }),
    ...(details.retry && { retry: make.texts.text(details.retry, [...path, 'expect', 'retry']) }),
    ...(details.else && {
      otherwise: make.draft.target(details.else, [...path, 'expect', 'else'], place.step, 'else'),
    }),
  }
  return make.draft.add(node)
}

function choicesOf(
  make: Making,
  source: ButtonsSource | undefined,
  path: Path,
  place: Place,
): readonly Choice[] {
  if (source === undefined) return []
  if (!Array.isArray(source)) {
    return Object.entries(source).map(([label, value]) => ({
      label: make.texts.label(label, [...path, label], 'key'),
      value,
    }))
  }
  return source.map((item, i) => {
    const at = [...path, i]
    if (typeof item === 'string') return { label: make.texts.label(item, at), value: item }
    return {
      label: make.texts.label(item.label, [...at, 'label']),
      value:
        item.value ?? (typeof item.label === 'string' ? item.label : (item.label.ru ?? item.label.en ?? '')),
      ...cardOf(make, item, at),
      ...(item.go && { go: make.draft.target(item.go, [...at, 'go'], place.step, 'go') }),
    }
  })
}

export function compileGuide(make: Making, step: SimpleStepSource, place: Place): number {
  const path = [...place.path, 'guide']
  const items = (step.guide ?? []).map((item, i): Said => {
    if (typeof item === 'object' && !Array.isArray(item) && 'say' in item)
      return saidOf(make, item.say, item, [...path, i], 'say')
    return { text: make.texts.text(item, [...path, i]), attachments: [] }
  })
  const stuck = step.stuck && make.draft.target(step.stuck, [...place.path, 'stuck'], place.step, 'stuck')
  return make.draft.add({
    kind: 'guide',
    ...at(place),
    items,
    next: place.next,
    ...(typeof stuck === 'number' && { stuck }),
  })
}

export function compileSolved(make: Making, source: SolvedSource, place: Place): number {
  const path = [...place.path, 'solved']
  const { ask: text, no } = solvedParts(source)
  const askPath = text === source ? path : [...path, 'ask']
  const node: SolvedNode = {
    kind: 'solved',
    ...at(place),
    next: place.next,
    ...(text && { text: make.texts.text(text, askPath) }),
    ...(no && { no: make.draft.target(no, [...path, 'no'], place.step, 'no') }),
  }
  return make.draft.add(node)
}

type SolvedSource = NonNullable<SimpleStepSource['solved']> | null

function solvedParts(source: SolvedSource): {
  readonly ask?: TextSource | undefined
  readonly no?: string | undefined
} {
  if (source === null) return {}
  if (typeof source === 'string' || Array.isArray(source)) return { ask: source }
  if ('ru' in source || 'en' in source) return { ask: source }
  return 'ask' in source || 'no' in source ? source : {}
}
