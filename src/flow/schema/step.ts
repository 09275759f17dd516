/**
 * A step is one mapping, read from top to bottom as it runs: `when` guards it, then `set`, `say` and `wish` happen, then at
 * most one of the actions that decide where to go on. One shape for all of them keeps completion in editors simple.
 */
import { z } from 'zod'
import { PRIORITIES } from '../priorities.ts'
import { buttons, expectation, target } from './ask.ts'
import { durationText, form, nameText, record, variableText } from './shape.ts'
import { label, links, media, text } from './text.ts'

const template = z.string(form('text')).min(1, form('text'))
const nothing = z.null(form('empty'))

const json: z.ZodType<JsonSource> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]),
)
export type JsonSource = string | number | boolean | null | JsonSource[] | { [key: string]: JsonSource }

const guideItem = z.union(
  [text, record({ say: text, image: media.optional(), file: media.optional() })],
  form('guide'),
)

export const handoff = z
  .union(
    [
      nothing,
      record({
        topic: nameText.optional(),
        group: nameText.optional(),
        priority: z.enum(PRIORITIES).optional(),
        note: template.optional().describe('For the operator; variables work'),
      }),
    ],
    form('handoff'),
  )
  .describe('Gives the chat to a person')

const actions = {
  set: z.record(variableText, json, form('set')).optional().describe('Sets variables: "name: value"'),
  say: text.optional().describe('The bot says this'),
  image: media.optional(),
  file: media.optional(),
  links: links.optional(),
  wish: template.optional().describe('Counts a wish for something that does not exist yet'),
  ask: text.optional().describe('The bot asks and waits for the answer'),
  save: variableText.optional().describe('Where the answer is kept'),
  buttons: buttons.optional(),
  expect: expectation.optional(),
  guide: z
    .array(guideItem, form('guide'))
    .min(1, form('guide'))
    .optional()
    .describe('An instruction: one step, one message; the next comes when the customer confirms'),
  stuck: target.optional().describe('Where [it does not work] of a guide goes; a person when left out'),
  call: z
    .string(form('call'))
    .regex(/^(GET|POST|PUT|PATCH|DELETE)\s+\S/, form('call'))
    .optional()
    .describe('Asks another service over HTTP: GET https://…'),
  headers: z.record(z.string(), template).optional(),
  body: json.optional(),
  timeout: durationText
    .optional()
    .describe('How long to wait for the service; 5s when left out, 30s at most'),
  failed: target.optional().describe('Where to go when the call fails; a person when left out'),
  run: nameText.optional().describe('Runs another flow and comes back'),
  solved: z
    .union([nothing, text, record({ ask: text.optional(), no: target.optional() })], form('solved'))
    .optional()
    .describe('Asks whether it helped; "no" calls a person'),
  wait: durationText.optional().describe('Waits before going on: 5s, 5m, 5h, 1d'),
  go: target.optional().describe('Goes to a block, a flow or end'),
  handoff: handoff.optional(),
  end: nothing.optional().describe('Ends the flow'),
}

const simpleStep = record(actions)
export type SimpleStepSource = z.infer<typeof simpleStep>

const fullStep = record({
  when: z
    .string(form('condition'))
    .min(1, form('condition'))
    .optional()
    .describe('The rest of the step happens only if this holds'),
  else: z
    .union([target, simpleStep], form('else'))
    .optional()
    .describe('What happens when the condition does not hold'),
  ...actions,
})
export type FullStepSource = z.infer<typeof fullStep>

const WORD_STEPS = ['end', 'handoff', 'solved'] as const
export const step = z.union([z.enum(WORD_STEPS, form('step')), fullStep], form('step'))
export type StepSource = z.infer<typeof step>

export const flowFile = z
  .object(
    {
      title: label.describe('How people see the flow: buttons, reports, tickets'),
      topic: nameText.optional().describe('What a ticket from here is about; a topic of _bot.yml'),
      start: z.array(step, form('block')).min(1, form('block')).describe('The first block'),
    },
    { error: (issue) => (issue.code === 'unrecognized_keys' ? 'keys:title,topic,start' : undefined) },
  )
  .catchall(z.array(step, form('block')).min(1, form('block')))
export type FlowSource = z.infer<typeof flowFile>
