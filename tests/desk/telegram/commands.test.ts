/** Every command, used well and used badly. */
import { describe, expect, test } from 'vitest'
import type { Event } from '../../../src/domain/event.ts'
import { hours, seconds } from '../../../src/domain/time.ts'
import { asks, type DeskTown, DONE, joins, openTown, says, type TownOptions } from './world.ts'

/** Ivan is on shift with Vera's chat; Olga, the lead, is on a pause. */
async function working(options: TownOptions = {}) {
  const town = await openTown(options)
  await joins(town, town.ivan)
  await says(town, town.ivan, '/on')
  await says(town, town.olga, '/pause')
  const { seat: vera, ticket } = await asks(town)
  const thread = await town.thread(ticket)
  const ivan = (text: string) => says(town, town.ivan, text, thread)
  return { town, vera, ticket, thread, ivan }
}

const inFinance = ({ log }: DeskTown) =>
  log.some(({ event }) => event.type === 'ticketTransferred' && event.ticket.group === 'finance')

const isSaidBy = (event: Event, kind: 'operator') =>
  event.type === 'messageSent' && event.message.author.kind === kind

const now = async (town: DeskTown) => (await says(town, town.olga, '/who')).replaceAll('\n', ' · ')

describe('commands about oneself', () => {
  test('/on, /pause and /off change the shift; /who tells it', async () => {
    const town = await openTown()
    expect(await says(town, town.olga, '/who')).toBe('На смене никого нет.\n\nОчередь пуста.')
    expect(await says(town, town.olga, '/on')).toBe(DONE)
    expect(await now(town)).toMatch(/На смене: · Ольга — 0 из 1/)
    expect(await says(town, town.olga, '/pause')).toBe(DONE)
    expect(await now(town)).toMatch(/Ольга — 0 из 1 \(перерыв\)/)
    expect(await says(town, town.olga, '/off')).toBe(DONE)
    expect(await now(town)).toMatch(/никого/)
  })

  test('/limit wants a number that is allowed', async () => {
    const town = await openTown()
    expect(await says(town, town.olga, '/limit 4')).toBe('Теперь у вас до 4 чатов сразу.')
    const form = 'Как писать: /limit число\nНапример: /limit 4'
    for (const bad of ['/limit 99', '/limit 0'])
      expect(await says(town, town.olga, bad)).toBe(`Предел чатов — от 1 до 5.\n${form}`)
    for (const bad of ['/limit', '/limit много', '/limit -1', '/limit 2.5'])
      expect(await says(town, town.olga, bad)).toBe(form)
  })

  test('/next takes the next, or says why there is none', async () => {
    const town = await openTown()
    expect(await says(town, town.olga, '/next')).toMatch(/Сначала выйдите на смену/)
    await says(town, town.olga, '/pause')
    expect(await says(town, town.olga, '/next')).toBe('Очередь пуста: брать нечего.')
    await asks(town)
    expect(await says(town, town.olga, '/next')).toBe('Чат #1 ваш.')
    await asks(town, 'Глеб')
    expect(await says(town, town.olga, '/next')).toMatch(/У вас уже 1 из 1.*\/limit 2/)
  })

  test('/stats tells the day', async () => {
    const { town, vera, thread } = await working()
    town.ivan.say('Здравствуйте', { thread })
    await town.sees(vera, /Здравствуйте/)
    await town.until(() => town.log.some(({ event }) => event.type === 'ticketAnswered'), 'the first answer')
    const told = await says(town, town.olga, '/stats')
    expect(told).toMatch(/^Сегодня\nОтвечено: 1 чат\nДо первого ответа: обычно \d+ с/)
    expect(told).toMatch(/Закрыто: 0\nОценок пока нет\nЖдут сейчас: 0$/)
  })

  test('/help lists every command; /web sends a link in private, or says how to get one', async () => {
    const town = await openTown({ env: { PUBLIC_URL: 'https://help.example.com', SECRET: 's'.repeat(40) } })
    const help = await says(town, town.olga, '/help')
    for (const name of [
      't',
      'note',
      'take',
      'transfer',
      'line2',
      'topic',
      'snooze',
      'remind',
      'why',
      'close',
    ])
      expect(help).toMatch(new RegExp(`/${name} — `))
    const asked = town.olga.say('/web')
    const refused = await town.until(
      () => town.olga.messages().find(({ replyTo, byBot }) => byBot && replyTo === asked.id),
      'how to get the link',
    )
    expect(refused.text).toBe(
      'Не смог написать вам лично. Откройте @kotik_bot, нажмите Start и повторите /web.',
    )
    expect(refused.entities).toContainEqual(
      expect.objectContaining({ type: 'text_link', url: 'https://t.me/kotik_bot?start=desk' }),
    )
    const marks = () => town.olga.messages().find(({ id }) => id === asked.id)?.reactions
    expect(marks()).toEqual([])
    const own = town.people.olga.with(town.bot)
    own.start()
    await town.until(() => own.messages().some(({ byBot }) => byBot), 'a greeting')
    town.olga.say('/web')
    const link = await town.sees(own, /https:\/\/help\.example\.com\/desk\/enter#[\w-]{20,}/)
    expect(link.text).toMatch(/один раз/)
    expect(town.olga.messages().some(({ text }) => text.includes('/desk/enter'))).toBe(false)
  })
})

describe('commands about a ticket', () => {
  test('need one: the thread’s, or a number', async () => {
    const { town, ivan } = await working()
    const lacks = async (text: string, example: string, form: string) =>
      expect(await says(town, town.ivan, text)).toBe(
        `Напишите это в ветке чата или с номером, например: ${example}\nКак писать: ${form}`,
      )
    await lacks('/close', '/close #142', '/close — в ветке чата')
    await lacks('/snooze 2h', '/snooze #142 2h', '/snooze время; без него — список')
    await lacks('/take абв', '/take 142', '/take — в ветке чата, или /take 142')
    await lacks('/why', '/why 142', '/why — в ветке чата, или /why 142')
    expect(await says(town, town.ivan, '/why 142')).toBe(
      'Чата #142 нет. Номер стоит в начале названия ветки.\nКак писать: /why — в ветке чата, или /why 142\nНапример: /why 142',
    )
    expect(await says(town, town.ivan, '/why 1')).toBe('Чат #1 не ждёт: его ведёт Иван.')
    // Said in the same instant, the customer's words would wake it.
    await town.clock.pass(seconds(1))
    expect(await ivan('/snooze 2h')).toBe(DONE)
    expect(await ivan('/why')).toMatch(/^Чат #1 не ждёт: он отложен и вернётся в 14:0\d\.$/)
  })

  test('words that a command does not take are answered by its form, and nothing is done', async () => {
    const { town, ivan } = await working()
    const before = town.log.filter(({ address }) => address.to === 'desk').length
    for (const name of ['why', 'take', 'line2', 'close'])
      expect(await ivan(`/${name} абв`)).toMatch(
        new RegExp(`^Не понял «абв».*\nКак писать: /${name}.*\nНапример: /${name}`),
      )
    for (const name of ['who', 'next', 'on', 'pause', 'off', 'stats', 'web', 'group'])
      expect(await says(town, town.ivan, `/${name} xyz`)).toMatch(
        new RegExp(`^Не понял «xyz».*\nКак писать: /${name}\n`),
      )
    expect(town.log.filter(({ address }) => address.to === 'desk')).toHaveLength(before)
  })

  test('/take takes what waits, and tells who has it otherwise', async () => {
    const { town, thread, ivan } = await working()
    expect(await says(town, town.olga, '/take', thread)).toBe('Этот чат уже ведёт Иван.')
    await says(town, town.ivan, '/off')
    expect(await says(town, town.olga, '/why 1')).toMatch(
      /На смене в группе «Первая линия» никого, на перерыве: 1/,
    )
    expect(await says(town, town.olga, '/take 1')).toBe(DONE)
    expect(await ivan('/take')).toMatch(/Этот чат уже ведёт Ольга/)
  })

  test('/transfer to a person or a group by the beginning of a name; a list without one', async () => {
    const { town, thread, ivan } = await working()
    expect(await ivan('/transfer никто')).toMatch(/Не нашёл «никто».*\nКак писать: \/transfer/s)
    expect(await ivan('/transfer Пётр')).toMatch(/Не нашёл/)
    await joins(town, town.petr)
    expect(await ivan('/transfer Пётр')).toMatch(/^Пётр не на смене\.\nКак писать: \/transfer/)
    expect(await ivan('/transfer')).toBe('Кому передать чат #1?')
    expect(await ivan('/transfer оль')).toBe(DONE)
    expect(await says(town, town.olga, '/why', thread)).toMatch(/передан: Ольга/)
    expect(await says(town, town.olga, '/transfer финансы', thread)).toBe(DONE)
    await town.until(() => inFinance(town), 'the group')
    // Ivan is in that group, too, and free.
    expect(await ivan('/transfer поддержка')).toMatch(/Не нашёл/)
  })

  test('/line2 is the second line of the settings', async () => {
    const { town, ivan, thread } = await working()
    const back = 'В группе «Финансы» сейчас никого, кроме вас: чат остался у вас.'
    expect(await ivan('/line2')).toBe(back)
    await town.until(() => inFinance(town), 'the second line')
    expect(await ivan('/transfer финансы')).toBe(back)
    await says(town, town.olga, '/on')
    expect(await ivan('/line2')).toBe(DONE)
    await town.reads(/Теперь ведёт Ольга/, thread)
  })

  test('/topic by its name or title; the list of topics otherwise', async () => {
    const { town, ivan } = await working()
    expect(await ivan('/topic опл')).toBe(DONE)
    const tagged = town.log.findLast(({ event }) => event.type === 'ticketTagged')?.event
    expect(tagged).toMatchObject({ ticket: { topic: 'payment' } })
    expect(await ivan('/topic погода')).toMatch(/Темы «погода» нет. Есть: Вход, Оплата\nКак писать/)
    expect(await ivan('/topic')).toBe('О чём чат #1?')
  })

  test('/snooze and /remind read times, refuse past ones, and come back', async () => {
    const { town, thread, ivan } = await working()
    expect(await ivan('/remind')).toBe(
      'Как писать: /remind время, потом слова для себя\nНапример: /remind завтра 10:00 спросить про чек',
    )
    expect(await ivan('/remind потом')).toMatch(/^Не понял, на какое время\.\nКак писать/)
    for (const name of ['remind', 'snooze'])
      expect(await ivan(`/${name} вчера 10:00`)).toMatch(new RegExp(`уже прошло.*\nКак писать: /${name}`))
    expect(await ivan('/remind 2h спросить про чек')).toMatch(/^Напомню о чате #1 в 14:0\d\.$/)
    expect(await ivan('/snooze когда-нибудь')).toMatch(/Не понял, на какое время/)
    expect(await ivan('/snooze 2h потом')).toMatch(/Не понял/)
    expect(await ivan('/snooze')).toBe('На сколько отложить чат #1?')
    expect(await ivan('/snooze завтра 10:00')).toBe(DONE)
    await town.reads(/^📆 Отложено до .*10:00/, thread)
    expect(town.ivan.messages(thread).filter(({ text }) => /тложен/.test(text))).toHaveLength(1)
    const elsewhere = await says(town, town.ivan, '/snooze #1 2h')
    expect(elsewhere).toMatch(/^Чат #1 отложен: вернётся в 14:0\d/)
    await town.clock.pass(hours(2))
    const told = await town.reads(/⏰ Вы просили напомнить о чате #1: спросить про чек Иван/, thread)
    expect(told.entities.some(({ type }) => type === 'text_mention')).toBe(true)
    await town.reads(/^💬 Чат снова в работе: Иван$/, thread)
  })

  test('/t lists, searches and sends; what it lacks is not sent', async () => {
    const { town, vera, thread, ivan } = await working({ content: 'tests/desk/telegram/content' })
    expect(await ivan('/t')).toMatch(/^Готовые ответы.*\n\/t чек — Чек придёт/)
    expect(await ivan('/t че')).toMatch(/\/t чек — .*\n\/t чеки — /)
    expect(await ivan('/t покупки')).toMatch(/\n\/t чеки — Все чеки/)
    expect(await ivan('/t абракадабра')).toMatch(/Ничего похожего на «абракадабра»/)
    expect(await ivan('/t заказ')).toBe(
      'В ответе нужно значение: «order», а бот его не узнал. Напишите словами.',
    )
    expect(await ivan('/t чек')).toBe(DONE)
    await town.sees(vera, /Чек придёт на почту. Ваш чат — 1. Иван/)
    await town.reads(/^Иван: Чек придёт на почту. Ваш чат — 1. Иван$/, thread)
    expect(town.log.filter(({ event }) => isSaidBy(event, 'operator'))).toHaveLength(1)
  })

  test('what /t finds is sent by its button, and the list goes', async () => {
    const { town, vera, thread, ivan } = await working({ content: 'tests/desk/telegram/content' })
    await ivan('/t покупки')
    const list = await town.reads(/Готовые ответы/, thread)
    expect(list.buttons.flat().map(({ text }) => text)).toEqual(['чеки', '← Назад'])
    expect(await town.press(town.olga, 'чеки', list.id)).toMatch(/Клиент этого не получил.*ведёт Иван/)
    expect(await town.press(town.ivan, 'чеки', list.id)).toBe('Отправлено клиенту.')
    await town.sees(vera, /Все чеки — в разделе/)
    await town.until(() => !town.ivan.messages().some(({ id }) => id === list.id), 'the list gone')
    await town.reads(/^Иван: Все чеки/, thread)
  })

  test('/note needs words and may be a reply; /close asks the customer, once', async () => {
    const { town, vera, thread, ivan } = await working()
    expect(await ivan('/note')).toMatch(/^Как писать: \/note слова/)
    vera.say('вот чек')
    const shown = await town.reads(/вот чек/, thread)
    const { id } = town.ivan.say('/note подделка', { thread, replyTo: shown.id })
    await town.until(
      () =>
        town.ivan
          .messages()
          .find((one) => one.id === id)
          ?.reactions.includes('👌'),
      'a mark',
    )
    const noted = town.log.find(({ event }) => event.type === 'noteAdded')?.event
    expect(noted).toMatchObject({ content: { text: 'подделка', replyTo: expect.any(Number) } })
    expect(await says(town, town.olga, '/close', thread)).toMatch(/ведёт Иван/)
    expect(await ivan('/close')).toBe(DONE)
    await town.sees(vera, ({ buttons }) => buttons.flat().length === 2)
  })
})
