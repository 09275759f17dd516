/**
 * What words mean to the readers of numbers, money and dates, in Russian (every form people write) and English. One map,
 * so that a text without any such word costs one look-up a word and nothing more.
 */
export type TimeUnit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'
export type PartOfDay = 'morning' | 'afternoon' | 'evening' | 'night' | 'am' | 'pm'

export interface Lexeme {
  /** A number that can be a part of a longer one: «двадцать», «пять». */
  readonly number?: number
  /** Multiplies what stands before it. */
  readonly scale?: number
  /** «пятое», «пятого», "fifth": a day of the month, or the hour of «половина пятого». */
  readonly ordinal?: number
  readonly month?: number
  /** Monday 1 … Sunday 7. */
  readonly weekday?: number
  readonly unit?: TimeUnit
  /** How many such units one word is: «полгода» is 6 months. */
  readonly amount?: number
  /** Days from today. */
  readonly day?: number
  readonly part?: PartOfDay
  /** Minutes from midnight: «полдень». */
  readonly clock?: number
  readonly currency?: string
  /** A hundredth of this currency. */
  readonly small?: string
}

const WORDS = new Map<string, Lexeme>()

export function lexemeOf(word: string): Lexeme | undefined {
  return WORDS.get(word)
}

function put(forms: string, lexeme: Lexeme): void {
  for (const form of forms.split(' ')) WORDS.set(form, { ...WORDS.get(form), ...lexeme })
}

const NUMBERS: readonly (readonly [number, string])[] = [
  [0, 'ноль нуль ноля нуля zero'],
  [1, 'один одна одно одну одного одной одному одним one'],
  [1.5, 'полтора полторы полутора'],
  [2, 'два две двух двум двумя two'],
  [3, 'три трех трем тремя three'],
  [4, 'четыре четырех четырем four'],
  [5, 'пять пяти пятью five'],
  [6, 'шесть шести шестью six'],
  [7, 'семь семи семью seven'],
  [8, 'восемь восьми eight'],
  [9, 'девять девяти nine'],
  [10, 'десять десяти ten'],
  [11, 'одиннадцать одиннадцати eleven'],
  [12, 'двенадцать двенадцати twelve'],
  [13, 'тринадцать тринадцати thirteen'],
  [14, 'четырнадцать четырнадцати fourteen'],
  [15, 'пятнадцать пятнадцати fifteen'],
  [16, 'шестнадцать шестнадцати sixteen'],
  [17, 'семнадцать семнадцати seventeen'],
  [18, 'восемнадцать восемнадцати eighteen'],
  [19, 'девятнадцать девятнадцати nineteen'],
  [20, 'двадцать двадцати twenty'],
  [30, 'тридцать тридцати thirty'],
  [40, 'сорок сорока forty'],
  [50, 'пятьдесят пятидесяти fifty'],
  [60, 'шестьдесят шестидесяти sixty'],
  [70, 'семьдесят семидесяти seventy'],
  [80, 'восемьдесят восьмидесяти eighty'],
  [90, 'девяносто девяноста ninety'],
  [100, 'сто ста'],
  [150, 'полтораста'],
  [200, 'двести двухсот'],
  [300, 'триста трехсот'],
  [400, 'четыреста четырехсот'],
  [500, 'пятьсот пятисот'],
  [600, 'шестьсот шестисот'],
  [700, 'семьсот семисот'],
  [800, 'восемьсот восьмисот'],
  [900, 'девятьсот девятисот'],
]
for (const [number, forms] of NUMBERS) put(forms, { number })
put('hundred', { scale: 100 })
put('тысяча тысячи тысяч тысячу тысячей тыс тыща тыщи тыщу тыщ к k thousand', { scale: 1000 })
put('миллион миллиона миллионов млн million', { scale: 1_000_000 })

