/** The faults, by their numbers, that befall what is said to customers: nothing lost, order kept, nobody else held up. */
import { describe, expect, it } from 'vitest'
import { hours, minutes, seconds } from '../../../src/domain/time.ts'
import type { Seat } from '../../fakes/telegram/people/seat.ts'
import { Customer } from '../../whole/customer.ts'
import { Operator } from '../../whole/operator.ts'
import { openTelegram, passUntil, type Telegram, TOKEN, texts } from './world.ts'

const ANNA = [{ login: 'anna', name: 'Анна' }]
const ANSWER = 'Нажмите «Забыли пароль?» на странице входа.'
const SAID = ['раз', 'два', 'три']
const saidTo = (vera: Seat) => texts(vera.messages()).filter((text) => SAID.includes(text))

/** Вера with an operator who answers. */
async function chatting(telegram: Telegram) {
  const anna = await Operator.open(telegram.kotik.url, 'anna')
  const vera = telegram.customer()
  vera.say('оператор')
  const ticket = await anna.given()
  await telegram.sees(vera, /подключается Анна/u)
  return { vera, anna, reply: (text: string) => anna.reply(ticket, text) }
}

describe('what is sent to customers', () => {
  it('obeys a 429 of an hour, also through a restart; order holds and others are served (14)', async () => {
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
    ['of one chat: nobody else waits', 'chat', 1],
    ['of one method: for everybody', 'method', 2],
  ] as const)('obeys a 429 %s; nothing is asked before its time (13)', async (_, limited, refusals) => {
    const telegram = await openTelegram({ people: ANNA })
    const { fake, clock, customer, sees } = telegram
    const { vera, anna, reply } = await chatting(telegram)
    const where = limited === 'chat' ? { chat: vera.chat.id } : { method: 'sendMessage' }
    const flood = fake.inject({ kind: 'flood', retryAfter: 30 }, where)
    const refused = () => fake.journal.counts['sendMessage 429'] ?? 0
    for (const text of SAID) await reply(text)
    const petr = customer('Пётр')
    petr.say('забыл пароль')
    if (limited === 'chat') await sees(petr, ANSWER)
    await passUntil(clock, () => refused() === refusals)
    await clock.pass(seconds(25))
    expect([refused(), saidTo(vera)]).toEqual([refusals, []])
    flood.remove()
    await clock.pass(seconds(10))
    await sees(petr, ANSWER)
    await sees(vera, 'три')
    expect(saidTo(vera)).toEqual(SAID)
    await anna.leave()
  })

  it.each([
    ['502 of a proxy (15)', { kind: 'status', status: 502, html: true }, 0],
    ['500 of Telegram (15)', { kind: 'status', status: 500 }, 0],
    ['a line cut before the call (16)', { kind: 'refuse' }, 0],
    ['a hung socket (18)', { kind: 'hang' }, 0],
    ['a call taken, its answer lost (17)', { kind: 'cut' }, 1],
    ['a call taken, never answered (17)', { kind: 'hangAfter' }, 1],
  ] as const)(
    'outlives %s: nothing lost, order kept, doubled what was on its way',
    async (_, fault, more) => {
      const telegram = await openTelegram({ people: ANNA })
      const { fake, clock, sees } = telegram
      const { vera, anna, reply } = await chatting(telegram)
      fake.inject(fault, { method: 'sendMessage', chat: vera.chat.id, times: 1 })
      for (const text of SAID) await reply(text)
      await clock.pass(seconds(61))
      await sees(vera, 'три')
      expect(saidTo(vera)).toEqual([...Array(more).fill('раз'), ...SAID])
      await anna.leave()
    },
  )

  it('stopped between Telegram’s yes and its own note of it: that one comes again, no other (4)', async () => {
    const telegram = await openTelegram({ people: ANNA })
    const { fake, clock, sees, kotik } = telegram
    const { vera, anna, reply } = await chatting(telegram)
    const untold = fake.inject({ kind: 'hangAfter' }, { method: 'sendMessage', chat: vera.chat.id })
    for (const text of SAID) await reply(text)
    await passUntil(clock, () => untold.hits === 1)
    const again = kotik.restart()
    // What is under way is waited for, though not for ever.
    await clock.pass(seconds(10))
    untold.remove()
    await again
    await sees(vera, 'три')
    expect(saidTo(vera)).toEqual(['раз', ...SAID])
    await anna.leave()
  })

  it('a message Telegram will never take is set aside and told; the next one goes (25)', async () => {
    const telegram = await openTelegram({ people: ANNA })
    const { fake, heard, sees } = telegram
    const { vera, anna, reply } = await chatting(telegram)
    const description = 'Bad Request: message is too long'
    fake.inject(
      { kind: 'status', status: 400, description },
      { method: 'sendMessage', chat: vera.chat.id, times: 1 },
    )
    for (const text of SAID) await reply(text)
    expect(await heard('deliveryRefused')).toMatchObject({ why: 'badContent' })
    await sees(vera, 'три')
    expect(saidTo(vera)).toEqual(['два', 'три'])
    await anna.leave()
  })

  it('a customer blocks the bot: it is told once, others are served, who comes back is answered (24)', async () => {
    const telegram = await openTelegram({ people: ANNA })
    const { fake, heard, sees, customer, clock } = telegram
    const { vera, anna, reply } = await chatting(telegram)
    vera.block()
    await heard('customerBlocked')
    await reply('раз')
    expect(await heard('deliveryRefused')).toMatchObject({ why: 'blockedByUser' })
    const petr = customer('Пётр')
    petr.say('забыл пароль')
    await sees(petr, ANSWER)
    await clock.pass(minutes(1))
    expect(fake.journal.counts['sendMessage 403']).toBe(1)
    vera.unblock()
    vera.say('я вернулась')
    await heard('customerSaid', ({ content }) => content.text === 'я вернулась')
    await reply('два')
    await sees(vera, 'два')
    await anna.leave()
  })

  it('waits while the token is revoked; the site goes on (35)', async () => {
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
