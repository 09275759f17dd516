/** What somebody with bad intentions sends: forged, foreign, twice, too deep, by the thousand. SECURITY in tests. */
import { createHmac, randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { signedText, userKey } from '../../src/channels/site/user.ts'
import { hours, later } from '../../src/domain/time.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { Customer } from './customer.ts'
import { openKotik } from './kotik.ts'
import { Operator } from './operator.ts'

const PEOPLE = [
  { login: 'anna', name: 'Анна' },
  { login: 'boris', name: 'Борис', groups: ['finance'] },
]
const SECRET = 'a-secret-for-tests-that-is-long-enough'

it('somebody else’s session cannot be made out of one’s own', async () => {
  const { url } = await openKotik()
  const [vera, gleb] = [await Customer.open(url), await Customer.open(url)]
  const [veras, glebs] = [vera.session.split('.'), gleb.session.split('.')]
  for (const forged of [
    [veras[0], glebs[1], ...veras.slice(2)].join('.'),
    `${vera.session}x`,
    vera.session.replace('v1.', 'v2.'),
    'null',
  ]) {
    const answer = await vera.ask('GET', '/chat/messages', undefined, { authorization: `Bearer ${forged}` })
    expect([answer.status, answer.body.error.code]).toEqual([401, 'sessionForged'])
  }
})

it('somebody else’s button, ticket and file answer like none', async () => {
  const { url } = await openKotik({ people: PEOPLE })
  const [vera, gleb] = [await Customer.open(url), await Customer.open(url)]
  const anna = await Operator.open(url, 'anna')
  await vera.press('Рассказать')
  const { prompt, option } = vera.button('Рассказать') ?? { prompt: '', option: 0 }
  expect((await gleb.pressOption(prompt, option + 99)).body.error.code).toBe('oldButton')
  expect((await gleb.pressOption('p9', 0)).body.error.code).toBe('oldButton')
  await vera.say('оператор')
  const ticket = await anna.given()
  expect((await gleb.rate(ticket, 1)).body.error.code).toBe('nothingToRate')
  const upload = await vera.ask('POST', '/chat/files', Buffer.from('тайна'), {
    'x-file-name': 'a.txt',
    'content-type': 'text/plain',
  })
  const stolen = await gleb.say('моё', { files: [upload.body.id] })
  expect([stolen.status, stolen.body.error.code]).toEqual([404, 'noSuchFile'])
  const guessed = await gleb.ask('GET', `/chat/files/${upload.body.id}`)
  const missing = await gleb.ask('GET', `/chat/files/${'A'.repeat(22)}`)
  expect([guessed.status, guessed.body]).toEqual([missing.status, missing.body])
})

it('a button pressed twice counts once, and one of an earlier question says so, also a week later', async () => {
  const clock = new ManualClock()
  const { url } = await openKotik({ clock })
  const vera = await Customer.open(url)
  await vera.press('Рассказать')
  await vera.hears('Расскажите')
  expect((await vera.press('Рассказать')).status).toBe(200)
  expect(vera.texts().filter((text) => text.startsWith('Расскажите'))).toHaveLength(1)
  // The buttons that a conversation remembers are few; these push the greeting's out.
  await vera.say('стоп')
  for (let n = 0; n < 8; n++) await vera.say('забыл пароль')
  clock.set(later(clock.now(), hours(7 * 24)))
  const { status, body } = await vera.pressOption('p1', 0)
  expect([status, body.error.code]).toEqual([409, 'oldButton'])
  expect(body.error.message).toContain('Напишите, чем помочь сейчас')
})

it('a thumb that is pressed a week later still counts', async () => {
  const clock = new ManualClock()
  const { url } = await openKotik({ clock })
  const vera = await Customer.open(url)
  await vera.say('забыл пароль')
  await vera.hears('Забыли пароль')
  clock.set(later(clock.now(), hours(7 * 24)))
  expect((await vera.press('👍')).status).toBe(200)
  await vera.hears('рад помочь')
})

it('an operator of another group finds nothing of a foreign ticket, whatever they try', async () => {
  const { url } = await openKotik({ people: PEOPLE })
  const [vera, anna, boris] = [
    await Customer.open(url),
    await Operator.open(url, 'anna'),
    await Operator.open(url, 'boris'),
  ]
  await vera.say('оператор')
  const ticket = await anna.given()
  const missing = await boris.get('/tickets/9999')
  const tries = [
    await boris.get(`/tickets/${ticket}`),
    await boris.get(`/tickets/${ticket}/lines`),
    await boris.reply(ticket, 'я свой'),
    await boris.do('POST', `/tickets/${ticket}/notes`, { text: 'я свой' }),
    await boris.do('POST', `/tickets/${ticket}/claim`),
    await boris.do('POST', `/tickets/${ticket}/transfer`, { to: { operator: 'boris' } }),
    await boris.do('POST', `/tickets/${ticket}/closing`),
    await boris.ask('GET', `/tickets/${ticket}/files/${'A'.repeat(22)}`),
  ]
  for (const { status, body } of tries) expect([status, body]).toEqual([404, missing.body])
  expect((await boris.get('/tickets')).body.tickets).toEqual([])
})

it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
  '%s is no operator and no group',
  async (name) => {
    const { url } = await openKotik({ people: PEOPLE })
    const [vera, anna] = [await Customer.open(url), await Operator.open(url, 'anna')]
    await vera.say('оператор')
    const ticket = await anna.given()
    const to = async (where: object) =>
      (await anna.do('POST', `/tickets/${ticket}/transfer`, { to: where })).body.error.code
    expect(await to({ operator: name })).toBe('noSuchOperator')
    expect(await to({ group: name })).toBe('noSuchGroup')
    expect((await anna.do('POST', `/tickets/${ticket}/tag`, { topic: name })).body.error.code).toBe(
      'noSuchTopic',
    )
    expect(
      (await anna.ask('POST', '/session', { login: name, password: 'что-то длинное' })).body.error.code,
    ).toBe('wrongPassword')
  },
)

