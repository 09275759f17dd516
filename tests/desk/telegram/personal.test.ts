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
