/** The human half of the rules: hand-off, queue, operator, closing, silence, rating, reopening. */
import { describe, expect, test } from 'vitest'
import { decideConversation } from '../../src/domain/conversation/decide.ts'
import { inputKey, messageNumber, operatorId, promptId, ticketId } from '../../src/domain/ids.ts'
import { hours, instant, later, minutes, seconds } from '../../src/domain/time.ts'
import { ANNA, ASSIGNED, between, sure, Talk, TICKET } from './conversation-world.ts'

const BORIS = operatorId('boris')

describe('asking for a person', () => {
  test('the desk is asked once; what is said meanwhile is kept and not answered', () => {
    const talk = new Talk().handingOff()
    expect(talk.texts).toEqual(['Принял. Сейчас позову человека.'])
    expect(talk.say('ау', sure('price')).texts).toEqual([])
    expect(talk.event('customerSaid')).toMatchObject({ number: 3 })
    expect(talk.told).toEqual([])
  })

  test('the answer to an earlier request is given back, not taken for this one', () => {
    const talk = new Talk().handingOff()
    talk.give({ type: 'ticketQueued', ticket: ticketId(3), place: { ahead: 0 }, answers: messageNumber(99) })
    expect(talk.state.phase).toBe('handingOff')
    expect(talk.toDesk('handoffCancelled')).toMatchObject({ ticket: 3 })
  })

  test('a request that was set aside ends in a clear refusal with a way out', () => {
    const talk = new Talk().handingOff().give({ type: 'inputParked', key: inputKey('k'), error: 'boom' })
    expect(talk.state).toMatchObject({ phase: 'bot', expecting: { kind: 'email' } })
    expect(talk.texts[0]).toContain('Оставьте почту')
  })
})

describe('what somebody wrote past the desk', () => {
  const byHand = (text: string) =>
    ({ type: 'saidByHand', content: { text }, name: 'Ольга', externalId: '17' }) as const

  test.each([
    ['the bot', () => new Talk()],
    ['nobody yet', () => new Talk().handingOff()],
    ['an operator', () => new Talk().handingOff().give(ASSIGNED)],
  ])('stands in the transcript of a chat with %s, is sent to nobody and changes nothing else', (_, open) => {
    const talk = open()
    const { lastMessage: _before, ...before } = talk.state
    talk.give(byHand('сама посмотрю'))
    expect(talk.texts).toEqual([])
    expect(talk.told).toEqual([])
    expect(talk.event('messageSent')).toMatchObject({
      message: { author: { kind: 'byHand', name: 'Ольга' }, content: { text: 'сама посмотрю' } },
      externalId: '17',
    })
    const { lastMessage: _after, ...after } = talk.state
    expect(after).toEqual(before)
  })

  test('is nothing without words', () => {
    expect(new Talk().give(byHand(' ')).event('messageSent')).toBeUndefined()
  })
})

