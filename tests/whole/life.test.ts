/** One whole life over the HTTP APIs, with the clock turned by hand and the program stopped and started in between. */
import { expect, it } from 'vitest'
import { minutes } from '../../src/domain/time.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { Customer } from './customer.ts'
import type { Heard } from './events.ts'
import { openKotik, type Whole } from './kotik.ts'
import { Operator } from './operator.ts'

const PEOPLE = [
  { login: 'anna', name: 'Анна' },
  { login: 'boris', name: 'Борис' },
  { login: 'gleb', name: 'Глеб', groups: ['finance'] },
]

interface Life {
  readonly kotik: Whole
  readonly clock: ManualClock
  readonly vera: Customer
  readonly anna: Operator
  readonly boris: Operator
  readonly gleb: Operator
}

it('goes from the first question to the last silence, through a restart, and loses nothing', {
  timeout: 60_000,
}, async () => {
  const clock = new ManualClock()
  const kotik = await openKotik({ clock, people: PEOPLE })
  const { url } = kotik
  const anna = await Operator.open(url, 'anna')
  const boris = await Operator.open(url, 'boris', 'off')
  const gleb = await Operator.open(url, 'gleb', 'off')

  for (const took of [4, 6]) await servedFor(took, url, anna, clock)
  const busy = await Customer.open(url)
  await busy.say('оператор')
  const first = await anna.given()

  const vera = await Customer.open(url)
  const life = { kotik, clock, vera, anna, boris, gleb }
  await answerIsVotedDown(life)
  await queueIsLeft(life)
  await addressIsLeft(life)
  const ticket = await queuedThroughRestart(life)
  await busy.listen()
  await solved(busy, anna, first)
  await servedByThree(life, ticket)
  await closedAndRated(life, ticket)
  await reopenedAndSilent(life, ticket)
  await everythingIsThere(life)
})

/** A chat that took so many minutes: what the estimate is made of. */
async function servedFor(took: number, url: string, operator: Operator, clock: ManualClock) {
  const customer = await Customer.open(url)
  await customer.say('оператор')
  const ticket = await operator.given()
  await customer.hears('подключается Анна')
  await operator.reply(ticket, 'Сейчас посмотрю')
  await clock.pass(minutes(took))
  await solved(customer, operator, ticket)
  await customer.leave()
}

async function solved(customer: Customer, operator: Operator, ticket: number) {
  expect((await operator.do('POST', `/tickets/${ticket}/closing`)).status).toBe(200)
  await customer.hears('Вопрос решён?')
  await customer.press('Да, решён')
  await customer.hears((one) => one.type === 'chatClosed')
}

async function answerIsVotedDown({ vera }: Life) {
  await vera.hears('Что случилось')
  await vera.say('забыл пароль')
  await vera.hears('Забыли пароль?')
  await vera.press('👎')
  await vera.hears('Что было не так?')
  await vera.press('Позвать человека')
  await vera.hears('Сейчас позову человека')
  const card = await vera.hears((one) => one.message?.control?.kind === 'queue')
  expect(card.message.text).toContain('Вы следующий, это примерно 3–7\u00a0минут')
  expect(card.message.control.wait).toEqual({ from: minutes(3), to: minutes(7) })
}

async function queueIsLeft({ vera }: Life) {
  await vera.say('привет')
  await vera.hears('Привет!')
  await vera.press('Отменить')
  await vera.hears('человека больше не зову')
  await vera.say('спасибо')
  await vera.hears('Пожалуйста!')
}

async function addressIsLeft({ kotik, anna }: Life) {
  const dmitry = await Customer.open(kotik.url)
  await dmitry.say('оператор')
  await dmitry.hears((one) => one.message?.control?.kind === 'queue')
  await dmitry.press('Оставить почту')
  await dmitry.hears('Напишите адрес почты')
  await dmitry.say('не помню')
  await dmitry.hears('Не похоже на адрес')
  await dmitry.say('dmitry@example.ru')
  await dmitry.hears('Записал dmitry@example.ru')
  const gone = await anna.hears((one) => one.type === 'gone' || one.ticket?.status === 'closed')
  expect(gone).toBeDefined()
  await dmitry.leave()
}

