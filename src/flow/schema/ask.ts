/** The `ask` step's parts: what may be answered, and how. */
import { z } from 'zod'
import { form, nameText, record } from './shape.ts'
import { label, media, text } from './text.ts'

/** What needs no declaration; the other kinds of answers are those of `intents/_entities.yml`. */
export const EXPECTED = [
  ...['text', 'number', 'money', 'date', 'time', 'datetime', 'email', 'phone', 'order', 'card'],
  ...['yes_no', 'file'],
] as const

export const target = nameText.describe('A block of this flow, another flow, or end')

const scalar = z.union([z.string(), z.number(), z.boolean()], form('buttons'))
export type Scalar = z.infer<typeof scalar>

const button = z.union(
  [
    z.string(form('buttons')).min(1, form('buttons')),
    record({
      label,
      value: scalar.optional(),
      go: target.optional(),
      image: media.optional(),
      about: label.optional().describe('A line beneath the picture'),
    }),
  ],
  form('buttons'),
)

export const buttons = z
  .union(
    [z.record(z.string(), scalar), z.array(button, form('buttons')).min(1, form('buttons'))],
    form('buttons'),
  )
  .describe(
    'Buttons: "Label: value" each, a list of labels, or a list of { label, value, go }; with image and about each is a card',
  )
export type ButtonsSource = z.infer<typeof buttons>

const expected = z
  .union([z.enum(EXPECTED), nameText], form('expect'))
  .describe('A kind of answer, or one declared in intents/_entities.yml')

export const expectation = z
  .union(
    [
      expected,
      record({
        type: expected.optional(),
        pattern: z
          .string(form('expect'))
          .min(1, form('expect'))
          .optional()
          .describe('A regular expression for the whole answer'),
        min: z.number().optional(),
        max: z.number().optional(),
        retry: text.optional().describe('Said after a wrong answer'),
        attempts: z
          .int(form('count'))
          .min(1)
          .max(10)
          .optional()
          .describe('Wrong answers before else; 3 when left out'),
        else: target.optional().describe('Where to go when attempts run out; a person when left out'),
      }),
    ],
    form('expect'),
  )
  .describe('What kind of answer fits')
export type ExpectSource = z.infer<typeof expectation>
