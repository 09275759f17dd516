/** A desk with two groups, and rules of a few lines: «оператор» calls a person, everything else is not understood. */
import { flowName, groupName, intentName, releaseId, topicName } from '../../../src/domain/ids.ts'
import { PHRASES } from '../../../src/domain/phrases.ts'
import type { Rules } from '../../../src/domain/rules.ts'
import type { Settings } from '../../../src/domain/settings.ts'
import { hours, minutes } from '../../../src/domain/time.ts'

const ALL_DAY = [{ from: 0, to: 1440 }] as const

export const SETTINGS: Settings = {
  bot: { name: 'Ботик Котик', languages: ['ru', 'en'] },
  hours: {
    timezone: 'Europe/Moscow',
    week: [ALL_DAY, ALL_DAY, ALL_DAY, ALL_DAY, ALL_DAY, ALL_DAY, ALL_DAY],
    holidays: {},
  },
  groups: [
    { name: groupName('first-line'), title: 'Первая линия', assignment: 'claim' },
    { name: groupName('finance'), title: 'Финансы', assignment: 'claim' },
  ],
  topics: [
    { name: topicName('payment'), title: 'Оплата', group: groupName('first-line') },
    { name: topicName('refund'), title: 'Возврат денег', group: groupName('finance') },
  ],
  secondLine: groupName('finance'),
  desk: { capacity: 3, maxCapacity: 10 },
  queue: {
    cap: 50,
    acceptWhenClosed: true,
    reviewEvery: minutes(1),
    minSamples: 5,
    tellAgainAt: 0.3,
    longWait: minutes(10),
  },
  closing: {
    remindAfter: minutes(10),
    closeAfter: minutes(20),
    confirmRemindAfter: minutes(10),
    confirmCloseAfter: minutes(20),
    reopenWithin: hours(24),
  },
  dialogue: { missesToHandoff: 2, maxReadings: 3, votes: true },
  csat: { enabled: true, alertAt: 2 },
  limits: {
    textLength: 4000,
    messagesPerMinute: 600,
    fileSize: 10 * 1024 * 1024,
    callHosts: [],
    callAnswerSize: 65536,
  },
  cannedReplies: { привет: 'Здравствуйте! Сейчас посмотрю.', чек: 'Чек придёт на почту за пять минут.' },
  variableTitles: { card: 'Карта', 'customer.plan': 'Тариф' },
}

const NOTHING_RUNS = { stack: [], acts: [], fits: true }

export const RULES: Rules = {
  release: releaseId('test'),
  settings: SETTINGS,
  phrase: (language, phrase, variables) =>
    PHRASES[phrase][language].replace(/\{\{ (\w+) \}\}/g, (_, name) =>
      String(new Map<string, unknown>(Object.entries(variables)).get(name) ?? ''),
    ),
  intent: (name) =>
    name === intentName('operator')
      ? {
          name,
          title: () => 'Оператор',
          does: { kind: 'command', command: 'person' },
          smallTalk: false,
        }
      : undefined,
  script: {
    answer: () => ({ content: { text: 'Ответ' }, buttons: [] }),
    greeting: () => ({ content: { text: 'Здравствуйте! Я Ботик Котик.' }, buttons: [] }),
    title: (_release, flow) => flow,
    topic: () => undefined,
    opens: (flow) => flow === flowName('none'),
    start: () => NOTHING_RUNS,
    resume: () => NOTHING_RUNS,
    repeat: () => NOTHING_RUNS,
    waiting: () => undefined,
    likely: () => [],
  },
}
