/** Whole conversations in Telegram: what a customer sees on the screen. */
import { describe, expect, it } from 'vitest'
import { conversationId, inputKey, operatorId, ticketId } from '../../../src/domain/ids.ts'
import { asRead, type Content } from '../../../src/domain/message.ts'
import { seconds } from '../../../src/domain/time.ts'
import { Operator } from '../../whole/operator.ts'
import { openTelegram, passUntil, texts } from './world.ts'

const ANNA = [{ login: 'anna', name: 'Анна' }]
const labels = (message: { readonly buttons: readonly (readonly { readonly text: string }[])[] }) =>
  message.buttons.flat().map(({ text }) => text)

describe('the bot', () => {
  it('greets, answers, and takes presses', async () => {
    const { customer, sees } = await openTelegram()
    const vera = customer()
    vera.start()
    expect(labels(await sees(vera, 'Здравствуйте, Вера! Что случилось?'))).toEqual([
      'Рассказать',
      'Позвать человека',
    ])
    vera.say('забыл пароль')
    await sees(vera, 'Нажмите «Забыли пароль?» на странице входа.')
    await vera.press('👍').answered()
    await sees(vera, /Спасибо/u)
  })

  it('has a menu of commands in each language, and obeys them', async () => {
    const { fake, bot, customer, sees } = await openTelegram()
    const vera = customer()
    await fake.waitFor(() => bot.bot.commands.size > 0)
    const [menu = []] = bot.bot.commands.values()
    expect(menu.map(({ command }) => command)).toEqual(['start', 'operator', 'back', 'stop'])
    vera.say('/back@kotik_bot')
    await sees(vera, /Возвращаться некуда/u)
  })

  it('walks through a flow: takes the number by a touch, and only one’s own', async () => {
    const { customer, heard, sees } = await openTelegram()
    const vera = customer()
    vera.start('tell')
    await sees(vera, 'Расскажите, что случилось?')
    vera.say('не открывается кино')
    vera.say('vera@example.org')
    const question = await sees(vera, 'Какой телефон?')
    expect(question.keyboard).toMatchObject({
      keyboard: [[{ text: '📱 Отправить мой номер', request_contact: true }]],
    })
    vera.sendContact('79261234567', { userId: 42, name: 'Пётр' })
    await sees(vera, ({ id, keyboard }) => id > question.id && keyboard?.keyboard !== undefined)
    expect(vera.last()?.text).not.toBe('Номер из четырёх цифр?')
    vera.sendContact('79261234567')
    expect((await sees(vera, 'Номер из четырёх цифр?')).keyboard).toEqual({ remove_keyboard: true })
    const phone = await heard('variableSet', ({ name }) => name === 'phone')
    expect(phone.value).toBe('+79261234567')
  })

  it('opens the flow a link names and keeps where the customer came from', async () => {
    const { customer, heard, sees } = await openTelegram()
    const vera = customer()
    vera.start('tell__vk-ad')
    await sees(vera, 'Расскажите, что случилось?')
    const started = await heard('conversationStarted')
    expect(started).toMatchObject({ payload: 'tell', profile: { attributes: { cameFrom: 'vk-ad' } } })
  })

  it('speaks the customer’s language where it can', async () => {
    const { fake, bot, heard, customer } = await openTelegram()
    const ann = fake.newPerson({ firstName: 'Ann', lastName: 'Lee', username: 'annlee', languageCode: 'en' })
    ann.with(bot).start()
    const { profile } = await heard('conversationStarted')
    // This bot speaks Russian only.
    expect(profile).toEqual({ name: 'Ann Lee', attributes: { username: '@annlee' } })
    customer('Вера').start()
    const started = await heard('conversationStarted', (event) => event.profile?.name === 'Вера')
    expect(started.profile).toMatchObject({ language: 'ru' })
  })

  it('takes the buttons of a step away when it is over, and refuses them kindly on an old screen', async () => {
    const { fake, customer, clock, sees } = await openTelegram()
    const vera = customer()
    vera.say('что-то непонятное')
    const offer = await sees(vera, /Не понял/u)
    const [data = ''] = offer.buttons.flat().map((button) => button.data ?? '')
    vera.say('оператор')
    const card = await sees(vera, ({ buttons }) => buttons.flat().some(({ text }) => text === 'Отменить'))
    vera.press(labels(card)[0] ?? '')
    await passUntil(clock, () => vera.messages().find(({ id }) => id === card.id)?.buttons.length === 0)
    const again = vera.pressData(card.id, card.buttons[0]?.[0]?.data ?? '')
    expect((await again.answered()).text).toMatch(/прошлого вопроса/u)
    // A lasting one still works.
    const late = vera.pressData(offer.id, data)
    expect((await late.answered()).text ?? '').toBe('')
    // What nobody gave out.
    for (const forged of ['p0:0', 'p999:1', '../../etc', '💥'.repeat(10)]) {
      expect((await vera.pressData(offer.id, forged).answered()).text).toMatch(/прошлого вопроса/u)
    }
    expect(fake.journal.counts['answerCallbackQuery 400'] ?? 0).toBe(0)
  })

  it('keeps buttons through a restart', async () => {
    const { customer, kotik, sees } = await openTelegram()
    const vera = customer()
    vera.say('что-то непонятное')
    await sees(vera, /Не понял/u)
    await kotik.restart()
    await vera.press('Позвать человека').answered()
    await sees(vera, /оператор/iu)
  })

  it('is broken by nothing that customers type', async () => {
    const { fake, customer, log, clock } = await openTelegram()
    const vera = customer()
    const nasty = [
      '<b>не закрыт *_`[~>#+-=|{}.!\\',
      '\u202eтевирп\u202c \u200b\u2060\ufeff',
      'a\u0000b',
      '\ud800 половина',
      '{{ customer.email }} {% raw %}',
      `/${'я'.repeat(60)}`,
    ]
    for (const text of nasty) vera.say(text)
    const said = () => log.filter(({ event }) => event.type === 'customerSaid')
    await passUntil(clock, () => said().length === nasty.length)
    await passUntil(clock, () => fake.journal.sends.length >= 2)
    expect(Object.keys(fake.journal.counts).filter((key) => / 4\d\d$/u.test(key))).toEqual([])
  })

  it('keeps what was said before an edit, and hears the edit', async () => {
    const { customer, heard } = await openTelegram()
    const vera = customer()
    const said = vera.say('забил пароль')
    const first = await heard('customerSaid')
    vera.edit(said.id, 'забыл пароль')
    const edited = await heard('messageEdited')
    expect(edited).toMatchObject({ number: first.number, content: { text: 'забыл пароль' } })
    expect(first.content.text).toBe('забил пароль')
  })

  it('takes an edit that comes with its message, after it', async () => {
    const { heard } = await openTelegram({
      before: (telegram, ownBot) => {
        const vera = telegram.newPerson('Вера').with(ownBot)
        vera.edit(vera.say('первое').id, 'второе')
        vera.say('третье')
      },
    })
    await heard('customerSaid', ({ content }) => content.text === 'третье')
    expect((await heard('messageEdited')).content.text).toBe('второе')
  })

  it('tells in words what is no text', async () => {
    const { customer, heard, log, clock } = await openTelegram()
    const vera = customer()
    vera.sendLocation(55.75, 37.61)
    const shown = ({ content }: { readonly content: Content }) => asRead(content).text
    expect(shown(await heard('customerSaid'))).toContain('mlat=55.75')
    vera.sendContact('79261234567', { userId: 42, name: 'Пётр' })
    const { content } = await heard('customerSaid', (said) => shown(said) === 'Контакт: Пётр')
    expect(content.attachments).toMatchObject([{ name: 'контакт.txt', mime: 'text/plain' }])
    vera.attach({ type: 'sticker', about: { is_animated: true, is_video: false, emoji: '🔥' } })
    await passUntil(clock, () =>
      log.some(({ event }) => event.type === 'customerSaid' && shown(event) === '🔥'),
    )
  })
})

