/**
 * A whole text as the answer to a question that expects one kind of value. What is asked for is read more generously than
 * what is only mentioned (any four digits are the card's tail), and a long sentence or a question is no answer.
 */
import type { Json } from '../../domain/message.ts'
import type { Candidate } from './candidate.ts'
import { emailsIn, phonesIn } from './contacts.ts'
import { amountsIn, type Knowing, patternsIn } from './find.ts'
import { cardsAnswered, ordersAnswered } from './references.ts'
import { type Token, tokensOf } from './tokens.ts'

// An answer is short; who writes more than this tells something else.
const MAX_ANSWER = 500

export function answerOf(kind: string, text: string, knowing: Knowing, at: number): Json | undefined {
  if (text.length > MAX_ANSWER) return undefined
  const tokens = tokensOf(text)
  switch (kind) {
    case 'email':
      return only(emailsIn(text))
    case 'phone':
      return only(phonesIn(text, knowing.country, false))
    case 'number':
      return onlyNumber(text, tokens, knowing, at)
    case 'money':
      return answered(tokens, amounts(tokens, knowing, at, 'money')) ?? onlyNumber(text, tokens, knowing, at)
    case 'date':
    case 'time':
    case 'datetime':
      return momentAnswered(kind, tokens, knowing, at)
    case 'card':
      return answered(tokens, cardsAnswered(text))
    case 'order':
      return answered(tokens, declared(kind, text, knowing) ?? ordersAnswered(text))
    default:
      return answered(tokens, declared(kind, text, knowing) ?? listed(kind, text, tokens, knowing))
  }
}

/** By the content's patterns, first those that always count. Undefined where it declares none, or none of them fits. */
function declared(
  kind: string,
  text: string,
  { patterns, asked }: Knowing,
): readonly Candidate[] | undefined {
  for (const group of [patterns, asked]) {
    const own = group.filter((pattern) => pattern.kind === kind)
    const found = patternsIn(text, own)
    if (found.length > 0) return found
  }
  // orders of a shop look as it says, and not otherwise
  return kind === 'order' && patterns.some((pattern) => pattern.kind === kind) ? [] : undefined
}

function listed(kind: string, text: string, tokens: readonly Token[], { lists }: Knowing) {
  return lists.find(text, tokens).filter((one) => one.kind === kind)
}

function amounts(tokens: readonly Token[], knowing: Knowing, at: number, ...kinds: readonly string[]) {
  return amountsIn(tokens, knowing, at).filter(({ kind }) => kinds.includes(kind))
}

/** "15", «мне 15 лет», «-3»; two numbers are not one answer. */
function onlyNumber(text: string, tokens: readonly Token[], knowing: Knowing, at: number): Json | undefined {
  const value = answered(tokens, amounts(tokens, knowing, at, 'number'), MOST_AROUND_NUMBER)
  if (typeof value !== 'number') return undefined
  return /^\s*[-−]\s?\d/.test(text) ? -value : value
}

function momentAnswered(
  kind: 'date' | 'time' | 'datetime',
  tokens: readonly Token[],
  knowing: Knowing,
  at: number,
): Json | undefined {
  const found = amounts(tokens, knowing, at, kind, 'datetime').map((one) => ({
    ...one,
    value: partOf(String(one.value), kind),
  }))
  const value = answered(tokens, found)
  return value ?? (kind === 'time' ? bareHour(tokens) : undefined)
}

/** Of 2026-01-13T10:00 the day or the time. */
export function partOf(moment: string, kind: 'date' | 'time' | 'datetime'): string {
  const [day = '', time] = moment.split('T')
  if (kind === 'datetime' || time === undefined) return moment
  return kind === 'date' ? day : time
}

/** «10», «10.30» where a time is asked for. */
function bareHour(tokens: readonly Token[]): string | undefined {
  const [only, more] = tokens
  const [, h = '', m = '00'] = /^(\d{1,2})(?:\.(\d{2}))?$/.exec(only?.word ?? '') ?? []
  if (more !== undefined || h === '' || Number(h) > 23 || Number(m) > 59) return undefined
  return `${h.padStart(2, '0')}:${m}`
}

// Words around the value that leave it an answer: «по-моему, это было вчера». A number says less by itself.
const MOST_AROUND = 6
const MOST_AROUND_NUMBER = 3

function answered(
  tokens: readonly Token[],
  found: readonly Candidate[],
  most: number = MOST_AROUND,
): Json | undefined {
  const value = only(found)
  if (value === undefined || tokens.some(({ word }) => word === '?')) return undefined
  const around = tokens.filter(
    ({ kind, from, to }) => kind !== 'sign' && !found.some((one) => from < one.to && one.from < to),
  )
  return around.length <= most ? value : undefined
}

/** The one value there is; two different ones are no answer. */
function only(found: readonly Candidate[]): Json | undefined {
  const values = new Map(found.map(({ value }) => [JSON.stringify(value), value]))
  return values.size === 1 ? found[0]?.value : undefined
}
