/** The bot's half of the rules: what a text means, flows and digressions, commands, buttons, votes. */
import { describe, expect, test } from 'vitest'
import { inputKey, messageNumber, promptId } from '../../src/domain/ids.ts'
import { hours, minutes, seconds } from '../../src/domain/time.ts'
import { releaseOf, sourcesOf } from '../flow/content-of.ts'
import { between, rulesWith, sure, Talk } from './conversation-world.ts'

describe('a new question', () => {
  test('understood for sure is answered, with a vote under it', () => {
    const talk = new Talk().say('почём', sure('price'))
    expect(talk.texts).toEqual(['Сто рублей.'])
    expect(talk.buttons).toEqual(['👍', '👎'])
    expect(talk.event('textUnderstood')).toMatchObject({ verdict: 'sure', number: 1 })
  })

  test('small talk is answered without a vote, and is not what the ticket is about', () => {
    const talk = new Talk().say('почём', sure('price')).say('привет', sure('hello'))
    expect(talk.buttons).toEqual([])
    expect(talk.say('оператор').toDesk('handoffRequested')?.request.topic).toBe('payment')
  })

  test('between readings offers them, never small talk or commands, and a person', () => {
    const talk = new Talk().say('ну это', between('price', 'hello', 'person', 'when'))
    expect(talk.buttons).toEqual(['Цена', 'Срок', 'Позвать человека'])
    talk.press('Срок')
    expect(talk.texts).toEqual(['Завтра.'])
    expect(talk.event('intentChosen')).toMatchObject({ intent: 'when', among: ['price', 'when'] })
  })

  test('between readings that are all small talk counts as not understood', () => {
    const talk = new Talk().say('ну это', between('hello', 'person'))
    expect(talk.texts).toEqual(['Не понял вас. Попробуйте другими словами — или позову человека.'])
  })

  test('two misses in a row hand over; an answer in between begins the count anew', () => {
    const talk = new Talk().say('ыыы').say('почём', sure('price')).say('ээ')
    expect(talk.state.phase).toBe('bot')
    talk.say('ыыы ээ')
    expect(talk.state.phase).toBe('handingOff')
    expect(talk.toDesk('handoffRequested')?.request).toMatchObject({
      reason: 'misses',
      summary: 'Бот не понял: «ыыы ээ»',
    })
  })

  test('an intent of a release that is gone counts as not understood', () => {
    expect(new Talk().say('что?', sure('vanished')).buttons).toEqual(['Позвать человека'])
  })

  test('only a file: it is kept, and a word about it asked for', () => {
    const attachments = [
      { id: 'f'.repeat(22), kind: 'image', name: 'a.png', mime: 'image/png', size: 9 },
    ] as const
    const talk = new Talk().give({ type: 'customerSaid', content: { text: '', attachments } })
    expect(talk.texts[0]).toContain('Получил файл.')
    expect(talk.state.misses).toBe(0)
  })
})

describe('a text that is kept', () => {
  test('is cut at the limit, with a word about it, and no half character', () => {
    const talk = new Talk().say(`${'а'.repeat(99)}😀 и дальше`)
    expect(talk.event('customerSaid')?.content.text).toBe('а'.repeat(99))
    expect(talk.texts[0]).toContain('первые 100\u00a0знаков')
  })

  test('NUL and broken surrogates go, places of formatting stay', () => {
    const entities = [{ kind: 'bold', offset: 2, length: 2 }] as const
    const talk = new Talk().give({ type: 'customerSaid', content: { text: 'а\u0000бв\uD800', entities } })
    expect(talk.event('customerSaid')?.content).toEqual({ text: 'а бв\uFFFD', entities })
  })

  test.each(['', '  \n', '\u0000'])('nothing in it (%j): a refusal, and nothing changes', (text) => {
    const before = new Talk()
    const { state } = before
    expect(before.say(text).refusal).toEqual({ code: 'emptyMessage' })
    expect(before.state).toEqual(state)
  })
})

