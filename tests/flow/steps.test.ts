import { expect, test } from 'vitest'
import { flowName } from '../../src/domain/ids.ts'
import { markOf } from '../../src/domain/secret.ts'
import { readChoice } from '../../src/flow/answer/choice.ts'
import { contextOf, releaseOf, sourcesOf, Talk, talk } from './content-of.ts'

const BOT = (text: string) => ({ 'flows/_bot.yml': text })

test('say: texts in their order, links beside them, then the end', () => {
  const { run } = talk(`
title: T
start:
  - say: One
  - say: Two
    links: { Site: https://example.org }
`)
  expect(run.acts.map((act) => act.act)).toEqual(['flowStarted', 'say', 'say', 'flowEnded'])
  expect(run.acts[2]).toMatchObject({
    links: [{ label: 'Site', action: { do: 'open', url: 'https://example.org' } }],
  })
  expect(run).toMatchObject({ stack: [], fits: true })
})

test('say: one of the variants, the same for the same seed', () => {
  const release = releaseOf(sourcesOf({ a: 'title: T\nstart:\n  - say: [A, B, C]' }))
  const said = (seed: number) =>
    release.rules.script.start([], flowName('a'), {}, false, contextOf({}, seed)).acts[1]
  const heard = new Set([1, 2, 3].map((seed) => JSON.stringify(said(seed))))
  expect(heard.size).toBe(3)
  expect(said(2)).toEqual(said(2))
})

test('say: the language of the customer, or the first of the bot', () => {
  const flow = 'title: { ru: Т, en: T }\nstart:\n  - say: { ru: Привет, en: Hello }'
  const release = releaseOf(
    sourcesOf(
      { a: flow },
      {
        ...BOT('languages: [ru, en]'),
        'intents/all.yml': 'i: { title: { ru: Т, en: T }, flow: a, examples: [x] }',
      },
    ),
  )
  expect(new Talk(release).said).toEqual(['Привет'])
  expect(new Talk(release, 'a', {}, { language: 'en' }).said).toEqual(['Hello'])
})

test('say: an image of flows/media goes along', () => {
  const media = JSON.stringify({
    id: 'x'.repeat(22),
    kind: 'image',
    name: 'p.png',
    mime: 'image/png',
    size: 3,
  })
  const said = talk('title: T\nstart:\n  - say: Look\n    image: p.png', { 'flows/media/p.png': media }).act(
    'say',
  )
  expect(said?.content.attachments).toMatchObject([{ name: 'p.png', kind: 'image' }])
})

const CARDS = `
title: T
start:
  - ask: Что берём?
    save: film
    buttons:
      - { label: Афоня, about: "Смеёшься, {{ customer.language }}.", image: a.png }
      - { label: Другое, image: b.png, go: other }
  - say: "{{ film }}"
    go: end
other:
  - say: Другое так другое
`
const picture = (name: string) =>
  JSON.stringify({ id: name.repeat(5), kind: 'image', name, mime: 'image/png', size: 3 })
const PICTURES = { 'flows/media/a.png': picture('a.png'), 'flows/media/b.png': picture('b.png') }

test('ask: pictures on its buttons make cards, and the same is said in words and pictures', () => {
  const asked = talk(CARDS, PICTURES).act('ask')
  expect(asked?.cards).toEqual({
    text: 'Что берём?',
    cards: [
      { option: 0, title: 'Афоня', about: 'Смеёшься, ru.', picture: JSON.parse(picture('a.png')) },
      { option: 1, title: 'Другое', about: '', picture: JSON.parse(picture('b.png')) },
    ],
  })
  expect(asked?.content.text).toBe('Что берём?\n\nАфоня — Смеёшься, ru.')
  expect(asked?.content.attachments?.map(({ name }) => name)).toEqual(['a.png', 'b.png'])
  expect(asked?.buttons.map(({ label }) => label)).toEqual(['Афоня', 'Другое'])
})

test('ask: cards are answered by word and by press, and asked anew without pictures', () => {
  expect(talk(CARDS, PICTURES).say('афоню').said).toEqual(['Афоня'])
  expect(talk(CARDS, PICTURES).give({ kind: 'button', value: 'Другое' }).said).toEqual(['Другое так другое'])
  const again = talk(CARDS, PICTURES).say('какое-то кино').act('ask')
  expect(again?.cards).toBeUndefined()
  expect(again?.buttons).toHaveLength(2)
})

