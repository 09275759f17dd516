/** Customers and operators have a bot each: files travel by their bytes, and the operators' bot is no place for customers. */
import { expect, test } from 'vitest'
import { seconds } from '../../../src/domain/time.ts'
import { asks, joins, openTown, says } from './world.ts'

test('words and pictures go both ways between two bots', async () => {
  const town = await openTown({ ownBot: true })
  await joins(town, town.ivan)
  await says(town, town.ivan, '/on')
  const { seat: vera, ticket } = await asks(town)
  const thread = await town.thread(ticket)
  town.ivan.attach({ type: 'photo', caption: 'вот так', thread })
  await town.sees(vera, ({ media, text }) => media?.type === 'photo' && /вот так/.test(text))
  vera.attach({ type: 'photo', caption: 'а у меня так' })
  await town.until(
    () => town.ivan.messages(thread).some(({ media, byBot }) => byBot && media?.type === 'photo'),
    'the customer’s picture in the thread',
  )
  expect(town.desk.id).not.toBe(town.bot.id)
})

test('whoever writes to the operators’ bot in private is told what it is, once', async () => {
  const town = await openTown({ ownBot: true })
  const stranger = town.fake.newPerson('Вера').with(town.desk)
  stranger.start()
  await town.until(
    () => stranger.messages().some(({ text }) => /рабочий бот операторов/.test(text)),
    'a word',
  )
  stranger.say('а человека можно?')
  await town.until(() => town.desk.pending === 0, 'to be heard')
  expect(stranger.messages().filter(({ byBot }) => byBot)).toHaveLength(1)
  expect(town.log.some(({ event }) => event.type === 'customerSaid')).toBe(false)
})

test('the customers’ bot keeps silent in the desk’s group, whatever is said there', async () => {
  const town = await openTown({ ownBot: true })
  await joins(town, town.ivan)
  town.group.addBot(town.bot, 'all')
  town.ivan.say('а это кто?')
  await town.until(() => town.bot.pending === 0, 'the customers’ bot to hear it')
  await town.clock.pass(seconds(30))
  expect(town.olga.messages().some(({ text }) => /только в личном чате/.test(text))).toBe(false)
  const foreign = town.fake.newGroup({ title: 'Чужая', owner: town.people.petr })
  foreign.addBot(town.bot, 'all')
  await town.clock.pass(seconds(30))
  await town.until(
    () =>
      foreign
        .as(town.people.petr)
        .messages()
        .some(({ text }) => /только в личном чате/.test(text)),
    'an explanation elsewhere',
  )
})