describe('inside a flow', () => {
  const inOrder = () => new Talk().say('где заказ', sure('order'))

  test('the expected answer goes on, also where the matcher is sure of something else', () => {
    const talk = inOrder().say('12345', sure('price'))
    expect(talk.texts).toEqual(['Что с ним?'])
    expect(talk.event('variableSet')).toMatchObject({ name: 'order', value: '12345' })
  })

  test('a button in other words is chosen, whatever the matcher takes it for; a command by the letter stays one', () => {
    const asked = () => inOrder().say('12345')
    expect(asked().say('он сломан', sure('person')).event('variableSet')).toMatchObject({ value: 'broken' })
    expect(asked().say('второе', sure('price')).event('variableSet')).toMatchObject({ value: 'broken' })
    expect(asked().say('не сломан').event('variableSet')).toBeUndefined()
    expect(asked().say('стоп').state.stack).toEqual([])
  })

  test('what the first text told already is not asked again', () => {
    const entities = [{ kind: 'order', value: '12345', from: 10, to: 15 }]
    const talk = new Talk().say('где заказ 12345', { ...sure('order'), entities })
    expect(talk.texts).toEqual(['Что с ним?'])
    expect(talk.event('variableSet')).toMatchObject({ name: 'order', value: '12345' })
  })

  test('another question is answered, and the flow comes back', () => {
    const talk = inOrder().say('почём', sure('price'))
    expect(talk.texts).toEqual(['Сто рублей.', 'Вернёмся к теме «Где заказ».', 'Номер заказа?'])
    expect(talk.say('12345').texts).toEqual(['Что с ним?'])
  })

  test('small talk is answered and the question put again without ado', () => {
    expect(inOrder().say('привет', sure('hello')).texts).toEqual(['Мяу.', 'Номер заказа?'])
  })

  test('another flow is a digression; at its end the first comes back', () => {
    const talk = inOrder().say('как настроить', sure('setup'))
    expect(talk.event('flowStarted')).toMatchObject({ flow: 'setup', digression: true })
    talk.press('Получилось').press('Получилось')
    expect(talk.texts).toEqual(['Готово.', 'Вернёмся к теме «Где заказ».', 'Номер заказа?'])
    expect(talk.state.stack).toHaveLength(1)
  })

  test('the same intent again is no digression but a wrong answer', () => {
    const talk = inOrder().say('где же заказ', sure('order'))
    expect(talk.state.stack).toHaveLength(1)
    expect(talk.event('flowStarted')).toBeUndefined()
    expect(talk.texts).toHaveLength(1)
  })

  test('wrong answers are explained, then a person takes over with what is known', () => {
    const talk = inOrder().say('не помню')
    expect(talk.texts[0]).toContain('номер заказа')
    talk.say('правда не помню')
    expect(talk.toDesk('handoffRequested')?.request).toMatchObject({ reason: 'flow', topic: 'delivery' })
  })

  test('a question that was given up takes its buttons along', () => {
    const talk = new Talk().say('есть код', sure('code'))
    const none = talk.button('Нет кода')
    expect(talk.say('не скажу').texts).toEqual(['Хватит.'])
    expect(talk.state).toMatchObject({ stack: [], trail: [], prompts: [] })
    expect(talk.give(none).refusal).toEqual({ code: 'oldButton' })
  })

  test('a guide goes on only by its buttons or their words, and says when it did not understand', () => {
    const talk = new Talk().say('как настроить', sure('setup')).say('хм')
    expect(talk.texts).toEqual(['Не понял. Нажмите кнопку — или спросите другими словами.', 'Включите.'])
    expect(talk.press('Не получается').toDesk('handoffRequested')?.request.summary).toBe('Не включается')
  })

  test('«Помогло?» yes ends it, no calls a person and says why', () => {
    const asked = () => new Talk().say('где заказ', sure('order')).say('12345').press('Сломан')
    expect(asked().press('Да').texts).toEqual(['Если что-то ещё — пишите.'])
    const talk = asked().say('не помогло')
    expect(talk.event('answerSolved')).toMatchObject({ about: { flow: 'order' }, yes: false })
    expect(talk.toDesk('handoffRequested')?.request).toMatchObject({ reason: 'notSolved', topic: 'delivery' })
  })

  test('a button of the greeting begins the flow anew; one flow never stands twice', () => {
    const talk = new Talk().give({ type: 'customerStarted' })
    talk.press('Где заказ').say('12345').wait(minutes(1)).press('Где заказ')
    expect(talk.texts).toEqual(['Номер заказа?'])
    expect(talk.state.stack.map(({ flow }) => flow)).toEqual(['order'])
    expect(talk.event('flowEnded')).toMatchObject({ flow: 'order', how: 'left' })
  })

  test('a running flow stays on its release; a new one starts on the newest', () => {
    const talk = inOrder()
    talk.rules = rulesWith({
      'flows/order.yml':
        'title: Где заказ\nstart:\n  - ask: Новый вопрос?\n    save: order\n    expect: text\n',
    })
    expect(talk.say('12345').texts).toEqual(['Что с ним?'])
    expect(talk.say('стоп').say('где заказ', sure('order')).texts).toEqual(['Новый вопрос?'])
  })
})

