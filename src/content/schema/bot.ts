/** `flows/_bot.yml`: everything of `domain/settings.ts` in words a person writes. All of it may be left out. */
import { z } from 'zod'
import { PHRASES, type Phrase } from '../../domain/phrases.ts'
import { PRIORITIES } from '../../flow/priorities.ts'
import { durationText, form, nameText, readText, record, variableText } from '../../flow/schema/shape.ts'
import { label, text } from '../../flow/schema/text.ts'
import { isCountry } from '../../nlu/entities/contacts.ts'
import { hoursShape } from './hours.ts'
import { answerButtons } from './intents.ts'

const time = durationText.optional()
const count = (from: number, to: number) => z.int(form('count')).min(from).max(to).optional()
const flag = z.boolean(form('yesNo')).optional()
const envName = z.string(form('env')).regex(/^[A-Z][A-Z0-9_]*$/, form('env'))
const title = z.string(form('title')).min(1, form('title'))

const UNITS = { kb: 1024, mb: 1024 * 1024 } as const
const size = z
  .string(form('size'))
  .regex(/^\d+(kb|mb)$/i, form('size'))
  .transform((written) => Number.parseInt(written, 10) * UNITS[/mb$/i.test(written) ? 'mb' : 'kb'])
  .optional()

const group = z.union(
  [title, record({ title, assignment: z.enum(['auto', 'claim']).optional() })],
  form('group'),
)
const topic = z.union(
  [title, record({ title, group: nameText.optional(), priority: z.enum(PRIORITIES).optional() })],
  form('topic'),
)

const wording = z.union(
  [z.string(), record({ ru: z.string().optional(), en: z.string().optional() })],
  form('label'),
)
const phraseNames = Object.keys(PHRASES) as Phrase[]
const phrases = record(
  Object.fromEntries(phraseNames.map((name) => [name, wording.optional().describe(PHRASES[name].ru)])),
)

export const botFile = record({
  name: label.optional().describe("The bot's name"),
  languages: z
    .array(z.enum(['ru', 'en']), form('languages'))
    .min(1, form('languages'))
    .optional(),
  greeting: z
    .union([text, record({ text, buttons: answerButtons.optional() })], form('text'))
    .optional()
    .describe('What the bot says first, and buttons under it; {{ bot }} and {{ name }} work'),
  hours: hoursShape.optional().describe('When operators work: "mon-fri: 09:00-21:00"; always when left out'),
  groups: z
    .record(nameText, group)
    .optional()
    .describe('Teams of operators; the first takes what has no topic'),
  topics: z.record(nameText, topic).optional().describe('What tickets are about and which group takes them'),
  country: z
    .string(form('country'))
    .refine(isCountry, form('country'))
    .optional()
    .describe('Whose phone numbers customers write without a code; RU when left out'),
  currency: z
    .string(form('currency'))
    .regex(/^[A-Z]{3}$/, form('currency'))
    .optional()
    .describe('In which sums are counted; RUB when left out'),
  customer: z
    .array(variableText)
    .optional()
    .describe('What the site tells about a customer: read as {{ customer.plan }}'),
  desk: record({
    capacity: count(1, 100),
    max_capacity: count(1, 100),
    second_line: nameText.optional(),
  }).optional(),
  queue: record({
    cap: count(0, 100_000),
    accept_when_closed: flag,
    review_every: time,
    typical_handling: time,
    min_samples: count(1, 50),
    tell_again_at: z.number(form('share')).min(0).max(1).optional(),
    long_wait: time,
  }).optional(),
  closing: record({
    remind_after: time,
    close_after: time,
    confirm_remind_after: time,
    confirm_close_after: time,
    reopen_within: time,
  }).optional(),
  dialogue: record({ misses_to_handoff: count(1, 10), max_readings: count(1, 5), votes: flag }).optional(),
  csat: record({ enabled: flag, alert_at: count(1, 5) }).optional(),
  limits: record({
    text_length: count(100, 100_000),
    messages_per_minute: count(1, 10_000),
    file_size: size,
  }).optional(),
  calls: record({
    hosts: z
      .array(z.string().regex(/^[a-z0-9.-]+(:\d+)?$|^\[[0-9a-f:]+\](:\d+)?$/i, form('host')))
      .optional(),
    env: z
      .union([z.array(envName), z.record(envName, z.union([z.string(), z.null()]))], form('env'))
      .optional()
      .describe(
        'Environment names that calls may read as {{ env.NAME }}, with a value for when it is not set',
      ),
    answer_size: size,
  }).optional(),
  canned_replies: z
    .record(nameText, z.string().min(1))
    .optional()
    .describe('Ready answers operators insert by /name'),
  variables: z
    .record(readText, title, form('set'))
    .optional()
    .describe('How operators read what flows collect: "card_tail: Card"; also payment.amount, customer.plan'),
  phrases: phrases.optional().describe('Own words for what the bot says by itself'),
})
export type BotSource = z.infer<typeof botFile>
