import { describe, expect, test } from 'vitest'
import { readStory } from '../../src/stories/read.ts'

const faultsOf = (source: string) => {
  const read = readStory('flows/tests/a.yml', source, 'en')
  return read.kind === 'faults' ? read.faults : []
}

describe('reading a story', () => {
  test('takes every kind of step, with its place', () => {
    const read = readStory(
      'flows/tests/a.yml',
      `story: all kinds
begins: 2026-01-12T23:00+03:00
desk: { operators: { anna: { groups: [first-line], shift: on }, boris: {} } }
calls:
  "GET http://127.0.0.1:8099/*": { status: 200, body: { a: 1 } }
  "POST http://127.0.0.1:8099/b": fail
  "POST http://127.0.0.1:8099/c": { status: 500 }
steps:
  - customer: 0123
  - press: Картой
  - bot: Здравствуйте
  - buttons: [Картой, Через СБП]
  - wait: 1.5m
  - operator: { anna: Здравствуйте! }
  - operator: { anna: shift pause }
  - operator: { anna: claim }
  - phase: queued
  - ticket: { topic: payment, priority: high }
  - wish: Бегущий по лезвию
`,
      'ru',
    )
    if (read.kind === 'faults') throw new Error(JSON.stringify(read.faults))
    const { story } = read
    expect(story.begins).toBe(Date.UTC(2026, 0, 12, 20))
    expect(story.operators).toMatchObject([
      { id: 'anna', name: 'Anna', groups: ['first-line'], shift: 'on' },
      { id: 'boris', groups: [], shift: 'on' },
    ])
    expect(story.calls.map((call) => call.result.kind)).toEqual(['answered', 'failed', 'failed'])
    expect(story.steps[0]).toEqual({ step: 'customer', text: '0123', at: { line: 9, column: 5 } })
    expect(story.steps[4]).toMatchObject({ step: 'wait', time: 90_000 })
    expect(story.steps[6]).toMatchObject({ step: 'operator', does: { do: 'shift', shift: 'paused' } })
    expect(story.steps).toHaveLength(11)
  })

  test.each([
    ['an unknown key', 'stroy: a\nsteps: []', 1, 1, 'story'],
    ['an unknown step', 'story: a\nsteps:\n  - custmer: hi', 3, 5, 'customer'],
    ['an unknown phase', 'story: a\nsteps:\n  - phase: quued', 3, 12, 'queued'],
    ['an unknown field of a ticket', 'story: a\nsteps:\n  - ticket: { topik: a }', 3, 15, 'topic'],
    [
      'an unknown key of an operator',
      'story: a\ndesk: { operators: { a: { group: [x] } } }\nsteps: []',
      2,
      27,
      'groups',
    ],
  ])('%s is a fault with a suggestion', (_, source, line, column, suggestion) => {
    expect(faultsOf(source)).toContainEqual(
      expect.objectContaining({ line, column, suggestion: `Did you mean "${suggestion}"?` }),
    )
  })

  test.each([
    ['a wait without a unit', 'story: a\nsteps:\n  - wait: 5', 3, 11],
    ['two things in one step', 'story: a\nsteps:\n  - customer: a\n    bot: b', 4, 5],
    ['a text that is a list', 'story: a\nsteps:\n  - bot: [a, b]', 3, 10],
    ['steps that are no list', 'story: a\nsteps: hello', 2, 8],
    ['an alias', 'story: &s a\nsteps:\n  - *s', 3, 5],
    ['a time without a zone', 'story: a\nbegins: 2026-01-12T23:00\nsteps: []', 2, 9],
    ['a call without an answer', 'story: a\ncalls: { GET x: 5 }\nsteps: []', 2, 17],
    ['YAML that does not parse', 'story: [', 1, 8],
    ['an empty file', '', 1, 1],
  ])('%s is a fault with its place', (_, source, line, column) => {
    expect(faultsOf(source)[0]).toMatchObject({ file: 'flows/tests/a.yml', line, column })
  })

  test('tells all faults at once', () => {
    expect(faultsOf('story: a\nsteps:\n  - wait: 5\n  - phase: nowhere\n  - hello: a')).toHaveLength(3)
  })
})
