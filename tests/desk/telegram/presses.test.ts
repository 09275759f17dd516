/** Buttons: under cards, under the board, under questions; one wins, the others are told who. */
import { describe, expect, test } from 'vitest'
import { Operator } from '../../whole/operator.ts'
import { asks, type DeskTown, DONE, joins, openTown, says, type TownOptions } from './world.ts'

async function working(options: TownOptions = {}) {
  const town = await openTown(options)
  await joins(town, town.ivan)
  await joins(town, town.petr)
  await says(town, town.ivan, '/on')
  const { seat: vera, ticket } = await asks(town)
  const thread = await town.thread(ticket)
  const card = await town.reads(/Вера/, thread)
  return { town, vera, ticket, thread, card }
}

const labels = (town: DeskTown, id: number) =>
  (town.olga.messages().find((message) => message.id === id)?.buttons ?? []).flat().map(({ text }) => text)

const question = (town: DeskTown, fits: RegExp) => town.reads(fits)

describe('buttons of a card', () => {
  test('two press [Взять] at once: one has it, the other is told who', async () => {
    const { town, card } = await working()
    for (const seat of [town.olga, town.petr]) await says(town, seat, '/pause')
    await says(town, town.ivan, '/off')
    await town.until(() => labels(town, card.id).includes('Взять'), '[Взять] on the card')
    const [one, other] = [town.olga.press('Взять', card.id), town.petr.press('Взять', card.id)]
    const answers = [
      await town.until(() => one.answer, 'an answer'),
      await town.until(() => other.answer, 'an answer'),
    ].map(({ text }) => text)
    expect(answers.filter((text) => text === 'Чат #1 ваш.')).toHaveLength(1)
    expect(answers.filter((text) => /^Этот чат уже ведёт (Ольга|Пётр)\.$/.test(text ?? ''))).toHaveLength(1)
    const given = town.log.filter(({ event }) => event.type === 'ticketAssigned')
    expect(given.length).toBeLessThanOrEqual(2)
  })

  test('[Передать] asks to whom and takes its question away; [Тема] and [Отложить] do, too', async () => {
    const { town, card } = await working()
    await says(town, town.petr, '/on')
    expect(await town.press(town.ivan, 'Тема', card.id)).toBe('')
    const topics = await question(town, /О чём чат #1/)
    expect(await town.press(town.ivan, 'Оплата', topics.id)).toBe('Тема чата #1: Оплата.')
    await town.until(() => !town.olga.messages().some(({ id }) => id === topics.id), 'the question gone')
    await town.press(town.ivan, 'Передать', card.id)
    const people = await question(town, /Кому передать/)
    expect(labels(town, people.id)).toEqual(['Пётр · 0 из 1', '→ Финансы', '← Назад'])
    expect(await town.press(town.ivan, 'Пётр · 0 из 1', people.id)).toBe('Чат #1 передан: Пётр.')
    await town.press(town.petr, 'Отложить', card.id)
    const later = await question(town, /На сколько отложить/)
    expect(await town.press(town.petr, '1 час', later.id)).toMatch(/^Чат #1 отложен: вернётся в 13:0\d/)
    await town.press(town.petr, 'Тема', card.id)
    const again = await question(town, /О чём чат/)
    expect(await town.press(town.petr, '← Назад', again.id)).toBe('')
    await town.until(() => !town.olga.messages().some(({ id }) => id === again.id), 'the question gone')
  })

  test('the list shows everybody by name, and only to whoever has the chat, or a lead', async () => {
    const { town, card } = await working()
    await says(town, town.petr, '/on')
    for (const asked of ['Передать', 'Отложить']) {
      const refused = town.petr.press(asked, card.id)
      const answer = await town.until(() => refused.answer, 'an answer')
      expect(answer).toMatchObject({ alert: true, text: expect.stringMatching(/ведёт Иван/) })
    }
    expect(await says(town, town.petr, '/transfer #1')).toMatch(/ведёт Иван/)
    expect(town.olga.messages().some(({ text }) => /Кому передать|На сколько/.test(text))).toBe(false)
    await says(town, town.olga, '/pause')
    await town.press(town.olga, 'Передать', card.id)
    const people = await question(town, /Кому передать/)
    expect(labels(town, people.id)).toEqual(['Ольга · 0 из 1', 'Пётр · 0 из 1', '→ Финансы', '← Назад'])
  })

  test('[Закрыть] asks the customer; whoever does not have the chat is told so in an alert', async () => {
    const { town, vera, card } = await working()
    const refused = town.petr.press('Закрыть', card.id)
    const answer = await town.until(() => refused.answer, 'an answer')
    expect(answer).toMatchObject({ alert: true, text: expect.stringMatching(/ведёт Иван/) })
    expect(await town.press(town.ivan, 'Закрыть', card.id)).toMatch(/Спросили клиента/)
    await town.sees(vera, ({ buttons }) => buttons.flat().length === 2)
  })

  test('forged, foreign and broken data change nothing and are answered', async () => {
    const { town, card } = await working()
    const before = town.log.length
    for (const data of [
      't:1:to:nobody',
      't:99:take',
      't::',
      't:1:until:never',
      'b:dance',
      't:1:gr:moon',
      't:1:tag:moon',
      't:abc:take',
    ]) {
      const pressed = town.ivan.pressData(card.id, data)
      const { text, alert } = await town.until(() => pressed.answer, `an answer to ${data}`)
      expect({ data, alert, said: (text ?? '').length > 0 }).toEqual({ data, alert: true, said: true })
    }
    expect(town.log.slice(before).filter(({ address }) => address.to === 'desk')).toEqual([])
  })

  test('the web desk and Telegram work on the same ticket', async () => {
    const { town, vera, thread } = await working({ people: [{ login: 'anna', name: 'Анна', lead: true }] })
    const anna = await Operator.open(town.kotik.url, 'anna', 'off')
    expect((await anna.reply(1, 'чужое')).body.error.code).toBe('ticketNotYours')
    town.ivan.say('Смотрю', { thread })
    await town.sees(vera, /Смотрю/)
    await anna.do('PUT', '/me/shift', { shift: 'on' })
    const moved = await anna.do('POST', '/tickets/1/transfer', { to: { operator: 'anna' } })
    expect(moved.status).toBe(200)
    town.ivan.say('а я ещё тут', { thread })
    await town.reads(/Клиент этого не получил.*ведёт Анна/, thread)
    await anna.reply(1, 'Здравствуйте, это Анна')
    await town.sees(vera, /это Анна/)
    await town.reads(/Здравствуйте, это Анна/, thread)
    await anna.leave()
  })
})

describe('buttons of the board', () => {
  test('shifts, pauses and the next of the queue', async () => {
    const town = await openTown()
    const board = await town.until(
      () =>
        town.olga
          .messages('general')
          .find(({ buttons }) => buttons.flat().some(({ text }) => text === 'На смену')),
      'the board',
    )
    expect(await town.press(town.ivan, 'На смену', board.id)).toBe('Вы пока не оператор. Попроситесь: /join')
    expect(await town.press(town.olga, 'Взять следующего', board.id)).toMatch(/Сначала выйдите на смену/)
    expect(await town.press(town.olga, 'Перерыв', board.id)).toBe('Перерыв: новых чатов не будет.')
    expect(await town.press(town.olga, 'Взять следующего', board.id)).toBe('Очередь пуста: брать нечего.')
    await asks(town)
    expect(await town.press(town.olga, 'Взять следующего', board.id)).toBe('Чат #1 ваш.')
    expect(await town.press(town.olga, 'На смену', board.id)).toBe('Вы на смене.')
    expect(await town.press(town.olga, 'Со смены', board.id)).toBe('Смена закончена.')
    expect(await says(town, town.olga, '/on')).toBe(DONE)
  })
})
