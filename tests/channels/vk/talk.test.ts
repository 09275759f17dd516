/** Whole conversations in VK: what a customer sees on the screen. */
import { describe, expect, it } from 'vitest'
import { conversationId, inputKey, operatorId, ticketId } from '../../../src/domain/ids.ts'
import { seconds } from '../../../src/domain/time.ts'
import type { ManualClock } from '../../fakes/manual-clock.ts'
import type { Pressed } from '../../fakes/vk/people/seat.ts'
import { Operator } from '../../whole/operator.ts'
import { labels, openVk, passUntil, texts, type Vk } from './world.ts'

const answered = (clock: ManualClock, press: Pressed) =>
  passUntil(clock, () => press.answer, 'an answer to a press')

const ANNA = [{ login: 'anna', name: 'Анна' }]

describe('the bot in VK', () => {
  it('greets by name, answers, and takes presses', async () => {
    const { customer, sees, clock } = await openVk()
    const vera = customer()
    vera.start()
    const greeting = await sees(vera, 'Здравствуйте, Вера! Что случилось?')
    expect(labels(greeting)).toEqual(['Рассказать', 'Позвать человека'])
    vera.say('забыл пароль')
    await sees(vera, 'Нажмите «Забыли пароль?» на странице входа.')
    const press = vera.press('👍')
    expect(await answered(clock, press)).toEqual({ type: 'show_snackbar', text: 'Принято' })
    await sees(vera, /Спасибо/u)
    await passUntil(clock, () => vera.readByGroup)
  })

  it('knows who writes, and where it was told', async () => {
    const { community, customer, heard, sees } = await openVk()
    const vera = customer()
    vera.start()
    await sees(vera, /Здравствуйте/u)
    const started = await heard('conversationStarted')
    expect(started.profile).toMatchObject({
      name: 'Вера Котова',
      attributes: { vk: `https://vk.com/id${vera.person.id}` },
    })
    expect(community.connected).toBe(true)
  })

  it.each([
    ['a flow, and where from', { ref: 'tell__ad' }, 'tell', 'ad'],
    ['a flow, and its source', { ref: 'tell', refSource: 'mailing' }, 'tell', 'mailing'],
    ['a flow alone', { ref: 'tell' }, 'tell', 'tell'],
    ['no flow of ours', { ref: 'winter' }, 'winter', 'winter'],
    ['what nobody should write', { ref: '../../etc', refSource: '<b>' }, undefined, undefined],
  ])('is started by a link with %s', async (_, link, payload, from) => {
    const { customer, sees, heard, clock } = await openVk()
    const vera = customer()
    vera.start(link)
    await sees(vera, /Здравствуйте, Вера/u)
    const started = await heard('conversationStarted')
    expect(started.payload).toBe(payload)
    expect(started.profile?.attributes?.cameFrom).toBe(from)
    if (payload === 'tell') await sees(vera, 'Расскажите, что случилось?')
    else await clock.pass(seconds(5))
    const told = texts(vera.messages().filter(({ byGroup }) => byGroup))
    expect(told).toHaveLength(payload === 'tell' ? 2 : 1)
  })

  it('notes the link of somebody who writes words instead, for whoever answers', async () => {
    const { customer, sees, log, clock } = await openVk()
    const vera = customer()
    vera.say('забыл пароль', { ref: 'tell__ad' })
    await sees(vera, 'Нажмите «Забыли пароль?» на странице входа.')
    vera.say('оператор')
    const opened = () => log.flatMap(({ event }) => (event.type === 'ticketOpened' ? [event.ticket] : []))[0]
    const ticket = await passUntil(clock, opened)
    expect(ticket.customer.attributes.cameFrom).toBe('ad')
  })

  it('refuses a button of the past kindly, and what nobody gave out', async () => {
    const { customer, sees, fake, clock } = await openVk()
    const vera = customer()
    vera.say('что-то непонятное')
    const offer = await sees(vera, /Не понял/u)
    vera.say('оператор')
    const card = await sees(vera, ({ buttons }) => buttons.flat().some(({ label }) => label === 'Отменить'))
    const [button] = card.buttons.flat()
    await answered(clock, vera.press('Отменить'))
    await sees(vera, /больше не зову/u)
    const again = vera.pressPayload(card.cmid, button?.payload ?? '')
    expect(String((await answered(clock, again)).text)).toMatch(/прошлого вопроса/u)
    for (const forged of ['{"p":"p0:0"}', '{"p":"../../etc"}', '"x"', '{}']) {
      expect(String((await answered(clock, vera.pressPayload(offer.cmid, forged))).text)).toMatch(/прошлого/u)
    }
    expect(
      fake.journal.calls.filter(({ code, method }) => code !== undefined && method.includes('Event')),
    ).toEqual([])
  })

  it('keeps buttons through a restart', async () => {
    const { customer, sees, restart } = await openVk()
    const vera = customer()
    vera.say('что-то непонятное')
    await sees(vera, /Не понял/u)
    await restart()
    vera.press('Позвать человека')
    await sees(vera, /оператор/iu)
  })

  it('hands the customer to an operator, and carries edits both ways', async () => {
    const { kotik, customer, heard, sees, clock } = await openVk({ people: ANNA })
    await Operator.open(kotik.url, 'anna')
    const vera = customer()
    vera.say('оператор')
    await sees(vera, /Анна/u)
    const { ticket } = await heard('operatorJoined')
    const said = vera.say('кино не идёт')
    const heardWords = await heard('customerSaid', ({ content }) => content.text === 'кино не идёт')
    vera.edit(said.cmid, 'кино не идёт совсем')
    const edit = await heard('messageEdited')
    expect(edit).toMatchObject({
      number: heardWords.number,
      content: { text: 'кино не идёт совсем' },
      ticket,
    })
    const submit = kotik.running.kotik.submit
    const id = conversationId('vk', String(vera.peerId))
    const as = { operator: operatorId('anna'), ticket: ticketId(ticket) }
    await submit({
      to: 'conversation',
      id,
      key: inputKey('said'),
      input: { type: 'operatorSaid', ...as, content: { text: 'Сечас посмотрю', replyTo: heardWords.number } },
    })
    const answer = await sees(vera, /Сечас посмотрю/u)
    expect(answer.replyTo).toBe(said.cmid)
    const spoken = await heard('messageSent', ({ message }) => message.content.text === 'Сечас посмотрю')
    await submit({
      to: 'conversation',
      id,
      key: inputKey('edited'),
      input: {
        type: 'operatorEdited',
        ...as,
        message: spoken.message.number,
        content: { text: 'Сейчас посмотрю' },
      },
    })
    await passUntil(clock, () => vera.messages().some(({ text, edited }) => edited && /Сейчас/u.test(text)))
    expect(
      texts(vera.messages())
        .filter(Boolean)
        .some((text) => text.includes('Сечас')),
    ).toBe(false)
  })

  it('tells when nobody may write there any more, and when one may again', async () => {
    const { customer, heard, sees, clock, fake, kotik } = await openVk()
    const vera = customer()
    vera.start()
    await sees(vera, /Здравствуйте/u)
    vera.deny()
    await heard('customerBlocked')
    vera.allow()
    await passUntil(clock, () => fake.journal.calls.length > 0)
    vera.say('забыл пароль')
    await sees(vera, /Забыли пароль/u)
    expect(kotik.running.kotik.health().status).toBe('ok')
  })

  it('says once in a group chat that it answers in private, and is silent then', async () => {
    const { fake, community, clock } = await openVk()
    const [one, two] = [fake.newPerson('Пётр'), fake.newPerson('Мария')]
    const chat = community.newChat('Дача', [one, two])
    chat.as(one).say('всем привет')
    chat.as(two).say('и тебе')
    await passUntil(clock, () =>
      chat
        .as(one)
        .messages()
        .some(({ byGroup }) => byGroup),
    )
    chat.as(one).say('кто это?')
    await passUntil(clock, () => community.longPoll.polling)
    const own = chat
      .as(one)
      .messages()
      .filter(({ byGroup }) => byGroup)
    expect(texts(own)).toEqual([expect.stringContaining(`https://vk.me/club${community.id}`)])
  })

  it('shows films as cards, and takes the buttons of past questions from the screen', async () => {
    const { customer, sees, clock, fake } = await openVk({ content: '.' })
    const vera = customer()
    vera.start({ ref: 'film-advice' })
    const genre = await sees(vera, 'Какой жанр?')
    await answered(clock, vera.press('Драма'))
    await sees(vera, 'Какое настроение?')
    const after = () => vera.messages().find(({ cmid }) => cmid === genre.cmid)
    await passUntil(clock, () => after()?.buttons.length === 0)
    expect(after()).toMatchObject({ text: 'Какой жанр?', buttons: [] })
    await answered(clock, vera.press('Подумать'))
    const films = await sees(vera, ({ carousel }) => carousel.length > 0)
    expect(films.text).toBe('Есть о чём подумать. Что берём?')
    expect(films.carousel.map(({ title, description }) => [title, description])).toEqual([
      ['Солярис', 'Космос снаружи, совесть внутри.'],
      ['Зелёная миля', 'Запаситесь платками.'],
      ['Ещё варианты', 'Другое настроение, другой жанр или поищете сами.'],
    ])
    await answered(clock, vera.press('Солярис'))
    await sees(vera, /^Солярис — отличный выбор/u)
    const photos = () => fake.journal.calls.filter(({ method }) => method === 'photos.saveMessagesPhoto')
    expect(photos()).toHaveLength(3)
  })
})

