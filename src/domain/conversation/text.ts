/** Reading plain words without a matcher: what must work even when nothing is trained. */
import type { Content } from '../message.ts'
import type { Command } from '../rules.ts'

/** Lower case, ё as е, punctuation and doubled spaces away: how words are compared with fixed lists. */
export function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}/]+/gu, ' ')
    .trim()
}

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ...words(
    'person',
    'оператор',
    'оператора',
    'человек',
    'человека',
    'позовите оператора',
    'позовите человека',
    'живой человек',
    'operator',
    'human',
    'person',
    'agent',
    '/operator',
  ),
  ...words('back', 'назад', 'back', '/back'),
  ...words('startOver', 'сначала', 'заново', 'начать сначала', 'start over', 'restart', '/start'),
  ...words('stop', 'стоп', 'хватит', 'stop', '/stop'),
])

function words(command: Command, ...texts: readonly string[]) {
  return texts.map((text) => [text, command] as const)
}

/** «Оператор», «назад», «сначала», «стоп» by the letter; other wordings are the matcher's. */
export function commandIn(text: string): Command | undefined {
  return text.length > 40 ? undefined : COMMANDS.get(plain(text))
}

// Words that say yes to «Вопрос решён?», and words that turn a yes around («да, но…», «решён, но не весь», «опять»).
const YES = new Set(
  'да ага угу ок окей решен решено решили решилось решился помогло помогли заработало получилось вернулось спасибо yes yep ok okay solved thanks thank'.split(
    ' ',
  ),
)
const NO = new Set('нет не неа no not nope'.split(' '))
const NOT_PLAIN = new Set(
  'но однако опять снова еще только почему когда как что где but still again why when how what'.split(' '),
)
const PLAIN_NO = new Set([
  'нет',
  'не',
  'неа',
  'нет еще не все',
  'не решен',
  'не решено',
  'еще нет',
  'не помогло',
  'no',
  'not yet',
  'nope',
])

// «Да, всё вернулось, большое вам спасибо» has six words; what is longer says something of its own.
const LONGEST_YES = 7

/** A plain yes or no to "solved?"; undefined for anything that says more, which a person should read. */
export function yesOrNo(text: string): boolean | undefined {
  const words = plain(text)
  if (PLAIN_NO.has(words)) return false
  const each = words.split(' ')
  if (each.length > LONGEST_YES || text.includes('?')) return undefined
  if (each.some((word) => NO.has(word) || NOT_PLAIN.has(word))) return undefined
  return each.some((word) => YES.has(word)) || words === 'все в порядке' ? true : undefined
}

const DECLINED = new Set([
  'не надо',
  'не нужно',
  'нет спасибо',
  'передумал',
  'передумала',
  'no thanks',
  'no need',
])

/** "No" to something that was offered or asked for. */
export function declines(text: string): boolean {
  return yesOrNo(text) === false || DECLINED.has(plain(text))
}

// What mail servers accept in practice: one @, no spaces, a dot in the domain, 254 characters (RFC 5321).
const EMAIL = /^[^\s@<>"',;]{1,64}@[^\s@<>"',;]{1,190}\.[^\s@<>"',;.]{2,63}$/u

/** The one address in a short text («моя почта a@b.ru»), or undefined. */
export function emailIn(text: string): string | undefined {
  return text
    .slice(0, 400)
    .split(/\s+/u)
    .map((word) => word.replace(/^[<(«"']+|[>)»"',.;!]+$/gu, ''))
    .find((word) => EMAIL.test(word))
}

const HALF_A_CHARACTER = /[\uD800-\uDBFF]$/u

/** What is kept of a text: no NUL, no broken surrogates, at most `length` units, whole characters only. Offsets of entities hold. */
export function cleaned(
  content: Content,
  length: number,
): { readonly content: Content; readonly cut: boolean } {
  const whole = content.text.replaceAll('\u0000', ' ').toWellFormed()
  if (whole.length <= length)
    return { content: whole === content.text ? content : { ...content, text: whole }, cut: false }
  const text = whole.slice(0, length).replace(HALF_A_CHARACTER, '')
  const entities = content.entities?.filter(({ offset, length: span }) => offset + span <= text.length)
  return { content: { ...content, text, ...(entities ? { entities } : {}) }, cut: true }
}

// A summary is read at a glance on a card; the transcript has the whole text.
const SUMMARY_LENGTH = 200

/** One line of a customer's words, for a summary. */
export function shortened(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim()
  return line.length <= SUMMARY_LENGTH
    ? line
    : `${line.slice(0, SUMMARY_LENGTH - 1).replace(HALF_A_CHARACTER, '')}…`
}

/** Nothing that could be recorded. */
export const isEmpty = (content: Content) =>
  isWordless(content) && !content.attachments?.length && !content.besides?.length

/** Only a file, a place, a sticker. */
export const isWordless = ({ text }: Content) => text.trim() === ''

// Longer names are jokes; 64 characters are what Telegram and VK let people have in each of two.
const LONGEST_NAME = 130
// Line breaks, control characters, what has no width and what turns the direction around; emoji keep their joiner.
const UNSEEN = /[\p{Cc}\s\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]+/gu

/** One line that reads as it was typed: a name stands beside other words wherever operators read. May be empty. */
export const nameIn = (told: string): string =>
  [...told.replace(UNSEEN, ' ').trim()].slice(0, LONGEST_NAME).join('')