describe('a customer and an operator', () => {
  it('answer each other with replies, edits and formatting; the card counts down; the stars stay', async () => {
    const { fake, kotik, customer, clock, heard, sees } = await openTelegram({ people: ANNA })
    const anna = await Operator.open(kotik.url, 'anna', 'off')
    const vera = customer()
    vera.say('оператор')
    const card = await sees(vera, ({ buttons }) => buttons.flat().some(({ text }) => text === 'Отменить'))
    await anna.do('PUT', '/me/shift', { shift: 'on' })
    const ticket = await anna.given()
    await sees(vera, /подключается Анна/u)
    await fake.waitFor(() => vera.messages().find(({ id }) => id === card.id)?.edited)

    const question = vera.say('**не** работает', {
      entities: [{ type: 'bold', offset: 0, length: 6 }],
    })
    const said = await heard('customerSaid', ({ content }) => content.text.includes('работает'))
    expect(said.content.entities).toEqual([{ kind: 'bold', offset: 0, length: 6 }])
    await anna.do('POST', `/tickets/${ticket}/replies`, { text: 'Какой экран?', replyTo: said.number })
    expect((await sees(vera, 'Какой экран?')).replyTo).toBe(question.id)

    const reply = await sees(vera, 'Какой экран?')
    vera.say('Синий', { replyTo: reply.id })
    const answered = await heard('customerSaid', ({ content }) => content.text === 'Синий')
    const sent = await heard('messageSent', ({ message }) => message.content.text === 'Какой экран?')
    expect(answered.content.replyTo).toBe(sent.message.number)

    await anna.do('POST', `/tickets/${ticket}/closing`)
    await sees(vera, /решён/u)
    vera.press('Да, решён')
    const rate = await sees(vera, ({ buttons }) => buttons.flat().some(({ text }) => text === '5⭐'))
    expect(rate.buttons.map((row) => row.length)).toEqual([5])
    vera.press('4⭐')
    await sees(vera, /⭐⭐⭐⭐$/u)
    expect((await heard('ratingGiven')).score).toBe(4)
    await clock.pass(seconds(10))
    await anna.leave()
  })

  it('sees that the operator types', async () => {
    const { kotik, customer, fake } = await openTelegram({ people: ANNA })
    const anna = await Operator.open(kotik.url, 'anna')
    const vera = customer()
    vera.say('оператор')
    const ticket = await anna.given()
    await anna.ask('POST', `/tickets/${ticket}/typing`, {})
    await fake.waitFor(() => vera.action === 'typing', 'typing')
    await anna.leave()
  })

  it('who blocked the bot is told to the operator, and comes back by writing', async () => {
    const { kotik, customer, heard, sees } = await openTelegram({ people: ANNA })
    const anna = await Operator.open(kotik.url, 'anna')
    const vera = customer()
    vera.say('оператор')
    const ticket = await anna.given()
    await sees(vera, /подключается Анна/u)
    vera.block()
    await heard('customerBlocked')
    await anna.reply(ticket, 'Вы ещё здесь?')
    expect(await heard('deliveryRefused')).toMatchObject({ why: 'blockedByUser', ticket })
    vera.unblock()
    vera.say('я вернулась')
    await anna.reply(ticket, 'Рада видеть')
    await sees(vera, 'Рада видеть')
    await anna.leave()
  })

  it('who deleted the account is gone', async () => {
    const { kotik, fake, bot, heard, sees } = await openTelegram({ people: ANNA })
    const anna = await Operator.open(kotik.url, 'anna')
    const person = fake.newPerson('Вера')
    person.with(bot).say('оператор')
    const ticket = await anna.given()
    await sees(person.with(bot), /подключается Анна/u)
    person.deactivate()
    await anna.reply(ticket, 'Вы ещё здесь?')
    expect(await heard('deliveryRefused')).toMatchObject({ why: 'chatGone' })
    await anna.leave()
  })

  it('reads a long answer in pieces, whole and in order', async () => {
    const { kotik, customer, sees } = await openTelegram({ people: ANNA })
    const anna = await Operator.open(kotik.url, 'anna')
    const vera = customer()
    vera.say('оператор')
    const ticket = await anna.given()
    await sees(vera, /подключается Анна/u)
    const long = Array.from({ length: 900 }, (_, n) => `строка ${n}`).join('\n')
    for (const [n, text] of [long, 'конец'].entries()) {
      await kotik.running.kotik.submit({
        to: 'conversation',
        id: conversationId('telegram', String(vera.chat.id)),
        key: inputKey(`test:${n}`),
        input: {
          type: 'operatorSaid',
          operator: operatorId('anna'),
          ticket: ticketId(ticket),
          content: { text },
        },
      })
    }
    await sees(vera, 'конец')
    const pieces = texts(vera.messages()).filter((text) => text.startsWith('строка'))
    expect(pieces.join('\n')).toBe(long)
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(4096)
    await anna.leave()
  })
})

describe('in somebody’s group', () => {
  it('explains itself once and keeps silent', async () => {
    const { fake, bot, kotik, customer, sees } = await openTelegram()
    const owner = fake.newPerson('Хозяин')
    const group = fake.newGroup({ title: 'Двор', owner })
    group.addBot(bot, 'all')
    const seat = owner.in(group)
    await sees(seat, /только в личном чате: https:\/\/t\.me\/kotik_bot/u)
    for (const text of ['забыл пароль', '/start', 'оператор', '@kotik_bot привет']) seat.say(text)
    customer().say('забыл пароль')
    await fake.waitFor(() => bot.pending === 0)
    await kotik.restart()
    seat.say('ты тут?')
    await fake.waitFor(() => bot.polling && bot.pending === 0)
    group.kick(bot)
    expect(seat.messages().filter(({ byBot }) => byBot)).toHaveLength(1)
  })
})