describe('an address instead of a chat', () => {
  const refused = (opensIn?: number) => {
    const talk = new Talk().say('почём', sure('price')).handingOff()
    const answers = messageNumber(talk.state.phase === 'handingOff' ? talk.state.handoff : 0)
    const opensAt = opensIn === undefined ? {} : { opensAt: later(talk.at, hours(opensIn)) }
    return talk.give({ type: 'handoffRefused', why: 'deskClosed', answers, ...opensAt })
  }

  test.each([
    [8, 'откроемся сегодня в 20:00'],
    [21, 'откроемся завтра в 09:00'],
    [24 * 7 + 1, 'откроемся 19 января в 13:00'],
  ])('a closed desk says when it opens (in %d h: %s)', (inHours, words) => {
    expect(refused(inHours).texts[0]).toContain(words)
  })

  test('the address goes to the desk with the request that was refused', () => {
    const talk = refused().say('vera@example.org.')
    expect(talk.texts).toEqual(['Записал vera@example.org. Ответим на почту.'])
    expect(talk.toDesk('emailLeft')).toMatchObject({
      email: 'vera@example.org',
      request: { reason: 'asked', topic: 'payment' },
    })
    expect(talk.state).toMatchObject({ expecting: undefined, refusedHandoff: undefined })
  })

  test('a wrong address is explained and waited for', () => {
    const talk = refused().say('vera@example')
    expect(talk.texts[0]).toContain('Не похоже на адрес почты')
    expect(talk.wait(hours(20)).say('vera@example.org').toDesk('emailLeft')).toBeDefined()
  })

  test.each(['нет', 'Не надо', 'передумала'])('«%s» is a change of mind, not a wrong address', (text) => {
    const talk = refused().say(text)
    expect(talk.texts).toEqual(['Хорошо, остановились. Спрашивайте, если понадоблюсь.'])
    expect(talk.say('ыыы').texts[0]).toContain('Не понял вас')
  })

  test('another question is answered; the button under the refusal still works', () => {
    const talk = refused().say('когда привезут', sure('when'))
    expect(talk.texts).toEqual(['Завтра.'])
    expect(talk.press('Оставить почту').texts).toEqual(['Напишите адрес почты — ответим туда.'])
    talk.say('стоп').wait(minutes(1)).press('Оставить почту').say('a@b.ru')
    expect(talk.toDesk('emailLeft')?.request.topic).toBe('payment')
  })

  test('an address somebody typed does not pass for the signed one', () => {
    const talk = refused()
    talk.give({ type: 'customerIdentified', profile: { verified: true, email: 'signed@a.ru' } })
    talk.say('typed@a.ru')
    expect(talk.state.customer.email).toBe('signed@a.ru')
    expect(talk.toDesk('emailLeft')?.email).toBe('typed@a.ru')
  })
})

