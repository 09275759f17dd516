/** The faults, by their numbers, at the operators' side; more of them stand beside the room (tests/desk/telegram/faults.test.ts). */
import { expect, test } from 'vitest'
import { minutes, seconds } from '../../src/domain/time.ts'
import { botApi } from '../../src/telegram/api.ts'
import { asks, type DeskTown, joins, openTown, says } from '../desk/telegram/world.ts'

const numbered = (count: number) => Array.from({ length: count }, (_, n) => `слово ${n}`)

async function onShift(): Promise<DeskTown> {
  const town = await openTown()
  await joins(town, town.ivan)
  await says(town, town.ivan, '/on')
  return town
}

async function talking() {
  const town = await onShift()
  const { seat: vera, ticket } = await asks(town)
  const thread = await town.thread(ticket)
  const got = (fits: RegExp) =>
    vera.messages().flatMap(({ byBot, text }) => (byBot ? (fits.exec(text)?.[0] ?? []) : []))
  const shown = (fits: RegExp) =>
    town.ivan.messages(thread).flatMap(({ byBot, text }) => (byBot && fits.test(text) ? [text] : []))
  return { town, vera, thread, got, shown }
}

test.each([
  ['of the group', false],
  ['of the making of threads', true],
])('a 429 %s is obeyed to the second; what was said comes once, in order (13)', async (_, making) => {
  const town = await onShift()
  const method = making ? { method: 'createForumTopic' } : {}
  const flood = town.fake.inject({ kind: 'flood', retryAfter: 30 }, { chat: town.group.id, ...method })
  const { seat: vera, ticket } = await asks(town)
  for (const text of ['раз', 'два']) vera.say(text)
  await town.until(() => flood.hits > 0, 'a 429')
  const { hits } = flood
  await town.clock.pass(seconds(25))
  expect(flood.hits).toBe(hits)
  flood.remove()
  await town.clock.pass(seconds(10))
  const thread = await town.thread(ticket)
  await town.reads(/два/, thread)
  const text = town.ivan.messages(thread).map((message) => message.text)
  expect(text.join('\n').match(/(?<=^|: )(?:раз|два)$/gmu)).toEqual(['раз', 'два'])
})

test('two first messages at once, both for a person: one ticket, one thread, both words (20)', async () => {
  const town = await onShift()
  const vera = town.customer()
  vera.say('позовите человека')
  vera.say('и скорее')
  await town.thread(1)
  await town.reads(/и скорее/)
  await town.clock.pass(minutes(1))
  expect(town.log.filter(({ event }) => event.type === 'ticketOpened')).toHaveLength(1)
  expect([...town.group.chat.threads.values()].filter(({ name }) => name.startsWith('#'))).toHaveLength(1)
})

test('another program takes updates as well: an operator’s words still go once (21)', async () => {
  const { town, vera, thread, got } = await talking()
  const other = botApi(town.bot.token, town.fake.url)
  const taken = other.call<readonly object[]>('getUpdates', { timeout: 50 })
  await town.fake.waitFor(() => town.fake.journal.counts['getUpdates 409'] === 1)
  town.ivan.say('одно слово', { thread })
  expect(await taken).toHaveLength(1)
  await town.sees(vera, /одно слово/)
  town.ivan.say('другое', { thread })
  await town.sees(vera, /другое/)
  expect(got(/одно слово|другое/u)).toEqual(['одно слово', 'другое'])
  await other.close()
})

test('the numbers of updates begin anew: operators are heard (22)', async () => {
  const { town, vera, thread, got } = await talking()
  for (const [n, begin] of [500, 2_000_000_000].entries()) {
    await town.until(() => town.bot.pending === 0, 'a quiet week')
    town.bot.restartUpdateIds(begin)
    town.ivan.say(`слово ${n}`, { thread })
    await town.sees(vera, new RegExp(`слово ${n}`))
  }
  expect(got(/слово \d/u)).toEqual(['слово 0', 'слово 1'])
})

test('what operators and customers wrote while Kotik was off comes whole, in order, once (23)', async () => {
  const { town, vera, thread, got, shown } = await talking()
  // With those of strangers more than a batch; a customer may write thirty times in a minute, and is written to once a second.
  const [answers, questions] = [numbered(25), numbered(20)]
  await town.kotik.stop()
  for (const text of answers) town.ivan.say(text, { thread })
  for (let n = 0; n < 60; n += 1) town.customer(`Гость ${n}`).say('спасибо')
  for (const text of questions) vera.say(text)
  await town.kotik.restart()
  await town.until(() => got(/слово \d+/u).length >= answers.length, 'all answers')
  await town.until(() => shown(/слово 19/u).length > 0, 'all questions')
  expect(got(/слово \d+/u)).toEqual(answers)
  expect(
    shown(/слово/u)
      .join('\n')
      .match(/слово \d+/gu),
  ).toEqual(questions)
})

test('the bot is kicked: customers are served; let in again, it shows what was said meanwhile, once (24)', async () => {
  const { town, vera } = await talking()
  town.group.kick(town.bot)
  vera.say('вы тут?')
  const petr = town.customer('Пётр')
  petr.say('забыл пароль')
  await town.sees(petr, /Забыли пароль/)
  await town.clock.pass(minutes(1))
  town.group.addBot(town.bot, 'all')
  await town.clock.pass(minutes(5))
  await town.reads(/вы тут\?/)
  const shown = town.ivan.messages().filter(({ byBot, text }) => byBot && /вы тут\?/u.test(text))
  expect(shown).toHaveLength(1)
})

test('an operator’s file that is too large or gone: told where it was sent, its words and the next ones go (32)', async () => {
  const { town, vera, thread, got } = await talking()
  const large = { type: 'video', bytes: Buffer.alloc(10), size: 60 * 1_048_576, name: 'кино.mp4' } as const
  town.ivan.attach({ ...large, caption: 'вот запись', thread })
  await town.reads(/«кино\.mp4» клиенту не ушёл/, thread)
  const description = 'Bad Request: wrong file_id or the file is temporarily unavailable'
  town.fake.inject({ kind: 'status', status: 400, description }, { method: 'getFile', times: 1 })
  town.ivan.attach({ type: 'document', name: 'счёт.txt', caption: 'вот счёт', thread })
  await town.reads(/«счёт\.txt» клиенту не ушёл/, thread)
  town.ivan.say('дальше', { thread })
  await town.sees(vera, /дальше/)
  expect(got(/вот запись|вот счёт|дальше/u)).toEqual(['вот запись', 'вот счёт', 'дальше'])
})
