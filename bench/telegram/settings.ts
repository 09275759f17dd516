/** A desk of one group of operators, as far as the mirror looks at it. */
import { groupName, topicName } from '../../src/domain/ids.ts'
import type { Settings } from '../../src/domain/settings.ts'
import { hours, minutes } from '../../src/domain/time.ts'

const ALL_DAY = [{ from: 0, to: 1440 }] as const
const FIRST_LINE = groupName('first-line')

export const SETTINGS: Settings = {
  bot: { name: 'Котик', languages: ['ru'] },
  hours: {
    timezone: 'Europe/Moscow',
    week: [ALL_DAY, ALL_DAY, ALL_DAY, ALL_DAY, ALL_DAY, ALL_DAY, ALL_DAY],
    holidays: {},
  },
  groups: [{ name: FIRST_LINE, title: 'Первая линия', assignment: 'auto' }],
  topics: [{ name: topicName('payment'), title: 'Не проходит оплата', group: FIRST_LINE }],
  desk: { capacity: 4, maxCapacity: 10 },
  queue: {
    ...{ cap: 50, acceptWhenClosed: true, reviewEvery: minutes(1), minSamples: 5, tellAgainAt: 0.3 },
    longWait: minutes(10),
  },
  closing: {
    ...{ remindAfter: minutes(10), closeAfter: minutes(20), confirmRemindAfter: minutes(10) },
    ...{ confirmCloseAfter: minutes(20), reopenWithin: hours(24) },
  },
  dialogue: { missesToHandoff: 2, maxReadings: 3, votes: true },
  csat: { enabled: true, alertAt: 2 },
  limits: {
    ...{ textLength: 4_000, messagesPerMinute: 600, fileSize: 10 * 1024 * 1024, callHosts: [] },
    callAnswerSize: 65_536,
  },
  cannedReplies: {},
  variableTitles: {},
}
