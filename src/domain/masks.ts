/**
 * Secrets and personal numbers in a text. A token or a phone number arrives inside somebody else's error message, or a
 * customer's question, as easily as in a field of its own.
 */

export const MASKED = '***'

type Mask = readonly [RegExp, string]

// Lazy alternatives only and no nested repetition: every pattern is linear in the text.
const SECRETS: readonly Mask[] = [
  // Telegram bot tokens, also inside https://api.telegram.org/bot<token>/… and file links
  [/\b(bot)?\d{6,12}:[\w-]{16,}/g, MASKED],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${MASKED}`],
  // userinfo of a URL: scheme://user:password@host
  [/(\b[a-z][a-z\d+.-]{0,20}:\/\/)[^\s/?#@]+@/gi, `$1${MASKED}@`],
  [/([?&][^=&#\s]{0,60}=)[^&#\s]+/g, `$1${MASKED}`],
  [/[\w.%+-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63})+/gi, MASKED],
  // phones: international with a plus; Russian ones also from a bare 7 or 8 (not after ':' or a digit: those are ids)
  [/\+\d(?:[ ().-]{0,2}\d){9,14}/g, MASKED],
  [/(?<![\d:.-])[78](?:[ ().-]{0,2}\d){10}(?!\d)/g, MASKED],
  // cards: four groups of four, or 15 to 19 digits in a row (13 are an instant)
  [/(?<!\d)\d{4}(?:[ -]?\d{4}){3}(?!\d)/g, MASKED],
  [/(?<!\d)\d{15,19}(?!\d)/g, MASKED],
]

/** The text with secrets, e-mails, phones and card numbers replaced by `***`; ids and dates stay, so that logs can be read. */
export function masked(text: string): string {
  return replaced(text, SECRETS)
}

// Card numbers in groups of any length: 13 to 19 digits (ISO/IEC 7812). First, since the end of one may look like a phone.
const CARDS: readonly Mask[] = [[/(?<!\p{Nd})\p{Nd}(?:[ \-\u2010-\u2015]?\p{Nd}){12,18}(?!\p{Nd})/gu, MASKED]]

// What people write for people holds no ids worth keeping, so more goes than from a log.
const PERSONAL: readonly Mask[] = [
  // addresses in any alphabet, as кот@почта.рф
  [/[^\s@<>()"',;]{1,64}@[^\s@<>()"',;]{1,190}\.[^\s@<>()"',;.]{2,63}/gu, MASKED],
  // a name on Telegram or VK
  [/(?<![\p{L}\p{N}])@[\w.]{4,32}/gu, MASKED],
  // a Russian mobile number without its 8: 926 123-45-67
  [/(?<!\p{Nd})9\d{2}[ )-]{1,2}\d{3}[ -]?\d{2}[ -]?\d{2}(?!\p{Nd})/gu, MASKED],
  // Orders, contracts, passports, codes of a text message. Five digits and fewer are sums, years and error numbers, which
  // tell what a question is about.
  [/\p{Nd}{6,}/gu, MASKED],
]

/** For texts that people will read and put into files: also Telegram names, numbers of six digits and more. */
export function anonymous(text: string): string {
  return replaced(masked(replaced(text, CARDS)), PERSONAL)
}

function replaced(text: string, masks: readonly Mask[]): string {
  return masks.reduce((out, [pattern, replacement]) => out.replace(pattern, replacement), text)
}
