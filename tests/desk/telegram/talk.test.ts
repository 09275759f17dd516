/** What operators write in threads, and what customers get of it. */
import { describe, expect, test } from 'vitest'
import { seconds } from '../../../src/domain/time.ts'
import { asks, type DeskTown, joins, openTown, says } from './world.ts'

/** Ivan is on shift and has Vera's chat. */
async function talking() {
  const town = await openTown()
  await joins(town, town.ivan)
  await says(town, town.ivan, '/on')
  const { seat: vera, ticket } = await asks(town)
  const thread = await town.thread(ticket)
  await town.heard('operatorJoined')
  return { town, vera, ticket, thread }
}

const reactions = (town: DeskTown, id: number) => () => {
  const found = town.ivan.messages().find((message) => message.id === id)?.reactions ?? []
  return found.length > 0 && found
}

describe('words in a thread', () => {
  test('go to the customer with their formatting, and are marked when they are there', async () => {
    const { town, vera, thread } = await talking()
    const entities = [{ type: 'bold', offset: 8, length: 4 }]
    const { id } = town.ivan.say('Добрый *день*!'.replaceAll('*', ''), { thread, entities })
    const got = await town.sees(vera, /Добрый день!/)
    expect(got.entities).toContainEqual(expect.objectContaining({ type: 'bold', length: 4 }))
    expect(await town.until(reactions(town, id), 'a mark')).toContain('👌')
  })

  test('order holds, and nothing is said twice when Telegram brings an update again', async () => {
    const { town, vera, thread } = await talking()
    for (const text of ['раз', 'два', 'три', 'четыре', 'пять']) town.ivan.say(text, { thread })
    await town.sees(vera, /пять/)
    const words = ['раз', 'два', 'три', 'четыре', 'пять']
    const got = vera.messages().filter(({ text }) => words.some((word) => text.endsWith(word)))
    expect(got.map(({ text }) => words.find((word) => text.endsWith(word)))).toEqual(words)
  })

  test('“//” and /note stay inside', async () => {
    const { town, vera, thread } = await talking()
    town.ivan.say('// похоже на мошенника', { thread })
    await says(town, town.ivan, '/note и ещё одно', thread)
    town.ivan.say('Минуту', { thread })
    await town.sees(vera, /Минуту/)
    expect(vera.messages().some(({ text }) => /мошенник|ещё одно/.test(text))).toBe(false)
    const notes = town.log.flatMap(({ event }) => (event.type === 'noteAdded' ? [event.content.text] : []))
    expect(notes).toEqual(['похоже на мошенника', 'и ещё одно'])
  })

  test('a reply in the thread is a reply to the customer’s own message', async () => {
    const { town, vera, thread } = await talking()
    const asked = vera.say('Почему дважды списали?')
    const shown = await town.reads(/Почему дважды/, thread)
    town.ivan.say('Вот поэтому', { thread, replyTo: shown.id })
    const got = await town.sees(vera, /Вот поэтому/)
    expect(got.replyTo).toBe(asked.id)
  })

  test('an edit reaches the customer’s copy; a note never does, however it is edited', async () => {
    const { town, vera, thread } = await talking()
    const said = town.ivan.say('Вернём за 3 дня', { thread })
    await town.sees(vera, /Вернём за 3 дня/)
    town.ivan.edit(said.id, 'Вернём за 5 дней')
    await town.sees(vera, /Вернём за 5 дней/)
    const note = town.ivan.say('// хамит', { thread })
    await town.heard('noteAdded')
    town.ivan.edit(note.id, 'хамит')
    await town.reads(/Заметки не правятся/, thread)
    town.ivan.edit(said.id, '// тайна')
    await town.reads(/заметкой оно не станет/, thread)
    expect(vera.messages().some(({ text }) => /хамит|тайна/.test(text))).toBe(false)
  })

  test('pictures, files, voice and albums go, one album as one message', async () => {
    const { town, vera, thread } = await talking()
    town.ivan.attach({ type: 'photo', caption: 'чек', thread })
    await town.sees(vera, ({ media, text }) => media?.type === 'photo' && /чек/.test(text))
    town.ivan.attachAlbum([{ type: 'photo', caption: 'все три' }, { type: 'photo' }, { type: 'photo' }], {
      thread,
    })
    town.ivan.say('вот', { thread })
    await town.sees(vera, /вот$/)
    const said = town.log.flatMap(({ event }) =>
      event.type === 'messageSent' && event.message.author.kind === 'operator' ? [event.message.content] : [],
    )
    expect(said.map(({ attachments }) => attachments?.length ?? 0)).toEqual([1, 3, 0])
    expect(said[1]?.text).toBe('все три')
  })

  test('a file too large to fetch is told at once, and the words under it still go', async () => {
    const { town, vera, thread } = await talking()
    town.ivan.attach({ type: 'document', name: 'кино.mp4', size: 30_000_000, caption: 'посмотрите', thread })
    await town.reads(/«кино.mp4» клиенту не ушёл: он больше \d+ МБ/, thread)
    await town.sees(vera, /посмотрите/)
  })

  test('a stranger’s words go nowhere, and they are told once how to join', async () => {
    const { town, vera, thread } = await talking()
    town.petr.say('я тут мимо', { thread })
    await town.reads(/Попроситься|Попроситесь командой \/join/, thread)
    town.petr.say('ещё слово', { thread })
    town.ivan.say('готово', { thread })
    await town.sees(vera, /готово/)
    expect(vera.messages().some(({ text }) => /мимо|слово/.test(text))).toBe(false)
    const told = town.ivan.messages(thread).filter(({ text }) => /\/join/.test(text))
    expect(told).toHaveLength(1)
  })

  test('whoever does not have the chat is told who has it, and what to do', async () => {
    const { town, vera, thread } = await talking()
    await says(town, town.olga, '/on')
    const { id } = town.olga.say('а я отвечу', { thread })
    await town.reads(/Клиент этого не получил.*ведёт Иван/, thread)
    const again = town.olga.say('и ещё', { thread })
    expect(await town.until(reactions(town, again.id), 'a mark')).toContain('👎')
    expect(vera.messages().some(({ text }) => /отвечу|и ещё/.test(text))).toBe(false)
    expect(id).toBeLessThan(again.id)
  })

  test('a chat that waits offers [Взять] to whoever writes into it', async () => {
    const { town, vera, thread } = await talking()
    await says(town, town.ivan, '/off')
    const { id } = town.ivan.say('Здравствуйте', { thread })
    const told = await town.until(
      () => town.ivan.messages(thread).find(({ replyTo, byBot }) => byBot && replyTo === id),
      'a refusal',
    )
    expect(told.text).toMatch(/ждёт в очереди/)
    await says(town, town.ivan, '/pause')
    expect(await town.press(town.ivan, 'Взять', told.id)).toMatch(/ваш/)
    town.ivan.say('Теперь слышно?', { thread })
    await town.sees(vera, /Теперь слышно/)
  })

  test('a command nobody knows, or one under a picture, does not reach the customer', async () => {
    const { town, vera, thread } = await talking()
    town.ivan.say('/clsoe', { thread })
    await town.reads(/Команды \/clsoe нет, и клиент этого не получил/, thread)
    town.ivan.attach({ type: 'photo', caption: '/note внутри', thread })
    await town.reads(/Команды \/note нет/, thread)
    town.ivan.say('конец', { thread })
    await town.sees(vera, /конец/)
    expect(vera.messages().some(({ text, media }) => /clsoe|внутри/.test(text) || media)).toBe(false)
  })

  test('what cannot be delivered is marked and told where it was written', async () => {
    const { town, vera, thread } = await talking()
    vera.block()
    const { id } = town.ivan.say('Вы здесь?', { thread })
    expect(await town.until(reactions(town, id), 'a mark')).toContain('👎')
    const told = await town.reads(/Не доставлено: клиент запретил сообщения/, thread)
    expect(told.replyTo).toBe(id)
  })

  test('a failure is told once, also when it comes after a restart', async () => {
    const { town, vera, thread } = await talking()
    const failures = () =>
      town.ivan.messages(thread).filter(({ text }) => /клиент запретил сообщения/.test(text))
    await town.sees(vera, /Иван/)
    const nowhere = { method: 'sendMessage', chat: vera.chat.id }
    town.fake.inject({ kind: 'status', status: 502 }, nowhere)
    const { id } = town.ivan.say('Вы здесь?', { thread })
    await town.heard('messageSent', ({ message }) => message.content.text === 'Вы здесь?')
    // Another one shows that the thread's note is written up to there.
    vera.say('ау')
    await town.reads(/^ау$/, thread)
    await town.kotik.restart()
    town.fake.healAll()
    vera.block()
    const told = await town.reads(/Не доставлено/, thread)
    expect(told.replyTo).toBe(id)
    await town.until(() => town.bot.pending === 0, 'all to be heard')
    await town.clock.pass(seconds(90))
    expect(failures().map(({ text }) => text)).toHaveLength(1)
  })

  test('a refusal that waits for the group’s minute outlives a restart, and comes once', async () => {
    const { town, thread } = await talking()
    await says(town, town.olga, '/pause')
    const group = town.group.id
    town.fake.inject({ kind: 'flood', retryAfter: 60 }, { chat: group, method: 'sendMessage', times: 1 })
    const { id } = town.olga.say('чужое', { thread })
    const asked = town.ivan.say('/remind', { thread })
    await town.until(() => town.bot.pending === 0, 'all to be heard')
    await town.clock.pass(seconds(2))
    const refusals = () => town.olga.messages(thread).filter(({ text }) => /не получил/.test(text))
    expect(refusals()).toEqual([])
    for (let restarts = 0; restarts < 2; restarts += 1) {
      await town.kotik.restart()
      await town.clock.pass(seconds(70))
    }
    expect(refusals().map(({ replyTo }) => replyTo)).toEqual([id])
    const forms = town.olga.messages(thread).filter(({ text }) => /Как писать: \/remind/.test(text))
    expect(forms.map(({ replyTo }) => replyTo)).toEqual([asked.id])
  })

  test('closing is proposed, confirmed by the customer, and rated', async () => {
    const { town, vera, thread } = await talking()
    town.ivan.say('Починили', { thread })
    await town.sees(vera, /Починили/)
    await says(town, town.ivan, '/close', thread)
    await town.heard('closingProposed')
    const question = await town.sees(vera, ({ buttons }) =>
      buttons.flat().some(({ text }) => /Да/.test(text)),
    )
    const yes = question.buttons.flat().find(({ text }) => /Да/.test(text))
    vera.press(yes?.text ?? '', question.id)
    await town.until(() => town.log.some(({ event }) => event.type === 'ticketClosed'), 'the end of the chat')
    town.ivan.say('вдогонку', { thread })
    await town.reads(/Чат уже закрыт/, thread)
  })
})
