/** What was edited or never arrived shows so wherever it is told again. */
import { expect, test } from 'vitest'
import { asks, type DeskTown, DONE, joins, openTown, says } from './world.ts'

async function town() {
  const opened = await openTown()
  await joins(opened, opened.ivan)
  await says(opened, opened.ivan, '/on')
  return opened
}

/** The thread goes, and comes again by the customer's next words. */
async function madeAgain(town: DeskTown, thread: number, ticket: number, write: () => void) {
  town.olga.deleteThread(thread)
  write()
  const again = await town.thread(ticket)
  return town.reads(/^#1 /, again)
}

test('the card tells what the customer edited before a person was called', async () => {
  const desk = await town()
  const vera = desk.customer('Вера')
  vera.start()
  await desk.sees(vera, ({ byBot }) => byBot)
  const said = vera.say('что посмотреть вечером')
  await desk.heard('customerSaid', ({ content }) => content.text === 'что посмотреть вечером')
  vera.edit(said.id, 'что посмотреть про котов')
  await desk.heard('messageEdited')
  vera.say('позовите человека')
  const card = await desk.reads(/^#1 /, await desk.thread(1))
  expect(card.text).toContain('Клиент: что посмотреть про котов\n✏️ изменено, было: «что посмотреть вечером»')
})

test('words that stand in the card are edited there, and the card stays one', async () => {
  const desk = await town()
  await says(desk, desk.ivan, '/pause')
  const { seat: vera } = await asks(desk)
  const said = vera.say('не могу войти')
  await desk.heard('customerSaid', ({ content }) => content.text === 'не могу войти')
  expect(await says(desk, desk.ivan, '/take 1')).toBe(DONE)
  const card = await desk.reads(/не могу войти/, await desk.thread(1))
  vera.edit(said.id, 'не могу выйти')
  const now = await desk.reads(/не могу выйти\n✏️ изменено, было: «не могу войти»/)
  expect(now.id).toBe(card.id)
  expect(now.text).toMatch(/^#1 Вера/)
  expect(now.buttons).toEqual(card.buttons)
})

test('a thread made again tells operators’ words as they were edited, and which never arrived', async () => {
  const desk = await town()
  const { seat: vera, ticket } = await asks(desk)
  const thread = await desk.thread(ticket)
  const said = desk.ivan.say('Верну 300', { thread })
  await desk.sees(vera, /Верну 300/)
  vera.block()
  desk.ivan.say('До завтра', { thread })
  await desk.reads(/Не доставлено/, thread)
  vera.unblock()
  desk.ivan.edit(said.id, 'Верну 30')
  await desk.heard('messageEdited')
  const card = await madeAgain(desk, thread, ticket, () => vera.say('вы тут?'))
  expect(card.text).toContain('Иван: Верну 30\n✏️ изменено, было: «Верну 300»')
  expect(card.text).toContain('Иван: До завтра ⚠️ не доставлено')
})