// «пятое», «пятого»; from the eleventh on they differ only in the beginning.
const ORDINALS: readonly string[] = [
  ...['перв', 'втор', 'треть', 'четверт', 'пят', 'шест', 'седьм', 'восьм', 'девят', 'десят'],
  ...['одиннадцат', 'двенадцат', 'тринадцат', 'четырнадцат', 'пятнадцат', 'шестнадцат'],
  ...['семнадцат', 'восемнадцат', 'девятнадцат', 'двадцат'],
]
ORDINALS.forEach((stem, i) => {
  const forms = stem === 'треть' ? 'третье третьего' : `${stem}ое ${stem}ого`
  put(forms, { ordinal: i + 1 })
  // «полшестого» is half past five
  const hour = stem === 'треть' ? 'третьего' : `${stem}ого`
  if (i < 12) put(`пол${hour}`, { clock: i * 60 + 30 })
})
put('тридцатое тридцатого', { ordinal: 30 })
const ENGLISH_ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'
ENGLISH_ORDINALS.split(' ').forEach((form, i) => {
  put(form, { ordinal: i + 1 })
})

const MONTHS: readonly string[] = [
  'январь января январе янв january jan',
  'февраль февраля феврале фев february feb',
  'март марта марте мар march mar',
  'апрель апреля апреле апр april apr',
  'май мая мае may',
  'июнь июня июне июн june jun',
  'июль июля июле июл july jul',
  'август августа августе авг august aug',
  'сентябрь сентября сентябре сен сент september sep sept',
  'октябрь октября октябре окт october oct',
  'ноябрь ноября ноябре ноя november nov',
  'декабрь декабря декабре дек december dec',
]
MONTHS.forEach((forms, i) => {
  put(forms, { month: i + 1 })
})

// "sat" and "sun" are words of their own in English; only their full names are days.
const WEEKDAYS: readonly string[] = [
  'понедельник понедельника понедельнику пн monday mon',
  'вторник вторника вторнику вт tuesday tue',
  'среда среду среды среде ср wednesday wed',
  'четверг четверга четвергу чт thursday thu',
  'пятница пятницу пятницы пятнице пт friday fri',
  'суббота субботу субботы субботе сб saturday',
  'воскресенье воскресенья воскресенью вс sunday',
]
WEEKDAYS.forEach((forms, i) => {
  put(forms, { weekday: i + 1 })
})

put('минута минуту минуты минут мин minute minutes min mins', { unit: 'minute' })
put('час часа часов часу ч hour hours', { unit: 'hour' })
put('полчаса', { unit: 'minute', amount: 30 })
put('день дня дней днем дн сутки суток day days', { unit: 'day' })
put('неделя неделю недели недель week weeks', { unit: 'week' })
put('месяц месяца месяцев мес month months', { unit: 'month' })
put('полгода', { unit: 'month', amount: 6 })
put('год года лет year years', { unit: 'year' })

put('сегодня сегодняшний сегодняшнего сегодняшнее today', { day: 0 })
put('завтра завтрашний завтрашнего завтрашнее tomorrow', { day: 1 })
put('послезавтра', { day: 2 })
put('вчера вчерашний вчерашнего вчерашнее вчерашнюю вчерашней yesterday', { day: -1 })
put('позавчера', { day: -2 })

put('утра утром утро morning', { part: 'morning' })
put('дня днем afternoon', { part: 'afternoon' })
put('вечера вечером вечер evening', { part: 'evening' })
put('ночи ночью ночь night', { part: 'night' })
put('am', { part: 'am' })
put('pm', { part: 'pm' })
put('полдень полудня noon', { clock: 720 })
put('полночь полуночи midnight', { clock: 0 })

put('рубль рубля рублей рублю рублями рублях руб р рэ rub rubles roubles ruble', { currency: 'RUB' })
put('доллар доллара долларов бакс бакса баксов usd dollar dollars bucks', { currency: 'USD' })
put('евро eur euro euros', { currency: 'EUR' })
put('тенге kzt', { currency: 'KZT' })
put('гривна гривны гривен uah', { currency: 'UAH' })
put('фунт фунта фунтов gbp pounds', { currency: 'GBP' })
put('копейка копейки копеек копейку коп', { small: 'RUB' })
put('цент цента центов cent cents', { small: 'USD' })
