/** A failed story as people read it: the end of the conversation, what should have come, and what came. */
import type { Language } from '../domain/message.ts'
import { unreachable } from '../domain/unreachable.ts'
import type { Failure } from './play.ts'
import type { Line } from './scene.ts'
import type { OperatorAct, Story, StoryStep } from './story.ts'

export interface Told {
  readonly kind: 'place' | 'before' | 'wanted' | 'instead' | 'aside'
  readonly text: string
}

// The customer's last two words and what was answered: enough to see where it went wrong.
const LINES_BEFORE = 8

const SAID = {
  customer: { ru: 'клиент', en: 'customer' },
  bot: { ru: 'бот', en: 'bot' },
  system: { ru: 'система', en: 'system' },
  operator: { ru: 'оператор', en: 'operator' },
  nothing: { ru: '(ничего)', en: '(nothing)' },
  unanswered: { ru: 'у истории нет ответа на вызов', en: 'the story has no answer to the call' },
} as const

/** Marks as in a diff: `-` what the story wants, `+` what there was. */
export function tellFailure(story: Story, failure: Failure, language: Language): readonly Told[] {
  const { line, column } = failure.step.at
  const instead = failure.instead.length > 0 ? failure.instead : [SAID.nothing[language]]
  return [
    { kind: 'place', text: `${story.file}:${line}:${column}  ${story.title}` },
    ...failure.lines.slice(-LINES_BEFORE).map((one) => ({
      kind: 'before' as const,
      text: `    ${conversationLine(one, language)}`,
    })),
    { kind: 'wanted', text: `  - ${stepText(failure.step)}` },
    ...instead.map((text) => ({ kind: 'instead' as const, text: `  + ${oneLine(text)}` })),
    ...failure.unanswered.map((request) => ({
      kind: 'aside' as const,
      text: `    ${SAID.unanswered[language]}: ${request}`,
    })),
  ]
}

function conversationLine({ who, text, buttons }: Line, language: Language): string {
  const shown = buttons.map((label) => ` [${label}]`).join('')
  return `${SAID[who][language].padEnd(9)} ${oneLine(text)}${shown}`
}

function stepText(step: StoryStep): string {
  switch (step.step) {
    case 'customer':
    case 'bot':
      return `${step.step}: ${step.text}`
    case 'press':
      return `press: ${step.label}`
    case 'buttons':
      return `buttons: [${step.labels.join(', ')}]`
    case 'wait':
      return `wait: ${step.time / 1_000}s`
    case 'operator':
      return `operator: { ${step.operator}: ${actText(step.does)} }`
    case 'phase':
      return `phase: ${step.phase}`
    case 'ticket':
      return `ticket: ${JSON.stringify(step.fields)}`
    case 'wish':
      return `wish: ${step.wish}`
    default:
      return unreachable(step)
  }
}

const actText = (act: OperatorAct) =>
  act.do === 'say' ? act.text : act.do === 'shift' ? `shift ${act.shift}` : act.do

const oneLine = (text: string) => text.replaceAll('\n', ' ⏎ ')
