/** Many at once: a flood, two first words, open connections; the others must not notice. */
import { createHmac, randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { signedText, userKey } from '../../src/channels/site/user.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { Customer } from './customer.ts'
import { EventStream, type Heard } from './events.ts'
import { openKotik } from './kotik.ts'
import { Operator } from './operator.ts'

const PEOPLE = [{ login: 'anna', name: 'Анна' }]
const SECRET = 'a-secret-for-tests-that-is-long-enough'

it('a flood of one customer are slowed down in words, and neighbours at the same address are served', async () => {
  // The clock stands still: a minute's messages are exactly what `_bot.yml` allows.
  const { url } = await openKotik({ people: PEOPLE, clock: new ManualClock() })
  const [mallory, vera] = [await Customer.open(url), await Customer.open(url)]
  const anna = await Operator.open(url, 'anna')
  const flood = Array.from({ length: 1500 }, () => mallory.say('забыл пароль'))
  let flooded = true
  const answered = Promise.all(flood).finally(() => {
    flooded = false
  })
  expect((await vera.say('забыл пароль')).status).toBe(200)
  await vera.hears('Забыли пароль')
  await vera.say('оператор')
  await anna.reply(await anna.given(), 'Здравствуйте')
  await vera.hears('Здравствуйте')
  // A whole talk, from the first word to a person's, went in between.
  expect(flooded).toBe(true)
  const answers = await answered
  const kept = answers.filter(({ status }) => status === 200)
  const slowed = answers.filter(({ status }) => status === 429)
  expect(kept.length).toBeLessThanOrEqual(30)
  expect(slowed.length).toBe(1500 - kept.length)
  for (const { body, headers } of slowed) {
    expect(body.error.message).toMatch(/^(Сообщений|Запросов|Слишком).*Подождите \d+ с/)
    expect(Number(headers['retry-after'])).toBeGreaterThan(0)
  }
  expect((await vera.say('я ещё здесь')).status).toBe(200)
})

it('two first messages at once are one conversation, both kept, in the order they came', async () => {
  const { url } = await openKotik()
  const vera = await Customer.open(url)
  const ids = ['first-message', 'second-message']
  const answers = await Promise.all(ids.map((id) => vera.say('забыл пароль', { id })))
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  await vera.hears('Забыли пароль')
  await vera.hears('Забыли пароль')
  const said = vera.heard.filter((one) => one.message?.clientId).map(({ message }) => message)
  expect(said.map(({ clientId }: Heard) => clientId).toSorted()).toEqual(ids)
  expect(said[0].number).toBeLessThan(said[1].number)
})

it('the same message twice at once is kept once', async () => {
  const { url } = await openKotik()
  const vera = await Customer.open(url)
  const answers = await Promise.all([1, 2, 3].map(() => vera.say('забыл пароль', { id: 'same-message' })))
  expect(answers.map(({ body }) => body.status).toSorted()).toEqual(['done', 'duplicate', 'duplicate'])
  await vera.hears('Забыли пароль')
  expect(vera.texts().filter((text) => text === 'забыл пароль')).toHaveLength(1)
})

it('a user who comes from two devices at once has one conversation and is greeted once', async () => {
  const { url } = await openKotik({ env: { SECRET } })
  const fields = { id: '17', name: 'Вера', expires: Math.floor(Date.now() / 1000) + 60 }
  const user = {
    ...fields,
    hash: createHmac('sha256', userKey(SECRET)).update(signedText(fields)).digest('hex'),
  }
  const [phone, laptop] = await Promise.all([1, 2].map(() => Customer.open(url, { open: { user } })))
  await phone?.say('забыл пароль')
  await laptop?.hears('Забыли пароль')
  expect(laptop?.texts().filter((text) => text.startsWith('Здравствуйте'))).toHaveLength(1)
  expect(laptop?.texts()).toEqual(phone?.texts())
})

it('two operators who press at once: one has the chat, the other learns who', async () => {
  const people = ['anna', 'boris'].map((login) => ({ login, name: login, groups: ['first-line'] }))
  const { url } = await openKotik({ people })
  const operators = await Promise.all(people.map(({ login }) => Operator.open(url, login, 'off')))
  const vera = await Customer.open(url)
  await vera.say('оператор')
  await vera.hears((one) => one.message?.control?.kind === 'queue')
  for (const operator of operators) await operator.do('PUT', '/me/shift', { shift: 'paused' })
  const answers = await Promise.all(operators.map((operator) => operator.do('POST', '/tickets/1/claim')))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  expect(answers.find(({ status }) => status === 409)?.body.error.message).toMatch(
    /^Этот чат уже ведёт (anna|boris)\.$/,
  )
})

it('connections that never finish what they began to say hold up nobody', async () => {
  const { url } = await openKotik()
  const port = Number(new URL(url).port)
  const vera = await Customer.open(url)
  const sockets = Array.from({ length: 300 }, () => connect(port, '127.0.0.1'))
  onTestFinished(() => sockets.forEach((socket) => void socket.destroy()))
  for (const socket of sockets)
    socket.write('POST /chat/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nX-')
  await vera.say('забыл пароль')
  await vera.hears('Забыли пароль')
})

it('slow uploads of one address leave room for those of others', async () => {
  const { url } = await openKotik()
  const [mallory, vera] = [await Customer.open(url), await Customer.open(url, { address: '127.0.0.9' })]
  const sockets = Array.from({ length: 15 }, () => connect(Number(new URL(url).port), '127.0.0.1'))
  onTestFinished(() => sockets.forEach((socket) => void socket.destroy()))
  const refused = new Promise<string>((resolve) => {
    for (const socket of sockets) {
      socket.on('data', (chunk) => resolve(chunk.toString('utf8')))
      socket.on('error', () => undefined)
      socket.write(
        `POST /chat/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${mallory.session}\r\nContent-Length: 1000000\r\n\r\nx`,
      )
    }
  })
  expect(await refused).toMatch(/^HTTP\/1\.1 429 /)
  const file = await vera.ask('POST', '/chat/files', Buffer.from('чек'), {
    'x-file-name': 'a.txt',
    'content-type': 'text/plain',
  })
  expect([file.status, file.body]).toMatchObject([201, { name: 'a.txt' }])
})

it('the sixth page of one customer closes the first, and all others go on', async () => {
  const { url } = await openKotik()
  const vera = await Customer.open(url)
  const headers = { authorization: `Bearer ${vera.session}` }
  const pages: EventStream[] = []
  for (let n = 0; n < 5; n++) pages.push(await EventStream.open(`${url}/chat/events`, { headers }))
  onTestFinished(async () => {
    await Promise.all(pages.map((page) => page.close()))
  })
  await expect(vera.hears('никогда')).rejects.toThrow('The stream ended')
  await vera.ask('POST', '/chat/messages', { id: randomUUID(), text: 'забыл пароль' })
  for (const page of pages) await page.next((one) => one.message?.text.includes('Забыли пароль'))
})
