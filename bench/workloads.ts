/** What arrives: relayed messages both ways, presses of buttons, texts that must be read. */
import { type ConversationId, inputKey, type PromptId } from '../src/domain/ids.ts'
import type { Arrived } from '../src/domain/input.ts'
import type { Outgoing } from '../src/domain/message.ts'
import type { Content } from './content.ts'
import { idOf, stroll, ticketOf, type Walk } from './crowd.ts'
import type { Engine } from './engine.ts'
import { OPERATOR, type Templates } from './templates.ts'

export const WORKLOADS = [
  'operator → customer',
  'customer → operator',
  'buttons',
  'texts',
  'to whom was silent for long',
] as const
export type WorkloadName = (typeof WORKLOADS)[number]

/** A value for each. */
export const byWorkload = <T>(value: (name: WorkloadName) => T): { readonly [W in WorkloadName]: T } => ({
  'operator → customer': value('operator → customer'),
  'customer → operator': value('customer → operator'),
  buttons: value('buttons'),
  texts: value('texts'),
  'to whom was silent for long': value('to whom was silent for long'),
})

/** The next arrival of an endless stream of them. */
export type Next = () => Arrived

// The same person's words differ; 60 letters are a usual message.
const WORDS = 'Здравствуйте, оплатил подписку вчера, а фильм не открывается,'

let made = 0

export async function workload(
  name: WorkloadName,
  crowd: number,
  engine: Engine,
  content: Content,
  templates: Templates,
): Promise<Next> {
  switch (name) {
    case 'operator → customer':
      return fromOperator('talking', crowd)
    case 'customer → operator':
      return fromCustomer('talking', crowd, () => `${WORDS} ${made}`)
    case 'buttons':
      return presses(crowd, engine, templates)
    case 'texts': {
      const texts = await readableTexts(content)
      return fromCustomer('greeted', crowd, () => texts[made % texts.length] ?? '')
    }
    case 'to whom was silent for long':
      return fromOperator('everybody', crowd)
  }
}

function fromOperator(walk: Walk, crowd: number): Next {
  const people = stroll(walk, crowd)
  return () => {
    const index = people.next().value
    made += 1
    return {
      to: 'conversation',
      id: idOf(index),
      key: inputKey(`desk:${OPERATOR}:bench-${process.pid}-${made}`),
      input: {
        type: 'operatorSaid',
        operator: OPERATOR,
        ticket: ticketOf(index),
        content: { text: `${WORDS} ${made}` },
      },
    }
  }
}

function fromCustomer(walk: Walk, crowd: number, text: () => string): Next {
  const people = stroll(walk, crowd)
  return () => {
    const id = idOf(people.next().value)
    made += 1
    const externalId = `bench-${process.pid}-${made}`
    const key = inputKey(`${id}:${externalId}`)
    return {
      to: 'conversation',
      id,
      key,
      input: { type: 'customerSaid', content: { text: text() }, externalId },
    }
  }
}

/** The first button of the newest message, again and again; where a flow has ended, a greeting brings new ones. */
function presses(crowd: number, engine: Engine, { inFlow }: Templates): Next {
  const people = stroll('inFlow', crowd)
  const prompts = new Map<ConversationId, PromptId | undefined>()
  engine.hear((to: ConversationId, { prompt }: Outgoing) => {
    if (prompt) prompts.set(to, prompt.id)
  })
  return () => {
    const id = idOf(people.next().value)
    const prompt = prompts.has(id) ? prompts.get(id) : inFlow.state.openPrompt
    prompts.set(id, undefined)
    made += 1
    const key = inputKey(`${id}:bench-${process.pid}-${made}`)
    if (!prompt) return { to: 'conversation', id, key, input: { type: 'customerStarted' } }
    return { to: 'conversation', id, key, input: { type: 'customerPressed', prompt, option: 0 } }
  }
}

/** Phrases that are surely understood and ask for nobody: what follows is the bot's own work. */
async function readableTexts({ release, rules, matcher }: Content): Promise<readonly string[]> {
  const readable: string[] = []
  for (const { text } of release.golden) {
    const { verdict, intents } = await matcher.read(text, { language: 'ru' })
    const rule = intents[0] && rules.intent(intents[0].intent)
    if (verdict === 'sure' && rule && rule.does.kind !== 'command') readable.push(text)
  }
  return readable
}
