import { describe, expect, test } from 'vitest'
import { find, found } from './reader.ts'

/** text → what is found in it, in order. */
const cases = (table: readonly (readonly [string, ...string[]])[]) =>
  table.map(([text, ...entities]) => [text, entities] as const)

describe('numbers', () => {
  test.each(
    cases([
      ['25', 'number=25'],
      ['двадцать пять дней', 'number=25'],
      ['полтора', 'number=1.5'],
      ['три тысячи двести', 'number=3200'],
      ['сто двадцать три', 'number=123'],
      ['два миллиона сто тысяч пять', 'number=2100005'],
      ['две тысячи двадцать шестой', 'number=2020'],
      ['1 200,50', 'number=1200.5'],
      ['1,200', 'number=1200'],
      ['2.5 тысячи', 'number=2500'],
      ['twenty-five', 'number=25'],
      ['шесть с половиной лет', 'number=6.5'],
      ['six and a half', 'number=6.5'],
      ['twenty - or so', 'number=20'],
      ['two hundred and five screens', 'number=205'],
      ['three thousand two hundred', 'number=3200'],
      ['из двух устройств', 'number=2'],
      ['сорок семь и тысяча', 'number=47', 'number=1000'],
    ]),
  )('%s', (text, entities) => {
    expect(found(text)).toEqual(entities)
  })
})

describe('money', () => {
  test.each(
    cases([
      ['верните 399 рублей', 'money=399'],
      ['399р', 'money=399'],
      ['399 ₽', 'money=399'],
      ['₽399', 'money=399'],
      ['1 299 руб.', 'money=1299'],
      ['1,5к', 'money=1500'],
      ['списали 2к', 'money=2000'],
      ['фильмы в 4к', 'number=4000'],
      ['полторы тысячи рублей', 'money=1500'],
      ['триста девяносто девять рублей', 'money=399'],
      ['399 рублей 50 копеек', 'money=399.5'],
      ['99 копеек', 'money=0.99'],
      ['$5', 'money={"amount":5,"currency":"USD"}'],
      ['5 баксов', 'money={"amount":5,"currency":"USD"}'],
      ['€10', 'money={"amount":10,"currency":"EUR"}'],
      ['к 5 мая', 'date=2026-05-05'],
    ]),
  )('%s', (text, entities) => {
    expect(found(text)).toEqual(entities)
  })
})

describe('days', () => {
  test.each(
    cases([
      ['сегодня', 'date=2026-01-12'],
      ['за вчера', 'date=2026-01-11'],
      ['позавчера вечером', 'date=2026-01-10'],
      ['послезавтра', 'date=2026-01-14'],
      ['в пятницу', 'date=2026-01-16'],
      ['списали в пятницу', 'date=2026-01-09'],
      ['в прошлую пятницу', 'date=2026-01-09'],
      ['в следующую пятницу', 'date=2026-01-23'],
      ['в эту среду', 'date=2026-01-14'],
      ['25 декабря', 'date=2025-12-25'],
      ['25 декабря 2026 года', 'date=2026-12-25'],
      ['двадцать пятого декабря', 'date=2025-12-25'],
      ['первого мая', 'date=2026-05-01'],
      ['списали 1 марта', 'date=2025-03-01'],
      ['списали 25 числа', 'date=2025-12-25'],
      ['15 числа', 'date=2026-01-15'],
      ['25.12', 'date=2025-12-25'],
      ['25.12.2026', 'date=2026-12-25'],
      ['31.12.26', 'date=2026-12-31'],
      ['2026-02-28', 'date=2026-02-28'],
      ['5/01', 'date=2026-01-05'],
      ['через неделю', 'date=2026-01-19'],
      ['через три дня', 'date=2026-01-15'],
      ['через два месяца', 'date=2026-03-12'],
      ['полгода назад', 'date=2025-07-12'],
      ['3 дня назад', 'date=2026-01-09'],
      ['пару недель назад', 'date=2025-12-29'],
      ['год назад', 'date=2025-01-12'],
      ['tomorrow', 'date=2026-01-13'],
      ['the day after tomorrow', 'date=2026-01-14'],
      ['next friday', 'date=2026-01-23'],
      ['last friday', 'date=2026-01-09'],
      ['May 5', 'date=2026-05-05'],
      ['December 25th, 2026', 'date=2026-12-25'],
      ['25th of December', 'date=2025-12-25'],
      ['on the 25th', 'date=2026-01-25'],
      ['in a week', 'date=2026-01-19'],
      ['a couple of days ago', 'date=2026-01-10'],
      ['31.02', 'number=31.02'],
      ['31.02.2026'],
      ['версия 1.5', 'number=1.5'],
      ['may I ask'],
    ]),
  )('%s', (text, entities) => {
    expect(found(text)).toEqual(entities)
  })
})

