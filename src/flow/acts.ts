/** What waiting nodes show: questions, steps of a guide, "did it help?", and the request of a call. */
import type { HttpCall } from '../domain/effect.ts'
import type { ButtonOption, Content } from '../domain/message.ts'
import type { Act, ScriptContext } from '../domain/rules.ts'
import { cardsOf, inWords } from './cards.ts'
import type { AskNode, CallNode, Choice, GuideNode, Link, SolvedNode } from './graph.ts'
import type { Standing } from './run.ts'
import { callScope, fillJson, sayContent, sayLabel, sayText, scopeOf } from './scope.ts'
import { render, type Scope } from './template/template.ts'
import { renderUrl } from './template/url.ts'

type Ask = Extract<Act, { act: 'ask' }>

export function askAct(standing: Standing, node: AskNode, context: ScriptContext): Ask {
  const scope = scopeOf(standing.compiled, standing.frame.variables, context)
  const content = sayContent(node.said, scope, context.seed + standing.frame.node)
  const cards = cardsOf(node, content.text, scope)
  const shown = cards ? inWords(cards) : content
  const question = ask(standing, node.step, shown, choiceButtons(standing, node, scope))
  return { ...question, ...asked(node), ...(cards && { cards }) }
}

/** The retry text with the same buttons. */
export function retryAct(standing: Standing, node: AskNode, context: ScriptContext): Ask {
  const scope = scopeOf(standing.compiled, standing.frame.variables, context)
  const text = node.retry
    ? sayText(node.retry, scope, context.seed)
    : standing.compiled.phrase(scope.language, retryPhrase(node), {})
  return { ...ask(standing, node.step, { text }, choiceButtons(standing, node, scope)), ...asked(node) }
}

const asked = ({ expect }: AskNode): Pick<Ask, 'asks'> => (expect?.type === 'phone' ? { asks: 'phone' } : {})

export function guideAct(standing: Standing, node: GuideNode, context: ScriptContext): Ask {
  const scope = scopeOf(standing.compiled, standing.frame.variables, context)
  const item = node.items[standing.frame.position]
  const content = item ? sayContent(item, scope, context.seed + standing.frame.position) : { text: '' }
  const { phrase } = standing.compiled
  return ask(standing, node.step, content, [
    { label: phrase(scope.language, 'guideDone', {}), action: { do: 'guide', worked: true } },
    { label: phrase(scope.language, 'guideStuck', {}), action: { do: 'guide', worked: false } },
  ])
}

export function solvedAct(standing: Standing, node: SolvedNode, context: ScriptContext): Ask {
  const scope = scopeOf(standing.compiled, standing.frame.variables, context)
  const { phrase } = standing.compiled
  const text = node.text
    ? sayText(node.text, scope, context.seed)
    : phrase(scope.language, 'solvedQuestion', {})
  return ask(standing, node.step, { text }, [
    { label: phrase(scope.language, 'yes', {}), action: { do: 'solved', yes: true } },
    { label: phrase(scope.language, 'no', {}), action: { do: 'solved', yes: false } },
  ])
}

/** The choices of a question; a yes/no question without own buttons gets [Да] [Нет]. */
export function choicesOf(
  standing: Standing,
  node: AskNode,
  scope: Scope,
): readonly (Pick<Choice, 'value' | 'go'> & { readonly label: string })[] {
  if (node.choices.length > 0)
    return node.choices.map((choice) => ({ ...choice, label: sayLabel(choice.label, scope) }))
  if (node.expect?.type !== 'yes_no') return []
  const { phrase } = standing.compiled
  return [
    { label: phrase(scope.language, 'yes', {}), value: true },
    { label: phrase(scope.language, 'no', {}), value: false },
  ]
}

export function linksOf(links: readonly Link[], scope: Scope): readonly ButtonOption[] {
  return links.map((link) => ({ label: sayLabel(link.label, scope), action: { do: 'open', url: link.url } }))
}

/** Throws when something cannot be filled in: the call then counts as failed. */
export function callOf(standing: Standing, node: CallNode, id: string, context: ScriptContext): HttpCall {
  const scope = callScope(standing.compiled, standing.frame.variables, context)
  const headers = node.headers.map(([name, value]) => [name, oneLine(render(value, scope))] as const)
  return {
    id,
    method: node.method,
    url: renderUrl(node.url, scope),
    headers: Object.fromEntries(headers),
    timeout: node.timeout,
    ...(node.body && { body: fillJson(node.body, scope) }),
  }
}

/** A line break in a header would begin another header. */
function oneLine(value: string): string {
  if (/[\r\n\0]/.test(value)) throw new Error('a line break in a header')
  return value
}

function choiceButtons(standing: Standing, node: AskNode, scope: Scope): readonly ButtonOption[] {
  return choicesOf(standing, node, scope).map(({ label, value }) => ({
    label,
    action: { do: 'answer', value },
  }))
}

function ask(standing: Standing, step: string, content: Content, buttons: readonly ButtonOption[]): Ask {
  return { act: 'ask', content, buttons, step, flow: standing.frame.flow }
}

function retryPhrase(node: AskNode) {
  switch (node.expect?.type) {
    case undefined:
      return 'retryButtons'
    case 'number':
      return 'retryNumber'
    case 'money':
      return 'retryMoney'
    case 'time':
    case 'datetime':
      return 'retryTime'
    case 'card':
      return 'retryCard'
    case 'email':
      return 'retryEmail'
    case 'phone':
      return 'retryPhone'
    case 'date':
      return 'retryDate'
    case 'order':
      return 'retryOrder'
    case 'yes_no':
      return 'retryYesNo'
    case 'file':
      return 'retryFile'
    case 'text':
      return 'retryText'
    default:
      return 'retryEntity'
  }
}
