/** The web desk in a real browser, over the real rules and store, with a clock turned by hand. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page as Tab } from 'playwright-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { operatorId } from '../../src/domain/ids.ts'
import { minutes, seconds } from '../../src/domain/time.ts'
import { type Bench, bench, fresh, PASSWORD, type Page } from '../desk/web/harness.ts'
import { launch } from './kotik.ts'

const WIDE: BrowserContextOptions = { viewport: { width: 1280, height: 800 } }
const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

let browser: Browser
let pages: string
let desk: Bench
let faults: string[]

beforeAll(async () => {
  pages = await mkdtemp(join(tmpdir(), 'desk-pages-'))
  await build({ configFile: 'vite.desk.ts', logLevel: 'error', build: { outDir: pages } })
  browser = await launch()
}, 60_000)
afterAll(async () => {
  await browser.close()
  await rm(pages, { recursive: true })
})
beforeEach(async () => {
  desk = await bench(pages)
  faults = []
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
  await desk.stop()
  // Nothing on any page breaks the content policy or throws.
  expect(faults).toEqual([])
})

async function tabOf(operator: Page, options = WIDE, hash = ''): Promise<Tab> {
  const context = await browser.newContext({ locale: 'ru-RU', timezoneId: 'Europe/Moscow', ...options })
  const [name = '', value = ''] = operator.cookie.split('=')
  await context.addCookies([{ name, value, domain: '127.0.0.1', path: '/desk' }])
  const tab = await context.newPage()
  watch(tab)
  await tab.goto(`${desk.url}/desk/${hash}`)
  await tab.locator('.shift-panel').waitFor({ state: 'attached' })
  return tab
}

function watch(tab: Tab): void {
  tab.on('pageerror', (error) => faults.push(error.message))
  tab.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource|net::ERR_/.test(message.text()))
      faults.push(message.text())
  })
}

const says = (chat: string, text: string) => desk.say(chat, { type: 'customerSaid', content: { text } })
const composer = (tab: Tab) => tab.locator('#composer')
const shown = (tab: Tab, text: string) =>
  tab.locator('.transcript').getByText(text, { exact: true }).waitFor()

/** Faults axe calls serious or critical, in one line each. */
async function seriousFindings(tab: Tab): Promise<readonly string[]> {
  await tab.evaluate(axe.source)
  const found = await tab.evaluate<axe.AxeResults>('axe.run()')
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 120)} ${node.failureSummary}`),
    )
}

// Asked from here: the page's content policy lets no polled text be evaluated.
const titled = (tab: Tab, title: string) => expect.poll(() => tab.title(), { timeout: 10_000 }).toBe(title)

describe('when the group in Telegram is late', () => {
  it('everybody on shift reads by how much, in calm steps, for as long as it is so', async () => {
    const anna = await desk.operator('anna')
    const tab = await tabOf(anna)
    const line = tab.locator('.behind')
    // The stream may not be open yet when a beat is due; the next one tells.
    const told = async () => {
      desk.clock.advance(seconds(3))
      return (await line.count()) > 0 ? line.textContent() : ''
    }
    desk.group.behind = 47
    await expect.poll(told, { timeout: 10_000 }).toMatch(/с задержкой до 60 с$/u)
    desk.group.behind = 0
    await expect.poll(told, { timeout: 10_000 }).toBe('')
  })
})

describe('by keyboard alone', () => {
  it('an operator takes, answers, notes, tags and closes a chat', async () => {
    const anna = await desk.operator('anna')
    await desk.customer('vera', 'Позовите человека')
    const tab = await tabOf(anna)
    await tab.keyboard.press('n')
    await shown(tab, 'Позовите человека')
    await tab.keyboard.press('r')
    await tab.keyboard.type('Здравствуйте!')
    await tab.keyboard.press('Shift+Enter')
    await tab.keyboard.type('Сейчас посмотрю.')
    await tab.keyboard.press('Enter')
    await shown(tab, 'Здравствуйте!\nСейчас посмотрю.')
    await tab.keyboard.type('/чек')
    await tab.getByRole('option', { selected: true }).waitFor()
    await tab.keyboard.press('Enter')
    expect(await composer(tab).inputValue()).toBe('Чек придёт на почту за пять минут.')
    await tab.keyboard.press('Control+Enter')
    await shown(tab, 'Чек придёт на почту за пять минут.')
    await tab.keyboard.press('Escape')
    await tab.keyboard.press('m')
    await tab.keyboard.type('Просит чек')
    await tab.keyboard.press('Enter')
    await tab.locator('.from-note').getByText('Просит чек', { exact: true }).waitFor()
    await tab.keyboard.press('Escape')
    await tab.keyboard.press('g')
    await tab.getByRole('searchbox').waitFor()
    await tab.keyboard.type('опл')
    await tab.keyboard.press('Tab')
    await tab.keyboard.press('Enter')
    await tab.locator('.chat-head').getByText('Оплата').waitFor()
    await tab.keyboard.press('x')
    await shown(tab, 'Спросили, решён ли вопрос')
    await says('vera', 'да')
    await shown(tab, 'Клиент подтвердил: вопрос решён')
    expect((await anna.get('/tickets/1')).body.ticket).toMatchObject({ status: 'closed', topic: 'payment' })
  })

  it('the keys work in the Russian layout and do not work while one writes', async () => {
    const anna = await desk.operator('anna')
    await desk.customer('vera')
    const tab = await tabOf(anna)
    await tab.evaluate(
      `document.body.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyN', key: 'т', bubbles: true }))`,
    )
    await composer(tab).waitFor()
    await composer(tab).fill('')
    await composer(tab).pressSequentially('next')
    expect(await composer(tab).inputValue()).toBe('next')
    await tab.keyboard.press('Escape')
    await tab.keyboard.press('?')
    await tab.getByRole('dialog', { name: 'Клавиши' }).waitFor()
    await tab.keyboard.press('Escape')
    await tab.getByRole('dialog').waitFor({ state: 'detached' })
  })
})