it.each([
  ['a key of every object', '{"id":"12345678","text":"a","__proto__":{"text":"b"}}'],
  ['a constructor', '{"id":"12345678","text":"a","constructor":{"prototype":{"x":1}}}'],
  ['an object instead of a text', '{"id":"12345678","text":{"length":1}}'],
  ['a list instead of an object', '[{"id":"12345678","text":"a"}]'],
  ['a hundred thousand brackets', `{"id":"12345678","text":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  [
    'a hundred thousand objects',
    `{"id":"12345678","text":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`,
  ],
  ['half of it', '{"id":"12345678","te'],
])('%s in a body is a 400 and nothing else', async (_, body) => {
  const { url } = await openKotik({ people: PEOPLE })
  const [vera, anna] = [await Customer.open(url), await Operator.open(url, 'anna')]
  const answers = [await vera.ask('POST', '/chat/messages', body), await anna.ask('PUT', '/me/shift', body)]
  for (const { status, body: told } of answers) {
    expect(status).toBe(400)
    expect(told.error.message.length).toBeLessThan(600)
  }
  expect(vera.texts()).toHaveLength(1)
})

it.each([
  '/desk/../chat/sessions',
  '/desk/..%2f..%2fpackage.json',
  '/demo/..%2f..%2f..%2fpackage.json',
  '/demo/%2e%2e/%2e%2e/package.json',
  '/desk/assets/..%2findex.html',
  '/demo/..%5c..%5cpackage.json',
  '/demo/%00',
  '/%zz',
  '/chat/files/..%2f..%2fkotik.db',
  '//evil.example/%2e%2e',
])('the path %s leads to nothing', async (path) => {
  const { url } = await openKotik()
  const answer = await spoken(url, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
  expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
  expect(answer).not.toMatch(/at .*\.[jt]s:\d+|node_modules|kotik-whole|"version"/)
})

it('a file’s name cannot end a header or a folder', async () => {
  const { url } = await openKotik()
  const vera = await Customer.open(url)
  const name = encodeURIComponent('../../x"\r\nSet-Cookie: a=b\r\n\u202Egnp.txt')
  const upload = await vera.ask('POST', '/chat/files', Buffer.from('привет'), {
    'x-file-name': name,
    'content-type': 'text/plain',
  })
  expect(upload.body.name).not.toMatch(/[/\\"\r\n\u202E]/)
  const answer = await spoken(url, `GET ${upload.body.url} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
  const [head = ''] = answer.split('\r\n\r\n')
  expect(head).toMatch(/^content-disposition: attachment;/im)
  expect(head).not.toMatch(/^set-cookie/im)
})

it('headers of 100 kB are refused, and the next request is served', async () => {
  const { url } = await openKotik()
  const vera = await Customer.open(url)
  const answer = await spoken(url, `GET / HTTP/1.1\r\nHost: x\r\nX-Big: ${'x'.repeat(100_000)}\r\n\r\n`)
  expect(answer).toMatch(/^HTTP\/1\.1 431 /)
  expect((await vera.say('забыл пароль')).status).toBe(200)
})

it('the live page of a customer cannot be opened without end', async () => {
  const { url } = await openKotik()
  const vera = await Customer.open(url)
  const statuses: number[] = []
  for (let n = 0; n < 70; n++) {
    const answer = await spoken(
      url,
      `GET /chat/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${vera.session}\r\n\r\n`,
      'first',
    )
    statuses.push(Number(answer.slice(9, 12)))
  }
  expect(statuses).toContain(429)
})

it('guesses of a password are slowed down, and nobody else is', async () => {
  const { url } = await openKotik({ people: PEOPLE })
  const guesser = new Operator(url, 'anna')
  const answers = []
  for (let n = 0; n < 12; n++)
    answers.push(await guesser.ask('POST', '/session', { login: 'anna', password: `угадаю ${n}` }))
  expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(401), 429, 429])
  expect(answers.at(-1)?.body.error.message).toMatch(/Подождите \d+ с/)
  expect((await Operator.open(url, 'boris')).cookie).not.toBe('')
})