describe('a call', () => {
  const answered = (body: { name: string }) => ({ kind: 'answered', status: 200, body }) as const
  const calling = () => new Talk().say('проверь', sure('status'))
  const idOf = (talk: Talk) => talk.calls[0]?.id ?? ''

  test('goes out without its query in the log, and its answer goes on', () => {
    const talk = calling()
    expect(talk.calls[0]?.url).toBe('http://127.0.0.1:9/status?key=secret')
    expect(talk.event('callMade')).toMatchObject({ url: 'http://127.0.0.1:9/status' })
    talk.give({ type: 'callReturned', call: idOf(talk), result: answered({ name: 'везём' }) })
    expect(talk.texts).toEqual(['Статус «везём». Подходит?'])
  })

  test('under way, it is no variable that people are shown', () => {
    expect(calling().say('оператор').toDesk('handoffRequested')?.request.variables).toEqual({})
  })

  test('an answer that came during a digression is not lost', () => {
    const talk = calling()
    const call = idOf(talk)
    talk.say('как настроить', sure('setup'))
    talk.give({ type: 'callReturned', call, result: answered({ name: 'везём' }) })
    expect(talk.texts).toEqual([])
    talk.press('Получилось').press('Получилось')
    expect(talk.texts.at(-1)).toBe('Статус «везём». Подходит?')
  })

  test('an answer to nobody (stopped meanwhile) is logged and changes nothing', () => {
    const talk = calling()
    const call = idOf(talk)
    talk.say('стоп').give({ type: 'callReturned', call, result: { kind: 'failed', why: 'late' } })
    expect(talk.event('callReturned')).toMatchObject({ ok: false, why: 'late' })
    expect(talk.texts).toEqual([])
  })

  test('«назад» while it is under way says so instead of nothing', () => {
    expect(calling().say('назад').texts).toEqual(['Возвращаться некуда. Спросите меня о чём-нибудь.'])
  })
})

