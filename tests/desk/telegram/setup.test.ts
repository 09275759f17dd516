/** How a group becomes the desk, and what happens when it stops being one. */
import { describe, expect, test } from 'vitest'
import { minutes, seconds } from '../../../src/domain/time.ts'
import { storeOf } from './store.ts'
import { asks, type DeskTown, DONE, joins, openTown, says } from './world.ts'

/** The code of the link that is printed at start. */
const code = (town: DeskTown) =>
  storeOf(town, async (store) =>
    String((await store.notes('telegram-desk', 'setup-code')).get('setup-code') ?? ''),
  )

async function linkCode(town: DeskTown): Promise<string> {
  for (let tries = 0; tries < 50; tries++) {
    const found = await code(town)
    if (found !== '') return found
    await town.clock.pass(minutes(0))
  }
  throw new Error('no link')
}

describe('setting up', () => {
  test('by the link: the bot says what it lacks until nothing is missing; an administrator begins', async () => {
    const town = await openTown({ setUp: 'link', forum: false })
    const secret = await linkCode(town)
    town.group.addBot(town.bot)
    town.olga.say(`/start@kotik_bot desk_${secret}`)
    const lacks = await town.reads(/мне не хватает/)
    expect(lacks.text).toMatch(/• Тем\..*\n• Прав администратора/)
    expect(lacks.buttons.flat().map(({ text }) => text)).toEqual(['Проверить ещё раз'])
    town.group.setForum(true)
    town.group.promote(town.bot, ['can_manage_topics'])
    await town.reads(/не хватает:\n• Права «Закрепление сообщений».*\n• Права «Удаление сообщений»/)
    expect(await town.press(town.ivan, 'Проверить ещё раз')).toMatch(/Это может администратор группы/)
    expect(await town.press(town.olga, 'Проверить ещё раз')).toMatch(/Чего не хватает/)
    town.group.promote(town.bot)
    await town.reads(/Все права есть/)
    expect(await town.press(town.ivan, 'Начать работу')).toMatch(/Это может администратор/)
    expect(await town.press(town.olga, 'Начать работу')).toMatch(/Готово/)
    expect(await says(town, town.olga, '/on')).toBe(DONE)
    expect(await code(town)).toBe('')
  })

  test('with one bot for both, the customers’ side says nothing in the group that becomes the desk', async () => {
    const town = await openTown({ setUp: 'link' })
    const secret = await linkCode(town)
    town.group.addBot(town.bot, 'all')
    await town.until(() => town.bot.pending === 0, 'the bot to know that it was added')
    town.olga.say(`/start@kotik_bot desk_${secret}`)
    await town.reads(/Все права есть/)
    await town.clock.pass(seconds(30))
    expect(await town.press(town.olga, 'Начать работу')).toMatch(/Готово/)
    const said = town.olga.messages().filter(({ text }) => /только в личном чате/.test(text))
    expect(said).toEqual([])
  })

  test('a group chosen by mistake and left: the next start has a new link', async () => {
    const town = await openTown({ setUp: 'link' })
    const secret = await linkCode(town)
    town.group.addBot(town.bot)
    town.olga.say(`/start@kotik_bot desk_${secret}`)
    await town.reads(/мне не хватает/)
    town.group.kick(town.bot)
    await town.until(() => town.bot.pending === 0, 'the bot to know that it was removed')
    await town.kotik.restart()
    expect(await linkCode(town)).not.toBe(secret)
  })

  test('/group sends a lead the link for one more group, in private; nobody else gets it', async () => {
    const town = await openTown()
    await joins(town, town.ivan)
    expect(await says(town, town.ivan, '/group')).toBe('Это решает старший.')
    const chat = town.people.olga.with(town.bot)
    chat.start()
    town.olga.say('/group')
    const told = await town.until(
      () => chat.messages().find(({ text }) => /startgroup=desk_/.test(text)),
      'the link',
    )
    expect(told.text).toContain(`desk_${await linkCode(town)}`)
    expect(town.olga.messages().some(({ text }) => /startgroup/.test(text))).toBe(false)
  })

  test('nobody else can make their own group the desk', async () => {
    const town = await openTown({ setUp: 'link' })
    const secret = await linkCode(town)
    const mallory = town.fake.newPerson('Мэллори')
    const own = town.fake.newGroup({ title: 'Моя', forum: true, owner: mallory })
    own.addBot(town.bot, 'all')
    own.as(mallory).say(`/start@kotik_bot desk_${'x'.repeat(32)}`)
    town.group.addBot(town.bot, 'all')
    town.olga.say(`/start@kotik_bot desk_${secret}`)
    await town.reads(/Все права есть/)
    own.as(mallory).say(`/start@kotik_bot desk_${secret}`)
    await town.press(town.olga, 'Начать работу')
    await says(town, town.olga, '/who')
    const said = own
      .as(mallory)
      .messages()
      .filter(({ byBot, text }) => byBot && /не хватает|права|Готово/.test(text))
    expect(said).toEqual([])
  })

  test('a group of the settings without rights says so, and begins once it has them', async () => {
    const town = await openTown({ rights: 'none' })
    await town.reads(/мне не хватает:\n• Прав администратора/)
    town.group.promote(town.bot)
    await town.reads(/Готово/)
    await joins(town, town.ivan)
  })

  test('Telegram is away when Kotik starts: the group is looked at again', async () => {
    const town = await openTown({
      before: (fake) => void fake.inject({ kind: 'status', status: 502 }, { method: 'getChat', times: 1 }),
    })
    await town.clock.pass(minutes(6))
    await town.reads(/Готово/)
    await joins(town, town.ivan)
  })

  test('what the group reads already is not written again', async () => {
    const town = await openTown()
    await town.reads(/Готово/)
    await town.clock.pass(minutes(1))
    await town.kotik.restart()
    await says(town, town.olga, '/who')
    expect(town.fake.journal.calls.filter(({ status }) => status === 400)).toEqual([])
  })

  test('the menu of commands is set for the group', async () => {
    const town = await openTown()
    await town.reads(/Готово/)
    const menus = await town.until(
      () => town.bot.bot.commands.size > 0 && [...town.bot.bot.commands],
      'a menu',
    )
    const menu = menus.find(([scope]) => scope.includes(String(town.group.id)))?.[1] ?? []
    expect(menu.map(({ command }) => command)).toContain('transfer')
    expect(menu.every(({ description }) => /^[А-ЯЁ]/.test(String(description)))).toBe(true)
  })
})

