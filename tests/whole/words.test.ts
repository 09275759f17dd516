/** What customers can write. Whatever it is, it is answered, kept as it was written, and never becomes code. */
import { expect, it } from 'vitest'
import { Customer } from './customer.ts'
import { openKotik } from './kotik.ts'
import { Operator } from './operator.ts'

const PEOPLE = [{ login: 'anna', name: 'Анна' }]
const LIQUID = '{{ 7 | times: 6 }}{% for i in (1..900000) %}x{% endfor %}{{ env.SECRET }}{{ customer.email }}'
const HTML = '<img src=x onerror=alert(1)><script>alert(2)</script>&amp;'

it('an empty message is refused with a sentence, and the talk goes on', async () => {
  const { url } = await openKotik()
  const vera = await Customer.open(url)
  for (const text of ['', '  \n\t ', '\u0000']) {
    const { status, body } = await vera.say(text)
    expect([status, body.error.code]).toEqual([409, 'emptyMessage'])
    expect(body.error.message).toContain('Напишите')
  }
  await vera.say('забыл пароль')
  await vera.hears('Забыли пароль')
})

it('100 kB of text are cut with a word about it, and answered', async () => {
  const { url } = await openKotik()
  const vera = await Customer.open(url)
  expect((await vera.say('ы'.repeat(51_200))).status).toBe(200)
  const kept = await vera.hears((one) => one.message?.author.kind === 'customer')
  expect(kept.message.text).toHaveLength(4000)
  await vera.hears('Сообщение слишком длинное')
  await vera.hears('Не понял')
})

it.each([
  ['emoji', '👩‍👩‍👧‍👦 🏳️‍🌈 🇷🇺 \u{1F63A}'],
  ['RTL and marks that turn text around', 'שלום \u202Eكيف الحال\u202C '],
  ['what looks like a key of every object', '__proto__ constructor toString hasOwnProperty'],
  ['formulas', '=HYPERLINK("http://evil.example")'],
  ['Liquid', LIQUID],
  ['HTML', HTML],
])('%s comes back as it was written', async (_, text) => {
  const { url } = await openKotik()
  const vera = await Customer.open(url)
  expect((await vera.say(text)).status).toBe(200)
  const kept = await vera.hears((one) => one.message?.author.kind === 'customer')
  expect(kept.message.text).toBe(text)
  await vera.hears('Не понял')
})

it('NUL and broken UTF-8 become readable text', async () => {
  const { url } = await openKotik()
  const vera = await Customer.open(url)
  await vera.say('не\u0000 могу \ud800войти')
  expect((await vera.hears((one) => one.message?.author.kind === 'customer')).message.text).toBe(
    'не могу \ufffdвойти',
  )
  const broken = Buffer.concat([
    Buffer.from('{"id":"12345678","text":"а'),
    Buffer.from([0xff, 0xfe]),
    Buffer.from('"}'),
  ])
  const { status } = await vera.ask('POST', '/chat/messages', broken)
  expect(status).toBe(200)
  expect((await vera.hears((one) => one.message?.clientId === '12345678')).message.text).toMatch(/^а\ufffd+$/)
})

it('what a flow saved is shown and handed over, never evaluated', async () => {
  const { url } = await openKotik({ people: PEOPLE })
  const [vera, anna] = [await Customer.open(url), await Operator.open(url, 'anna')]
  const nasty = LIQUID + HTML
  await vera.press('Рассказать')
  await vera.hears('Расскажите')
  await vera.say(nasty)
  expect((await vera.hears('Вы написали')).message.text).toBe(`Вы написали: ${nasty}`)
  await vera.say('Vera@Example.RU')
  await vera.say('8 900 123-45-67')
  await vera.say('1234')
  const ticket = await anna.given()
  const { body } = await anna.get(`/tickets/${ticket}`)
  expect(body.ticket.summary).toBe(`Пишет: ${nasty}`)
  expect(body.variables).toEqual({
    problem: nasty,
    mail: 'vera@example.ru',
    phone: '+79001234567',
    code: '1234',
  })
  expect(body.lines.map((line: { content?: { text: string } }) => line.content?.text)).toContain(nasty)
})

it('operators’ words, notes and canned replies are text too', async () => {
  const { url } = await openKotik({ people: PEOPLE })
  const [vera, anna] = [await Customer.open(url), await Operator.open(url, 'anna')]
  await vera.say(`оператор`)
  const ticket = await anna.given()
  const canned = (await anna.get('/me')).body.desk.cannedReplies
  for (const { text } of canned) {
    await anna.reply(ticket, text)
    expect((await vera.hears((one) => one.message?.author.kind === 'operator')).message.text).toBe(text)
  }
  await anna.do('POST', `/tickets/${ticket}/notes`, { text: HTML + LIQUID })
  const note = await anna.hears(({ type, line }) => type === 'line' && line.from === 'note')
  expect(note.line.content).toEqual({ text: HTML + LIQUID })
  expect(canned).toHaveLength(2)
})

it('operators cannot smuggle formatting or links that their page does not make', async () => {
  const { url } = await openKotik({ people: PEOPLE })
  const [vera, anna] = [await Customer.open(url), await Operator.open(url, 'anna')]
  await vera.say('оператор')
  const ticket = await anna.given()
  const entities = [{ kind: 'link', offset: 0, length: 4, url: 'javascript:alert(1)' }]
  const { status } = await anna.do('POST', `/tickets/${ticket}/replies`, { text: 'жми!', entities })
  expect(status).toBe(400)
})

// A pattern that backtracks would take minutes here; the whole of it must not take the time of one.
it.each([
  [
    'an address',
    ['хочу рассказать', 'беда'],
    `${'a'.repeat(2000)}@${'a.'.repeat(999)}`,
    'Не похоже на адрес почты',
  ],
  ['a phone', ['хочу рассказать', 'беда', 'a@b.ru'], '8-( '.repeat(999), 'Не похоже на телефон'],
  ['a pattern', ['хочу рассказать', 'беда', 'a@b.ru', '89001234567'], '1'.repeat(4000), 'Нужны четыре цифры'],
])('4,000 characters instead of %s are read at once', async (_, before, text, answer) => {
  const { url } = await openKotik()
  const vera = await Customer.open(url)
  for (const said of before) await vera.say(said)
  const began = performance.now()
  await vera.say(text)
  await vera.hears(answer)
  expect(performance.now() - began).toBeLessThan(2000)
})

it('a name, an attribute and a page that want to be code stay text', async () => {
  const { url } = await openKotik({ people: PEOPLE })
  const anna = await Operator.open(url, 'anna')
  const vera = await Customer.open(url, { open: { payload: `${HTML}{{ env.SECRET }}` } })
  await vera.say('оператор')
  const { body } = await anna.get(`/tickets/${await anna.given()}`)
  expect(JSON.stringify(body)).not.toContain('onerror')
})