describe('commands', () => {
  test('«назад» goes to the question before, and stays where there is none', () => {
    const talk = new Talk().say('где заказ', sure('order')).say('12345').say('назад')
    expect(talk.texts).toEqual(['Номер заказа?'])
    expect(talk.say('Назад!').texts).toEqual(['Номер заказа?'])
    expect(talk.say('стоп').say('назад').texts).toEqual(['Возвращаться некуда. Спросите меня о чём-нибудь.'])
  })

  test('the way back ends with its flow', () => {
    const talk = new Talk().say('где заказ', sure('order')).say('12345').press('Сломан').press('Да')
    expect(talk.state).toMatchObject({ stack: [], trail: [] })
    expect(talk.say('есть код', sure('code')).say('назад').texts).toEqual(['Код?'])
  })

  test.each([
    ['стоп', 'Хорошо, остановились. Спрашивайте, если понадоблюсь.'],
    ['/start', 'Начнём сначала. О чём ваш вопрос?'],
  ])('«%s» ends the flow and its buttons', (word, text) => {
    const talk = new Talk().say('где заказ', sure('order')).say('12345').say(word)
    expect(talk.texts).toEqual([text])
    expect(talk.state).toMatchObject({ stack: [], trail: [], prompts: [], openPrompt: undefined })
  })

  test('«оператор» in a flow takes its answers along', () => {
    const talk = new Talk()
      .say('где заказ', sure('order'))
      .say('12345')
      .say('позови кого-нибудь', sure('person'))
    expect(talk.toDesk('handoffRequested')?.request).toMatchObject({
      reason: 'asked',
      topic: 'delivery',
      variables: { order: '12345' },
    })
    expect(talk.event('flowEnded')).toMatchObject({ how: 'handoff' })
  })

  test('who calls a person in so many words gets one, with what it is about as the topic', () => {
    const talk = new Talk().say('сколько стоит, позовите оператора', sure('price'))
    expect(talk.texts).toEqual(['Принял. Сейчас позову человека.'])
    expect(talk.toDesk('handoffRequested')?.request).toMatchObject({
      reason: 'asked',
      topic: 'payment',
      summary: 'Просит человека. Последние слова: «сколько стоит, позовите оператора»',
    })
    const inFlow = new Talk()
      .say('где заказ', sure('order'))
      .say('позовите человека, сколько можно', sure('price'))
    expect(inFlow.toDesk('handoffRequested')?.request).toMatchObject({ topic: 'delivery' })
  })

  test('a start with a payload begins that flow, an unknown one only greets', () => {
    const talk = new Talk().give({ type: 'customerStarted', payload: 'order' })
    expect(talk.texts).toEqual(['Здравствуйте!', 'Номер заказа?'])
    expect(talk.give({ type: 'customerStarted', payload: 'nowhere' }).texts).toEqual(['Здравствуйте!'])
  })
})

describe('buttons', () => {
  test('pressed twice at once count once; pressed again later they work again', () => {
    const talk = new Talk().give({ type: 'customerStarted' }).press('Сколько стоит')
    talk.wait(seconds(1)).press('Сколько стоит')
    expect(talk.events).toEqual([])
    talk.wait(seconds(2)).press('Сколько стоит')
    expect(talk.texts).toEqual(['Сто рублей.'])
  })

  test('of an answered question are gone', () => {
    const talk = new Talk().say('где заказ', sure('order')).say('12345')
    const old = talk.button('Сломан')
    expect(talk.press('Не пришёл').give(old).refusal).toEqual({ code: 'oldButton' })
  })

  test.each([
    [promptId('p99'), 0],
    [promptId('p1'), 9],
    [promptId('p1'), -1],
  ])('that nobody showed (%s, %d) are refused', (prompt, option) => {
    const talk = new Talk().give({ type: 'customerStarted' })
    expect(talk.give({ type: 'customerPressed', prompt, option }).refusal).toEqual({ code: 'oldButton' })
  })

  test('of a flow that is gone say so', () => {
    const talk = new Talk().give({ type: 'customerStarted' })
    talk.rules = releaseOf(sourcesOf({ other: 'title: А\nstart:\n  - say: А.' })).rules
    expect(talk.press('Сколько стоит').texts[0]).toContain('Эта кнопка из прошлого вопроса')
  })

  test('the oldest go first, but not those of the open question', () => {
    const talk = new Talk().say('где заказ', sure('order')).say('12345')
    for (let n = 0; n < 12; n++) talk.say('почём', sure('price'))
    expect(talk.state.prompts).toHaveLength(8)
    expect(talk.press('Сломан').texts[0]).toBe('Понял, заказ 12345.')
  })
})