describe('in the queue', () => {
  const WAIT = { ahead: 2, wait: { from: minutes(5), to: minutes(7) } }

  test('the place is said, and the same when asked again', () => {
    const talk = new Talk().queued(WAIT)
    const card = talk.texts[0]
    expect(card).toContain('Перед вами 2\u00a0человека, это примерно 5–7\u00a0минут.')
    expect(talk.say('оператор').texts).toEqual([card])
    expect(talk.give({ type: 'customerStarted' }).texts).toEqual([card])
    expect(talk.told).toEqual([])
  })

  test('outside of hours the opening is said, also when asked again', () => {
    const talk = new Talk().handingOff()
    const answers = messageNumber(talk.state.phase === 'handingOff' ? talk.state.handoff : 0)
    const opensAt = later(talk.at, hours(30))
    const place = { ahead: 0, unstaffed: true } as const
    talk.give({ type: 'ticketQueued', ticket: TICKET, place, opensAt, answers })
    expect(talk.texts[0]).toContain('Операторы сейчас не работают, откроемся завтра в 18:00.')
    expect(talk.say('ну где оператор', sure('person')).texts[0]).toContain('откроемся завтра в 18:00')
  })

  test('where chats are taken by hand and somebody is free, no wait is promised', () => {
    const place = { ahead: 0, offered: true, wait: { from: minutes(1), to: minutes(2) } } as const
    const talk = new Talk().queued(place)
    const told =
      'Передал ваш вопрос операторам: ответит первый, кто освободится. Можно пока спросить меня о другом.'
    expect(talk.texts).toEqual([told])
    expect(talk.said[0]?.control).toEqual({ kind: 'queue', ticket: TICKET, ahead: 0, state: 'waiting' })
    talk.give({ type: 'queueMoved', ticket: TICKET, place: { ...place, ahead: 2 } })
    expect(talk.texts[1]).toContain('освободится. Перед вами 2\u00a0человека.')
  })

  test('a new place changes the card and is said', () => {
    const talk = new Talk().queued(WAIT)
    const card = talk.said[0]?.number
    talk.give({
      type: 'queueMoved',
      ticket: TICKET,
      place: { ahead: 1, wait: { from: minutes(1), to: minutes(1) } },
    })
    expect(talk.said.map(({ replaces }) => replaces)).toEqual([card, undefined])
    expect(talk.said[0]?.prompt?.buttons.map(({ label }) => label)).toEqual(['Отменить', 'Оставить почту'])
    expect(talk.texts[1]).toBe('Очередь изменилась: перед вами 1\u00a0человек, это примерно 1\u00a0минута.')
  })

  test('the bot goes on, and however long it talks the way out stays', () => {
    const talk = new Talk().queued()
    for (let n = 0; n < 12; n++) expect(talk.say('почём', sure('price')).texts).toEqual(['Сто рублей.'])
    expect(talk.press('Отменить').toDesk('handoffCancelled')).toEqual({
      type: 'handoffCancelled',
      ticket: TICKET,
    })
    expect(talk.state.phase).toBe('bot')
  })

  test('misses do not call a second person', () => {
    const talk = new Talk().queued().say('ыыы').say('ыыы').say('ыыы')
    expect(talk.told).toEqual([])
    expect(talk.texts[0]).toContain('Не понял вас')
  })

  test('«стоп» ends what is going on with the bot; said again, the waiting', () => {
    const talk = new Talk().queued().say('где заказ', sure('order')).say('стоп')
    expect(talk.state.phase).toBe('queued')
    talk.say('стоп')
    expect(talk.state.phase).toBe('bot')
    expect(talk.toDesk('handoffCancelled')).toMatchObject({ ticket: TICKET })
  })

  test('an address ends the waiting', () => {
    const talk = new Talk().queued().press('Оставить почту').say('a@b.ru')
    expect(talk.toDesk('handoffCancelled')).toMatchObject({ ticket: TICKET, email: 'a@b.ru' })
    expect(talk.said[0]?.control).toMatchObject({ kind: 'queue', state: 'left' })
    expect(talk.texts.at(-1)).toBe('Записал a@b.ru. Ответим на почту.')
  })

  test('who blocks the bot leaves the queue, and nothing more is said', () => {
    const talk = new Talk().queued().give({ type: 'customerBlocked' })
    expect(talk.toDesk('closingConfirmed')).toMatchObject({ by: 'unreachable' })
    expect(talk.said.map(({ replaces }) => replaces !== undefined)).toEqual([true])
  })

  test('a message that was set aside is admitted; the place stays', () => {
    const talk = new Talk().queued().give({ type: 'inputParked', key: inputKey('k'), error: 'boom' })
    expect(talk.texts[0]).toContain('что-то сломалось')
    expect(talk.state.phase).toBe('queued')
  })
})