const METHOD = `
title: T
start:
  - ask: How?
    save: method
    buttons: { Картой: card, Через СБП: sbp, Ещё как-то!: other }
  - say: "{{ method }}"
`

test.each([
  ['картой', 'card'],
  ['КАРТОЙ!', 'card'],
  ['еще как то', 'other'],
  ['сбп', 'sbp'],
  ['ну через сбп', 'sbp'],
  ['1', 'card'],
  ['второй', 'sbp'],
  ['второй вариант', 'sbp'],
  ['последний', 'other'],
  ['sbp', 'sbp'],
  ['первый вариант', 'card'],
  ['давайте второй вариант', 'sbp'],
  ['вторая', 'sbp'],
  ['2-й', 'sbp'],
  ['вариант номер два', 'sbp'],
  ['картой', 'card'],
  ['давай картой', 'card'],
  ['карта', 'card'],
  ['я хочу с карты, пожалуйста', 'card'],
  ['банковской картой', 'card'],
  ['нет, картой', 'card'],
  ['не, как-то ещё', 'other'],
])('ask: "%s" chooses a button', (text, value) => {
  const chat = talk(METHOD).say(text)
  expect(chat.said).toEqual([value])
  expect(chat.act('set')).toMatchObject({ name: 'method', value })
})

test.each([
  '4',
  'а',
  'у меня не проходит оплата картой уже третий день',
  '',
  'не картой',
  'не проходит картой',
  'картой или сбп',
  'давай',
  'ни то ни другое',
])('ask: "%s" chooses nothing', (text) => {
  const chat = talk(METHOD).say(text)
  expect(chat.run.fits).toBe(false)
  expect(chat.buttons).toEqual(['Картой', 'Через СБП', 'Ещё как-то!'])
  expect(chat.stack).toMatchObject([{ attempts: 1 }])
})

test.each([
  ['ага', ['Да, помогло', 'Нет'], 0],
  ['нет', ['Да, помогло', 'Нет, не помогло'], 1],
  ['не помогло', ['Да, помогло', 'Нет, не помогло'], 1],
  ['помогло', ['Да, помогло', 'Нет, не помогло'], 0],
  ['нет', ['Недостаточно средств', 'Не приходит СМС'], undefined],
  ['смс не приходят', ['Недостаточно средств', 'Не приходит СМС банка'], 1],
  ['не, другое', ['Фильм', 'Другое'], 1],
  ['не другое', ['Фильм', 'Другое'], undefined],
  ['на телевизоре', ['Телевизор', 'Телефон или планшет', 'Компьютер'], 0],
  ['планшет', ['Телевизор', 'Телефон или планшет', 'Компьютер'], 1],
  ['3', ['1 месяц', '3 месяца', '12 месяцев'], 1],
  ['третий', ['1 месяц', '3 месяца', '12 месяцев'], 2],
  ['by card please', ['Card', 'Bank transfer'], 0],
  ['the second one', ['Card', 'Bank transfer'], 1],
])('"%s" of %j', (text, labels, index) => {
  const offered = labels.map((label, value) => ({ label, value: `v${value}` }))
  expect(readChoice(text, offered)).toBe(index)
})

test('ask: a pressed button gives its value, a foreign one nothing', () => {
  expect(talk(METHOD).give({ kind: 'button', value: 'sbp' }).said).toEqual(['sbp'])
  expect(talk(METHOD).give({ kind: 'button', value: 'gold' }).run).toMatchObject({ fits: false, acts: [] })
})

test('ask: a button of a list may go elsewhere', () => {
  const chat = talk(`
title: T
start:
  - ask: What?
    save: what
    buttons: [Comedy, { label: Back, go: other }]
  - end
other:
  - say: "went {{ what }}"
`)
  expect(chat.say('back').said).toEqual(['went Back'])
})

test('ask: buttons with expect are only hints', () => {
  const chat = talk(
    'title: T\nstart:\n  - ask: Film?\n    save: f\n    expect: text\n    buttons: { Any: any }\n  - say: "{{ f }}"',
  )
  expect(chat.say('Солярис').said).toEqual(['Солярис'])
})

test('ask: retry text, then else', () => {
  const chat = talk(`
title: T
start:
  - ask: Digits
    save: tail
    expect: { pattern: '\\d{4}', retry: Four digits, attempts: 2, else: sorry }
  - end
sorry:
  - say: Sorry
`)
  expect(chat.say('12').said).toEqual(['Four digits'])
  expect(chat.run.fits).toBe(false)
  expect(chat.say('x').said).toEqual(['Sorry'])
  expect(chat.run).toMatchObject({ fits: false, stack: [] })
})