describe('live', () => {
  it('a chat that another took leaves the list; the customer’s words and typing come at once', async () => {
    const anna = await desk.operator('anna')
    const boris = await desk.operator('boris')
    const tab = await tabOf(anna)
    const other = await tabOf(boris)
    await desk.customer('vera')
    await other.locator('.card').waitFor()
    await tab.getByRole('button', { name: /Взять следующий/ }).click()
    await other.getByText('Очередь пуста').waitFor()
    await says('vera', 'вы тут?')
    await shown(tab, 'вы тут?')
  })

  it('who waited is told so in one line, without the buttons of the queue', async () => {
    const anna = await desk.operator('anna')
    await desk.customer('vera')
    const tab = await tabOf(anna, WIDE, '#1')
    await shown(tab, 'Клиент в очереди')
    expect(await tab.locator('.transcript .buttons li').allTextContents()).toEqual([
      'Отменить',
      'Оставить почту',
    ])
    desk.clock.advance(minutes(4))
    await anna.post('/tickets/1/claim', { id: fresh() })
    await shown(tab, 'Ждал в очереди 4 мин')
    expect(await tab.locator('.transcript .buttons').count()).toBe(0)
    await tab.reload()
    await shown(tab, 'Ждал в очереди 4 мин')
    expect(await tab.locator('.transcript .buttons').count()).toBe(0)
  })

  it('what is known of a customer stands under titles, and as people write it', async () => {
    const anna = await desk.operator('anna')
    const attributes = { plan: 'Семья', since: '2026-11-05', trial: false, promo: '', city: null }
    await desk.say('vera', { type: 'customerIdentified', profile: { verified: true, attributes } })
    await desk.customer('vera')
    const tab = await tabOf(anna, WIDE, '#1')
    const facts = tab.locator('.customer-panel section', { hasText: 'Что известно' }).locator('dl > div')
    await facts.first().waitFor()
    expect(await facts.allInnerTexts()).toEqual(['Тариф\nСемья', 'since\n05.11.2026', 'trial\nнет'])
  })

  it('a message in another chat is marked, counted in the title, and the mark goes when it is read', async () => {
    const anna = await desk.operator('anna')
    await desk.customer('vera')
    await desk.customer('oleg')
    await anna.post('/tickets/1/claim', { id: fresh() })
    await anna.post('/tickets/2/claim', { id: fresh() })
    const tab = await tabOf(anna, WIDE, '#1')
    await tab.locator('[data-card="2"] .unread-mark').waitFor()
    await titled(tab, '(1) Котик · Пульт')
    await tab.locator('[data-card="2"] .card-open').click()
    await titled(tab, 'Котик · Пульт')
    await says('vera', 'алло')
    await titled(tab, '(1) Котик · Пульт')
  })

  it('a long wait is told by a number, a sign and a word', async () => {
    const anna = await desk.operator('anna')
    await desk.customer('vera')
    desk.clock.advance(minutes(12))
    const tab = await tabOf(anna)
    expect(await tab.locator('.wait b').textContent()).toBe('12')
    expect(await tab.locator('.degree').textContent()).toMatch(/слишком долго/)
  })

  it('what is written while the line is down is kept and sent once when it is back', async () => {
    const anna = await desk.operator('anna')
    await desk.customer('vera')
    await anna.post('/tickets/1/claim', { id: fresh() })
    const tab = await tabOf(anna, WIDE, '#1')
    await composer(tab).waitFor()
    await tab.context().setOffline(true)
    await composer(tab).fill('Я здесь')
    await composer(tab).press('Enter')
    await tab.locator('.on-its-way').waitFor()
    await says('vera', 'пока связи нет')
    await tab.reload().catch(() => undefined)
    await tab.context().setOffline(false)
    await tab.goto(`${desk.url}/desk/#1`)
    await shown(tab, 'пока связи нет')
    await shown(tab, 'Я здесь')
    await tab.locator('.on-its-way').waitFor({ state: 'detached' })
    const { lines } = (await anna.get('/tickets/1')).body
    const sent = lines.filter((line: { from: string }) => line.from === 'operator')
    expect(sent).toHaveLength(1)
  })

  it('a reply that cannot be delivered says why; a refused one can be taken back', async () => {
    const anna = await desk.operator('anna')
    await desk.customer('vera')
    await anna.post('/tickets/1/claim', { id: fresh() })
    const tab = await tabOf(anna, WIDE, '#1')
    await composer(tab).fill('Вы здесь?')
    await composer(tab).press('Enter')
    await tab.locator('.from-operator:not(.on-its-way)').waitFor()
    const { lines } = (await anna.get('/tickets/1')).body
    const { number } = lines.find((line: { from: string }) => line.from === 'operator')
    await desk.say('vera', { type: 'deliveryRefused', message: number, why: 'blockedByUser', detail: '403' })
    await tab.getByText('Не доставлено: клиент запретил сообщения').waitFor()
  })
})