describe('with an operator', () => {
  test('who waited is thanked, who did not is not', () => {
    expect(new Talk().withOperator().texts).toEqual(['К чату подключается Анна.'])
    const waited = new Talk().queued().wait(minutes(3)).give(ASSIGNED)
    expect(waited.texts.at(-1)).toBe('Спасибо, что подождали. К чату подключается Анна.')
    expect(waited.said[0]?.control).toMatchObject({ state: 'taken' })
  })

  test.each(['почём', 'стоп', 'назад', 'сначала', 'оператор'])('the bot is silent to «%s»', (text) => {
    const talk = new Talk().withOperator().say(text, sure('price'))
    expect(talk.texts).toEqual([])
    expect(talk.event('customerSaid')).toMatchObject({ ticket: TICKET })
  })

  test('a button of the bot is shown to the operator only; a vote still counts', () => {
    const talk = new Talk().say('почём', sure('price')).withOperator().press('👎')
    expect(talk.texts).toEqual([])
    expect(talk.event('answerVoted')).toMatchObject({ good: false })
    expect(talk.event('buttonPressed')).toMatchObject({ label: '👎', ticket: TICKET })
    expect(talk.state.expecting).toBeUndefined()
  })

  test('only the operator of this very ticket may write', () => {
    const talk = new Talk().withOperator()
    const say = (operator: typeof ANNA, ticket: typeof TICKET) =>
      talk.give({ type: 'operatorSaid', operator, ticket, content: { text: 'Добрый день' } })
    expect(say(BORIS, TICKET).refusal).toEqual({ code: 'ticketNotYours', owner: 'Анна' })
    expect(say(ANNA, ticketId(3)).refusal).toEqual({ code: 'ticketClosed' })
    expect(say(ANNA, TICKET).texts).toEqual(['Добрый день'])
  })

  test('the first reply is told to the desk, the second is not', () => {
    const talk = new Talk().withOperator().operator('Добрый день')
    expect(talk.toDesk('operatorAnswered')).toMatchObject({ operator: ANNA })
    expect(talk.operator('Слушаю').told).toEqual([])
  })

  test('an operator puts own words in others: the log keeps both, the customer sees the new ones', () => {
    const talk = new Talk().withOperator()
    const own = { operator: ANNA, ticket: TICKET } as const
    talk.give({ type: 'operatorSaid', ...own, content: { text: 'Проверьте карт' }, externalId: 'desk:1:5' })
    const number = talk.event('messageSent')?.message.number ?? messageNumber(0)
    expect(talk.event('messageSent')).toMatchObject({ externalId: 'desk:1:5' })
    talk.give({ type: 'operatorEdited', ...own, message: number, content: { text: 'Проверьте карту' } })
    expect(talk.event('messageEdited')).toMatchObject({
      number,
      by: ANNA,
      content: { text: 'Проверьте карту' },
    })
    expect(talk.said.at(-1)).toMatchObject({ replaces: number, content: { text: 'Проверьте карту' } })
    talk.give({ type: 'operatorEdited', ...own, operator: BORIS, message: number, content: { text: 'Нет' } })
    expect(talk.refusal).toMatchObject({ code: 'ticketNotYours' })
  })

  test('nobody puts other words into another’s mouth: not the colleague’s, not the customer’s, not the bot’s', () => {
    const talk = new Talk().withOperator().operator('Добрый день')
    const number = talk.event('messageSent')?.message.number ?? messageNumber(0)
    talk.give({ ...ASSIGNED, operator: BORIS, operatorName: 'Борис' }).say('вы тут?')
    const asked = talk.event('customerSaid')?.number ?? messageNumber(0)
    const edit = {
      type: 'operatorEdited',
      operator: BORIS,
      ticket: TICKET,
      content: { text: 'Нет' },
    } as const
    for (const message of [number, asked, messageNumber(1), messageNumber(99)]) {
      talk.give({ ...edit, message })
      expect(talk.refusal).toEqual({ code: 'noSuchMessage' })
      expect(talk.events).toEqual([])
    }
    talk.give({ ...ASSIGNED, version: 9 }).give({ ...edit, operator: ANNA, message: number })
    expect(talk.event('messageEdited')).toMatchObject({ number, by: ANNA })
  })

  test('a note is not said to the customer', () => {
    const talk = new Talk().withOperator()
    const content = { text: 'Постоянный клиент' }
    talk.give({ type: 'operatorNoted', operator: ANNA, ticket: TICKET, content, name: 'Анна' })
    expect(talk.texts).toEqual([])
    expect(talk.event('noteAdded')).toMatchObject({ content })
  })

  test('another operator is introduced', () => {
    const talk = new Talk().withOperator()
    talk.give({ ...ASSIGNED, operator: BORIS, operatorName: 'Борис', version: 2 })
    expect(talk.texts).toEqual(['Передаю вас коллеге: теперь на связи Борис.'])
    expect(talk.operator('Ещё я').refusal).toEqual({ code: 'ticketNotYours', owner: 'Борис' })
  })

  test('a ticket put aside wakes with the customer’s next word, once', () => {
    const talk = new Talk().withOperator().wait(seconds(1))
    talk.give({ type: 'ticketSnoozed', ticket: TICKET, since: talk.at, version: 2 }).wait(seconds(1))
    expect(talk.say('ау').toDesk('customerReturned')).toEqual({
      type: 'customerReturned',
      ticket: TICKET,
      version: 2,
    })
    expect(talk.say('ау').told).toEqual([])
  })

  test('a message that could not be delivered is shown to the operator', () => {
    const talk = new Talk().withOperator().operator('Фото')
    const message = talk.state.lastMessage
    talk.give({ type: 'deliveryRefused', message, why: 'badContent', detail: '400' })
    expect(talk.event('deliveryRefused')).toMatchObject({ number: message, ticket: TICKET })
    expect(talk.state.unreachable).toBeUndefined()
    talk.give({ type: 'deliveryRefused', message, why: 'blockedByUser', detail: '403' })
    expect(talk.state).toMatchObject({ phase: 'withOperator', unreachable: true })
  })
})

