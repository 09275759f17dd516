/** E-mail addresses and phone numbers. Each is looked for only where its sign is: an @, seven digits. */
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { Candidate } from './candidate.ts'

// Parts as mail servers accept them; letters of any script, since имя@почта.рф exists.
const EMAIL = /[^\s@<>(),;:"'«»]{1,64}@[\p{L}\p{N}][\p{L}\p{N}.-]{0,250}\.\p{L}{2,24}/gu

export function emailsIn(text: string): readonly Candidate[] {
  if (!text.includes('@')) return []
  return [...text.matchAll(EMAIL)].map(({ 0: written, index }) => ({
    kind: 'email',
    value: written.toLowerCase(),
    from: index,
    to: index + written.length,
  }))
}

const PHONE = /(?<![\p{L}\p{N}№#*])\+?\(?\d[\d ()\u00a0.–-]{5,24}\d(?!\p{L}|\d)/gu

// Looking one up takes 90 µs; nobody writes more of them.
const MOST_PHONES = 5

/** `strict`: only numbers that exist in the country's plan; otherwise whatever has as many digits as one. */
export function phonesIn(text: string, country: CountryCode, strict: boolean): readonly Candidate[] {
  if (digitsIn(text) < 7) return []
  return [...text.matchAll(PHONE)].slice(0, MOST_PHONES).flatMap(({ 0: written, index }) => {
    const value = phoneOf(written, country, strict)
    return value === undefined ? [] : [{ kind: 'phone', value, from: index, to: index + written.length }]
  })
}

function phoneOf(written: string, country: CountryCode, strict: boolean): string | undefined {
  // dates and sums are written with dots and spaces too: a phone has seven digits at the least
  const digits = digitsIn(written)
  if (digits < 7 || digits > 15) return undefined
  const phone = parsePhoneNumberFromString(written, country)
  if (phone === undefined) return undefined
  return (strict ? phone.isValid() : phone.isPossible()) ? phone.number : undefined
}

function digitsIn(text: string): number {
  let count = 0
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code >= 48 && code <= 57) count += 1
  }
  return count
}

/** Whether a two-letter code is that of a country with phone numbers. */
export function isCountry(code: string): code is CountryCode {
  return isSupportedCountry(code)
}
