/** The first message of a thread: what flows collected, under the titles of `_bot.yml`. */
import { expect, test } from 'vitest'
import { joins, openTown, says } from './world.ts'

test('the card lists what is known by its titles; what has none keeps its name', async () => {
  const town = await openTown({ content: 'tests/desk/telegram/content' })
  await joins(town, town.ivan)
  await says(town, town.ivan, '/on')
  const vera = town.customer('Вера')
  vera.start()
  await town.sees(vera, /Что случилось/)
  vera.press('Рассказать')
  for (const [asked, answer] of [
    [/Расскажите/, 'Не вижу покупку'],
    [/почта/, 'Vera@Example.RU'],
    [/телефон/, '8 900 123-45-67'],
    [/четырёх цифр/, '4412'],
  ] as const) {
    await town.sees(vera, asked)
    vera.say(answer)
  }
  const thread = await town.thread(1)
  const { text } = await town.reads(/^#1 /, thread)
  const facts = [
    'Что случилось: Не вижу покупку',
    'Почта: vera@example.ru',
    'phone: +79001234567',
    'code: 4412',
  ]
  expect(text.split('\n')).toEqual(expect.arrayContaining(facts))
})

test('the card says where the customer came from; a thread without a topic is named by what is wanted, not by words', async () => {
  const town = await openTown()
  await joins(town, town.ivan)
  await says(town, town.ivan, '/on')
  const vera = town.customer('Вера')
  vera.start('refund__vk-ad')
  await town.sees(vera, ({ byBot }) => byBot)
  vera.say('/start')
  vera.say('/operator')
  const thread = await town.thread(1)
  const { text } = await town.reads(/^#1 /, thread)
  expect(text.split('\n')).toContain('Откуда: vk-ad')
  expect(town.group.chat.threads.get(thread)?.name).toBe('#1 Вера · Просит человека')
})