describe('signing in', () => {
  it('by password, with a kind refusal first', async () => {
    await desk.operator('anna')
    const context = await browser.newContext({ locale: 'ru-RU', ...WIDE })
    const tab = await context.newPage()
    watch(tab)
    await tab.goto(`${desk.url}/desk/`)
    await tab.getByLabel('Логин').fill('anna')
    await tab.getByLabel('Пароль').fill('не тот пароль')
    await tab.keyboard.press('Enter')
    await tab.getByText('Логин или пароль не подошли').waitFor()
    await tab.getByLabel('Пароль').fill(PASSWORD)
    await tab.keyboard.press('Enter')
    await tab.locator('.shift-panel').waitFor()
  })

  it('by a printed link, once; the token leaves the address bar', async () => {
    await desk.store.saveOperator({
      id: operatorId('demo'),
      name: 'Анна',
      lead: true,
      groups: ['first-line'],
    })
    const link = desk.url + desk.web.createLoginLink(operatorId('demo'))
    const enter = async () => {
      const tab = await (await browser.newContext({ locale: 'ru-RU', ...WIDE })).newPage()
      watch(tab)
      await tab.goto(link)
      return tab
    }
    const first = await enter()
    await first.getByRole('button', { name: 'Начать смену' }).click()
    await first.getByText('Хороший момент').waitFor()
    expect(first.url()).toBe(`${desk.url}/desk/`)
    const second = await enter()
    await second.getByText('Ссылка уже использована').waitFor()
  })
})

describe('on a phone', () => {
  it('one column at a time: take, answer, look at the customer, come back', async () => {
    const anna = await desk.operator('anna')
    await desk.customer('vera')
    const tab = await tabOf(anna, PHONE)
    await tab.getByRole('button', { name: 'Взять', exact: true }).tap()
    await composer(tab).fill('Здравствуйте!')
    await tab.getByRole('button', { name: 'Отправить' }).tap()
    await shown(tab, 'Здравствуйте!')
    await tab.locator('.pane-bar').getByText('Клиент').tap()
    await tab.getByText('Первое обращение').waitFor()
    await tab.locator('.pane-bar').getByText('Очередь').tap()
    await tab.locator('[data-card="1"]').waitFor()
    expect(await tab.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  })

  it('the back button of the phone leads to the queue', async () => {
    const anna = await desk.operator('anna')
    await desk.customer('vera')
    const tab = await tabOf(anna, PHONE)
    await tab.locator('.card-open').tap()
    await composer(tab).waitFor()
    await tab.goBack()
    await tab.getByRole('button', { name: /Взять следующий/ }).waitFor()
  })
})

describe('axe finds nothing serious', () => {
  const looks: readonly (readonly [string, BrowserContextOptions])[] = [
    ['wide and light', WIDE],
    ['wide and dark', { ...WIDE, colorScheme: 'dark' }],
    ['on a phone', PHONE],
    ['on a phone in the dark', { ...PHONE, colorScheme: 'dark' }],
  ]

  it.each(looks)('%s', async (_name, options) => {
    const anna = await desk.operator('anna', { groups: ['first-line', 'finance'] })
    await desk.customer('vera')
    await anna.post('/tickets/1/claim', { id: fresh() })
    await anna.post('/tickets/1/replies', { id: fresh(), text: 'Здравствуйте! https://example.com' })
    await anna.post('/tickets/1/notes', { id: fresh(), text: 'Заметка' })
    await desk.customer('oleg')
    desk.clock.advance(minutes(7))
    await desk.customer('nina')
    const list = await tabOf(anna, options)
    expect(await seriousFindings(list)).toEqual([])
    const chat = await tabOf(anna, options, '#1')
    await shown(chat, 'Заметка')
    expect(await seriousFindings(chat)).toEqual([])
    await chat.keyboard.press('m')
    await chat.locator('.composer.notes').waitFor()
    expect(await seriousFindings(chat)).toEqual([])
    await chat.keyboard.press('Escape')
    await chat.keyboard.press('t')
    await chat.getByRole('dialog').waitFor()
    expect(await seriousFindings(chat)).toEqual([])
  })

  it('at the door', async () => {
    const tab = await (await browser.newContext({ locale: 'ru-RU', ...WIDE })).newPage()
    await tab.goto(`${desk.url}/desk/`)
    await tab.getByLabel('Логин').waitFor()
    expect(await seriousFindings(tab)).toEqual([])
  })
})
