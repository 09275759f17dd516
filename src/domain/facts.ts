/** What is known of a customer and their matter, as people read it: titles for names, values as one writes them. */
import type { Customer } from './conversation/state.ts'
import type { Json, Language, Variables } from './message.ts'
import type { Settings } from './settings.ts'

export interface Fact {
  readonly title: string
  readonly value: string
}

const WORDS = { ru: { true: 'да', false: 'нет' }, en: { true: 'yes', false: 'no' } } as const

/** What our own channels tell about a customer; what a site tells is called as the site calls it. */
const CHANNELS_OWN = {
  ru: { cameFrom: 'Откуда', username: 'Telegram', vk: 'VK' },
  en: { cameFrom: 'Came from', username: 'Telegram', vk: 'VK' },
} as const

type Titles = Settings['variableTitles']

/**
 * What the site or the channel told about a customer, then what flows collected. An attribute is titled as
 * `customer.<name>`; where it came in is shown as the channel anyway.
 */
export function knownOf(
  { attributes }: Pick<Customer, 'attributes'>,
  variables: Variables,
  titles: Titles,
  language: Language,
): readonly Fact[] {
  const told = Object.keys(attributes).filter((name) => name !== 'channel')
  const own: { readonly [name: string]: string } = CHANNELS_OWN[language]
  const known = told.map((name) => [`customer.${name}`, attributes[name] ?? null] as const)
  const ownTitles = told.map(
    (name) => [`customer.${name}`, (Object.hasOwn(own, name) ? own[name] : undefined) ?? name] as const,
  )
  return factsOf(
    { ...Object.fromEntries(known), ...variables },
    { ...Object.fromEntries(ownTitles), ...titles },
    language,
  )
}

/** In the order they were collected; a variable without a title shows its name, one without a value is left out. */
export function factsOf(variables: Variables, titles: Titles, language: Language): readonly Fact[] {
  const titleOf = (path: string, otherwise: string) =>
    (Object.hasOwn(titles, path) ? titles[path] : undefined) ?? otherwise
  const factsIn = (path: string, title: string, value: Json): readonly Fact[] => {
    // What a call answered: each of its fields is a fact of its own, `payment.amount`.
    if (isObject(value) && !isMoney(value))
      return Object.entries(value).flatMap(([field, inner]) =>
        factsIn(`${path}.${field}`, titleOf(`${path}.${field}`, `${title}.${field}`), inner),
      )
    const written = writtenAs(value, language)
    return written === '' ? [] : [{ title, value: written }]
  }
  return Object.entries(variables).flatMap(([name, value]) => factsIn(name, titleOf(name, name), value))
}

function writtenAs(value: Json, language: Language): string {
  if (value === null) return ''
  if (typeof value === 'string') return dated(value.trim(), language)
  if (typeof value === 'boolean') return WORDS[language][`${value}`]
  // Not grouped: a number may as well be a year or the end of a card.
  if (typeof value === 'number') return String(value)
  if (isMoney(value)) return money(value, language)
  // a file is called by its name
  if (!isList(value)) return typeof value.name === 'string' ? value.name : JSON.stringify(value)
  return value
    .map((item) => writtenAs(item, language))
    .filter((item) => item !== '')
    .join(', ')
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)

type ObjectOf = { readonly [key: string]: Json }

const isObject = (value: Json): value is ObjectOf =>
  typeof value === 'object' && value !== null && !isList(value)

interface Money {
  readonly amount: number
  readonly currency: string
}

/** A sum in another currency than the bot's own; one in its own is a plain number. */
function isMoney(value: Json): value is ObjectOf & Money {
  if (!isObject(value) || Object.keys(value).length !== 2) return false
  const { amount, currency } = value
  return typeof amount === 'number' && typeof currency === 'string' && /^[A-Z]{3}$/.test(currency)
}

function money({ amount, currency }: Money, language: Language): string {
  const maximumFractionDigits = Number.isInteger(amount) ? 0 : 2
  return new Intl.NumberFormat(language, { style: 'currency', currency, maximumFractionDigits }).format(
    amount,
  )
}

// The day, and perhaps the time, as `expect: { type: date }` and `datetime` keep them: no zone, so none is reckoned with.
const DAY = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?$/

function dated(text: string, language: Language): string {
  const [, year, month, day, time] = DAY.exec(text) ?? []
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day))
  if (Number.isNaN(at)) return text
  const written = language === 'ru' ? `${day}.${month}.${year}` : ENGLISH_DAY.format(at)
  return time === undefined ? written : `${written}, ${time}`
}

const ENGLISH_DAY = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})
