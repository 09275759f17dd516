/** The faults of docs/faults.md, met at the operators' side: nothing an operator said is lost, nothing is said twice. */
import { describe, expect, test } from 'vitest'
import { hours, minutes, seconds } from '../../../src/domain/time.ts'
import { asks, DONE, joins, openTown, says } from './world.ts'

async function talking() {
  const town = await openTown()
  await joins(town, town.ivan)
  await says(town, town.ivan, '/on')
  const { seat: vera, ticket } = await asks(town)
  const thread = await town.thread(ticket)
  const got = () => vera.messages().flatMap(({ byBot, text }) => (byBot ? [text] : []))
  const times = (word: string) => got().filter((text) => text.includes(word)).length
  return { town, vera, ticket, thread, times }
}

describe('updates that come again', () => {
  test('killed before Telegram heard that they were taken: words, presses and notes are one each (2, 3, 19)', async () => {
    const { town, vera, thread, times } = await talking()
    const card = await town.reads(/Вера/, thread)
    // The poll that waits brings them; every later one, which would confirm them, fails.
    town.fake.inject({ kind: 'refuse' }, { method: 'getUpdates' })
    town.ivan.say('однажды', { thread })
    await town.sees(vera, /однажды/)
    expect(town.bot.pending).toBeGreaterThan(0)
    await town.kotik.stop()
    town.fake.healAll()
    town.ivan.say('// заметка', { thread })
    town.ivan.press('Закрыть', card.id)
    await town.kotik.restart()
    await town.until(() => town.bot.pending === 0, 'everything to be confirmed')
    await town.sees(vera, ({ buttons }) => buttons.flat().length === 2)
    expect(times('однажды')).toBe(1)
  })

  test('an update delivered twice under one number is one message (19)', async () => {
    const { town, vera, thread, times } = await talking()
    const { id } = town.ivan.say('эхо', { thread })
    await town.sees(vera, /эхо/)
    const chat = { id: town.group.id, type: 'supergroup', title: 'Поддержка', is_forum: true }
    const from = { id: town.people.ivan.id, is_bot: false, first_name: 'Иван' }
    const edit = {
      message_id: id,
      from,
      chat,
      date: 1_768_208_400,
      message_thread_id: thread,
      is_topic_message: true,
      text: 'эхо',
    }
    // An edit that changes nothing (a reaction's trace in some clients) is nobody's message.
    town.fake.world.onUpdate(
      town.bot.bot,
      'edited_message',
      { ...edit, edit_date: 1_768_208_401 },
      town.group.id,
    )
    town.ivan.say('дальше', { thread })
    await town.sees(vera, /дальше/)
    expect(times('эхо')).toBe(1)
    expect(town.log.some(({ event }) => event.type === 'messageEdited')).toBe(false)
  })

  test('an album whose last part comes after a restart loses nothing (20)', async () => {
    const { town, vera, thread } = await talking()
    town.ivan.attachAlbum([{ type: 'photo', caption: 'две' }, { type: 'photo' }], { thread })
    await town.until(() => town.bot.pending === 0, 'the parts to be kept')
    await town.kotik.restart()
    await town.sees(vera, /две/)
    await town.until(
      () => vera.messages().filter(({ media, byBot }) => byBot && media?.type === 'photo').length === 2,
      'both pictures',
    )
    town.ivan.say('всё', { thread })
    await town.sees(vera, /всё/)
    expect(vera.messages().filter(({ media, byBot }) => byBot && media).length).toBe(2)
  })

  test('a poison update is set aside, and the thread goes on (25)', async () => {
    const { town, vera, thread } = await talking()
    const chat = { id: town.group.id, type: 'supergroup', title: 'Поддержка', is_forum: true }
    const from = { id: town.people.ivan.id, is_bot: false, first_name: 'Иван' }
    const place = { chat, from, date: 1_768_208_400, message_thread_id: thread, is_topic_message: true }
    const body = { message_id: 9001, ...place, text: 'яд', entities: [null] }
    town.fake.world.onUpdate(town.bot.bot, 'message', body, town.group.id)
    town.ivan.say('после яда', { thread })
    await town.sees(vera, /после яда/)
    await town.until(() => town.bot.pending === 0, 'the batch to be confirmed')
  })
})

