/** Sums of money: «399 рублей», «1,5к», «₽», "$5", «399 руб. 50 коп.». */
import type { At } from './numbers.ts'
import { numberAt } from './numbers.ts'
import type { Token } from './tokens.ts'

export interface Money {
  readonly amount: number
  /** ISO 4217; undefined where only the scale tells that it is money: «1,5к». */
  readonly currency?: string
}

const SIGNS: { readonly [sign: string]: string } = { '₽': 'RUB', $: 'USD', '€': 'EUR', '£': 'GBP' }

export function moneyAt(tokens: readonly Token[], i: number): At<Money> | undefined {
  const before = signAt(tokens, i)
  const number = numberAt(tokens, before === undefined ? i : i + 1)
  if (number === undefined || number.value < 0) return undefined
  if (before !== undefined) return { value: { amount: number.value, currency: before }, next: number.next }
  return withCurrency(tokens, number) ?? small(tokens, number) ?? shortThousands(tokens, i, number)
}

function signAt(tokens: readonly Token[], i: number): string | undefined {
  const token = tokens[i]
  return token?.kind === 'sign' && Object.hasOwn(SIGNS, token.word) ? SIGNS[token.word] : undefined
}

function withCurrency(tokens: readonly Token[], { value, next }: At<number>): At<Money> | undefined {
  const currency = signAt(tokens, next) ?? currencyAt(tokens, next)
  if (currency === undefined) return undefined
  const cents = numberAt(tokens, next + 1)
  const coin = cents && tokens[cents.next]?.means?.small
  if (cents && coin === currency && cents.value < 100) {
    return { value: { amount: rounded(value + cents.value / 100), currency }, next: cents.next + 1 }
  }
  return { value: { amount: value, currency }, next: next + 1 }
}

/** «р» is roubles only behind a number: «399р», «399 р». */
function currencyAt(tokens: readonly Token[], i: number): string | undefined {
  return tokens[i]?.means?.currency
}

function small(tokens: readonly Token[], { value, next }: At<number>): At<Money> | undefined {
  const currency = tokens[next]?.means?.small
  return currency === undefined
    ? undefined
    : { value: { amount: rounded(value / 100), currency }, next: next + 1 }
}

// 2к, 4к and 8к are pictures, unless somebody says that they were paid.
const RESOLUTIONS = new Set([2000, 4000, 8000])
const PAID = new Set(['за', 'списали', 'списано', 'сняли', 'стоит', 'сумма', 'сумму', 'вернуть', 'верните'])

function shortThousands(tokens: readonly Token[], i: number, number: At<number>): At<Money> | undefined {
  const last = tokens[number.next - 1]
  if (last?.word !== 'к' && last?.word !== 'k') return undefined
  if (RESOLUTIONS.has(number.value) && !PAID.has(tokens[i - 1]?.word ?? '')) return undefined
  return { value: { amount: number.value }, next: number.next }
}

const rounded = (amount: number) => Math.round(amount * 100) / 100
