/** The faults, by their numbers, that befall what customers write: all of it is heard, once, in order. */
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '../../../src/domain/time.ts'
import { botApi } from '../../../src/telegram/api.ts'
import { openTelegram, passUntil, type Telegram, TOKEN, texts } from './world.ts'

const ANSWER = 'Нажмите «Забыли пароль?» на странице входа.'
const numbered = (n: number) => Array.from({ length: n }, (_, index) => `слово ${index}`)
const saidIn = ({ log }: Telegram) =>
  log.flatMap(({ event }) => (event.type === 'customerSaid' ? [event.content.text] : []))

describe('what customers write', () => {
  it('comes whole and in order through stops in the middle of a backlog (9, 23)', {
    timeout: 60_000,
  }, async () => {
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

  it('posted twice is heard once; a webhook is as good as a poll (19)', async () => {
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

  it('confirmed to nobody and brought again after a stop is heard and answered once (2, 3, 19)', async () => {
    const telegram = await openTelegram()
    const { fake, bot, clock, customer, sees, kotik } = telegram
    const vera = customer()
    await passUntil(clock, () => bot.polling)
    // The poll that waits brings it; every later one, which would confirm it, fails.
    fake.inject({ kind: 'refuse' }, { method: 'getUpdates' })
    vera.say('забыл пароль')
    await sees(vera, ANSWER)
    expect(bot.pending).toBe(1)
    await kotik.stop()
    fake.healAll()
    await kotik.restart()
    await passUntil(clock, () => bot.pending === 0)
    await clock.pass(seconds(5))
    expect(saidIn(telegram)).toEqual(['забыл пароль'])
    expect(texts(vera.messages()).filter((text) => text === ANSWER)).toHaveLength(1)
  })

  // A batch holds a hundred.
  it.each([
    ['in one batch', 0],
    ['in two batches', 99],
  ])(
    'first of all, twice at once, %s: one conversation, one greeting, both in order (20)',
    async (_, others) => {
      const telegram = await openTelegram({
        before: (fake, bot) => {
          for (let n = 0; n < others; n++) fake.newPerson(`Гость ${n}`).with(bot).say('спасибо')
          const vera = fake.newPerson({ id: 4_242, firstName: 'Вера' }).with(bot)
          vera.start()
          vera.say('забыл пароль')
        },
      })
      const { fake, bot, clock, log, sees } = telegram
      const vera = fake.personOf(4_242).with(bot)
      await sees(vera, ANSWER)
      await passUntil(clock, () => bot.pending === 0)
      const own = log.filter(({ address }) => address.to === 'conversation' && address.id === 'telegram:4242')
      expect(own.filter(({ event }) => event.type === 'conversationStarted')).toHaveLength(1)
      expect(texts(vera.messages())).toEqual([
        '/start',
        'забыл пароль',
        expect.stringMatching(/^Здравствуйте, Вера!/u),
        ANSWER,
      ])
    },
  )

  it('taken by another program as well comes here all the same, once (21)', async () => {
    const telegram = await openTelegram()
    const { fake, bot, clock, customer, sees } = telegram
    await passUntil(clock, () => bot.polling)
    const other = botApi(TOKEN, fake.url)
    const taken = other.call<readonly object[]>('getUpdates', { timeout: 50 })
    await fake.waitFor(() => fake.journal.counts['getUpdates 409'] === 1)
    const vera = customer()
    vera.say('забыл пароль')
    expect(await taken).toHaveLength(1)
    await sees(vera, ANSWER)
    vera.say('спасибо')
    await sees(vera, 'Пожалуйста!')
    expect(saidIn(telegram)).toEqual(['забыл пароль', 'спасибо'])
    await other.close()
  })

  it('is heard when the numbers of updates begin anew, lower or higher (22)', async () => {
    const telegram = await openTelegram()
    const { bot, clock, customer } = telegram
    const vera = customer()
    const heard = (n: number) => passUntil(clock, () => saidIn(telegram).length === n && bot.pending === 0)
    vera.say('раз')
    await heard(1)
    for (const [n, begin] of [500, 2_000_000_000, 7].entries()) {
      bot.restartUpdateIds(begin)
      vera.say(`опять ${n}`)
      vera.say(`ещё ${n}`)
      await heard(3 + 2 * n)
    }
    expect(saidIn(telegram).slice(-2)).toEqual(['опять 2', 'ещё 2'])
    expect(saidIn(telegram)).toHaveLength(7)
  })

  it('that cannot be read at all is set aside; the conversation goes on (25)', async () => {
    const { fake, bot, clock, customer, sees } = await openTelegram()
    const vera = customer()
    const { id } = vera.chat
    const poison = { message_id: 9_001, date: 1, text: 'яд', entities: [null] }
    const place = { chat: { id, type: 'private' }, from: { id, is_bot: false, first_name: 'Вера' } }
    fake.world.onUpdate(bot.bot, 'message', { ...poison, ...place }, id)
    vera.say('забыл пароль')
    await sees(vera, ANSWER)
    await passUntil(clock, () => bot.pending === 0)
  })

  it('edited while it waits its turn: the transcript has both, in order (34)', async () => {
    const telegram = await openTelegram()
    const { clock, customer, heard } = telegram
    const vera = customer()
    // Beyond the thirty of a minute it waits here, not at Telegram.
    for (const text of numbered(30)) vera.say(text)
    const late = vera.say('забил пароль')
    await passUntil(clock, () => saidIn(telegram).length === 30 && telegram.bot.pending === 0)
    vera.edit(late.id, 'забыл пароль')
    await passUntil(clock, () => telegram.bot.pending === 0)
    expect(saidIn(telegram)).not.toContain('забил пароль')
    for (let minute = 0; minute < 2; minute++) await clock.pass(minutes(1))
    const first = await heard('customerSaid', ({ content }) => content.text === 'забил пароль')
    expect(await heard('messageEdited')).toMatchObject({
      number: first.number,
      content: { text: 'забыл пароль' },
    })
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