it('a login link works once, and a session brought from outside is not kept', async () => {
  const { url, running } = await openKotik()
  const token = new URL(running.demoDeskUrl ?? '').hash.slice(1)
  const guest = new Operator(url, 'demo')
  guest.cookie = `kotik_desk=${'A'.repeat(43)}`
  const first = await guest.ask('POST', '/session/link', { token })
  expect(String(first.headers['set-cookie'])).not.toContain('A'.repeat(43))
  expect((await guest.get('/me')).status).toBe(401)
  expect((await guest.ask('POST', '/session/link', { token })).body.error.code).toBe('badLink')
})

it('a command from another site changes nothing', async () => {
  const { url } = await openKotik({ people: PEOPLE })
  const anna = await Operator.open(url, 'anna')
  const from = (headers: object) => anna.ask('PUT', '/me/shift', { id: randomUUID(), shift: 'off' }, headers)
  for (const headers of [
    { origin: 'https://evil.example' },
    { 'sec-fetch-site': 'cross-site' },
    { origin: 'null' },
  ]) {
    expect((await from(headers)).body.error.code).toBe('crossSite')
  }
  expect((await anna.get('/me')).body.shift).toBe('on')
})

it('a signed user with code for a name is text at the desk and in the greeting, and needs a true signature', async () => {
  const { url } = await openKotik({ people: PEOPLE, env: { SECRET } })
  const anna = await Operator.open(url, 'anna')
  const name = '<script>{{7|times:6}}</script>'
  const fields = {
    id: '1',
    name,
    email: '"><svg/onload=x>@b.ru',
    expires: Math.floor(Date.now() / 1000) + 60,
    attributes: { plan: '{{env.SECRET}}', constructor: 'x', toString: 'y' },
  }
  const hash = createHmac('sha256', userKey(SECRET)).update(signedText(fields)).digest('hex')
  const vera = await Customer.open(url, { open: { user: { ...fields, hash } } })
  expect(vera.texts()).toEqual([`Здравствуйте, ${name}! Что случилось?`])
  await vera.say('оператор')
  const { body } = await anna.get(`/tickets/${await anna.given()}`)
  expect(body.customer).toMatchObject({
    name,
    email: fields.email,
    verified: true,
    attributes: fields.attributes,
  })
  const forged = await vera.ask('POST', '/chat/sessions', { user: { ...fields, id: '2', hash } })
  expect([forged.status, forged.body.error.code]).toEqual([401, 'userForged'])
})

it('an address that a customer types does not pass for the one their site has signed', async () => {
  const { url } = await openKotik({ people: PEOPLE, env: { SECRET } })
  const fields = {
    id: '1',
    name: 'Злодей',
    email: 'own@example.ru',
    expires: Math.floor(Date.now() / 1000) + 60,
  }
  const hash = createHmac('sha256', userKey(SECRET)).update(signedText(fields)).digest('hex')
  const mallory = await Customer.open(url, { open: { user: { ...fields, hash } } })
  await mallory.say('оператор')
  await mallory.hears((one) => one.message?.control?.kind === 'queue')
  await mallory.press('Оставить почту')
  await mallory.say('victim@example.ru')
  await mallory.hears('Записал victim@example.ru')
  const anna = await Operator.open(url, 'anna')
  await mallory.say('оператор')
  const { body } = await anna.get(`/tickets/${await anna.given()}`)
  expect(body.customer).toMatchObject({ email: 'own@example.ru', verified: true })
})

it('the page a conversation begins on starts no flow that was never meant to be begun there', async () => {
  const { url } = await openKotik()
  for (const payload of ['inner', 'constructor', '__proto__', 'tell/../inner']) {
    const vera = await Customer.open(url, { open: { payload } })
    await vera.say('забыл пароль')
    await vera.hears('Забыли пароль')
    expect(vera.texts().join()).not.toMatch(/сломалось|\{\{/)
  }
})

/** What a server says to bytes of any kind, as no well-made client would send them. */
function spoken(url: string, bytes: string, till: 'first' | 'end' = 'end'): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    let heard = ''
    socket.on('data', (chunk) => {
      heard += chunk.toString('utf8')
      if (till === 'first') resolve(heard)
    })
    socket.once('close', () => resolve(heard))
    socket.once('error', (error) => (heard ? resolve(heard) : reject(error)))
    socket.write(bytes)
  })
}