describe('a group in trouble', () => {
  test('demoted: leads hear of it in private and at the web desk; given back, it works again', async () => {
    const town = await openTown()
    await town.reads(/Готово/)
    const own = town.people.olga.with(town.bot)
    own.start()
    town.group.demote(town.bot)
    const told = await town.sees(own, /забрали права/)
    expect(told.text).toMatch(/В группе «Поддержка».*• Прав администратора/s)
    expect(town.log.some(({ event }) => event.type === 'leadAlerted' && event.about.kind === 'surface')).toBe(
      true,
    )
    town.group.promote(town.bot)
    await town.reads(/Снова работаю/)
    expect(await says(town, town.olga, '/on')).toBe(DONE)
  })

  test('who never opened the bot reads in General which rights are missing, and what still is when some are back', async () => {
    const town = await openTown()
    await town.reads(/Готово/)
    town.group.demote(town.bot)
    const told = await town.reads(/забрали права, не хватает:\n• Прав администратора.*Ольга$/s, 'general')
    expect(told.entities.some(({ type }) => type === 'text_mention')).toBe(true)
    town.group.promote(town.bot, ['can_pin_messages', 'can_delete_messages'])
    const still = await town.reads(/не хватает:\n• Права «Управление темами»\. [^\n]*\nОчередь/, 'general')
    expect(still.id).not.toBe(told.id)
    town.group.promote(town.bot)
    await town.reads(/Снова работаю/, 'general')
    expect(await says(town, town.olga, '/on')).toBe(DONE)
  })

  test('kicked: told, and the queue goes on at the web desk', async () => {
    const town = await openTown()
    await town.reads(/Готово/)
    const own = town.people.olga.with(town.bot)
    own.start()
    town.group.kick(town.bot)
    await town.sees(own, /Меня нет в группе «Поддержка»/)
    const { ticket } = await asks(town)
    expect(ticket).toBe(1)
  })

  test('becomes a supergroup with another id: people, threads and commands go on', async () => {
    const town = await openTown()
    await joins(town, town.ivan)
    town.group.migrate()
    town.group.setForum(true)
    const ivan = town.people.ivan.in(town.group)
    const { id } = ivan.say('/on')
    await town.until(
      () =>
        ivan
          .messages()
          .find((message) => message.id === id)
          ?.reactions.includes('👌'),
      'the command in the moved group',
    )
  })
})
