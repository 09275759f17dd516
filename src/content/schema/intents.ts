/** `intents/*.yml`: what a text may mean and what to do about it; `_golden.yml`: phrases that must keep matching. */
import { z } from 'zod'
import { form, nameText, record } from '../../flow/schema/shape.ts'
import { label, text, url } from '../../flow/schema/text.ts'

export const COMMANDS = ['person', 'back', 'startOver', 'stop'] as const

const doing = {
  flow: nameText.optional(),
  intent: nameText.optional(),
  url: url.optional(),
  do: z.enum(['person', 'startOver'], form('answerButton')).optional(),
}
const meaning = z.union(
  [z.enum(['person', 'startOver'], form('answerButton')), url, record(doing)],
  form('answerButton'),
)

/** Buttons under an answer or the greeting: they open a page, start a flow or answer another intent. */
export const answerButtons = z
  .union(
    [z.record(z.string(), meaning), z.array(record({ label, ...doing })).min(1, form('answerButton'))],
    form('answerButton'),
  )
  .describe('Buttons: "Label: https://…", "Label: person", "Label: { flow: … }" or "Label: { intent: … }"')
export type AnswerButtonsSource = z.infer<typeof answerButtons>

const phrase = z.string(form('phrase')).min(1, form('phrase'))

export const intent = record({
  title: label.describe('How customers see it in "did you mean"'),
  topic: nameText.optional(),
  flow: nameText.optional().describe('The flow that is started'),
  answer: text.optional().describe('What the bot answers'),
  buttons: answerButtons.optional(),
  command: z.enum(COMMANDS).optional().describe('person, back, startOver or stop'),
  small_talk: z.boolean(form('yesNo')).optional().describe('Answered without 👍/👎 and without "back to…"'),
  examples: z
    .array(phrase, form('examples'))
    .min(1, form('examples'))
    .describe('How customers write it; 12 or more are good'),
})
export type IntentSource = z.infer<typeof intent>

export const intentsFile = z.record(nameText, intent)

export const goldenFile = z.record(nameText, z.array(phrase, form('examples')).min(1, form('examples')))