/** Who waits, waits on after a stop and a start, with the same place and the same card. */
async function queuedThroughRestart({ kotik, clock, vera, anna, boris, gleb }: Life): Promise<number> {
  await vera.say('оператор')
  const { message } = await vera.hears((one) => one.message?.control?.state === 'waiting')
  const shown = vera.texts()
  await kotik.restart()
  await clock.pass(minutes(1))
  await vera.listen()
  for (const operator of [anna, boris, gleb]) await operator.listen()
  expect(vera.texts()).toEqual(shown)
  await vera.say('есть кто?')
  const { body } = await anna.get('/tickets')
  const waiting = body.tickets.filter(({ status }: Heard) => status === 'waiting')
  expect(waiting).toMatchObject([{ id: message.control.ticket, topic: 'access' }])
  return message.control.ticket
}

async function servedByThree({ vera, anna, boris, gleb }: Life, ticket: number) {
  await vera.hears('Спасибо, что подождали. К чату подключается Анна')
  expect(await anna.given()).toBe(ticket)
  await anna.reply(ticket, 'Здравствуйте, я Анна')
  expect((await vera.hears('Здравствуйте, я Анна')).message.author).toEqual({
    kind: 'operator',
    name: 'Анна',
  })
  await anna.do('POST', `/tickets/${ticket}/notes`, { text: 'клиент нервничает' })
  expect((await boris.reply(ticket, 'влезу')).status).not.toBe(200)

  const off = await anna.do('POST', `/tickets/${ticket}/transfer`, { to: { operator: 'boris' } })
  expect(off.body.error.code).toBe('notOnShift')
  await boris.do('PUT', '/me/shift', { shift: 'on' })
  await anna.do('POST', `/tickets/${ticket}/transfer`, { to: { operator: 'boris' } })
  await vera.hears('теперь на связи Борис')
  expect((await anna.reply(ticket, 'ещё я')).body.error.code).toBe('ticketNotYours')
  await boris.reply(ticket, 'Смотрю вашу оплату')
  await vera.hears('Смотрю вашу оплату')

  await boris.do('POST', `/tickets/${ticket}/transfer`, { to: { group: 'finance' } })
  await vera.hears('Передаю ваш вопрос другому специалисту')
  await gleb.do('PUT', '/me/shift', { shift: 'on' })
  await vera.hears('К чату подключается Глеб')
  await gleb.reply(ticket, 'Деньги вернули')
  await vera.hears('Деньги вернули')
}

async function closedAndRated({ vera, gleb }: Life, ticket: number) {
  await gleb.do('POST', `/tickets/${ticket}/closing`)
  await vera.hears('Вопрос решён?')
  await vera.press('Нет, ещё не всё')
  await vera.hears('Понял, продолжаем')
  await gleb.reply(ticket, 'Что осталось?')
  await solved(vera, gleb, ticket)
  const late = await gleb.reply(ticket, 'и ещё')
  expect([late.status, late.body.error.code]).toEqual([409, 'ticketClosed'])
  expect(late.body.error.message).toContain('Чат уже закрыт')
  expect((await vera.rate(ticket, 2)).status).toBe(200)
  await vera.hears('Что нам исправить?')
  await vera.say('долго ждала')
  await vera.hears('Спасибо за оценку')
  await vera.rate(ticket, 5)
  await vera.hears((one) => one.type === 'rated' && one.score === 5)
  const { body } = await gleb.get('/tickets?which=closed')
  expect(body.tickets.find(({ id }: Heard) => id === ticket)).toMatchObject({ score: 5, outcome: 'solved' })
}

async function reopenedAndSilent({ clock, vera, gleb }: Life, ticket: number) {
  await vera.say('опять то же самое')
  await vera.hears('К чату подключается Глеб')
  await gleb.reply(ticket, 'Я снова здесь')
  await vera.hears('Я снова здесь')
  await clock.pass(minutes(5))
  await vera.hears('Вы ещё здесь?')
  await clock.pass(minutes(10))
  await vera.hears('Закрываю чат')
  const { body } = await gleb.get(`/tickets/${ticket}`)
  expect(body.ticket).toMatchObject({ status: 'closed', outcome: 'silence' })
}

/** After one more stop and start the customer reads what they read before, in that order, and never the note. */
async function everythingIsThere({ kotik, vera, gleb }: Life) {
  const shown = vera.heard.filter((one) => one.seq).map(({ seq }) => seq)
  expect(shown).toEqual([...new Set(shown)].toSorted((one, other) => one - other))
  await kotik.restart()
  const { body } = await vera.ask('GET', '/chat/messages?limit=100')
  expect(body.events.map(({ seq }: Heard) => seq)).toEqual(shown)
  expect(JSON.stringify([vera.heard, body])).not.toContain('нервничает')
  expect((await gleb.get('/me')).body.shift).toBe('on')
}