describe('times', () => {
  test.each(
    cases([
      ['завтра в 10', 'datetime=2026-01-13T10:00'],
      ['в 10 завтра', 'datetime=2026-01-13T10:00'],
      ['завтра в 10:30', 'datetime=2026-01-13T10:30'],
      ['завтра в 5 вечера', 'datetime=2026-01-13T17:00'],
      ['завтра вечером в 7', 'datetime=2026-01-13T19:00'],
      ['послезавтра в 9 утра', 'datetime=2026-01-14T09:00'],
      ['завтра в полдень', 'datetime=2026-01-13T12:00'],
      ['в пятницу в половине шестого', 'datetime=2026-01-16T05:30'],
      ['завтра в полшестого вечера', 'datetime=2026-01-13T17:30'],
      ['в половине шестого', 'time=05:30'],
      ['без четверти пять', 'time=04:45'],
      ['без десяти минут пять', 'time=04:50'],
      ['в час дня', 'time=13:00'],
      ['в 12 ночи', 'time=00:00'],
      ['в 17.30', 'time=17:30'],
      ['10:30', 'time=10:30'],
      ['10 утра', 'time=10:00'],
      ['позвоните в 10', 'time=10:00'],
      ['через час', 'datetime=2026-01-12T13:00'],
      ['через полтора часа', 'datetime=2026-01-12T13:30'],
      ['полчаса назад', 'datetime=2026-01-12T11:30'],
      ['13 часов назад', 'datetime=2026-01-11T23:00'],
      ['25 декабря в 18:00', 'datetime=2025-12-25T18:00'],
      ['next friday at 5pm', 'datetime=2026-01-23T17:00'],
      ['tomorrow at 10 in the morning', 'datetime=2026-01-13T10:00'],
      ['half past five', 'time=05:30'],
      ['quarter to six', 'time=05:45'],
      ['at noon', 'time=12:00'],
      ['5pm', 'time=17:00'],
      ['пробовал в 10 раз', 'number=10'],
      ['жду 2 дня', 'number=2'],
      ['25:70'],
    ]),
  )('%s', (text, entities) => {
    expect(found(text)).toEqual(entities)
  })
})

describe('addresses, numbers of things', () => {
  test.each(
    cases([
      ['моя почта Name.Q@Example.com!', 'email=name.q@example.com'],
      ['имя@почта.рф', 'email=имя@почта.рф'],
      ['name@example'],
      ['мой номер 8 (900) 123-45-67', 'phone=+79001234567'],
      ['+44 20 7946 0958', 'phone=+442079460958'],
      ['заказ №12345', 'order=12345'],
      ['где мой заказ 12345?', 'order=12345'],
      ['AB-12345', 'order=AB-12345'],
      ['order #777888', 'order=777888'],
      ['картой *1234', 'card=1234'],
      ['карта заканчивается на 1234', 'card=1234'],
      ['4276 1234 1234 1234', 'card=1234'],
      ['card ending in 1234', 'card=1234'],
      ['ошибка 5103', 'error=5103'],
      ['вылезла ошибка №5103 опять', 'error=5103'],
      ['оплата 5103', 'number=5103'],
    ]),
  )('%s', (text, entities) => {
    expect(found(text)).toEqual(entities)
  })
})

describe('lists of the content', () => {
  test.each(
    cases([
      ['есть ли у вас Матрица', 'film=Матрица'],
      ['хочу посмотреть матрицу', 'film=Матрица'],
      ['где мартица', 'film=Матрица'],
      ['the matrix', 'film=Матрица'],
      ['нет бегущего по лезвию', 'film=Бегущий по лезвию'],
      ['гарри потер', 'film=Гарри Поттер'],
      ['я потер экран'],
      ['про терминаатора', 'film=Терминатор'],
      ['нет других фильмов'],
      ['нет фильма Другие', 'film=Другие'],
      ['ищу «другие»', 'film=Другие'],
      ['Другие', 'film=Другие'],
      ['жду семь дней', 'number=7'],
      ['я в Казани', 'city=Казань'],
      ['не работает в нижнем новгороде', 'city=Нижний Новгород'],
      ['из Санкт-Петербурга', 'city=Санкт-Петербург'],
      ['в питере', 'city=Санкт-Петербург'],
      ['на смарт тв и на телефоне', 'device=телевизор', 'device=телефон'],
      ['на айфоне в Москве', 'device=телефон', 'city=Москва'],
      ['как отменить подписку'],
    ]),
  )('%s', (text, entities) => {
    expect(found(text)).toEqual(entities)
  })
})

describe('together', () => {
  test('the longest reading of overlapping ones', () => {
    expect(found('верните 399 рублей за вчера')).toEqual(['money=399', 'date=2026-01-11'])
    expect(found('верните 1 500 р. за заказ 12345 от 25.12, почта a@b.ru, тел. 89001234567')).toEqual([
      'money=1500',
      'order=12345',
      'date=2025-12-25',
      'email=a@b.ru',
      'phone=+79001234567',
    ])
  })

  test('places are UTF-16 units of the text as it was written', () => {
    const text = '😿 Ёлки: верните 399 рублей за вчера'
    expect(find(text).map(({ from, to }) => text.slice(from, to))).toEqual(['399 рублей', 'вчера'])
  })
})
