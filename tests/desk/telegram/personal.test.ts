/** Threads in an operator's own chat with the bot (Bot API 9.3): the group keeps queue, board and claims. */
import { expect, test } from 'vitest'
import { asks, DONE, joins, openTown, says } from './world.ts'

async function town() {
  const opened = await openTown({
    env: { DESK_TELEGRAM_PERSONAL: 'first-line' },
    before: (_, bot) => bot.setTopics(true),
  })
  await joins(opened, opened.ivan)
  const own = opened.people.ivan.with(opened.bot)
  own.start()
  return { ...opened, own }
}

test('a taken chat opens in the operator’s own chat; words and commands work there', async () => {
  const { own, ...desk } = await town()
  await says(desk, desk.ivan, '/on')
  const { seat: vera } = await asks(desk)
  const thread = await desk.until(() => own.threads[0]?.id, 'a thread of Ivan’s own')
  own.say('Здравствуйте из лички', { thread })
  await desk.sees(vera, /Здравствуйте из лички/)
  vera.say('и вам')
  await desk.sees(own, /и вам/)
  expect(await says(desk, own, '/close', thread)).toBe(DONE)
  await desk.sees(vera, ({ buttons }) => buttons.flat().length === 2)
})

test('with one token a customer’s chat is never the desk’s, whatever they type or press', async () => {
  const { own, ...desk } = await town()
  const vera = desk.customer()
  vera.start()
  await desk.sees(vera, /Здравствуйте/)
  for (const text of ['/on', '/web', '/join', '// привет', '/t чек']) vera.say(text)
  const greeting = await desk.sees(vera, ({ buttons }) => buttons.length > 0)
  vera.pressData(greeting.id, 'b:on')
  vera.pressData(greeting.id, 't:1:take')
  await desk.until(() => desk.bot.pending === 0, 'everything to be heard')
  const said = vera.messages().flatMap(({ byBot, text }) => (byBot ? [text] : []))
  expect(said.some((text) => /оператор(?:ом|а)? не|смене|веб-пульт|готовые ответы/i.test(text))).toBe(false)
  expect(
    desk.log.some(({ event }) => event.type === 'operatorChanged' && event.operator.shift === 'on'),
  ).toBe(false)
  expect(own.chat.id).toBe(desk.people.ivan.id)
})

test('after a transfer the thread that was left is the desk’s: words go nowhere and are told so', async () => {
  const { own: _, ...desk } = await town()
  const own = desk.people.olga.with(desk.bot)
  own.start()
  await says(desk, desk.olga, '/on')
  const { seat: vera } = await asks(desk)
  const old = await desk.until(() => own.threads[0]?.id, 'a thread of Olga’s own')
  const said = own.say('Здравствуйте', { thread: old })
  await desk.sees(vera, /Здравствуйте/)
  await says(desk, desk.ivan, '/on')
  expect(await says(desk, own, '/transfer Иван', old)).toBe(DONE)
  await desk.sees(own, /^Разговор продолжается в другой ветке\.$/)
  const lost = '⚠️ Клиент этого не получил. Разговор продолжается в другой ветке.'
  for (let restarted = 0; restarted < 2; restarted += 1) {
    expect(await says(desk, own, 'ещё минуту', old)).toBe(lost)
    await desk.kotik.restart()
  }
  expect(await says(desk, own, '/close', old)).toBe('Разговор продолжается в другой ветке.')
  expect(await says(desk, own, '/who', old)).toMatch(/На смене/)
  own.edit(said.id, 'Добрый день')
  await desk.sees(own, /Правка не ушла клиенту\. Разговор продолжается в другой ветке/)
  const customers = desk.log.filter(({ event }) => event.type === 'customerSaid')
  expect(customers.some(({ address }) => address.to === 'conversation' && address.id.includes('5001'))).toBe(
    false,
  )
  expect(own.messages().some(({ text }) => /Не понял вас/.test(text))).toBe(false)
  expect(vera.messages().some(({ text }) => /ещё минуту|Добрый день/.test(text))).toBe(false)
})

test('who never pressed Start is named in the group; once they have, the next chat opens in their own', async () => {
  const desk = await openTown({
    env: { DESK_TELEGRAM_PERSONAL: 'first-line' },
    before: (_, bot) => bot.setTopics(true),
  })
  await joins(desk, desk.ivan)
  await says(desk, desk.ivan, '/on')
  await says(desk, desk.ivan, '/limit 2')
  await asks(desk)
  const told = await desk.reads(
    /^⚠️ Чат #1 открыт в группе: Иван: Start у @kotik_bot ещё не нажат\. Ольга$/,
    'general',
  )
  const named = told.entities.filter(({ type }) => type === 'text_mention')
  expect(named.map(({ offset, length }) => told.text.slice(offset, offset + length))).toEqual([
    'Иван',
    'Ольга',
  ])
  await desk.thread(1)
  const own = desk.people.ivan.with(desk.bot)
  own.start()
  await asks(desk, 'Глеб')
  await desk.until(() => own.threads.find(({ name }) => name.startsWith('#2 ')), 'a thread of Ivan’s own')
})

test('other reasons are told in words, never in Telegram’s', async () => {
  const { own, ...desk } = await town()
  await says(desk, desk.ivan, '/on')
  await says(desk, desk.ivan, '/limit 2')
  own.block()
  await asks(desk)
  await desk.reads(/Чат #1 открыт в группе: Иван: бот @kotik_bot заблокирован/, 'general')
  own.unblock()
  desk.bot.setTopics(false)
  await asks(desk, 'Глеб')
  await desk.reads(/Чат #2 открыт в группе: у @kotik_bot не включены темы в личных чатах/, 'general')
  const said = desk.olga.messages().filter(({ byBot }) => byBot)
  expect(said.some(({ text }) => /Bad Request|Forbidden|BOT_/.test(text))).toBe(false)
})