describe('Telegram in trouble', () => {
  test('an hour of 429 in the group: operators’ words still reach the customer at once (14)', async () => {
    const { town, vera, thread } = await talking()
    town.fake.inject({ kind: 'flood', retryAfter: 3_600 }, { chat: town.group.id })
    vera.say('долго ещё?')
    town.ivan.say('минуту', { thread })
    await town.sees(vera, /минуту/)
    await town.kotik.restart()
    town.fake.healAll()
    const early = town.ivan.messages(thread).some(({ text }) => /долго ещё/.test(text))
    await town.clock.pass(hours(1))
    await town.reads(/долго ещё/, thread)
    expect(early).toBe(false)
  })

  test('5xx on sends only, then a line that is cut: said once, in order (15, 16, 17)', async () => {
    const { town, vera, thread, times } = await talking()
    town.fake.inject({ kind: 'status', status: 502 }, { method: 'sendMessage', chat: vera.chat.id, times: 2 })
    town.fake.inject({ kind: 'refuse' }, { method: 'sendMessage', chat: vera.chat.id, times: 1 })
    for (const word of ['альфа', 'бета', 'гамма']) town.ivan.say(word, { thread })
    await town.sees(vera, /гамма/)
    expect(['альфа', 'бета', 'гамма'].map(times)).toEqual([1, 1, 1])
  })

  test('the wire is pulled for a while: what was said waits at Telegram and comes (16)', async () => {
    const { town, vera, thread, times } = await talking()
    await town.fake.unplug()
    town.ivan.say('через обрыв', { thread })
    await town.clock.pass(seconds(20))
    await town.fake.listen()
    await town.clock.pass(minutes(1))
    await town.sees(vera, /через обрыв/)
    expect(times('через обрыв')).toBe(1)
  })

  test('an edit while the words still wait: the customer reads the last of them (34)', async () => {
    const { town, vera, thread } = await talking()
    town.fake.inject(
      { kind: 'flood', retryAfter: 30 },
      { method: 'sendMessage', chat: vera.chat.id, times: 1 },
    )
    const { id } = town.ivan.say('черновик', { thread })
    await town.heard('messageSent', ({ message }) => message.content.text === 'черновик')
    town.ivan.edit(id, 'чистовик')
    await town.clock.pass(minutes(1))
    await town.until(() => vera.messages().at(-1)?.text.includes('чистовик'), 'the last words')
  })

  test('Telegram says nothing about icons: nobody waits for that (18)', async () => {
    const town = await openTown({
      before: (fake) => void fake.inject({ kind: 'hang' }, { method: 'getForumTopicIconStickers' }),
    })
    await joins(town, town.ivan)
    town.fake.healAll()
  })

  test('an operator’s file hangs on its way: other threads and customers go on (18)', async () => {
    const { town, vera, thread } = await talking()
    town.fake.inject({ kind: 'hang' }, { method: 'getFile' })
    town.ivan.attach({ type: 'document', caption: 'вот файл', thread })
    await town.until(() => town.bot.pending === 0, 'the file to be noted')
    vera.say('я тут')
    await town.reads(/я тут/, thread)
    // What was begun is finished by the next start.
    await town.kotik.restart()
    town.fake.healAll()
    await town.sees(vera, ({ text, media }) => media !== undefined && /вот файл/.test(text))
    expect(vera.messages().filter(({ byBot, media }) => byBot && media)).toHaveLength(1)
  })

  test('the token is revoked: everything else works on (35)', async () => {
    const { town } = await talking()
    town.bot.revokeToken()
    await town.clock.pass(minutes(2))
    expect(town.kotik.running.kotik.health()).toMatchObject({ ready: true, status: 'ok' })
  })

  test('a thread deleted by hand is made anew, and operators work in it (24)', async () => {
    const { town, vera, ticket, thread } = await talking()
    town.ivan.deleteThread(thread)
    vera.say('вы тут?')
    const again = await town.thread(ticket)
    expect(again).not.toBe(thread)
    await town.reads(/вы тут/, again)
    town.ivan.say('тут', { thread: again })
    await town.sees(vera, /^(?:Иван: )?тут$|тут$/)
    expect(await says(town, town.ivan, '/close', again)).toBe(DONE)
  })
})
