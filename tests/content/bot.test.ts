import { describe, expect, test } from 'vitest'
import { defaultSettings } from '../../src/content/settings.ts'
import { contextOf, faultsOf, releaseOf, sourcesOf } from '../flow/content-of.ts'

const INTENT = { 'intents/a.yml': 'a: { title: A, answer: x, examples: [x] }' }
const bot = (text: string) => ({ ...INTENT, 'flows/_bot.yml': text })

test('an empty or missing _bot.yml works', () => {
  expect(releaseOf(INTENT).rules.settings).toEqual(defaultSettings)
  expect(releaseOf(bot('')).rules.settings).toEqual(defaultSettings)
  expect(releaseOf(bot('# nothing yet')).rules.settings).toEqual(defaultSettings)
  expect(defaultSettings.hours.week.every((day) => day[0]?.from === 0 && day[0]?.to === 1440)).toBe(true)
})

test('everything a person may set', () => {
  const { settings } = releaseOf(
    bot(`
name: Кот
hours:
  timezone: Asia/Yekaterinburg
  mon-wed: 09:00-21:00
  пт: 09:00-13:00, 14:00-24:00
  sat, sun: all day
  holidays: { 2026-12-31: 09:00-15:00, 2027-01-01: closed }
groups: { first: Первая, money: { title: Деньги, assignment: claim } }
topics: { pay: { title: Оплата, group: money, priority: high }, other: Другое }
desk: { capacity: 2, max_capacity: 5, second_line: money }
queue: { cap: 7, accept_when_closed: false, review_every: 45s, typical_handling: 8m, min_samples: 3, tell_again_at: 0.5, long_wait: 20m }
closing: { remind_after: 1m, close_after: 2m, confirm_remind_after: 3m, confirm_close_after: 1h, reopen_within: 2d }
dialogue: { misses_to_handoff: 3, max_readings: 2, votes: false }
csat: { enabled: false, alert_at: 1 }
limits: { text_length: 1000, messages_per_minute: 10, file_size: 2mb }
calls: { hosts: ["Crm.test:8080"], answer_size: 64kb }
canned_replies: { hello: Здравствуйте! }
customer: [plan]
variables: { customer.plan: Тариф }
`),
  ).rules
  const closed: readonly never[] = []
  expect(settings).toEqual({
    bot: { name: 'Кот', languages: ['ru'] },
    hours: {
      timezone: 'Asia/Yekaterinburg',
      week: [
        ...Array(3).fill([{ from: 540, to: 1260 }]),
        closed,
        [
          { from: 540, to: 780 },
          { from: 840, to: 1440 },
        ],
        ...Array(2).fill([{ from: 0, to: 1440 }]),
      ],
      holidays: { '2026-12-31': [{ from: 540, to: 900 }], '2027-01-01': [] },
    },
    groups: [
      { name: 'first', title: 'Первая', assignment: 'auto' },
      { name: 'money', title: 'Деньги', assignment: 'claim' },
    ],
    topics: [
      { name: 'pay', title: 'Оплата', group: 'money', priority: 'high' },
      { name: 'other', title: 'Другое', group: 'first' },
    ],
    secondLine: 'money',
    desk: { capacity: 2, maxCapacity: 5 },
    queue: {
      cap: 7,
      acceptWhenClosed: false,
      reviewEvery: 45_000,
      typicalHandling: 480_000,
      minSamples: 3,
      tellAgainAt: 0.5,
      longWait: 1_200_000,
    },
    closing: {
      remindAfter: 60_000,
      closeAfter: 120_000,
      confirmRemindAfter: 180_000,
      confirmCloseAfter: 3_600_000,
      reopenWithin: 172_800_000,
    },
    dialogue: { missesToHandoff: 3, maxReadings: 2, votes: false },
    csat: { enabled: false, alertAt: 1 },
    limits: {
      textLength: 1000,
      messagesPerMinute: 10,
      fileSize: 2_097_152,
      callHosts: ['crm.test:8080'],
      callAnswerSize: 65_536,
    },
    cannedReplies: { hello: 'Здравствуйте!' },
    variableTitles: { 'customer.plan': 'Тариф' },
  })
})

test('the greeting knows the bot and the customer; phrases may be said otherwise', () => {
  const { script, phrase } = releaseOf(
    bot(`
name: Кот
greeting:
  text: "Я {{ bot }}{% if name != '' %}, привет, {{ name }}{% endif %}"
  buttons: { Вопрос: { intent: a }, Сначала: startOver }
phrases: { stopped: Стою!, rate: { ru: "{{ name }} помог?" } }
`),
  ).rules
  expect(script.greeting(contextOf({ name: 'Аня Иванова' }))).toEqual({
    content: { text: 'Я Кот, привет, Аня' },
    buttons: [
      { label: 'Вопрос', action: { do: 'intent', intent: 'a' } },
      { label: 'Сначала', action: { do: 'startOver' } },
    ],
  })
  expect(phrase('ru', 'stopped', {})).toBe('Стою!')
  expect(phrase('ru', 'rate', { name: 'Оля' })).toBe('Оля помог?')
  // a bot of one language answers everybody in it
  expect(phrase('en', 'yes', {})).toBe('Да')
  expect(releaseOf(INTENT).rules.script.greeting(contextOf()).content.text).toContain(
    'Здравствуйте! Я Котик.',
  )
})

