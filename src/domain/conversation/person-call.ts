/**
 * «Позовите оператора» inside any text. Whoever asks for a person in so many words gets one, whatever else the matcher finds
 * there: it reads «не проходит оплата, позовите оператора» as a question about a payment, and is right.
 */
import { commandIn, plain } from './text.ts'

function wordsOf(list: string): ReadonlySet<string> {
  return new Set(list.split(' '))
}

const CALLS = wordsOf(
  'позови позовите зови зовите вызови вызовите пригласи пригласите соедини соедините свяжи свяжите подключи подключите переключи переключите переведи переведите дай дайте давай давайте прошу требую ' +
    'call get connect transfer talk speak',
)
const WISHES = wordsOf('нужен нужна хочу хотел хотела можно want need')
const PEOPLE = wordsOf(
  'оператор оператора оператору оператором человек человека человеку человеком людей людьми сотрудник сотрудника сотруднику сотрудником специалист специалиста специалисту специалистом менеджер менеджера менеджеру менеджером консультант консультанта консультанту консультантом руководителя руководителю руководителем старшего ' +
    'operator human person people agent representative manager',
)
// What may stand between: «дайте мне уже живого человека», «хочу поговорить с оператором».
const BETWEEN = wordsOf(
  'мне меня нам нас бы уже наконец пожалуйста плиз срочно сюда на с со к кого нибудь живой живого живому живым живых нормального нормальным реального реальным настоящего настоящим другого другим вашего вашим позвать поговорить пообщаться связаться соединить говорить ' +
    'me us to a an the with real live another your please talk speak',
)
// «Можно с другим человеком смотреть» wishes for something else: with «с» it takes one of these.
const WITH = wordsOf('с со')
const TALKS = wordsOf('поговорить пообщаться связаться соединить говорить')
// «Нужен оператор связи» is about something else, too.
const OTHERS = wordsOf(
  'связи мобильной мобильный мобильного сотовой сотовый сотового кабельного mobile network',
)
// «Don't» is two words once punctuation is gone.
const NOT = wordsOf('не ни not t never без')

// Verb and noun stand at most so far apart: «хочу наконец поговорить с живым человеком».
const REACH = 6

/** Whether a text calls a person, perhaps among other things. Russian and English; misspelt calls are the matcher's. */
export function callsPerson(text: string): boolean {
  const clauses = clausesOf(text)
  return commandIn(clauses.at(-1) ?? '') === 'person' || clauses.some(isCall)
}

/** What such a text is about, for the matcher: without the call, when anything is left. */
export function matterIn(text: string): string {
  if (!callsPerson(text)) return text
  const others = clausesOf(text).filter((clause) => !isCall(clause) && commandIn(clause) !== 'person')
  return others.length > 0 ? others.join(', ').trim() : text
}

const clausesOf = (text: string): readonly string[] =>
  text.split(/[.!?;,\n]+/u).filter((clause) => clause.trim() !== '')

function isCall(clause: string): boolean {
  const words = plain(clause).split(' ')
  return words.some((word, at) => {
    const wish = WISHES.has(word)
    if ((!wish && !CALLS.has(word)) || NOT.has(words[at - 1] ?? '')) return false
    return reachesPerson(words.slice(at + 1), wish) || reachesPerson(words.slice(0, at).reverse(), wish)
  })
}

/** The first of these words that is no filler names a person. */
function reachesPerson(words: readonly string[], wish: boolean): boolean {
  const at = words.slice(0, REACH).findIndex((word) => !BETWEEN.has(word))
  const after = words[at + 1] ?? ''
  if (at < 0 || !PEOPLE.has(words[at] ?? '') || OTHERS.has(after)) return false
  const between = words.slice(0, at)
  const withSomebody = wish && between.some((word) => WITH.has(word))
  return !withSomebody || TALKS.has(after) || between.some((word) => TALKS.has(word))
}
