/** What an operator does while Telegram is slow to answer: nobody else waits for it, and whoever does, sees so. */
import { describe, expect, test } from 'vitest'
import { minutes, seconds } from '../../../src/domain/time.ts'
import { asks, type DeskTown, joins, openTown, says } from './world.ts'

const WAITS = '🤔'

async function talking() {
  const town = await openTown()
  await joins(town, town.ivan)
  await says(town, town.ivan, '/on')
  const { seat: vera, ticket } = await asks(town)
  const thread = await town.thread(ticket)
  return { town, vera, ticket, thread, card: await town.reads(/Вера/, thread) }
}

const marksOf = (town: DeskTown, id: number) =>
  town.ivan.messages().find((message) => message.id === id)?.reactions ?? []

const marked = (town: DeskTown, id: number, emoji: string) =>
  town.until(() => marksOf(town, id).includes(emoji), `${emoji} on ${id}`)

const repliesTo = (town: DeskTown, id: number) =>
  town.ivan.messages().filter(({ byBot, replyTo }) => byBot && replyTo === id)

describe('Telegram does not say who is in the group', () => {
  /** Nobody was seen there within the minute. */
  async function silent() {
    const talk = await talking()
    await talk.town.clock.pass(minutes(2))
    const hang = talk.town.fake.inject({ kind: 'hang' }, { method: 'getChatMember' })
    return { ...talk, hang }
  }

  test('words are taken at once, and asked for again within seconds; each of them shows', async () => {
    const { town, vera, thread, hang } = await silent()
    const before = town.clock.now()
    const [one, two] = [town.ivan.say('раз', { thread }), town.ivan.say('два', { thread })]
    vera.say('вы тут?')
    await town.reads(/вы тут/, thread)
    await town.until(() => town.bot.pending === 0, 'everything to be confirmed')
    expect(town.clock.now() - before).toBeLessThan(seconds(3))
    await town.until(() => repliesTo(town, one.id)[0], 'what to do')
    expect(repliesTo(town, one.id)[0]?.text).toMatch(/Не смог проверить, что вы в группе/)
    await marked(town, two.id, '👎')
    await town.clock.pass(seconds(5))
    expect(marksOf(town, two.id)).toEqual(['👎'])
    hang.remove()
    town.ivan.say('три', { thread })
    await town.sees(vera, /три/)
    expect(vera.messages().some(({ text }) => /раз|два/.test(text))).toBe(false)
  })

  test('it says so late: the words go, in their order', async () => {
    const { town, vera, thread, hang } = await silent()
    for (const text of ['раз', '// тайна', 'два']) town.ivan.say(text, { thread })
    await town.until(() => town.bot.pending === 0, 'everything to be confirmed')
    await town.kotik.restart()
    hang.remove()
    await town.sees(vera, /два/)
    const got = vera.messages().flatMap(({ text }) => /раз|два|тайна/.exec(text)?.[0] ?? [])
    expect(got).toEqual(['раз', 'два'])
  })

  test('a press and a command are answered within seconds, and hold up nobody', async () => {
    const { town, vera, thread, card } = await silent()
    const press = town.ivan.press('Закрыть', card.id)
    const command = town.ivan.say('/who')
    vera.say('вы тут?')
    await town.reads(/вы тут/, thread)
    await town.until(() => town.bot.pending === 0, 'everything to be confirmed')
    expect(press.answer).toBeUndefined()
    const answer = await town.until(() => press.answer, 'an answer')
    expect(answer).toMatchObject({ alert: true, text: expect.stringMatching(/Не смог проверить/) })
    await town.until(
      () => repliesTo(town, command.id).length > 0 || marksOf(town, command.id).includes('👎'),
      'an answer to the command',
    )
    expect(town.log.some(({ event }) => event.type === 'closingProposed')).toBe(false)
  })
})

describe('an operator’s file that hangs', () => {
  async function hanging() {
    const talk = await talking()
    const hang = talk.town.fake.inject({ kind: 'hang' }, { method: 'getFile' })
    const file = talk.town.ivan.attach({ type: 'document', caption: 'вот файл', thread: talk.thread })
    await talk.town.until(() => talk.town.bot.pending === 0, 'the file to be noted')
    return { ...talk, hang, file }
  }

  test('what is typed behind it is marked, waits a minute at most, and goes in its order', async () => {
    const { town, vera, thread, file } = await hanging()
    const [words, note] = [town.ivan.say('и слова', { thread }), town.ivan.say('// тайна', { thread })]
    for (const { id } of [file, words, note]) await marked(town, id, WAITS)
    expect(town.bot.pending).toBe(0)
    await town.clock.pass(minutes(1))
    await town.reads(/«.*» клиенту не ушёл: Telegram его не отдал/, thread)
    await town.sees(vera, /и слова/)
    const got = vera.messages().flatMap(({ text }) => /вот файл|и слова/.exec(text)?.[0] ?? [])
    expect(got).toEqual(['вот файл', 'и слова'])
    await town.heard('noteAdded')
    await marked(town, words.id, '👌')
    await town.until(() => marksOf(town, note.id).length === 0, 'the mark to go')
  })

  test('commands go behind it, too; buttons that end the chat say why they do not', async () => {
    const { town, vera, thread, card, hang } = await hanging()
    const close = town.ivan.say('/close', { thread })
    await marked(town, close.id, WAITS)
    expect(await town.press(town.ivan, 'Закрыть', card.id)).toMatch(/Выше ещё идёт файл/)
    expect(await town.press(town.ivan, 'Тема', card.id)).toBe('')
    await town.kotik.restart()
    hang.remove()
    await town.sees(vera, ({ media, text }) => media !== undefined && /вот файл/.test(text))
    const question = await town.sees(vera, ({ buttons }) =>
      buttons.flat().some(({ text }) => /Да/.test(text)),
    )
    expect(question.id).toBeGreaterThan(vera.messages().find(({ byBot, media }) => byBot && media)?.id ?? 0)
    await marked(town, close.id, '👌')
  })

  test('an edit behind it comes after it', async () => {
    const { town, vera, thread, hang } = await hanging()
    const said = town.ivan.say('черновик', { thread })
    town.ivan.edit(said.id, 'чистовик')
    await town.until(() => town.bot.pending === 0, 'both to be noted')
    await town.kotik.restart()
    hang.remove()
    const edited = await town.sees(vera, /чистовик/)
    const file = vera.messages().find(({ byBot, media }) => byBot && media)
    expect(edited.id).toBeGreaterThan(file?.id ?? edited.id)
    expect(vera.messages().filter(({ text }) => /чистовик|черновик/.test(text))).toHaveLength(1)
  })
})