test('ask: attempts without else end at a person, with what was collected', () => {
  const chat = talk(
    `
title: T
topic: pay
start:
  - set: { plan: gold }
  - ask: Mail?
    save: mail
    expect: email
`,
    BOT('topics: { pay: { title: P, priority: high } }'),
  )
  chat.say('a').say('b').say('c')
  expect(chat.act('handoff')).toMatchObject({
    request: { topic: 'pay', priority: 'high', variables: { plan: 'gold' } },
  })
  expect(chat.stack).toEqual([])
})

test('ask: what the first text gave is not asked, but only once', () => {
  const flow = `
title: T
start:
  - ask: Order?
    save: number
    expect: order
  - say: "got {{ number }}"
  - ask: Right?
    save: right
    expect: yes_no
  - when: not right
    go: start
`
  const chat = new Talk(releaseOf(sourcesOf({ a: flow })), 'a', { order: '12345' })
  expect(chat.said).toEqual(['got 12345', 'Right?'])
  expect(chat.buttons).toEqual(['Да', 'Нет'])
  expect(chat.say('нет').said).toEqual(['Order?'])
})

test('guide: one message a step, on only when confirmed, stuck elsewhere', () => {
  const chat = talk(`
title: T
start:
  - guide: [One, { say: Two }]
    stuck: bad
  - say: Fine
bad:
  - say: Bad
`)
  expect(chat.said).toEqual(['One'])
  expect(chat.buttons).toEqual(['Получилось', 'Не получается'])
  expect(chat.say('что?').run.fits).toBe(false)
  expect(chat.said).toEqual(['One'])
  expect(chat.give({ kind: 'guide', worked: true }).said).toEqual(['Two'])
  const stack = chat.run
  expect(chat.say('готово').said).toEqual(['Fine'])
  chat.run = stack
  expect(chat.say('не работает').said).toEqual(['Bad'])
})

test('guide: stuck without a block calls a person', () => {
  const chat = talk('title: T\nstart:\n  - guide: [One]').give({ kind: 'guide', worked: false })
  expect(chat.act('handoff')).toBeDefined()
})

test.each([
  ['card', ['yes', 'after']],
  ['sbp', ['no', 'after']],
])('when and else: %s', (value, said) => {
  const chat = talk(`title: T
start:
  - set: { m: ${value} }
  - when: m == "card"
    say: yes
    else: { say: no }
  - say: after`)
  expect(chat.said).toEqual(said)
})

test('set: numbers stay numbers, texts are filled in', () => {
  const chat = talk(`title: T
start:
  - set: { price: 299, total: "{{ price | times: 2 }}", label: "за {{ price }}", list: [1, "{{ price }}"] }
  - say: "{{ total | plus: 1 }} {{ label }} {{ list }}"`)
  expect(chat.said).toEqual(['599 за 299 1, 299'])
})

const CALL = `
title: T
start:
  - call: GET {{ env.CRM }}/orders/{{ id }}?q={{ id }}
    headers: { Authorization: "Bearer {{ env.KEY }}" }
    save: order
    timeout: 2s
    failed: sorry
  - say: "{{ order.status }}"
  - say: "{{ order.missing }}"
sorry:
  - say: Sorry
`
const ASKED = CALL.replace('start:', 'start:\n  - ask: Id?\n    save: id')
const CALL_BOT = BOT('calls: { hosts: ["crm.test"], env: { CRM: "http://crm.test/api/", KEY: "" } }')

test('call: encoded by place, env only named, then its answer', () => {
  const chat = talk(ASKED, CALL_BOT, { env: { KEY: 's3cret' } }).say('a/b ?&#')
  const call = chat.act('call')?.call
  expect(call).toMatchObject({
    method: 'GET',
    url: `${markOf('CRM')}/orders/a%2Fb%20%3F%26%23?q=a%2Fb%20%3F%26%23`,
    headers: { Authorization: `Bearer ${markOf('KEY')}` },
    timeout: 2000,
  })
  const result = { kind: 'answered', status: 200, body: { status: 'sent' } } as const
  expect(chat.give({ kind: 'call', call: 'another', result }).run).toMatchObject({ fits: false, acts: [] })
  chat.give({ kind: 'call', call: call?.id ?? '', result })
  // a property that the answer does not have: a person, and never an empty text
  expect(chat.said).toEqual(['sent', 'У меня что-то сломалось. Ваше сообщение не потерялось, зову человека.'])
  expect(chat.act('handoff')).toMatchObject({ request: { variables: { order: { status: 'sent' } } } })
})

