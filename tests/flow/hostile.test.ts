import { expect, test } from 'vitest'
import { engine } from '../../src/flow/template/engine.ts'
import { evaluate, parseTemplate, render, type Scope } from '../../src/flow/template/template.ts'
import { releaseOf, sourcesOf, Talk, talk } from './content-of.ts'

const HOSTILE = [
  '{{ customer.id }}',
  '{% for i in (1..1000000) %}x{% endfor %}',
  '{{ env.KEY }}',
  "{{ '' | append: 'x' }}",
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  '\u0000\u202e%}{{',
]
const ECHO =
  'title: T\nstart:\n  - ask: Q\n    save: x\n  - set: { y: "{{ x }}", z: "[{{ y }}]" }\n  - say: "{{ z }}"\n  - handoff: { note: "{{ y }}" }'

test.each(HOSTILE)('what a customer writes is data, never a template: %s', (text) => {
  const chat = talk(ECHO).say(text)
  expect(chat.said).toEqual([`[${text.trim()}]`])
  expect(chat.act('handoff')?.request.note).toBe(text.trim())
})

test('properties of objects and functions are not there', () => {
  const scope: Scope = { names: { x: 'a', list: [1], customer: {} }, language: 'ru', timezone: 'UTC' }
  for (const path of [
    'x.constructor',
    'x.__proto__',
    'list.constructor',
    'customer.toString',
    'constructor',
    '__proto__',
  ]) {
    expect(() => render(parseTemplate(`{{ ${path} }}`, []), scope), path).toThrow()
    expect(render(parseTemplate(`{{ ${path} | default: 'none' }}`, []), scope), path).toBe('none')
  }
})

test('names of customers attributes that are properties of every object are not read', () => {
  const flow = 'title: T\nstart:\n  - say: "{{ customer.constructor | default: \'none\' }}"'
  const release = releaseOf(sourcesOf({ a: flow }, { 'flows/_bot.yml': 'customer: [constructor]' }))
  expect(new Talk(release).said).toEqual(['none'])
})

test('a variable called like a property of every object is an ordinary word', () => {
  expect(
    talk('title: T\nstart:\n  - ask: Q\n    save: constructor\n  - say: "{{ constructor }}"').say('hi').said,
  ).toEqual(['hi'])
})

test('a called service cannot reach prototypes', () => {
  const chat = talk(
    'title: T\nstart:\n  - call: GET http://h/\n    save: r\n  - say: "{{ r.ok | default: \'no\' }}"',
    {
      'flows/_bot.yml': 'calls: { hosts: [h] }',
    },
  )
  const body = JSON.parse('{"__proto__": {"ok": "polluted"}}')
  chat.give({
    kind: 'call',
    call: chat.act('call')?.call.id ?? '',
    result: { kind: 'answered', status: 200, body },
  })
  expect(chat.said).toEqual(['no'])
  expect(Reflect.get({}, 'ok')).toBeUndefined()
})

const scope = (names: Scope['names']): Scope => ({ names, language: 'ru', timezone: 'Europe/Moscow' })

test('loops stop at 100 turns, however long the list is', () => {
  const template = parseTemplate('{% for x in xs %}.{% endfor %}', [])
  expect(render(template, scope({ xs: Array(900_000).fill(1) }))).toBe('.'.repeat(100))
})

test('a template that grows is stopped', () => {
  const grow = parseTemplate(
    "{% assign a = 'xxxxxxxxxx' %}{% for x in xs %}{% assign a = a | append: a %}{% endfor %}{{ a }}",
    [],
  )
  const started = performance.now()
  expect(() => render(grow, scope({ xs: Array(100).fill(1) }))).toThrow(/memory/)
  expect(performance.now() - started).toBeLessThan(1000)
})

test('three loops inside each other and huge templates are refused when parsed', () => {
  const loop = (inner: string) => `{% for x in xs %}${inner}{% endfor %}`
  expect(() => parseTemplate(loop(loop('.')), [])).not.toThrow()
  expect(() => parseTemplate(loop(loop(loop('.'))), [])).toThrow()
  expect(() => parseTemplate(`{{ now }}${'x'.repeat(20_001)}`, [])).toThrow()
})

test('no tag of files, no filter that evaluates', () => {
  const tags = Object.keys(engine.tags)
  expect(
    tags.filter((tag) =>
      ['include', 'render', 'layout', 'block', 'liquid', 'capture', 'tablerow'].includes(tag),
    ),
  ).toEqual([])
  expect(Object.keys(engine.filters).filter((name) => name.endsWith('_exp') || name === 'raw')).toEqual([])
})

test('objects and missing values are never shown', () => {
  expect(() => render(parseTemplate('{{ x }}', []), scope({ x: { a: 1 } }))).toThrow()
  expect(() => render(parseTemplate('{{ x }}', []), scope({ x: null }))).toThrow()
  expect(() => render(parseTemplate('{{ x.y }}', []), scope({ x: {} }))).toThrow()
})

test.each([
  ['{{ n | plural: "минута", "минуты", "минут" }}', { n: 1 }, 'минута'],
  ['{{ n | plural: "минута", "минуты", "минут" }}', { n: 22 }, 'минуты'],
  ['{{ n | plural: "минута", "минуты", "минут" }}', { n: 11 }, 'минут'],
  ['{{ n | plural: "минута", "минуты", "минут" }}', { n: 0 }, 'минут'],
  ['{{ n | plural: "day", "days" }}', { n: 2 }, 'days'],
  ['{{ n | money }}', { n: 1200 }, '1\u00a0200\u00a0₽'],
  ['{{ n | money }}', { n: 99.5 }, '99,50\u00a0₽'],
  ["{{ d | date: '%d.%m.%Y' }}", { d: '2026-12-31' }, '31.12.2026'],
  ["{{ d | date: '%e %B' }}", { d: '2026-05-05' }, '5 мая'],
  ["{{ d | date: '%H:%M' }}", { d: Date.UTC(2026, 10, 21, 9) }, '12:00'],
  ["{{ d | date: '%d.%m' }}", { d: 'скоро' }, 'скоро'],
])('filter %s', (source, names, text) => {
  expect(render(parseTemplate(source, []), scope(names))).toBe(text)
})

test('a single output keeps its type', () => {
  expect(evaluate(parseTemplate('{{ x }}', []), scope({ x: [1, { a: true }] }))).toEqual([1, { a: true }])
  expect(evaluate(parseTemplate('{{ x | plus: 1 }}', []), scope({ x: 1 }))).toBe(2)
  expect(evaluate(parseTemplate('{{ x }}!', []), scope({ x: 1 }))).toBe('1!')
})

test('a pattern is not tried on a text longer than 200', () => {
  const chat = talk("title: T\nstart:\n  - ask: Q\n    save: x\n    expect: { pattern: 'x+' }\n  - say: ok")
  expect(chat.say('x'.repeat(201)).run.fits).toBe(false)
  expect(chat.say('x'.repeat(200)).said).toEqual(['ok'])
})

test('a long text of a customer does not make ours too long to send', () => {
  const chat = talk('title: T\nstart:\n  - ask: Q\n    save: x\n  - say: "{{ x }}{{ x }}"').say(
    'я'.repeat(4000),
  )
  expect(chat.said[0]).toHaveLength(4096)
})