describe('what somebody writes by hand in VK itself', () => {
  const byHand = ({ log }: Vk) =>
    log.flatMap(({ event }) =>
      event.type === 'messageSent' && event.message.author.kind === 'byHand' ? [event.message] : [],
    )

  it.each(['longpoll', 'callback', 'both'] as const)(
    'stands in the transcript under their name, and is not sent again (%s)',
    async (mode) => {
      const vk = await openVk({ mode })
      const { fake, community, sees, clock, heard } = vk
      const admin = fake.newPerson({ firstName: 'Ольга', lastName: 'Админова' })
      const person = fake.newPerson('Вера')
      const vera = person.with(community)
      vera.say('забыл пароль')
      await sees(vera, /Забыли пароль/u)
      const { cmid } = community.adminSays(person, 'Вера, я вам сама всё сброшу.', admin.id)
      await passUntil(clock, () => byHand(vk).length === 1)
      expect(byHand(vk)).toMatchObject([
        {
          author: { kind: 'byHand', name: 'Ольга Админова' },
          content: { text: 'Вера, я вам сама всё сброшу.' },
        },
      ])
      await clock.pass(seconds(90))
      expect(texts(vera.messages()).filter((text) => text.includes('сброшу'))).toHaveLength(1)
      vera.say('спасибо!', { replyTo: cmid })
      const answer = await heard('customerSaid', ({ content }) => content.text === 'спасибо!')
      expect(answer.content.replyTo).toBe(byHand(vk)[0]?.number)
    },
  )

  it('is taken once, also when it was written while we did not run and VK lost it', async () => {
    const vk = await openVk()
    const { fake, community, sees, clock, restart } = vk
    const person = fake.newPerson('Вера')
    const vera = person.with(community)
    vera.say('забыл пароль')
    await sees(vera, /Забыли пароль/u)
    community.adminSays(person, 'раз', 7)
    await passUntil(clock, () => byHand(vk).length === 1)
    await restart(() => {
      community.adminSays(person, 'два', 7)
      community.longPoll.forget()
    })
    await passUntil(clock, () => byHand(vk).length === 2)
    expect(byHand(vk).map(({ content }) => content.text)).toEqual(['раз', 'два'])
  })

  it('is read by the operator who has the chat', async () => {
    const vk = await openVk({ people: ANNA })
    const { kotik, fake, community, sees, clock, heard } = vk
    const anna = await Operator.open(kotik.url, 'anna')
    const person = fake.newPerson('Вера')
    const vera = person.with(community)
    vera.say('оператор')
    await sees(vera, /Анна/u)
    const { ticket } = await heard('operatorJoined')
    community.adminSays(person, 'Я пока отвечу', 7)
    await passUntil(clock, () => byHand(vk).length === 1)
    const { body } = await anna.get(`/tickets/${ticket}`)
    expect(body.lines.at(-1)).toMatchObject({ from: 'byHand', content: { text: 'Я пока отвечу' } })
    await anna.leave()
  })
})
