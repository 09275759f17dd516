/** What leads hear without asking, and where. */
import { expect, test } from 'vitest'
import { minutes } from '../../../src/domain/time.ts'
import { asks, joins, openTown, says } from './world.ts'

test('a wait that is too long is told in General, with the lead named, once', async () => {
  const town = await openTown()
  await town.reads(/Готово/)
  await says(town, town.olga, '/pause')
  await asks(town)
  await town.clock.pass(minutes(32))
  const told = await town.reads(/Чат #1 ждёт слишком долго. Почему — \/why 1 Ольга/, 'general')
  expect(told.entities.some(({ type }) => type === 'text_mention')).toBe(true)
  await town.clock.pass(minutes(10))
  expect(town.olga.messages().filter(({ text }) => /слишком долго/.test(text))).toHaveLength(1)
})

test('a low rating is told at once, its comment when it comes; a restart tells neither again', async () => {
  const town = await openTown()
  await joins(town, town.ivan)
  await says(town, town.ivan, '/on')
  const { seat: vera, ticket } = await asks(town)
  const thread = await town.thread(ticket)
  town.ivan.say('Готово', { thread })
  await town.sees(vera, /Готово/)
  await says(town, town.ivan, '/close', thread)
  const asked = await town.sees(vera, ({ buttons }) => buttons.flat().some(({ text }) => /Да/.test(text)))
  vera.press(asked.buttons.flat().find(({ text }) => /Да/.test(text))?.text ?? '', asked.id)
  const stars = await town.sees(vera, ({ buttons }) => buttons.flat().length >= 5)
  vera.press(stars.buttons.flat()[0]?.text ?? '', stars.id)
  await town.reads(/Чат #1: клиент поставил 1 из 5\. Ольга/, 'general')
  vera.say('оператор нагрубил и ничего не решил')
  const told = await town.reads(/Чат #1: .*«оператор нагрубил и ничего не решил»/, 'general')
  expect(told.text).toBe('⚠️ Чат #1: клиент поставил 1 из 5 — «оператор нагрубил и ничего не решил» Ольга')
  await town.sees(vera, /Спасибо за оценку/)
  await town.kotik.restart()
  await says(town, town.ivan, '/who')
  expect(town.olga.messages().filter(({ text }) => /клиент поставил/.test(text))).toHaveLength(2)
})

test('without a group the lead hears in private', async () => {
  const town = await openTown()
  await joins(town, town.ivan)
  await says(town, town.olga, '/pause')
  const own = town.people.olga.with(town.bot)
  own.start()
  town.group.kick(town.bot)
  await town.sees(own, /Меня нет в группе/)
  await asks(town)
  await town.clock.pass(minutes(32))
  await town.sees(own, /Чат #1 ждёт слишком долго/)
})