describe('silence', () => {
  const REMINDER = 'Вы ещё здесь? Если вопрос решён, можно не отвечать — чат закроется сам.'

  test('a silent customer is reminded, then the chat closes', () => {
    const talk = new Talk().withOperator().operator('Что у вас?').wait(minutes(6))
    expect(talk.texts).toEqual([REMINDER])
    expect(talk.wait(minutes(8)).texts).toEqual([])
    talk.wait(minutes(2))
    expect(talk.texts[0]).toContain('вы давно не отвечали')
    expect(talk.state.phase).toBe('bot')
  })

  test('the customer’s word, or the operator’s next one, counts anew', () => {
    const talk = new Talk().withOperator().operator('Что у вас?').wait(minutes(6)).wait(minutes(4))
    talk.operator('Вы тут?').wait(minutes(4))
    expect(talk.texts).toEqual([])
    expect(talk.wait(minutes(2)).texts).toEqual([REMINDER])
    talk.say('тут').wait(hours(5))
    expect(talk.texts).toEqual([])
    expect(talk.state.phase).toBe('withOperator')
  })

  test('whose operator is silent is not reminded', () => {
    expect(new Talk().withOperator().wait(hours(3)).texts).toEqual([])
  })

  test('a ticket put aside is not closed by silence', () => {
    const talk = new Talk().withOperator().operator('Вернусь завтра').wait(seconds(1))
    talk.give({ type: 'ticketSnoozed', ticket: TICKET, since: talk.at, version: 2 })
    expect(talk.wait(hours(20)).texts).toEqual([])
  })

  test('an unanswered «решён?» is repeated and then taken for a yes', () => {
    const talk = new Talk().closing().wait(minutes(11))
    expect(talk.texts[0]).toContain('Напомню: вопрос решён?')
    talk.wait(minutes(50))
    expect(talk.state.phase).toBe('bot')
    expect(talk.texts[0]).toContain('Закрываю чат')
  })
})

