/**
 * A label said in other words: politeness around it («давай картой»), another case («карта» for «Картой»), its number inside
 * a phrase («давайте второй вариант»), «ага» for «Да, помогло». What says more than that is rather a new question.
 */
import { newStemmer } from 'snowball-stemmers'
import { only } from './only.ts'
import { plainWords, readOrdinal, readYesNo } from './words.ts'

// The longest labels have five words, and people add a few; nobody chooses a button in a sentence longer than this.
const MOST_WORDS = 10
const MOST_CHARACTERS = 120
// «картой сбербанка» still names «Картой»; with more words beside it the text is about something else.
const MOST_BESIDE = 2

const FILLERS = new Set(
  `давай давайте ну лучше наверное наверно пожалуйста плиз пусть хочу хотел хотела бы мне я буду выбираю выберу тогда вот а и да
  нет самый самое самая это вариант варианта номер пункт кнопка кнопку выбор через по с со на в во за из от до у к ко для
  please the a an i want ll would like let s go with by via on in to option number one choose pick`.split(
    /\s+/,
  ),
)
// «не, другое» turns the question down and names the answer; «не картой» does not name it.
const OPENING_NO = /^\s*(?:не|неа|нет|no|nope)\s*[,.!;:—–-]+\s*/iu
const NOT = new Set(['не', 'ни', 'not', 'don'])

const russian = newStemmer('russian')
const english = newStemmer('english')
const stem = (word: string) => (/[а-я]/.test(word) ? russian : english).stem(word)

/** `labels` in plain words. Index of the one that is meant; undefined when it is none or not only one. */
export function readMeant(text: string, labels: readonly string[]): number | undefined {
  if (text.length > MOST_CHARACTERS) return undefined
  const all = plainWords(text).split(' ')
  if (all.length > MOST_WORDS) return undefined
  const named = new Set(labels.flatMap((label) => label.split(' ')))
  const said = told(text.replace(OPENING_NO, ''), named)
  if (said.length === 0) return byYesOrNo(text, labels)
  return readOrdinal(said.join(' '), labels.length) ?? byWords(said, labels) ?? byYesOrNo(text, labels)
}

/** The words that tell something; a word of a label always does. */
function told(text: string, named: ReadonlySet<string>): readonly string[] {
  return plainWords(text)
    .split(' ')
    .filter((word) => word !== '' && (named.has(word) || !FILLERS.has(word)))
}

function byWords(said: readonly string[], labels: readonly string[]): number | undefined {
  const stems = new Set(said.map(stem))
  return only(labels, (label) => names(stems, said, label))
}

function names(stems: ReadonlySet<string>, said: readonly string[], label: string): boolean {
  const words = label.split(' ')
  if (said.some(isNot) !== words.some(isNot)) return false
  const telling = words.filter((word) => !FILLERS.has(word))
  const own = new Set((telling.length > 0 ? telling : words).map(stem))
  const common = [...own].filter((one) => stems.has(one)).length
  if (common === 0) return false
  // a part of a label is enough where it says nothing else; single letters are nobody's name
  if (common === stems.size) return said.some((word) => word.length >= 3)
  return common === own.size && stems.size - common <= MOST_BESIDE
}

const isNot = (word: string) => NOT.has(word)

/** «Ага» and «неа» where one button begins with «Да» and one with «Нет». */
function byYesOrNo(text: string, labels: readonly string[]): number | undefined {
  const yes = readYesNo(text)
  if (yes === undefined) return undefined
  const begins = yes ? /^(?:да|yes)(?: |$)/ : /^(?:нет|no)(?: |$)/
  return only(labels, (label) => begins.test(label))
}
