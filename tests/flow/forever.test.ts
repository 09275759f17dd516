import fc from 'fast-check'
import { expect, test } from 'vitest'
import { releaseFromSources } from '../../src/content/load.ts'
import { flowName } from '../../src/domain/ids.ts'
import type { Given, Run } from '../../src/domain/rules.ts'
import { contextOf, sourcesOf } from './content-of.ts'

const BLOCKS = ['start', 'b1', 'b2', 'b3']
const FLOWS = ['a', 'b', 'c']
/** `flows` may be gone to; `runs` may be run and so must not come back by themselves. */
function flowOf(flows: readonly string[], runs: readonly string[]) {
  const target = fc.constantFrom(...BLOCKS, ...BLOCKS, 'end', ...flows)
  const passing = fc.oneof(
    fc.constantFrom(
      'say: hi',
      'solved:',
      'wait: 5s',
      'guide: [one, two]',
      'set: { x: 1 }',
      'wish: w',
      'ask: Q',
    ),
    fc.constantFrom('say: bye', ...runs.map((flow) => `run: ${flow}`)),
    target.map((to) => `{ ask: Q, buttons: { A: 1, B: 2 }, expect: { attempts: 2, else: ${to} } }`),
    target.map((to) => `{ ask: Q, buttons: [A, { label: B, go: ${to} }] }`),
    target.map((to) => `{ when: customer.verified, go: ${to} }`),
    target.map((to) => `{ call: GET http://h/, failed: ${to} }`),
    target.map((to) => `{ guide: [one], stuck: ${to} }`),
  )
  const final = fc.oneof(
    passing,
    fc.constantFrom('handoff:', 'end:'),
    target.map((to) => `go: ${to}`),
    fc
      .tuple(target, target)
      .map(([yes, no]) => `{ when: customer.verified == false, go: ${yes}, else: ${no} }`),
  )
  const block = fc.tuple(fc.array(passing, { maxLength: 3 }), final).map(([steps, last]) => [...steps, last])
  return fc.tuple(block, block, block, block).map((blocks) => textOf(blocks))
}

// every block is offered once, so that most of what is made is in reach
const OFFER =
  'ask: Where?\n    buttons: [{ label: A, go: b1 }, { label: B, go: b2 }, { label: C, go: b3 }, Go on]'

function textOf(blocks: readonly (readonly string[])[]): string {
  const written = blocks.flatMap((steps, i) => [
    `${BLOCKS[i]}:`,
    ...(i === 0 ? [OFFER, ...steps] : steps).map((text) => `  - ${text}`),
  ])
  return ['title: T', ...written].join('\n')
}

const content = fc
  .tuple(flowOf(['a', 'b'], ['c']), flowOf(['a', 'b'], ['c']), flowOf([], []))
  .map(([a, b, c]) => sourcesOf({ a, b, c }, { 'flows/_bot.yml': 'calls: { hosts: [h] }' }))

const GIVEN: readonly Given[] = [
  { kind: 'text', text: 'A', entities: [] },
  { kind: 'text', text: 'B', entities: [] },
  { kind: 'text', text: 'nonsense', entities: [] },
  { kind: 'guide', worked: true },
  { kind: 'guide', worked: false },
  { kind: 'solved', yes: true },
  { kind: 'solved', yes: false },
  { kind: 'files', text: '', attachments: [] },
]

/** What the runtime would give for a call or a wait that was just asked for. */
function returning(run: Run): Given | undefined {
  const last = run.acts.at(-1)
  if (last?.act === 'call') return { kind: 'call', call: last.call.id, result: { kind: 'failed', why: 'x' } }
  return last?.act === 'wait' ? { kind: 'time', token: last.token } : undefined
}

test('whatever is written and whatever is answered: no run is endless, and what passes the check ends well', () => {
  let accepted = 0
  fc.assert(
    fc.property(content, fc.array(fc.nat(GIVEN.length - 1), { maxLength: 25 }), (sources, answers) => {
      const loaded = releaseFromSources(sources, { language: 'ru' })
      if (loaded.kind === 'faults') return
      accepted += 1
      const { script } = loaded.release.rules
      let run = script.start([], flowName('a'), {}, false, contextOf())
      for (const [i, index] of answers.entries()) {
        if (run.stack.length === 0) break
        const given = returning(run) ?? GIVEN[index]
        if (given) run = script.resume(run.stack, given, contextOf({}, i + 2))
        // a passed check means: never a breakdown, never more than a screenful between two waits
        expect(run.acts.length).toBeLessThan(60)
        expect(run.acts.filter((act) => act.act === 'say' && act.content.text.includes('сломалось'))).toEqual(
          [],
        )
        expect(run.stack.length).toBeLessThanOrEqual(FLOWS.length)
        expect(run.stack.length > 0 && script.waiting(run.stack, 'ru') === undefined).toBe(false)
      }
    }),
    { numRuns: 800, seed: 7 },
  )
  expect(accepted).toBeGreaterThan(150)
})

test('a circle that no check has seen is cut and handed to a person', () => {
  const loaded = releaseFromSources(sourcesOf({ a: 'title: T\nstart:\n  - ask: Q\n  - say: x' }), {
    language: 'ru',
  })
  if (loaded.kind === 'faults') throw new Error('faults')
  const frame = {
    release: loaded.release.id,
    flow: flowName('a'),
    node: 999,
    variables: {},
    attempts: 0,
    position: 0,
    digression: false,
  }
  const run = loaded.release.rules.script.resume(
    [frame],
    { kind: 'text', text: 'x', entities: [] },
    contextOf(),
  )
  expect(run).toMatchObject({ stack: [], acts: [{ act: 'flowEnded' }, { act: 'handoff' }] })
})