describe('votes', () => {
  const answered = () => new Talk().say('почём', sure('price'))

  test('👍 is thanked, once', () => {
    const talk = answered().press('👍')
    expect(talk.event('answerVoted')).toEqual({ type: 'answerVoted', about: { intent: 'price' }, good: true })
    expect(talk.wait(hours(1)).press('👍').events).toEqual([])
  })

  test('👎 asks why; the reason is kept and a person offered, who hears what was no good', () => {
    const talk = answered().press('👎')
    expect(talk.texts).toEqual(['Жаль. Что было не так? Напишите — или позову человека.'])
    talk.say('у вас дороже')
    expect(talk.event('answerVoted')).toMatchObject({ good: false, comment: 'у вас дороже' })
    expect(talk.press('Позвать человека').toDesk('handoffRequested')?.request).toMatchObject({
      reason: 'badAnswer',
      summary: 'Недоволен ответом бота «Цена».',
      topic: 'payment',
    })
  })

  test('👎 and then a new question: it is answered, not taken for a reason', () => {
    const talk = answered().press('👎').say('когда привезут', sure('when'))
    expect(talk.texts).toEqual(['Завтра.'])
    expect(talk.event('answerVoted')).toBeUndefined()
  })

  test('👎 changed to 👍: the next text is no reason any more', () => {
    const talk = answered().press('👎').wait(minutes(1)).press('👍').say('ыыы')
    expect(talk.event('answerVoted')).toBeUndefined()
    expect(talk.texts[0]).toContain('Не понял вас')
  })

  test('a reason is not awaited for ever', () => {
    expect(answered().press('👎').wait(hours(2)).say('ыыы').texts[0]).toContain('Не понял вас')
  })
})

describe('what comes from outside', () => {
  test('a message that failed three times: the customer is told and goes to a person', () => {
    const talk = new Talk().give({ type: 'inputParked', key: inputKey('k'), error: 'boom' })
    expect(talk.texts).toEqual(['У меня что-то сломалось. Ваше сообщение не потерялось, зову человека.'])
    expect(talk.toDesk('handoffRequested')?.request).toMatchObject({ reason: 'poison', priority: 'high' })
  })

  test('an edit changes a line that exists, and no other', () => {
    const talk = new Talk().say('почём', sure('price'))
    const edit = (n: number) =>
      talk.give({ type: 'customerEdited', message: messageNumber(n), content: { text: 'почем' } })
    expect(edit(1).event('messageEdited')).toMatchObject({ number: 1, content: { text: 'почем' } })
    expect(edit(9).refusal).toEqual({ code: 'noSuchMessage' })
    expect(edit(0).refusal).toEqual({ code: 'noSuchMessage' })
  })

  test.each([
    ['Ива\u202Eн\u0007\nГруппа: VIP', 'Ива н Группа: VIP'],
    ['  Вера\t\u200B Котова ', 'Вера Котова'],
    ['👩\u200D💻 Ада', '👩\u200D💻 Ада'],
    ['х'.repeat(500), 'х'.repeat(130)],
    ['\u200E\n', undefined],
  ])('a name is one short line without marks that turn it around (%j)', (told, name) => {
    const talk = new Talk().give({ type: 'customerIdentified', profile: { name: told } })
    expect(talk.state.customer.name).toBe(name)
  })

  test('what nobody signed does not replace what the site signed', () => {
    const talk = new Talk()
    talk.give({ type: 'customerIdentified', profile: { verified: true, name: 'Вера', email: 'v@a.ru' } })
    talk.give({ type: 'customerIdentified', profile: { name: 'Пётр', email: 'p@a.ru', language: 'en' } })
    expect(talk.state.customer).toMatchObject({
      name: 'Вера',
      email: 'v@a.ru',
      verified: true,
      language: 'en',
    })
  })

  test('blocked and written again: reachable again', () => {
    const talk = new Talk().give({ type: 'customerBlocked' })
    expect(talk.state.unreachable).toBe(true)
    expect(talk.say('почём', sure('price')).state.unreachable).toBeUndefined()
  })

  test('blocked and allowed without a word: each is told once', () => {
    const talk = new Talk().give({ type: 'customerBlocked' })
    expect(talk.give({ type: 'customerBlocked' }).events).toEqual([])
    expect(talk.give({ type: 'customerUnblocked' }).events).toEqual([{ type: 'customerUnblocked' }])
    expect(talk.state.unreachable).toBeUndefined()
    expect(talk.give({ type: 'customerUnblocked' }).events).toEqual([])
  })
})