describe('closing', () => {
  test.each(['да', 'Да, решён!', 'спасибо'])('«%s» closes and asks for a rating', (text) => {
    const talk = new Talk().closing().say(text)
    expect(talk.toDesk('closingConfirmed')).toMatchObject({ by: 'customer' })
    expect(talk.texts).toEqual(['Рад, что всё решилось.', 'Оцените, пожалуйста, как вам помогли.'])
    expect(talk.buttons).toEqual(['1', '2', '3', '4', '5'])
  })

  test('«нет» is a counted rejection; who then says nothing more is reminded', () => {
    const talk = new Talk().closing().wait(minutes(1)).say('нет')
    expect(talk.texts).toEqual(['Понял, продолжаем. Напишите, что осталось.'])
    expect(talk.toDesk('closingRejected')).toMatchObject({ silently: false })
    expect(talk.state.phase).toBe('withOperator')
    expect(talk.wait(minutes(30)).texts[0]).toContain('Вы ещё здесь?')
  })

  test('a question goes to the operator uncounted, and its author is not reminded of anything', () => {
    const talk = new Talk().closing().wait(minutes(1)).say('а возврат?')
    expect(talk.texts).toEqual([])
    expect(talk.toDesk('closingRejected')).toMatchObject({ silently: true })
    expect(talk.wait(hours(3)).texts).toEqual([])
    expect(talk.operator('Оформлю').wait(minutes(6)).texts[0]).toContain('Вы ещё здесь?')
  })

  test('a press on the question of a chat that is over is an old button', () => {
    const talk = new Talk().closing()
    const no = talk.button('Нет, ещё не всё')
    expect(talk.press('Да, решён').give(no).refusal).toEqual({ code: 'oldButton' })
  })

  test('taken away while the customer is asked: the question goes, the waiting begins', () => {
    const talk = new Talk().closing()
    const yes = talk.button('Да, решён')
    talk.give({ type: 'ticketRequeued', ticket: TICKET, place: { ahead: 0 } })
    expect(talk.texts[0]).toContain('Передаю ваш вопрос другому специалисту')
    expect(talk.state).toMatchObject({ phase: 'queued', place: { ahead: 0 } })
    expect(talk.give(yes).refusal).toEqual({ code: 'oldButton' })
    expect(talk.wait(hours(3)).texts).toEqual([])
  })

  test('who cannot be reached any more closes it', () => {
    const talk = new Talk().closing().give({ type: 'customerBlocked' })
    expect(talk.state.phase).toBe('bot')
    expect(talk.said).toEqual([])
  })

  test('no phase keeps the keys of another', () => {
    const talk = new Talk().queued().give(ASSIGNED)
    talk.give({ type: 'closingProposed', operator: ANNA, ticket: TICKET }).press('Да, решён')
    const fresh = Object.keys(new Talk().state)
    const optional = [
      'closed',
      'expecting',
      'handoffTopic',
      'lastIntent',
      'lastQuestion',
      'openPrompt',
      'refusedHandoff',
      'waiting',
    ]
    const extra = Object.keys(talk.state).filter((key) => !fresh.includes(key) && !optional.includes(key))
    expect(extra.filter((key) => key !== 'unreachable')).toEqual([])
  })
})

describe('the rating', () => {
  test('may be changed; the stars are drawn anew each time, a comment is asked for once', () => {
    const talk = new Talk().closed().press('2')
    expect(talk.toDesk('ticketRated')).toEqual({ type: 'ticketRated', ticket: TICKET, score: 2 })
    expect(talk.said[0]?.control).toMatchObject({ kind: 'rating', score: 2 })
    expect(talk.texts[1]).toBe('Жаль, что так вышло. Что нам исправить?')
    expect(talk.press('5').said.map(({ control }) => control?.kind)).toEqual(['rating'])
    expect(talk.press('2').toDesk('ticketRated')).toMatchObject({ score: 2 })
  })

  test('the same again, by button or by stars, is told once', () => {
    const talk = new Talk().closed().press('4').wait(minutes(1))
    expect(talk.give({ type: 'customerRated', ticket: TICKET, score: 4 }).events).toEqual([])
    expect(talk.press('4').told).toEqual([])
  })

  test('the words after it are its comment', () => {
    const talk = new Talk().closed().press('5').say('спасибо Анне', sure('hello'))
    expect(talk.toDesk('ticketRated')).toMatchObject({ score: 5, comment: 'спасибо Анне' })
    expect(talk.texts).toEqual(['Спасибо за оценку!'])
    expect(talk.say('ыыы').toDesk('ticketRated')).toBeUndefined()
  })

  test.each([
    ['in words', (talk: Talk) => talk.say('спасибо Анне', sure('hello'))],
    [
      'beside the stars',
      (talk: Talk) => talk.give({ type: 'customerRated', ticket: TICKET, score: 5, comment: 'долго' }),
    ],
  ])('«Без комментария» goes when there is one (%s)', (_, comment) => {
    const talk = new Talk().closed().press('5')
    const skip = talk.state.prompts.find(({ options }) =>
      options.some(({ action }) => action.do === 'skipComment'),
    )?.id
    expect(comment(talk).event('promptClosed')).toEqual({ type: 'promptClosed', prompt: skip })
    talk.give({ type: 'customerPressed', prompt: skip ?? promptId(''), option: 0 })
    expect(talk.refusal).toEqual({ code: 'oldButton' })
  })

  test('a comment that comes with the stars is not asked for again', () => {
    const talk = new Talk().closed()
    talk.give({ type: 'customerRated', ticket: TICKET, score: 3, comment: 'долго'.repeat(50) })
    expect(talk.toDesk('ticketRated')?.comment).toHaveLength(100)
    expect(talk.state.expecting).toBeUndefined()
  })

  test('never stands in the way of the next question', () => {
    const talk = new Talk().closed().press('5').say('когда привезут', sure('when'))
    expect(talk.texts).toEqual(['Завтра.'])
    expect(new Talk().closed().press('5').wait(hours(2)).say('ну', between('when')).texts[0]).not.toContain(
      'Спасибо',
    )
  })

  test.each([
    ['долго отвечали', sure('when')],
    ['оператор нагрубил и ничего не решил', sure('person')],
    ['вернитесь назад и перечитайте', undefined],
  ])('after a low score «%s» is its comment, whatever it reads like', (text, reading) => {
    const talk = new Talk().closed().press('1').say(text, reading)
    expect(talk.told).toEqual([{ type: 'ticketRated', ticket: TICKET, score: 1, comment: text }])
    expect(talk.texts).toEqual(['Спасибо за оценку!'])
    expect(talk.say('когда привезут', sure('when')).texts).toEqual(['Завтра.'])
  })

  test('a comment that calls a person is kept, and the person called', () => {
    const text = 'ничего не решили, позовите другого оператора'
    const talk = new Talk().closed().press('2').say(text, sure('price'))
    expect(talk.toDesk('ticketRated')).toMatchObject({ score: 2, comment: text })
    expect(talk.toDesk('handoffRequested')).toMatchObject({ reopen: TICKET })
    expect(new Talk().closed().press('1').say('оператор').toDesk('ticketRated')).toBeUndefined()
  })

  test('«Без комментария» ends it', () => {
    const talk = new Talk().closed().press('5').press('Без комментария')
    expect(talk.texts).toEqual(['Спасибо за оценку!'])
    expect(talk.state.expecting).toBeUndefined()
  })

  test('of a ticket that is not the last one is refused', () => {
    const talk = new Talk().closed().give({ type: 'customerRated', ticket: ticketId(3), score: 1 })
    expect(talk.refusal).toEqual({ code: 'nothingToRate' })
  })
})

