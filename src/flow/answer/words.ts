/** Words people answer with, in Russian and English, whatever their case and punctuation. */

/** Lower case, ё as е, without punctuation and doubled spaces. */
export function plainWords(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

const YES = [
  'да',
  'ага',
  'угу',
  'конечно',
  'верно',
  'так',
  'точно',
  'именно',
  'ок',
  'окей',
  'хорошо',
  'давай',
  'давайте',
]
const YES_TOO = [
  'да да',
  'да конечно',
  'ну да',
  'yes',
  'yep',
  'yeah',
  'y',
  'sure',
  'ok',
  'okay',
  'of course',
  'д',
  '+',
]
const NO = [
  'нет',
  'не',
  'неа',
  'никак нет',
  'нет спасибо',
  'не надо',
  'не хочу',
  'нету',
  'ну нет',
  'нет нет',
  'н',
]
const NO_TOO = ['no', 'nope', 'nah', 'n', 'no thanks', 'not', '-']
const DONE = [
  'получилось',
  'готово',
  'сделал',
  'сделала',
  'сделано',
  'помогло',
  'работает',
  'заработало',
  'дальше',
  'далее',
  'вышло',
]
const DONE_TOO = [
  'все получилось',
  'все работает',
  'да получилось',
  'да помогло',
  'решено',
  'done',
  'it works',
  'works',
  'it helped',
  'next',
]
const STUCK = [
  'не получается',
  'не получилось',
  'не помогло',
  'не работает',
  'не выходит',
  'не вышло',
  'ничего не изменилось',
  'так же',
]
const STUCK_TOO = [
  'все равно не работает',
  'нет не помогло',
  'нет не получилось',
  'не заработало',
  'it does not work',
  'does not work',
  'did not help',
  'doesn t work',
]

const YES_WORDS = new Set([...YES, ...YES_TOO])
const NO_WORDS = new Set([...NO, ...NO_TOO])
const DONE_WORDS = new Set([...YES_WORDS, ...DONE, ...DONE_TOO])
const STUCK_WORDS = new Set([...NO_WORDS, ...STUCK, ...STUCK_TOO])

export function readYesNo(text: string): boolean | undefined {
  return decide(text, YES_WORDS, NO_WORDS)
}

/** Whether an instruction worked. */
export function readDone(text: string): boolean | undefined {
  return decide(text, DONE_WORDS, STUCK_WORDS)
}

function decide(text: string, yes: ReadonlySet<string>, no: ReadonlySet<string>): boolean | undefined {
  const sign = text.trim()
  const words = plainWords(text)
  if (yes.has(words) || sign === '+' || sign === '👍') return true
  if (no.has(words) || sign === '-' || sign === '👎') return false
  return undefined
}

const ORDINALS: readonly (readonly string[])[] = [
  ['1', 'первый', 'первая', 'первое', 'первую', 'один', 'first', 'one'],
  ['2', 'второй', 'вторая', 'второе', 'вторую', 'два', 'second', 'two'],
  ['3', 'третий', 'третья', 'третье', 'третью', 'три', 'third', 'three'],
  ['4', 'четвертый', 'четвертая', 'четвертое', 'четвертую', 'четыре', 'fourth', 'four'],
  ['5', 'пятый', 'пятая', 'пятое', 'пятую', 'пять', 'fifth', 'five'],
  ['6', 'шестой', 'шестая', 'шестое', 'шестую', 'шесть', 'sixth', 'six'],
  ['7', 'седьмой', 'седьмая', 'седьмое', 'седьмую', 'семь', 'seventh', 'seven'],
  ['8', 'восьмой', 'восьмая', 'восьмое', 'восьмую', 'восемь', 'eighth', 'eight'],
  ['9', 'девятый', 'девятая', 'девятое', 'девятую', 'девять', 'ninth', 'nine'],
  ['10', 'десятый', 'десятая', 'десятое', 'десятую', 'десять', 'tenth', 'ten'],
]
const AROUND = /^(вариант|номер|пункт|кнопка|the|option|number) | (вариант|пункт|кнопка|option|one)$/g
// «2-й», «3я», "2nd"
const NUMBERED = /^(\d+) ?(?:й|я|е|ю|ый|ая|ое|ой|ую|st|nd|rd|th)$/

/** "2", "2-й", "второй", "второй вариант", "last": which button, from 0; undefined when the text names none of so many. */
export function readOrdinal(text: string, count: number): number | undefined {
  const words = plainWords(text).replace(AROUND, '').trim().replace(NUMBERED, '$1')
  if (count > 0 && /^(последн(ий|яя|ее|юю)|last)$/.test(words)) return count - 1
  const index = ORDINALS.findIndex((forms) => forms.includes(words))
  if (index < 0) return undefined
  return index < count ? index : undefined
}
