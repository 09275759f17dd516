import { describe, expect, test } from 'vitest'
import { faultsOf, faultsOfFlow, sourcesOf } from './content-of.ts'

/** A flow whose body begins at line 3. */
const flow = (body: string) => `title: T\nstart:\n${body}`
const BOT = (text: string) => ({ 'flows/_bot.yml': text })

describe('the text of a file', () => {
  test.each([
    [
      'title: T\nstart:\n\t- say: x',
      'flows/a.yml:3:1  a tab in the indentation. Indent by spaces, two a level.',
    ],
    [flow('  - say: Total: 5'), 'flows/a.yml:3:10  a colon inside a text. Quote the whole text.'],
    [flow('  - say: {{ name }}'), 'flows/a.yml:3:10  the text begins with a brace. Quote it: "{{ … }}".'],
    [
      flow('  - say: *bold*'),
      'flows/a.yml:3:10  anchors and aliases (*, &) are not supported. Quote a text that begins with * or &.',
    ],
    [flow('  - say: !!js/function x'), 'tags (!) are not supported'],
    [flow('  - say: !secret x'), 'flows/a.yml:3:10  tags (!) are not supported'],
    [flow('  - say: A\n    say: B'), 'flows/a.yml:4:5  say: this word was here already.'],
    [flow('  - set: { __proto__: 1 }'), 'flows/a.yml:3:12  "__proto__": not a name.'],
    [`title: T\nstart: ${'['.repeat(5000)}`, 'flows/a.yml:2:8  a bracket is opened and not closed.'],
    [`title: T\nstart: ${'['.repeat(500)}${']'.repeat(500)}`, 'flows/a.yml:2:38  nested too deeply.'],
    [`title: ${'x'.repeat(1_000_001)}`, 'flows/a.yml:1:1  the file is larger than a megabyte.'],
  ])('%#', (text, fault) => {
    expect(
      faultsOfFlow(text).find((line) => line.includes(fault)),
      faultsOfFlow(text).slice(0, 5).join('\n'),
    ).toBeDefined()
  })

  test('an alias bomb is refused and not unfolded', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...[...'bcdefghi'].map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`),
    ]
    expect(faultsOfFlow(bomb.join('\n'))[0]).toContain('anchors and aliases')
  })
})

describe('words and shapes', () => {
  test.each([
    [
      flow('  - sya: Hi'),
      'flows/a.yml:3:5  sya: no such word. Did you mean "say"? Words here: when, else, set, say, image, file, links, wish, ask, save, buttons, expect, guide, stuck, call, headers, body, timeout, failed, run, solved, wait, go, handoff, end.',
    ],
    [
      flow('  - wait: 5'),
      'flows/a.yml:3:11  wait: 5: does not fit. It takes a time with a unit: 5s, 5m, 5h or 1d.',
    ],
    [
      flow('  - say: 2024'),
      'flows/a.yml:3:10  say: 2024: does not fit. It takes a text, a list of variants, or {ru: …, en: …}. Quote it when it has a colon, begins with a sign or is a number.',
    ],
    [
      flow('  - say: { ru: 5 }'),
      'flows/a.yml:3:16  ru: 5: does not fit. It takes a text, a list of variants',
    ],
    [
      flow('  - ask: Q\n    expect: numbr'),
      'flows/a.yml:4:13  expect: "numbr": no such kind of answers. Did you mean "number"?',
    ],
    [
      flow('  - ask: Q\n    expect: { tipe: number }'),
      'flows/a.yml:4:15  tipe: no such word. Did you mean "type"?',
    ],
    [
      flow('  - ask: Q\n    expect: { attempts: 99 }'),
      'flows/a.yml:4:25  attempts: 99: does not fit. At most 10.',
    ],
    [
      flow('  - handoff: { priority: hgh }'),
      'flows/a.yml:3:26  priority: "hgh": does not fit. It is one of: low, normal, high, urgent.',
    ],
    [
      flow('  - say: x\n    links: { Bad: "javascript:alert(1)" }'),
      'flows/a.yml:4:19  Bad: "javascript:alert(1)": does not fit. It takes an address: https://',
    ],
    [
      flow('  - say: x\n    image: ../../etc/passwd'),
      'flows/a.yml:4:12  image: "../../etc/passwd": does not fit.',
    ],
    [
      flow('  - call: FETCH http://x'),
      'flows/a.yml:3:11  call: "FETCH http://x": does not fit. It takes a method and an address',
    ],
    [flow('  - 5'), 'flows/a.yml:3:5  start[1]: 5: does not fit. It takes a step like'],
    [
      'titel: T\ntitle: T\nstart:\n  - end',
      'flows/a.yml:1:8  titel: "T": does not fit. Did you mean "title"? It takes a list of steps',
    ],
    ['start:\n  - end', 'flows/a.yml:1:1  title: is missing.'],
    ['title: T\nstart: []', 'flows/a.yml:2:8  start: […]: does not fit.'],
    ['', 'flows/a.yml:1:1'],
    [flow('  - set: { имя: 1 }'), 'flows/a.yml:3:12  имя: does not fit. It takes a variable name'],
  ])('%#', (text, fault) => {
    const faults = faultsOfFlow(text)
    expect(
      faults.find((line) => line.startsWith(fault)),
      faults.join('\n'),
    ).toBeDefined()
  })
})

describe('steps', () => {
  test.each([
    [
      flow('  - say: x\n    go: ask_oder\nask_order:\n  - end\nconfirm:\n  - go: ask_order'),
      'flows/a.yml:4:9  go: "ask_oder": no such block or flow. Did you mean "ask_order"? Blocks here: start, ask_order, confirm.',
    ],
    [flow('  - ask: Q\n    stuck: start'), 'flows/a.yml:4:5  stuck: goes only with "guide".'],
    [
      flow('  - say: A\n    ask: B'),
      'flows/a.yml:4:5  ask: cannot stand in one step with "say"; make it two steps.',
    ],
    [
      flow('  - handoff:\n    go: start'),
      'flows/a.yml:3:5  handoff: cannot stand in one step with "go"; make it two steps.',
    ],
    [flow('  - when: now'), 'flows/a.yml:3:5  the step does nothing.'],
    [flow('  - say: A\n    else: end'), 'flows/a.yml:4:5  else: goes only with "when".'],
    [flow('  - run: nowhere'), 'flows/a.yml:3:10  run: "nowhere": no such flow. There are: a.'],
    [flow('  - handoff: { topic: mony }'), 'flows/a.yml:3:23  topic: "mony": no such topic. There are: —.'],
    [
      flow('  - handoff: { group: mony }'),
      'flows/a.yml:3:23  group: "mony": no such group. There are: first-line.',
    ],
    ['title: T\ntopic: x\nstart:\n  - end', 'flows/a.yml:2:8  topic: "x": no such topic.'],
    ['title: "{{ x }}"\nstart:\n  - end', 'flows/a.yml:1:8  title: variables do not work here.'],
    [flow('  - ask: Q\n    save: customer'), 'flows/a.yml:4:11  "customer": this name is taken.'],
    [
      flow('  - say: x\n    image: none.png'),
      'flows/a.yml:4:12  image: "none.png": no such file in flows/media.',
    ],
    [flow(`  - say: ${'x'.repeat(4097)}`), 'flows/a.yml:3:10  too long: 4097 characters, 4096 fit.'],
    [
      flow(`  - ask: Q\n    buttons: { ${'x'.repeat(41)}: 1 }`),
      'flows/a.yml:4:16  too long: 41 characters, 40 fit.',
    ],
    [flow('  - wait: 31d'), 'flows/a.yml:3:11  wait: too long, 30d at most.'],
    [flow('  - call: GET http://x\n    timeout: 1m'), 'flows/a.yml:4:14  timeout: too long, 30s at most.'],
  ])('%#', (text, fault) => {
    const faults = faultsOfFlow(text)
    expect(
      faults.find((line) => line.startsWith(fault)),
      faults.join('\n'),
    ).toBeDefined()
  })
})

describe('cards', () => {
  const media = (name: string, mime: string) => ({
    [`flows/media/${name}`]: JSON.stringify({ id: name, kind: 'image', name, mime, size: 3 }),
  })
  const MEDIA = { ...media('a.png', 'image/png'), ...media('b.gif', 'image/gif') }
  const cards = (...lines: readonly string[]) =>
    flow(`  - ask: Q\n    buttons:\n${lines.map((line) => `      - ${line}`).join('\n')}`)

  test.each([
    [
      cards('{ label: A, image: a.png }', 'B'),
      'flows/a.yml:6:9  у этой кнопки нет image, а у других есть: нужна каждой или ни одной.',
    ],
    [cards('{ label: A, image: a.png }'), 'flows/a.yml:5:7  карточек 1, а показать можно от 2 до 10.'],
    [
      cards(...Array.from({ length: 11 }, (_, n) => `{ label: A${n}, image: a.png }`)),
      'flows/a.yml:5:7  карточек 11, а показать можно от 2 до 10.',
    ],
    [cards('{ label: A, about: x }', 'B'), 'flows/a.yml:5:21  about: бывает только вместе с «image».'],
    [
      cards('{ label: A, image: a.png }', '{ label: B, image: b.gif }'),
      'flows/a.yml:6:28  image: "b.gif": для карточки нужен PNG или JPEG.',
    ],
    [
      cards('{ label: A, image: a.png }', '{ label: B, image: c.png }'),
      'flows/a.yml:6:28  image: "c.png": нет такого файла в flows/media. Может быть, "a.png"?',
    ],
    [
      cards(`{ label: A, image: a.png, about: ${'x'.repeat(81)} }`, '{ label: B, image: a.png }'),
      'flows/a.yml:5:42  слишком длинно: 81 знаков, помещается 80.',
    ],
    [
      `${cards('{ label: A, image: a.png }', '{ label: B, image: a.png }')}\n    image: a.png`,
      'flows/a.yml:7:5  image: у вопроса с картинками на кнопках своих картинок и файлов нет; покажите их шагом раньше.',
    ],
    [
      cards('{ label: A, image: a.png, about: "{{ nobody }}" }', '{ label: B, image: a.png }'),
      'flows/a.yml:5:42  {{ nobody }}: нет такой переменной.',
    ],
  ])('%#', (text, fault) => {
    const faults = faultsOf(sourcesOf({ a: text }, MEDIA), 'ru')
    expect(
      faults.find((line) => line.startsWith(fault)),
      faults.join('\n'),
    ).toBeDefined()
  })
})

describe('templates, conditions, addresses, patterns', () => {
  test.each([
    [flow('  - say: "{{ now | dat }}"'), 'flows/a.yml:3:10  "dat": no such filter. Did you mean "date"?'],
    [flow('  - say: "{% iff now %}{% endif %}"'), 'flows/a.yml:3:10  "iff": no such tag. Did you mean "if"?'],
    [flow('  - say: "{% include \'/etc/passwd\' %}"'), 'flows/a.yml:3:10  "include": no such tag.'],
    [
      flow('  - say: "{% if now %}"'),
      'flows/a.yml:3:10  "{% if now %}": {% if … %} is not closed; add {% endif %}.',
    ],
    [
      flow('  - say: "{% for i in (1..900000) %}{% endfor %}"'),
      'flows/a.yml:3:10  "{% for i in (1..900000) %}{% endfor %}": ranges (1..5) are not supported.',
    ],
    [
      flow('  - say: "{% for i in now limit: 500 %}{% endfor %}"'),
      'flows/a.yml:3:10  "{% for i in now limit: 500 %}{% endfor %}": a loop has at most 100 turns.',
    ],
    [flow('  - when: now = 5\n    say: x'), 'flows/a.yml:3:11  "now = 5": '],
    [
      flow('  - when: now now\n    say: x'),
      'flows/a.yml:3:11  "now now": cannot be read; equality is ==, texts stand in straight quotes.',
    ],
    [flow('  - when: "{{ now }}"\n    say: x'), 'flows/a.yml:3:11  "{{ now }}": a condition needs no {{ }}.'],
    [flow('  - call: GET {{ now }}/x'), 'flows/a.yml:3:11  "{{ now }}/x": an address begins with'],
    [
      flow('  - call: GET https://{{ now }}/x'),
      'flows/a.yml:3:11  "https://{{ now }}/x": the host of an address cannot be filled in',
    ],
    [flow('  - call: GET https://a.{{ now }}/x'), 'flows/a.yml:3:11  "https://a.{{ now }}/x": the host'],
    [flow('  - call: GET {{ env.A }}{{ now }}'), 'flows/a.yml:3:11  "{{ env.A }}{{ now }}": the host'],
    [
      flow('  - call: GET https://a/\n    headers: { A: "{{ env.KEY | upcase }}" }'),
      'flows/a.yml:4:19  "{{ env.KEY | upcase }}": env is filled in as it is',
    ],
    [
      flow('  - call: GET https://a/\n    headers: { A: "{% if env.KEY %}x{% endif %}" }'),
      'flows/a.yml:4:19  "{% if env.KEY %}x{% endif %}": env is filled in as it is',
    ],
    [
      flow('  - call: GET https://a/\n    body: { a: "{{ now | append: env.KEY }}" }'),
      'flows/a.yml:4:16  "{{ now | append: env.KEY }}": env is filled in as it is',
    ],
    [flow('  - call: GET {{ env.A }}.evil.org/'), 'flows/a.yml:3:11  "{{ env.A }}.evil.org/": the host'],
    [
      flow('  - call: GET https://a/?k={{ env.KEY }}'),
      'flows/a.yml:3:11  "https://a/?k={{ env.KEY }}": env may only begin an address; keys go into headers.',
    ],
    [
      flow('  - call: GET https://a/x'),
      'flows/a.yml:3:11  call: "a": calls may not go there. Add it to calls.hosts of _bot.yml, where there is: —.',
    ],
    [
      flow("  - ask: Q\n    expect: { pattern: '(a|a)*' }"),
      'flows/a.yml:4:24  pattern: "(a|a)*": could hang the bot',
    ],
    [
      flow("  - ask: Q\n    expect: { pattern: '(a+)+' }"),
      'flows/a.yml:4:24  pattern: "(a+)+": could hang the bot',
    ],
    [
      flow("  - ask: Q\n    expect: { pattern: '\\w*\\s*\\w*\\s*x' }"),
      'flows/a.yml:4:24  pattern: "\\w*\\s*\\w*\\s*x": could hang the bot',
    ],
    [
      flow("  - ask: Q\n    expect: { pattern: '(?=a)a' }"),
      'flows/a.yml:4:24  pattern: "(?=a)a": could hang the bot',
    ],
    [
      flow("  - ask: Q\n    expect: { pattern: '(' }"),
      'flows/a.yml:4:24  pattern: "(": not a regular expression.',
    ],
  ])('%#', (text, fault) => {
    const faults = faultsOfFlow(text)
    expect(
      faults.find((line) => line.startsWith(fault)),
      faults.join('\n'),
    ).toBeDefined()
  })

  test.each(['^\\d{4}$', '(\\d[ -]?){16}', '[A-ZА-Я]{2}\\d+', '(да|нет)', '\\w+@\\w+\\.\\w+'])(
    'the pattern %s is fine',
    (pattern) => {
      expect(faultsOfFlow(flow(`  - ask: Q\n    expect: { pattern: '${pattern}' }`))).toEqual([])
    },
  )

  test('the value of env decides where a call may go', () => {
    const sources = sourcesOf(
      { a: flow('  - call: GET {{ env.CRM }}/x') },
      BOT('calls: { hosts: [good.test], env: { CRM: http://evil.test } }'),
    )
    expect(faultsOf(sources)).toEqual([
      'flows/a.yml:3:11  call: "evil.test": calls may not go there. Add it to calls.hosts of _bot.yml, where there is: good.test.',
    ])
  })
})

describe('variables', () => {
  const fine: readonly [string, string][] = [
    ['set before', '  - set: { x: 1 }\n  - say: "{{ x }}"'],
    ['default', '  - say: "{{ customer.name | default: \'you\' }}"'],
    ['tested', '  - say: "{% if customer.name %}{{ customer.name }}{% endif %}"'],
    [
      'set on both ways',
      '  - when: customer.name\n    set: { x: 1 }\n    else: { set: { x: 2 } }\n  - say: "{{ x }}"',
    ],
    [
      'known where a condition holds',
      '  - when: customer.verified\n    set: { x: 1 }\n  - when: x\n    say: "{{ x }}"',
    ],
    [
      'known where a comparison holds',
      '  - when: customer.verified\n    set: { x: { y: 1 } }\n  - when: x and x.y == 1\n    say: "{{ x.y }}"',
    ],
    [
      'loop names',
      '  - set: { xs: [1, 2] }\n  - say: "{% for x in xs %}{{ x }}{{ forloop.index }}{% endfor %}"',
    ],
    ['assigned names', '  - say: "{% assign y = 5 %}{{ y }}"'],
    ['an answer', '  - ask: Q\n    save: x\n  - say: "{{ x }}"'],
    ['set earlier in the same step', '  - set: { x: 1, y: "{{ x }}" }\n    say: "{{ y }}"'],
  ]
  test.each(fine)('fine: %s', (_name, body) => {
    expect(faultsOfFlow(flow(body))).toEqual([])
  })

  test.each([
    [
      '  - say: "{{ methd }}"\n  - ask: Q\n    save: method',
      'flows/a.yml:3:10  {{ methd }}: no such variable.',
    ],
    [
      '  - say: "{{ method }}"\n  - ask: Q\n    save: method',
      "flows/a.yml:3:10  {{ method }}: is not set on every way here. Write {{ method | default: '…' }} or test it first.",
    ],
    [
      '  - when: customer.verified\n    set: { x: 1 }\n  - say: "{{ x }}"',
      'flows/a.yml:5:10  {{ x }}: is not set on every way here.',
    ],
    [
      '  - when: customer.verified\n    set: { x: 1 }\n  - when: x == "a"\n    say: y',
      'flows/a.yml:5:11  {{ x }}: is not set on every way here.',
    ],
    [
      '  - ask: Q\n    save: x\n    expect: { type: email, else: b }\nb:\n  - say: "{{ x }}"',
      'flows/a.yml:7:10  {{ x }}: is not set on every way here.',
    ],
    [
      '  - call: GET http://h\n    save: x\n    failed: b\nb:\n  - say: "{{ x.y }}"',
      'flows/a.yml:7:10  {{ x }}: is not set on every way here.',
    ],
    [
      '  - when: customer.verified\n    set: { x: a }\n  - say: "{{ x | upcase | default: \'b\' }}"',
      "flows/a.yml:5:10  {{ x }}: is not set on every way here. Write {{ x | default: '…' }} or test it first.",
    ],
    ['  - say: "{{ neverset | default: \'b\' }}"', 'flows/a.yml:3:10  {{ neverset }}: no such variable.'],
    [
      '  - say: "{{ customer.nme }}"',
      'flows/a.yml:3:10  {{ customer.nme }}: no such variable. Did you mean "customer.name"?',
    ],
    ['  - say: "{{ customer.name }}"', 'flows/a.yml:3:10  {{ customer.name }}: a customer may not have it.'],
    ['  - say: "{{ customer.plan }}"', 'flows/a.yml:3:10  {{ customer.plan }}: no such variable.'],
    ['  - say: "{{ customer }}"', 'flows/a.yml:3:10  {{ customer }}: no such variable.'],
    [
      '  - say: "{{ env.CRM }}"',
      'flows/a.yml:3:10  env.CRM: must not be shown or kept. env belongs into call only.',
    ],
    ['  - set: { x: "{{ env.CRM }}" }', 'flows/a.yml:3:15  env.CRM: must not be shown or kept.'],
    [
      '  - call: GET http://h\n    headers: { A: "{{ env.CRN }}" }',
      'flows/a.yml:4:19  env.CRN: is not declared. Did you mean "env.CRM"?',
    ],
    ['  - say: "{{ constructor }} {{ toString }}"', 'flows/a.yml:3:10  {{ constructor }}: no such variable.'],
  ])('%#', (body, fault) => {
    const faults = faultsOfFlow(flow(body), BOT('calls: { hosts: [h], env: [CRM] }'))
    expect(
      faults.find((line) => line.startsWith(fault)),
      faults.join('\n'),
    ).toBeDefined()
  })

  test('a flow that is run may read what its callers set, if all of them do', () => {
    const b = 'title: B\nstart:\n  - say: "{{ x }}"'
    const a = 'title: A\nstart:\n  - set: { x: 1 }\n  - run: b'
    const c = 'title: C\nstart:\n  - run: b'
    const only = (flows: { [name: string]: string }, started: string) =>
      faultsOf({ ...sourcesOf(flows), 'intents/all.yml': started })
    expect(only({ a, b }, 'i: { title: T, flow: a, examples: [x] }')).toEqual([])
    const both = 'i: { title: T, flow: a, examples: [x] }\nj: { title: T, flow: c, examples: [y] }'
    expect(only({ a, b, c }, both)).toEqual([
      expect.stringContaining('flows/b.yml:3:10  {{ x }}: is not set on every way here'),
    ])
  })

  test('what a run flow surely sets is set afterwards', () => {
    const b = 'title: B\nstart:\n  - ask: Q\n    save: y'
    expect(faultsOf(sourcesOf({ a: flow('  - run: b\n  - say: "{{ y }}"'), b }))).toEqual([])
  })
})

describe('the graph', () => {
  test.each([
    [
      '  - say: x\nlost:\n  - end',
      'flows/a.yml:4:1  lost: nothing leads to this block. Add go: lost, or delete it.',
    ],
    [
      '  - go: end\n  - say: x',
      'flows/a.yml:4:5  this step is never reached: the one before it always goes elsewhere.',
    ],
    [
      '  - when: customer.verified\n    go: end\n    else: { handoff: }\n  - say: x',
      'flows/a.yml:6:5  this step is never reached',
    ],
    [
      '  - say: x\n    go: start',
      'flows/a.yml:2:1  a circle in which the bot never waits for the customer. It needs ask, guide or solved.',
    ],
    ['  - wait: 5s\n  - go: start', 'flows/a.yml:2:1  a circle in which the bot never waits'],
    [
      '  - ask: Q\n    expect: { type: text, else: start }\n  - go: start',
      'flows/a.yml:2:1  from here neither an end nor a person can be reached.',
    ],
    ['  - run: a', 'flows/a.yml:3:10  run: "a": that flow comes back here itself. To go for good, use go.'],
  ])('%#', (body, fault) => {
    const faults = faultsOfFlow(flow(body))
    expect(
      faults.find((line) => line.startsWith(fault)),
      faults.join('\n'),
    ).toBeDefined()
  })

  test('a circle through another flow', () => {
    const faults = faultsOf(sourcesOf({ a: flow('  - go: b'), b: flow('  - go: a') }))
    expect(faults.filter((line) => line.includes('a circle'))).toHaveLength(2)
  })

  test('a question in the circle makes it fine', () => {
    expect(faultsOf(sourcesOf({ a: flow('  - ask: Q\n  - go: b'), b: flow('  - go: a') }))).toEqual([])
  })

  test('a flow that nothing starts', () => {
    const sources = {
      ...sourcesOf({ a: flow('  - end'), b: flow('  - end') }),
      'intents/all.yml': 'i: { title: T, flow: a, examples: [x] }',
    }
    expect(faultsOf(sources)).toEqual([
      'flows/b.yml:1:1  b: nothing starts this flow. It takes an intent with flow, a button, run or go.',
    ])
  })
})
