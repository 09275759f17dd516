/** `_bot.yml` → the service's numbers and rules, with a default for each of them. */
import { type GroupName, groupName, topicName } from '../domain/ids.ts'
import type { Language } from '../domain/message.ts'
import type { GroupSettings, OpenSpan, Settings, TopicSettings, WorkingHours } from '../domain/settings.ts'
import { duration } from '../domain/time.ts'
import type { BotSource } from './schema/bot.ts'
import { daysOf, type HoursSource } from './schema/hours.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const ALL_DAY: readonly OpenSpan[] = [{ from: 0, to: 1440 }]
const DEFAULT_ZONE = 'Europe/Moscow'

export function settingsOf(source: BotSource): Settings {
  const groups = groupsOf(source.groups)
  const first = groups[0]?.name ?? groupName('first-line')
  const secondLine = source.desk?.second_line
  return {
    bot: { name: nameOf(source.name), languages: languagesOf(source) },
    hours: hoursOf(source.hours),
    groups,
    topics: topicsOf(source.topics, first),
    ...(secondLine && { secondLine: groupName(secondLine) }),
    // four chats at once is what large teams settled on
    desk: { capacity: source.desk?.capacity ?? 4, maxCapacity: source.desk?.max_capacity ?? 10 },
    queue: queueOf(source.queue),
    closing: closingOf(source.closing),
    dialogue: {
      missesToHandoff: source.dialogue?.misses_to_handoff ?? 2,
      maxReadings: source.dialogue?.max_readings ?? 3,
      votes: source.dialogue?.votes ?? true,
    },
    csat: { enabled: source.csat?.enabled ?? true, alertAt: source.csat?.alert_at ?? 2 },
    limits: {
      textLength: source.limits?.text_length ?? 4000,
      messagesPerMinute: source.limits?.messages_per_minute ?? 30,
      fileSize: source.limits?.file_size ?? 10 * 1024 * 1024,
      callHosts: (source.calls?.hosts ?? []).map((host) => host.toLowerCase()),
      callAnswerSize: source.calls?.answer_size ?? 256 * 1024,
    },
    cannedReplies: source.canned_replies ?? {},
    variableTitles: source.variables ?? {},
  }
}

export function languagesOf(source: BotSource): readonly Language[] {
  return [...new Set<Language>(source.languages ?? ['ru'])]
}

export function zoneOf(source: BotSource): string {
  return source.hours?.timezone ?? DEFAULT_ZONE
}

/** Declared environment names with the value for when they are not set. */
export function envOf(source: BotSource): { readonly [name: string]: string | undefined } {
  const declared = source.calls?.env ?? []
  if (Array.isArray(declared)) return Object.fromEntries(declared.map((name) => [name, undefined]))
  return Object.fromEntries(Object.entries(declared).map(([name, value]) => [name, value ?? undefined]))
}

function nameOf(name: BotSource['name']): string {
  if (typeof name === 'string') return name
  return name?.ru ?? name?.en ?? 'Котик'
}

function hoursOf(source: HoursSource | undefined): WorkingHours {
  const timezone = source?.timezone ?? DEFAULT_ZONE
  const days = Object.entries(source ?? {}).flatMap(([key, spans]) => {
    const named = daysOf(key)
    return named && Array.isArray(spans) ? [{ named, spans }] : []
  })
  // no days at all: open around the clock; some days: the others are closed
  const of = (day: number) =>
    days.length === 0 ? ALL_DAY : (days.findLast(({ named }) => named.includes(day))?.spans ?? [])
  return {
    timezone,
    week: [of(0), of(1), of(2), of(3), of(4), of(5), of(6)],
    holidays: source?.holidays ?? {},
  }
}

function groupsOf(source: BotSource['groups']): readonly GroupSettings[] {
  const written = Object.entries(source ?? {})
  if (written.length === 0)
    return [{ name: groupName('first-line'), title: 'Первая линия', assignment: 'auto' }]
  return written.map(([name, group]) => ({
    name: groupName(name),
    title: typeof group === 'string' ? group : group.title,
    assignment: typeof group === 'string' ? 'auto' : (group.assignment ?? 'auto'),
  }))
}

function topicsOf(source: BotSource['topics'], first: GroupName): readonly TopicSettings[] {
  return Object.entries(source ?? {}).map(([name, topic]) => {
    if (typeof topic === 'string') return { name: topicName(name), title: topic, group: first }
    const { title, group, priority } = topic
    return {
      name: topicName(name),
      title,
      group: group ? groupName(group) : first,
      ...(priority && { priority }),
    }
  })
}

function queueOf(source: BotSource['queue']): Settings['queue'] {
  const typical = source?.typical_handling
  return {
    cap: source?.cap ?? 100,
    acceptWhenClosed: source?.accept_when_closed ?? true,
    reviewEvery: duration(source?.review_every ?? 30_000),
    ...(typical !== undefined && { typicalHandling: duration(typical) }),
    minSamples: source?.min_samples ?? 5,
    tellAgainAt: source?.tell_again_at ?? 0.3,
    longWait: duration(source?.long_wait ?? 15 * MINUTE),
  }
}

function closingOf(source: BotSource['closing']): Settings['closing'] {
  return {
    remindAfter: duration(source?.remind_after ?? 10 * MINUTE),
    closeAfter: duration(source?.close_after ?? 30 * MINUTE),
    confirmRemindAfter: duration(source?.confirm_remind_after ?? HOUR),
    confirmCloseAfter: duration(source?.confirm_close_after ?? 24 * HOUR),
    reopenWithin: duration(source?.reopen_within ?? 24 * HOUR),
  }
}

/** What an empty `_bot.yml` gives. */
export const defaultSettings: Settings = settingsOf({})
