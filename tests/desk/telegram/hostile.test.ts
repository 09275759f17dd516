/** People who are up to no good: groups of strangers, and strangers in the operators' own group. */
import { describe, expect, test } from 'vitest'
import type { Seat } from '../../fakes/telegram/people/seat.ts'
import { storeOf } from './store.ts'
import { asks, type DeskTown, joins, openTown, says } from './world.ts'

const fromBot = (seat: Seat) => seat.messages().filter(({ byBot }) => byBot)

const heardAll = (town: DeskTown) => town.until(() => town.desk.pending === 0, 'everything to be heard')

describe('groups of strangers', () => {
  test('nobody becomes a lead by a group of their own with the operators’ bot in it', async () => {
    const town = await openTown({ ownBot: true })
    await town.reads(/Готово/)
    const mallory = town.fake.newPerson('Мэллори')
    const own = town.fake.newGroup({ title: 'Моя', forum: true, owner: mallory })
    own.addBot(town.desk, 'all')
    const seat = mallory.in(own)
    for (const text of ['/join', '/web', '/who', '/on', '/next', '/help']) seat.say(text)
    await heardAll(town)
    const accounts = await storeOf(town, (store) => store.operators())
    expect(accounts.map(({ name }) => name)).toEqual(['Ольга'])
    expect(fromBot(seat)).toEqual([])
    expect(fromBot(mallory.with(town.desk))).toEqual([])
  })

  test('an operator’s account is good in the desk’s groups only', async () => {
    const town = await openTown({ ownBot: true })
    await joins(town, town.ivan)
    const own = town.fake.newGroup({ title: 'Моя', forum: true, owner: town.people.ivan })
    own.addBot(town.desk, 'all')
    const seat = town.people.ivan.in(own)
    seat.say('/on')
    seat.say('/take 1')
    await heardAll(town)
    expect(fromBot(seat)).toEqual([])
    expect(
      town.log.some(({ event }) => event.type === 'operatorChanged' && event.operator.shift === 'on'),
    ).toBe(false)
  })

  test('asked to join in private, the operators’ bot only says what it is', async () => {
    const town = await openTown({ ownBot: true })
    await town.reads(/Готово/)
    const own = town.fake.newPerson('Мэллори').with(town.desk)
    own.say('/join')
    await heardAll(town)
    await town.until(() => fromBot(own).length > 0, 'a word')
    expect(fromBot(own).map(({ text }) => text)).toEqual([
      'Это рабочий бот операторов. Обращения приходят в группу.',
    ])
  })
})

describe('customers', () => {
  test('forged presses of the desk from a private chat do nothing', async () => {
    const town = await openTown()
    await joins(town, town.ivan)
    await says(town, town.ivan, '/on')
    const { seat: vera, ticket } = await asks(town)
    await town.thread(ticket)
    const button = vera.messages().find(({ byBot }) => byBot)
    if (!button) throw new Error('no message')
    const before = town.log.filter(({ address }) => address.to === 'desk').length
    const data = [
      't:1:close',
      't:1:to:tg5001',
      't:999:take',
      'b:on',
      'j:5003:yes',
      's:start',
      'p0:0',
      '\u0000',
      '',
    ]
    for (const one of data) {
      const { answered } = vera.pressData(button.id, one)
      await answered()
    }
    expect(town.log.filter(({ address }) => address.to === 'desk').length).toBe(before)
    expect(town.log.some(({ event }) => event.type === 'closingProposed')).toBe(false)
  })

  test('whatever they type stands in the thread as it is, and the thread goes on', async () => {
    const town = await openTown()
    await joins(town, town.ivan)
    await says(town, town.ivan, '/on')
    const { seat: vera, ticket } = await asks(town)
    const thread = await town.thread(ticket)
    const odd = [
      '<b>*_[x](tg://user?id=1)',
      '\u202eтекст',
      '😀'.repeat(2_000),
      'a\u0000b',
      '/close',
      '// тайна',
    ]
    for (const text of odd) vera.say(text)
    vera.say('и всё')
    await town.until(
      () => town.ivan.messages(thread).some(({ byBot, text }) => byBot && /и всё/.test(text)),
      'the last of it',
    )
    const shown = town.ivan
      .messages(thread)
      .map(({ text }) => text)
      .join('\n')
    for (const text of odd.slice(0, 2)) expect(shown).toContain(text)
    expect(shown.match(/😀/gu)?.length).toBe(2_000)
    expect(town.log.some(({ event }) => event.type === 'closingProposed' || event.type === 'noteAdded')).toBe(
      false,
    )
  })
})

describe('strangers in the operators’ group', () => {
  test('repeating commands does not spend the minute of the group', async () => {
    const town = await openTown()
    await joins(town, town.ivan)
    await says(town, town.ivan, '/on')
    const { ticket } = await asks(town)
    const thread = await town.thread(ticket)
    const before = fromBot(town.petr).length
    for (let n = 0; n < 15; n++) {
      for (const text of ['/join', '/help', '/who', '/on']) town.petr.say(text)
      for (const text of ['/unknown', 'слова', '// заметка']) town.petr.say(text, { thread })
    }
    await heardAll(town)
    await town.until(() => fromBot(town.petr).some(({ text }) => /Пётр просится/.test(text)), 'a request')
    // One of each: a request, its answer, the help, and twice that he is nobody.
    expect(fromBot(town.petr).length - before).toBeLessThanOrEqual(6)
    expect(town.log.some(({ event }) => event.type === 'noteAdded')).toBe(false)
  })
})