test.each([
  ['nme: x', 'flows/_bot.yml:1:1  nme: no such word. Did you mean "name"?'],
  ['hours: { monday: 09:00-10:00 }', 'flows/_bot.yml:1:10  monday: not days of the week.'],
  [
    'hours: { mon: 10:00-09:00 }',
    'flows/_bot.yml:1:15  mon: "10:00-09:00": does not fit. It takes an end after its beginning',
  ],
  ['hours: { mon: 9-18 }', 'flows/_bot.yml:1:15  mon: "9-18": does not fit.'],
  [
    'hours: { timezone: Moscow }',
    'flows/_bot.yml:1:20  timezone: "Moscow": does not fit. It takes a time zone like Europe/Moscow.',
  ],
  [
    'hours: { holidays: { 31.12: closed } }',
    'flows/_bot.yml:1:22  31.12: does not fit. It takes a date of the calendar like 2026-12-31.',
  ],
  [
    'groups: { a: A }\ntopics: { t: { title: T, group: b } }',
    'flows/_bot.yml:2:33  group: "b": no such group. Did you mean "a"?',
  ],
  ['desk: { second_line: b }', 'flows/_bot.yml:1:22  second_line: "b": no such group.'],
  ['desk: { capacity: 9, max_capacity: 3 }', 'flows/_bot.yml:1:19  capacity: is more than max_capacity.'],
  ['closing: { remind_after: 2h }', 'flows/_bot.yml:1:26  remind_after: is more than close_after.'],
  ['desk: { capacity: 0 }', 'flows/_bot.yml:1:19  capacity: 0: does not fit. At least 1.'],
  ['csat: { enabled: yes }', 'flows/_bot.yml:1:18  enabled: "yes": does not fit. It takes true or false.'],
  [
    'limits: { file_size: 10 }',
    'flows/_bot.yml:1:22  file_size: 10: does not fit. It takes a size with a unit',
  ],
  [
    'calls: { hosts: ["https://x/"] }',
    'flows/_bot.yml:1:18  hosts[1]: "https://x/": does not fit. It takes a host',
  ],
  [
    'calls: { env: [TELEGRAM_TOKEN] }',
    "flows/_bot.yml:1:16  TELEGRAM_TOKEN: is Kotik's own and cannot be read.",
  ],
  ['calls: { env: { SECRET: x } }', "flows/_bot.yml:1:17  SECRET: is Kotik's own and cannot be read."],
  ['languages: [ru, fr]', 'flows/_bot.yml:1:17  languages[2]: "fr": does not fit. It is one of: ru, en.'],
  ['greeting: "{{ nam }}"', 'flows/_bot.yml:1:11  {{ nam }}: no such variable. Did you mean "name"?'],
  ['greeting: { text: x, buttons: { A: { flow: b } } }', 'flows/_bot.yml:1:44  flow: "b": no such flow.'],
  [
    'phrases: { queued: "{{ people }}" }',
    'flows/_bot.yml:1:20  {{ people }}: no such variable. There are: ahead',
  ],
  ['phrases: { queed: x }', 'flows/_bot.yml:1:12  queed: no such word. Did you mean "queued"?'],
  ['variables: { card: Карта }', 'flows/_bot.yml:1:14  variables: "card": no flow sets such a variable.'],
  [
    'customer: [plan]\nvariables: { customer.plon: Тариф }',
    'flows/_bot.yml:2:14  variables: "customer.plon": the site does not tell this about a customer. Did you mean "customer.plan"?',
  ],
  ['variables: { card: }', 'flows/_bot.yml:1:14  card: nothing stands behind the colon. It takes a title.'],
  ['variables: { карта: Карта }', 'flows/_bot.yml:1:14  карта: does not fit. It takes a variable name'],
  ['variables: { card: [Карта] }', 'flows/_bot.yml:1:20  card: […]: does not fit. It takes a title.'],
  ['customer: [name]', 'flows/_bot.yml:1:12  "name": a customer has this field anyway.'],
])('fault: %s', (text, fault) => {
  const faults = faultsOf(bot(text))
  expect(
    faults.find((line) => line.startsWith(fault)),
    faults.join('\n'),
  ).toBeDefined()
})

describe('titles of variables', () => {
  const flow = (rest: string) =>
    sourcesOf({ a: `title: A\nstart:\n  - ask: Card?\n    save: card_tail\n  - end:\n${rest}` })
  const both = (titles: string, rest = '') => ({ ...flow(rest), 'flows/_bot.yml': `variables: ${titles}` })

  test('are given to what flows set, and to the fields of what calls answer', () => {
    const { settings } = releaseOf(both('{ card_tail: Карта, card_tail.bank: Банк }')).rules
    expect(settings.variableTitles).toEqual({ card_tail: 'Карта', 'card_tail.bank': 'Банк' })
  })

  test('for a variable that no flow sets are a fault, with the nearest one', () => {
    expect(faultsOf(both('{ card_tial: Карта, card_tial.bank: Банк }'))).toEqual([
      'flows/_bot.yml:1:14  variables: "card_tial": no flow sets such a variable. Did you mean "card_tail"? There are: card_tail.',
      'flows/_bot.yml:1:32  variables: "card_tial": no flow sets such a variable. Did you mean "card_tail"? There are: card_tail.',
    ])
  })

  test('are not looked for while a flow cannot be read', () => {
    const broken = { ...both('{ other: Другое }'), 'flows/b.yml': 'title: [' }
    expect(faultsOf(broken).filter((line) => line.includes('_bot.yml'))).toEqual([])
  })
})
