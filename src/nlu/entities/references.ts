/** Numbers that name something: an order, the tail of a card, and whatever patterns the content declares. */
import type { Candidate } from './candidate.ts'

// «заказ 12345», «заказа № 12345», "order #12345": the word says what the number is.
const TOLD_ORDER =
  /(?:заказ\p{L}*|покупк\p{L}*|order|purchase)(?:\s+(?:номер|number|no))?[\s:.]*[№#]?\s*((?:\p{L}{1,4}-?)?\d[\d-]{2,19})(?![\p{L}\d])/giu
// «№12345», "#12345", AB-12345: it looks like one.
const LIKE_ORDER =
  /(?<![\p{L}\p{N}])(?:[№#]\s*((?:\p{L}{1,4}-?)?\d[\d-]{2,19})|(\p{L}{1,4}-\d{3,19}))(?![\p{L}\d])/giu

export function ordersIn(text: string): readonly Candidate[] {
  return [...found(text, TOLD_ORDER, 'order'), ...found(text, LIKE_ORDER, 'order')].map(upper)
}

// Where an order is asked for, any word with three digits is one.
const ANY_ORDER = /(?:^|[\s№#:])(\p{L}{0,4}-?\d[\d-]{2,19})(?=$|[\s.,;!?)])/giu

export function ordersAnswered(text: string): readonly Candidate[] {
  const told = ordersIn(text)
  return told.length > 0 ? told : found(text, ANY_ORDER, 'order').map(upper)
}

// «карта *1234», «картой, которая кончается на 1234», "card ending in 1234", «*1234».
const CARD_TAIL =
  /(?:карт\p{L}{0,3}|card)[^\d\n]{0,30}?(\d{4})(?!\d)|(?<![\p{L}\p{N}])[*•]{1,4}\s?(\d{4})(?!\d)/giu
// A whole number; nobody should write it, and only its tail is kept.
const CARD_NUMBER = /(?<!\d)\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?(\d{4})(?!\d)/g

export function cardsIn(text: string): readonly Candidate[] {
  const whole = [...text.matchAll(CARD_NUMBER)].map(({ 0: written, 1: tail = '', index }) => ({
    kind: 'card',
    value: tail,
    from: index,
    to: index + written.length,
  }))
  return [...whole, ...found(text, CARD_TAIL, 'card')]
}

/** Where the tail is asked for, four digits are it. */
export function cardsAnswered(text: string): readonly Candidate[] {
  const told = cardsIn(text)
  return told.length > 0 ? told : found(text, /(?<!\d)(\d{4})(?!\d)/g, 'card')
}

/** What a pattern finds: its first group, or all of it. The whole match speaks for it. */
export function found(text: string, pattern: RegExp, kind: string): readonly Candidate[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const whole = match[0]
    const value = match.slice(1).find((group) => group !== undefined) ?? whole
    if (value === '') return []
    const from = match.index + whole.lastIndexOf(value)
    return [{ kind, value, from, to: from + value.length, weight: whole.length }]
  })
}

const upper = (candidate: Candidate): Candidate => ({
  ...candidate,
  value: String(candidate.value).toUpperCase(),
})
