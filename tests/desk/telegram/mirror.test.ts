/** What operators read in their group: threads, cards, customers' words, endings. The whole program over the fake Bot API. */
import { describe, expect, test } from 'vitest'
import { minutes, seconds } from '../../../src/domain/time.ts'
import { asks, type DeskTown, joins, openTown, says, type TownOptions } from './world.ts'

/** Ivan is on shift and has Vera's chat. */
async function talking(options: TownOptions = {}) {
  const town = await openTown(options)
  await joins(town, town.ivan)
  await says(town, town.ivan, '/on')
  const { seat: vera, ticket } = await asks(town)
  const thread = await town.thread(ticket)
  await town.reads(/^#1 Вера/, thread)
  return { town, vera, ticket, thread }
}

const ofBot = (town: DeskTown, thread: number) =>
  town.ivan.messages(thread).filter(({ byBot, service }) => byBot && !service)
const threadOf = (town: DeskTown, thread: number) => town.group.chat.threads.get(thread)

describe('a thread', () => {
  test('is made when somebody has the chat, named for the ticket, with a card and buttons', async () => {
    const { town, thread } = await talking()
    expect(threadOf(town, thread)?.name).toMatch(/^#1 Вера/)
    const [card] = ofBot(town, thread)
    expect(card?.text).toMatch(/^#1 Вера · Telegram/)
    expect(card?.text).toContain('Группа: Первая линия')
    expect(card?.text).toContain('Ведёт: Иван')
    expect(card?.text).toContain('обращается впервые')
    // The talk with the bot, folded.
    expect(card?.text).toContain('Клиент: позовите человека')
    expect(card?.entities).toContainEqual(expect.objectContaining({ type: 'expandable_blockquote' }))
    expect(card?.buttons.flat().map(({ text }) => text)).toContain('Закрыть')
  })

  test('what waits together goes as one message, and an answer to it finds the customer’s words', async () => {
    const { town, vera, thread } = await talking()
    town.fake.inject(
      { kind: 'flood', retryAfter: 20 },
      { chat: town.group.id, method: 'sendMessage', times: 1 },
    )
    for (const word of ['раз', 'два', 'три', 'четыре']) vera.say(word)
    await town.clock.pass(seconds(30))
    const shown = await town.reads(/четыре/, thread)
    expect(shown.text).toMatch(/два\nтри\nчетыре$/)
    town.ivan.say('вижу', { thread, replyTo: shown.id })
    const got = await town.sees(vera, /вижу/)
    expect(got.replyTo).toBe(vera.messages().find(({ text }) => text === 'четыре')?.id)
  })

  test('formatting comes along, and nothing a customer types is read as formatting', async () => {
    const { town, vera, thread } = await talking()
    vera.say('<b>*_[жирно](tg://user?id=1)_*</b> & точка', {
      entities: [{ type: 'bold', offset: 0, length: 3 }],
    })
    const shown = await town.reads(/точка/, thread)
    expect(shown.text).toBe('<b>*_[жирно](tg://user?id=1)_*</b> & точка')
    expect(shown.entities.filter(({ type }) => type === 'bold')).toEqual([
      expect.objectContaining({ offset: 0, length: 3 }),
    ])
  })

  test('an edit keeps both what was said and what is said', async () => {
    const { town, vera, thread } = await talking()
    const said = vera.say('списали 300')
    const shown = await town.reads(/^списали 300$/, thread)
    vera.edit(said.id, 'списали 30')
    const changed = await town.reads(/изменено, было: «списали 300»/, thread)
    expect(changed.id).toBe(shown.id)
    expect(changed.text).toMatch(/^списали 30\n/)
  })

  test('pictures and voice are copied with their words', async () => {
    const { town, vera, thread } = await talking()
    vera.attach({ type: 'photo', caption: 'вот чек' })
    vera.attach({ type: 'voice' })
    const picture = await town.reads(/вот чек/, thread)
    expect(picture.media?.type).toBe('photo')
    await town.until(() => ofBot(town, thread).some(({ media }) => media?.type === 'voice'), 'a voice')
    const copies = town.fake.journal.calls.filter(({ method }) => method === 'copyMessages')
    expect(copies.length).toBeGreaterThan(0)
  })

  test('of a file that did not come the thread has a line, alone or under its words; the customer is told', async () => {
    const { town, vera, thread } = await talking()
    const large = { type: 'document', size: 30_000_000 } as const
    vera.attach({ ...large, name: 'кино.mp4', caption: 'не открывается фильм' })
    await town.reads(/не открывается фильм\n\[Файл «кино\.mp4» не получен: больше 10 МБ\]/, thread)
    vera.attach({ ...large, name: 'ещё.mp4' })
    await town.reads(/\[Файл «ещё\.mp4» не получен/, thread)
    await town.sees(vera, /он не дошёл\. Пришлите поменьше/)
  })

  test('the end is told, the thread closed; a new message soon opens it again', async () => {
    const { town, vera, thread } = await talking()
    await town.clock.pass(minutes(2))
    await says(town, town.ivan, '/close', thread)
    await town.sees(vera, /решён|решили|помог/i)
    vera.press('Да, решён')
    await town.reads(/✅ Решено за 2 мин$/, thread)
    await town.until(() => threadOf(town, thread)?.closed, 'the thread to be closed')
    await town.clock.pass(seconds(10))
    vera.say('опять не работает')
    await town.reads(/опять не работает/, thread)
    await town.until(() => threadOf(town, thread)?.closed === false, 'the thread to be open')
    expect(await town.thread(1)).toBe(thread)
  })

  test('closed by hand, it is opened for the customer’s next words', async () => {
    const { town, vera, thread } = await talking()
    town.olga.closeThread(thread)
    vera.say('вы здесь?')
    await town.reads(/вы здесь/, thread)
  })

  test('the customer blocks the bot: the thread says so', async () => {
    const { town, vera, thread } = await talking()
    vera.block()
    await town.reads(/запретил сообщения/, thread)
    vera.unblock()
    await town.reads(/снова разрешил сообщения/, thread)
  })
})

describe('threads in the operators’ own chats', () => {
  test('open there where that works; the board and the claims stay in the group', async () => {
    const { town } = await personally(true)
    const { seat: vera } = await asks(town)
    const own = town.people.ivan.with(town.bot)
    // One message a second there.
    await town.clock.pass(seconds(10))
    await town.until(() => own.messages().some(({ text }) => /^#1 Вера/.test(text)), 'the card in private')
    vera.say('здравствуйте')
    await town.clock.pass(seconds(10))
    await town.until(() => own.messages().some(({ text }) => text === 'здравствуйте'), 'words in private')
    expect([...town.group.chat.threads.values()].some(({ name }) => name.startsWith('#1 '))).toBe(false)
    await town.reads(/На смене: Иван 1/, 'general')
  })

  test('where it fails the ticket goes to a thread of the group, and the lead is told', async () => {
    const { town } = await personally(true)
    const failed = {
      kind: 'status',
      status: 400,
      description: 'Bad Request: BOT_FORUM_CREATE_FORBIDDEN',
    } as const
    town.fake.inject(failed, { method: 'createForumTopic', times: 1 })
    const { ticket } = await asks(town)
    const thread = await town.thread(ticket)
    await town.reads(/^#1 Вера/, thread)
    await town.heard('leadAlerted', ({ about }) => about.kind === 'surface' && about.trouble === 'fallback')
  })
})

/** Ivan is on shift, and the group's tickets open in the operators' own chats. */
async function personally(topics: boolean) {
  const town = await openTown({
    env: { DESK_TELEGRAM_PERSONAL: 'first-line' },
    before: async (_, bot) => {
      bot.bot.topicsEnabled = topics
    },
  })
  town.people.ivan.with(town.bot).start()
  await joins(town, town.ivan)
  await says(town, town.ivan, '/on')
  return { town }
}

describe('around a crash', () => {
  test('a thread whose making was never answered: one is in use (5)', async () => {
    const town = await openTown()
    await joins(town, town.ivan)
    town.fake.inject({ kind: 'cut' }, { method: 'createForumTopic', times: 1 })
    await says(town, town.ivan, '/on')
    const { seat: vera } = await asks(town)
    await town.reads(/^#1 Вера/)
    await town.kotik.restart()
    vera.say('я тут')
    const shown = await town.reads(/^я тут$/)
    const named = [...town.group.chat.threads.values()].filter(({ name }) => name.startsWith('#1 '))
    expect(named.length).toBe(2)
    // Whoever writes in the one left over is led to the other, and it is closed.
    const stray = named.find(({ id }) => id !== shown.thread)
    town.ivan.say('и я', { thread: stray?.id ?? 0 })
    await town.until(() => stray?.closed, 'the thread left over to be closed')
  })

  test('words that may stand there already are marked as a repetition (17)', async () => {
    const { town, vera, thread } = await talking()
    town.fake.inject({ kind: 'cut' }, { method: 'sendMessage', chat: town.group.id, times: 1 })
    vera.say('ровно один раз')
    const again = await town.reads(/^↻ возможно, повтор:\nровно один раз/, thread)
    expect(again.id).toBeGreaterThan(0)
    vera.say('дальше')
    await town.reads(/^дальше$/, thread)
  })

  test('what was said while Kotik was away is shown in its order', async () => {
    const { town, vera, thread } = await talking()
    vera.say('до')
    await town.reads(/^до$/, thread)
    vera.say('пока')
    await town.kotik.restart()
    vera.say('после')
    await town.reads(/после/, thread)
    const text = ofBot(town, thread)
      .map((message) => message.text)
      .join('\n')
    expect(text.match(/^пока$/gmu)?.length).toBe(1)
    expect(text.indexOf('пока')).toBeLessThan(text.indexOf('после'))
  })
})

describe('the board in General', () => {
  test('tells who waits and who is on shift, is pinned, and comes again when it is deleted', async () => {
    const { town } = await talking()
    const board = await town.reads(/На смене: Иван 1\/1/, 'general')
    expect(board.pinned).toBe(true)
    await asks(town, 'Пётр-клиент')
    await town.clock.pass(seconds(35))
    const waits = await town.reads(/Ждут: 1/, 'general')
    expect(waits.id).toBe(board.id)
    expect(waits.buttons.flat().map(({ text }) => text)).toEqual([
      'Взять следующего',
      'На смену',
      'Перерыв',
      'Со смены',
    ])
    town.olga.delete(board.id)
    await says(town, town.ivan, '/limit 2')
    await town.clock.pass(seconds(70))
    const fresh = await town.reads(/На смене: Иван 2\/2/, 'general')
    expect(fresh.id).not.toBe(board.id)
  })
})
