/** What an operator answered, without the courtesies around it: the draft of an answer the bot could give. */
import { anonymousText } from './misses-phrase.ts'

const GREETING =
  /^(?:здравствуйте|здравствуй|добрый (?:день|вечер)|доброе утро|доброго времени суток|приветствую|привет|hello|hi|hey|good (?:morning|afternoon|evening|day))(?![\p{L}])/iu
const INTRODUCTION =
  /^(?:меня зовут|на связи|это \p{L}+ из|спасибо за (?:ожидание|обращение|терпение)|извините за ожидание|my name is|this is|thank you for|thanks for|sorry for)/iu
const WAITING =
  /(?:^|\s)(?:сейчас|(?<!(?:за|через) )(?:секунд|минут)\p{L}*|проверю|посмотрю|уточню|ожидайте|подождите|вернусь|one moment|let me|a moment|a minute|checking)(?![\p{L}])/iu

// «Сейчас посмотрю, что у вас с подпиской, одну минуту»: a promise; a longer one says something beside it.
const LONGEST_PROMISE = 9
// «Здравствуйте, Анна Петровна»
const LONGEST_GREETING = 5
// «Подключила вам „Семью“» says something, «Готово, проверяйте» does not.
const FEWEST_WORDS = 3

/** Undefined for a greeting, a promise to look, or a question back. */
export function substanceOf(text: string): string | undefined {
  const said = withoutCourtesy(anonymousText(text))
  const count = words(said)
  if (count < FEWEST_WORDS) return undefined
  if (count <= LONGEST_PROMISE && WAITING.test(said)) return undefined
  return sentencesOf(said).every((sentence) => sentence.trimEnd().endsWith('?')) ? undefined : said
}

function withoutCourtesy(text: string): string {
  const sentences = sentencesOf(text)
  const first = sentences.findIndex((sentence) => !isCourtesy(sentence))
  if (first < 0) return ''
  const [sentence = '', ...rest] = sentences.slice(first)
  // «Здравствуйте, скачать можно в приложении.»
  const bare = sentence.replace(GREETING, '').replace(/^[\s,!.]+/u, '')
  return [bare.slice(0, 1).toUpperCase() + bare.slice(1), ...rest].join('').trim()
}

function isCourtesy(sentence: string): boolean {
  const said = sentence.trim()
  if (INTRODUCTION.test(said)) return true
  return GREETING.test(said) && words(said) <= LONGEST_GREETING && !/[,:]\s+\p{Ll}/u.test(said)
}

/** With their signs and blanks, so that joined they are the text again. */
const sentencesOf = (text: string): readonly string[] =>
  text.match(/[^.!?…\n]+[.!?…\n]*\s*|[.!?…\n]+\s*/gu) ?? []

const words = (text: string) => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0