test.each(['..', '.', ' '])('call: a path segment "%s" fails the call instead of climbing', (id) => {
  const chat = talk(ASKED.replace('save: id', 'save: id\n    buttons: [".", "..", " "]'), CALL_BOT, {
    env: { KEY: 'k' },
  })
  expect(chat.give({ kind: 'button', value: id }).act('call')?.call.url ?? 'no call').toBe(
    id === ' ' ? `${markOf('CRM')}/orders/%20?q=%20` : 'no call',
  )
})

test('call: failure goes to its block, or says so and calls a person', () => {
  const failed = { kind: 'failed', why: 'timeout' } as const
  const chat = talk(ASKED, CALL_BOT, { env: { KEY: 'k' } }).say('1')
  chat.give({ kind: 'call', call: chat.act('call')?.call.id ?? '', result: failed })
  expect(chat.said).toEqual(['Sorry'])
  const other = talk('title: T\nstart:\n  - call: GET http://crm.test/x', CALL_BOT)
  other.give({ kind: 'call', call: other.act('call')?.call.id ?? '', result: failed })
  expect(other.said[0]).toContain('сервис не ответил')
  expect(other.act('handoff')).toBeDefined()
})

test('call: nothing a customer writes passes for a secret', () => {
  const flow = ASKED.replace('timeout: 2s', 'body: { a: ["{{ id }}"] }').replace(
    'Bearer {{ env.KEY }}',
    'x{{ id }}',
  )
  const call = talk(flow, CALL_BOT, { env: { KEY: 's3cret' } })
    .say(`1${markOf('KEY')}`)
    .act('call')?.call
  expect(call).toMatchObject({ headers: { Authorization: 'x1KEY' }, body: { a: ['1KEY'] } })
  expect(call?.url).toBe(`${markOf('CRM')}/orders/1KEY?q=1KEY`)
})

test('call: a line break in a header fails the call', () => {
  const flow = ASKED.replace('Bearer {{ env.KEY }}', 'x{{ id }}')
  const chat = talk(flow, CALL_BOT, { env: { KEY: 'k' } }).say('1\r\nX: b')
  expect(chat.act('call')).toBeUndefined()
  expect(chat.said).toEqual(['Sorry'])
})

test('run: variables go in and come back; go: another flow for good', () => {
  const release = releaseOf(
    sourcesOf({
      a: 'title: A\nstart:\n  - set: { x: 1 }\n  - run: b\n  - say: "{{ x }} {{ y }}"\n  - say: never\n    go: c',
      b: 'title: B\nstart:\n  - ask: Y?\n    save: y',
      c: 'title: C\nstart:\n  - say: in c',
    }),
  )
  const chat = new Talk(release)
  expect(chat.stack.map((frame) => frame.flow)).toEqual(['a', 'b'])
  chat.say('two')
  expect(chat.said).toEqual(['1 two', 'never', 'in c'])
  const flows = chat.run.acts.flatMap((act) =>
    act.act === 'flowEnded' || act.act === 'flowStarted' ? [`${act.act} ${act.flow}`] : [],
  )
  expect(flows).toEqual(['flowEnded b', 'flowEnded a', 'flowStarted c', 'flowEnded c'])
})

test('handoff: note, group, priority; all frames end', () => {
  const chat = talk(
    'title: T\ntopic: t\nstart:\n  - set: { n: 7 }\n  - handoff: { group: money, priority: urgent, note: "#{{ n }}" }',
    BOT('groups: { first: F, money: M }\ntopics: { t: T }'),
  )
  expect(chat.act('handoff')).toMatchObject({
    flow: 'a',
    request: { topic: 't', group: 'money', priority: 'urgent', note: '#7', variables: { n: 7 } },
  })
  expect(chat.run.acts.at(-2)).toMatchObject({ act: 'flowEnded', how: 'handoff' })
})

test('wish: counted, and on', () => {
  const chat = talk(
    'title: T\nstart:\n  - ask: Film?\n    save: film\n  - wish: "Фильм: {{ film }}"\n    say: Noted',
  )
  chat.say('Солярис')
  expect(chat.act('wish')).toMatchObject({ wish: 'Фильм: Солярис' })
  expect(chat.said).toEqual(['Noted'])
})