describe('soon after closing', () => {
  const closedAboutPayment = () => new Talk().say('почём', sure('price')).closed()

  test.each([
    ['не понятое ботом', undefined],
    ['вопрос на ту же тему', 'price'],
  ])('%s goes on with the ticket, with the same operator', (text, intent) => {
    const talk = closedAboutPayment().say(text, intent ? sure(intent) : undefined)
    expect(talk.toDesk('handoffRequested')).toMatchObject({
      reopen: TICKET,
      previousOperator: ANNA,
      request: { reason: 'reopened' },
    })
    expect(talk.texts).toEqual(['Продолжаем ваш прошлый вопрос. Зову человека.'])
  })

  test.each([
    ['small talk', 'hello'],
    ['a question on another topic', 'when'],
    ['a question without a topic', 'setup'],
  ])('%s is the bot’s', (_, intent) => {
    const talk = closedAboutPayment().say('что-то', sure(intent))
    expect(talk.toDesk('handoffRequested')).toBeUndefined()
    expect(talk.state.phase).toBe('bot')
  })

  test('later it is a new matter', () => {
    expect(closedAboutPayment().wait(hours(25)).say('ыыы').state.phase).toBe('bot')
    expect(
      closedAboutPayment().wait(hours(25)).say('оператор').toDesk('handoffRequested'),
    ).not.toHaveProperty('reopen')
  })
})

describe('a decision', () => {
  test('leaves the state it was made on as it was', () => {
    const { state, at, rules } = new Talk().say('где заказ', sure('order')).queued()
    const before = structuredClone(state)
    const turn = { at: instant(at + 1), key: inputKey('k'), rules }
    decideConversation(state, { type: 'customerSaid', content: { text: 'стоп' } }, turn)
    expect(state).toEqual(before)
  })
})
