/** The faults of LIMITS.md that concern customers in Telegram: nothing lost, order kept, nobody else held up. */

import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { hours, minutes, seconds } from '../../../src/domain/time.ts'
import { Customer } from '../../whole/customer.ts'
import { Operator } from '../../whole/operator.ts'
import { openTelegram, passUntil, type Telegram, TOKEN, texts } from './world.ts'

const ANNA = [{ login: 'anna', name: 'Анна' }]
const ANSWER = 'Нажмите «Забыли пароль?» на странице входа.'
const numbered = (n: number) => Array.from({ length: n }, (_, index) => `слово ${index}`)
const saidIn = ({ log }: Telegram) =>
  log.flatMap(({ event }) => (event.type === 'customerSaid' ? [event.content.text] : []))

/** Вера with an operator who answers. */
async function chatting(telegram: Telegram) {
  const anna = await Operator.open(telegram.kotik.url, 'anna')
  const vera = telegram.customer()
  vera.say('оператор')
  const ticket = await anna.given()
  await telegram.sees(vera, /подключается Анна/u)
  return { vera, anna, reply: (text: string) => anna.reply(ticket, text) }
}

describe('what customers write', () => {
  it('comes whole and in order through stops in the middle of a backlog', { timeout: 60_000 }, async () => {
    const wanted = numbered(1_000)
    const telegram = await openTelegram({
      env: { CONTENT_DIR: 'tests/crash/content' },
      before: (fake, bot) => {
        const seats = Array.from({ length: 100 }, (_, n) => fake.newPerson(`Гость ${n}`).with(bot))
        for (const [n, text] of wanted.entries()) seats[n % 100]?.say(text)
      },
    })
    const { kotik, bot, clock } = telegram
    const said = saidIn(telegram)
    for (let stop = 0; stop < 3; stop++) {
      await kotik.restart()
      kotik.running.kotik.live.subscribe((events) => {
        for (const { event } of events) if (event.type === 'customerSaid') said.push(event.content.text)
      })
      await passUntil(clock, () => bot.pending < 1_000 - 250 * (stop + 1))
    }
    await passUntil(clock, () => bot.pending === 0)
    const stored = new Set(said)
    expect(wanted.filter((text) => !stored.has(text))).toEqual([])
    expect(said).toHaveLength(new Set(said).size)
  })

  it('beyond the limit of a minute waits its turn; nobody else waits with it', async () => {
    const telegram = await openTelegram()
    const { clock, customer, sees } = telegram
    const [vera, petr] = [customer('Вера'), customer('Пётр')]
    const wanted = numbered(50)
    for (const text of wanted) vera.say(text)
    petr.say('забыл пароль')
    await sees(petr, ANSWER)
    const veras = () => saidIn(telegram).filter((text) => text.startsWith('слово'))
    expect(veras().length).toBeLessThan(50)
    for (let minute = 0; minute < 3; minute++) await clock.pass(minutes(1))
    await passUntil(clock, () => veras().length === 50)
    expect(veras()).toEqual(wanted)
  })

  it('that comes twice is heard once; a webhook is as good as a poll', async () => {
    const port = await freePort()
    const telegram = await openTelegram({
      env: {
        PORT: String(port),
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        SECRET: 's'.repeat(40),
        TELEGRAM_MODE: 'webhook',
        TELEGRAM_WEBHOOK_SECRET: 'w'.repeat(32),
      },
    })
    const { customer, sees, bot, fake, clock } = telegram
    await fake.waitFor(() => bot.webhook.url !== '')
    const vera = customer()
    vera.say('забыл пароль')
    await sees(vera, ANSWER)
    const update = {
      update_id: 100_000_001,
      message: {
        message_id: 1,
        date: 1,
        text: 'забыл пароль',
        chat: { id: vera.chat.id, type: 'private' },
        from: { id: vera.person.id, first_name: 'Вера', is_bot: false },
      },
    }
    const again = await fetch(String(bot.webhook.url), {
      method: 'POST',
      body: JSON.stringify(update),
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': 'w'.repeat(32) },
    })
    expect(again.status).toBe(200)
    await clock.pass(seconds(5))
    expect(saidIn(telegram)).toEqual(['забыл пароль'])
    const secret = fake.journal.callsOf('setWebhook')
    expect(secret).toHaveLength(1)
  })
})

describe('what is sent to customers', () => {
  it('obeys a 429 of an hour, also through a restart; order holds and others are served', async () => {
    const telegram = await openTelegram({ people: ANNA })
    const { fake, clock, customer, sees, kotik } = telegram
    const { vera, anna, reply } = await chatting(telegram)
    fake.inject({ kind: 'flood', retryAfter: 3600 }, { method: 'sendMessage', chat: vera.chat.id, times: 1 })
    await reply('первое')
    await reply('второе')
    await passUntil(clock, () => fake.journal.counts['sendMessage 429'] === 1)
    await clock.pass(seconds(10))
    await kotik.restart()
    const petr = customer('Пётр')
    petr.say('забыл пароль')
    await sees(petr, ANSWER)
    for (let quarter = 0; quarter < 3; quarter++) await clock.pass(minutes(15))
    expect(texts(vera.messages())).not.toContain('первое')
    for (let quarter = 0; quarter < 2; quarter++) await clock.pass(minutes(10))
    await sees(vera, 'второе')
    expect(texts(vera.messages()).filter((text) => /^(?:перв|втор)ое$/u.test(text))).toEqual([
      'первое',
      'второе',
    ])
    expect(fake.journal.counts['sendMessage 429']).toBe(1)
    await anna.leave()
  })

  it.each([
    ['5xx', { kind: 'status', status: 502, html: true }, 1],
    ['a refused connection', { kind: 'refuse' }, 1],
    ['a hung socket', { kind: 'hang' }, 1],
    ['an answer that was lost', { kind: 'cut' }, 2],
    ['an answer that never came', { kind: 'hangAfter' }, 2],
  ] as const)(
    'outlives %s: nothing lost, order kept, doubled at most what was on its way',
    async (_, fault, most) => {
      const telegram = await openTelegram({ people: ANNA })
      const { fake, clock, sees } = telegram
      const { vera, anna, reply } = await chatting(telegram)
      fake.inject(fault, { method: 'sendMessage', times: 1 })
      for (const text of ['раз', 'два', 'три']) await reply(text)
      await clock.pass(seconds(61))
      await sees(vera, 'три')
      const seen = texts(vera.messages()).filter((text) => ['раз', 'два', 'три'].includes(text))
      expect([...new Set(seen)]).toEqual(['раз', 'два', 'три'])
      expect(seen.filter((text) => text === 'раз').length).toBeLessThanOrEqual(most)
      expect(seen.slice(-2)).toEqual(['два', 'три'])
      await anna.leave()
    },
  )

  it('waits while the token is revoked; the site goes on', async () => {
    const telegram = await openTelegram({ people: ANNA })
    const { bot, clock, kotik } = telegram
    const { anna, reply } = await chatting(telegram)
    bot.revokeToken()
    await reply('вы меня слышите?')
    const site = await Customer.open(kotik.url)
    await site.say('забыл пароль')
    await site.hears('Нажмите')
    await clock.pass(hours(1))
    expect(kotik.running.kotik.health().status).toBe('ok')
    expect(telegram.log.some(({ event }) => event.type === 'deliveryRefused')).toBe(false)
    expect(TOKEN).not.toBe(bot.token)
    await anna.leave()
  })
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => {
    server.close(resolve)
  })
  return port
}