test.each([
  ['да', true],
  ['не помогло', false],
])('solved: "%s"', (text, yes) => {
  const chat = talk('title: T\nstart:\n  - solved:\n  - say: Great')
  expect(chat.said).toEqual(['Помогло?'])
  chat.say(text)
  expect(chat.act('solved')).toMatchObject({ yes, step: 'start.1' })
  expect(chat.act('handoff') === undefined).toBe(yes)
  expect(chat.said).toEqual(yes ? ['Great'] : [])
})

test('solved: own question and own way for no', () => {
  const chat = talk('title: T\nstart:\n  - solved: { ask: Paid?, no: other }\nother:\n  - say: Then so')
  expect(chat.said).toEqual(['Paid?'])
  expect(chat.give({ kind: 'solved', yes: false }).said).toEqual(['Then so'])
})

test('wait: a token, and on when it comes', () => {
  const chat = talk('title: T\nstart:\n  - say: Wait\n  - wait: 5m\n  - say: Now')
  const wait = chat.act('wait')
  expect(wait).toMatchObject({ for: 300_000 })
  expect(chat.say('hey').run).toMatchObject({ fits: false, acts: [] })
  expect(chat.give({ kind: 'time', token: 'old' }).run.acts).toEqual([])
  expect(chat.give({ kind: 'time', token: wait?.token ?? '' }).said).toEqual(['Now'])
})

test('end: the rest of the flow is left', () => {
  expect(talk('title: T\nstart:\n  - say: A\n    end:').said).toEqual(['A'])
})

test('repeat: the open question again, nothing changed', () => {
  const chat = talk(METHOD)
  const again = chat.release.rules.script.repeat(chat.stack, contextOf())
  expect(again).toEqual({ stack: chat.stack, acts: chat.run.acts.slice(1), fits: true })
})

test('a digression ends where the interrupted question waits', () => {
  const release = releaseOf(sourcesOf({ a: METHOD, b: 'title: B\nstart:\n  - say: Aside' }))
  const chat = new Talk(release)
  const aside = release.rules.script.start(chat.stack, flowName('b'), {}, true, contextOf())
  expect(aside.acts.map((act) => act.act)).toEqual(['flowStarted', 'say', 'flowEnded'])
  expect(aside.stack).toEqual(chat.stack)
})

test('an answer that comes during a digression is kept for the way back', () => {
  const release = releaseOf(
    sourcesOf(
      {
        a: 'title: A\nstart:\n  - call: GET http://crm.test/x\n    save: x\n  - say: "{{ x }}"',
        b: 'title: B\nstart:\n  - ask: Aside?',
      },
      CALL_BOT,
    ),
  )
  const chat = new Talk(release)
  const call = chat.act('call')?.call.id ?? ''
  const { script } = release.rules
  const aside = script.start(chat.stack, flowName('b'), {}, true, contextOf())
  const answered = script.resume(
    aside.stack,
    { kind: 'call', call, result: { kind: 'answered', status: 200, body: 5 } },
    contextOf(),
  )
  expect(answered.acts).toMatchObject([{ act: 'set', flow: 'a', name: 'x', value: 5 }])
  const back = script.resume(answered.stack, { kind: 'text', text: 'ok', entities: [] }, contextOf())
  expect(script.repeat(back.stack, contextOf()).acts).toMatchObject([
    { act: 'say', content: { text: '5' } },
    { act: 'flowEnded' },
  ])
})

test('what was never asked is read with default, and does not go to the desk', () => {
  const dialogue = talk(
    `
title: T
start:
  - when: customer.verified
    go: more
  - go: to-person
more:
  - ask: Which card?
    save: card
  - ask: When?
    save: day
    expect: date
  - call: GET http://h/
    save: payment
    failed: to-person
  - go: to-person
to-person:
  - say: "{{ card | default: 'no card' | upcase }}, {{ payment.sum | default: 0 | money }}"
  - handoff: { note: "Card {{ card | default: '—' }}, {{ day | default: '—' | date: '%d.%m' }}, {{ payment.sum | default: '—' }}" }
`,
    BOT('calls: { hosts: [h] }'),
  )
  expect(dialogue.said).toEqual(['NO CARD, 0\u00a0₽'])
  expect(dialogue.act('handoff')?.request).toMatchObject({ note: 'Card —, —, —', variables: {} })
})
