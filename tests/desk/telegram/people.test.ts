/** Who is an operator, and who is not: joining, leaving, strangers, anonymous administrators. */
import { describe, expect, test } from 'vitest'
import { operatorId } from '../../../src/domain/ids.ts'
import { seconds } from '../../../src/domain/time.ts'
import { storeOf } from './store.ts'
import { asks, DONE, joins, openTown, says } from './world.ts'

describe('people of the desk', () => {
  test('the creator of the group is the lead; others ask, and the lead says yes', async () => {
    const town = await openTown()
    await town.reads(/Готово/)
    expect(await says(town, town.ivan, '/on')).toMatch(/пока не оператор/)
    await joins(town, town.ivan)
    expect(await says(town, town.ivan, '/on')).toBe(DONE)
    expect(await says(town, town.olga, '/who')).toMatch(/Иван — 0 из 1/)
    expect(await says(town, town.ivan, '/join')).toMatch(/уже оператор/)
  })

  test('only a lead may let somebody in, once; “no” is told too', async () => {
    const town = await openTown()
    await joins(town, town.ivan)
    town.petr.say('/join')
    const asked = await town.reads(/Пётр просится/)
    expect(asked.text).toMatch(/Ольга$/)
    expect(asked.entities.some(({ type }) => type === 'text_mention')).toBe(true)
    expect(await town.press(town.petr, 'Принять', asked.id)).toMatch(/пока не оператор/)
    expect(await town.press(town.ivan, 'Принять', asked.id)).toMatch(/решает старший/)
    expect(await town.press(town.olga, 'Отклонить', asked.id)).toMatch(/Пётр пока не оператор/)
    await town.reads(/Пётр пока не оператор. Решение: Ольга/)
    const forged = town.olga.pressData(asked.id, `j:${town.people.petr.id}:yes`)
    expect((await town.until(() => forged.answer, 'an answer')).text).toMatch(/уже ответили/)
    const accounts = await says(town, town.olga, '/who')
    expect(accounts).not.toMatch(/Пётр/)
  })

  test('who leaves the group is no operator any more, and their chats go back to the queue', async () => {
    const town = await openTown()
    await joins(town, town.ivan)
    await says(town, town.ivan, '/on')
    const { ticket } = await asks(town)
    await town.thread(ticket)
    town.group.removePerson(town.people.ivan)
    await town.until(
      () => town.log.some(({ event }) => event.type === 'ticketRequeued'),
      'the chat in the queue',
    )
    await town.heard('operatorRemoved')
    await town.reads(/Иван больше не в группе/)
    town.group.addPerson(town.people.ivan)
    expect(await says(town, town.ivan, '/take 1')).toMatch(/пока не оператор/)
  })

  test('an account taken away on the command line is gone here at the next press', async () => {
    const town = await openTown()
    await joins(town, town.ivan)
    await storeOf(town, (store) => store.removeOperator(operatorId(`tg${town.people.ivan.id}`)))
    expect(await says(town, town.ivan, '/on')).toMatch(/пока не оператор/)
  })

  test('an anonymous administrator is nobody, and is told so', async () => {
    const town = await openTown()
    await joins(town, town.ivan)
    // What Telegram sends of one: GroupAnonymousBot, speaking as the group.
    const chat = { id: town.group.id, type: 'supergroup', title: 'Поддержка', is_forum: true }
    const from = { id: 1087968824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' }
    const text = '/on'
    const entities = [{ type: 'bot_command', offset: 0, length: text.length }]
    const body = { message_id: 9001, from, sender_chat: chat, chat, date: 1_768_208_400, text, entities }
    town.fake.world.onUpdate(town.bot.bot, 'message', body, town.group.id)
    await town.reads(/пишете анонимно/)
    expect(
      town.log.filter(({ event }) => event.type === 'operatorChanged' && event.operator.shift === 'on'),
    ).toEqual([])
  })

  test('when Telegram cannot say who is in the group, the answer is no', async () => {
    const town = await openTown()
    await joins(town, town.ivan)
    town.fake.inject({ kind: 'status', status: 500 }, { method: 'getChatMember' })
    town.clock.advance(seconds(61))
    expect(await says(town, town.ivan, '/on')).toMatch(/Не смог проверить/)
    town.fake.healAll()
    expect(await says(town, town.ivan, '/on')).toBe(DONE)
  })
})
