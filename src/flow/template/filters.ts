/** Kotik's own Liquid filters, and the list of Liquid's filters that content may use. */
import type { FilterImplOptions } from 'liquidjs'
import { DateTime } from 'luxon'

/** Liquid's filters that cannot evaluate text as code (`where_exp`) and are of use in a message. */
export const ALLOWED_FILTERS: readonly string[] = [
  ...[
    'default',
    'upcase',
    'downcase',
    'capitalize',
    'strip',
    'truncate',
    'append',
    'prepend',
    'replace',
    'remove',
  ],
  ...[
    'plus',
    'minus',
    'times',
    'divided_by',
    'modulo',
    'round',
    'ceil',
    'floor',
    'abs',
    'at_least',
    'at_most',
  ],
  ...[
    'size',
    'first',
    'last',
    'join',
    'split',
    'sort',
    'uniq',
    'map',
    'where',
    'compact',
    'sum',
    'reverse',
    'slice',
  ],
]

/** Under these names the render's language and time zone travel in Liquid's globals; `?` is in no variable's name. */
export const LANGUAGE = '?language'
export const TIMEZONE = '?timezone'

/** `{{ n | plural: "минута", "минуты", "минут" }}`; with two forms the English rule. */
export function plural(n: unknown, one: unknown, few: unknown, many?: unknown): string {
  const count = Math.abs(Number(n))
  if (many === undefined) return String(count === 1 ? one : few)
  if (!Number.isInteger(count)) return String(few)
  const tens = count % 100
  const ones = count % 10
  if (tens >= 11 && tens <= 14) return String(many)
  if (ones === 1) return String(one)
  return String(ones >= 2 && ones <= 4 ? few : many)
}

const money: FilterImplOptions = function (amount: unknown) {
  const value = Number(amount)
  if (!Number.isFinite(value)) return String(amount)
  const english = read(this.context, LANGUAGE) === 'en'
  const digits = Number.isInteger(value) ? 0 : 2
  const written = new Intl.NumberFormat(english ? 'en' : 'ru', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value)
  return `${written}\u00a0₽`
}

// strftime's letters, as luxon writes them.
const DIRECTIVES: { readonly [letter: string]: string } = {
  ...{ d: 'dd', e: 'd', m: 'MM', Y: 'yyyy', y: 'yy', B: 'MMMM', b: 'MMM', A: 'cccc', a: 'ccc' },
  ...{ H: 'HH', M: 'mm', S: 'ss', F: 'yyyy-MM-dd', T: 'HH:mm:ss' },
}

const date: FilterImplOptions = function (value: unknown, pattern: unknown) {
  const zone = String(read(this.context, TIMEZONE) ?? 'UTC')
  const locale = String(read(this.context, LANGUAGE) ?? 'ru')
  const when = dateOf(value, zone)
  // a service that answers with an odd date is shown as it wrote it
  if (!when.isValid) return String(value)
  const localized = when.setLocale(locale)
  return String(pattern ?? '%d.%m.%Y').replace(/%([a-zA-Z%])/g, (all, letter: string) => {
    if (letter === '%') return '%'
    const format = DIRECTIVES[letter]
    return format === undefined ? all : localized.toFormat(format)
  })
}

/** `{{ charged_on | days_to: now }}`: whole days of the calendar from one date to another, in the bot's zone. */
const days_to: FilterImplOptions = function (from: unknown, to: unknown) {
  const zone = String(read(this.context, TIMEZONE) ?? 'UTC')
  const [first, last] = [dateOf(from, zone), dateOf(to, zone)]
  return Math.round(last.startOf('day').diff(first.startOf('day'), 'days').days)
}

function dateOf(value: unknown, zone: string): DateTime {
  return typeof value === 'number'
    ? DateTime.fromMillis(value, { zone })
    : DateTime.fromISO(String(value), { zone })
}

function read(context: { readonly globals: object }, name: string): unknown {
  return Object.entries(context.globals).find(([key]) => key === name)?.[1]
}

export const OWN_FILTERS: { readonly [name: string]: FilterImplOptions } = { plural, money, date, days_to }
