/** The page of `kotik fake telegram`, as `npm run build` makes it. */
import axe from 'axe-core'
import { Bot, InlineKeyboard } from 'grammy'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { runFakeTelegram } from '../fakes/telegram/command.ts'
import { launch } from './kotik.ts'

const WIDE: BrowserContextOptions = { viewport: { width: 1200, height: 800 }, locale: 'ru-RU' }
const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
  locale: 'ru-RU',
}

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

/** A bot that greets, opens a thread for the operators and answers there. */
async function playing(options: BrowserContextOptions) {
  const fake = await runFakeTelegram({ port: 0, budgets: 'off' })
  const bot = new Bot(fake.town.token, { client: { apiRoot: fake.url } })
  bot.command('start', (ctx) =>
    ctx.reply('Чем помочь?', { reply_markup: new InlineKeyboard().text('Позвать человека', 'person') }),
  )
  bot.callbackQuery('person', async (ctx) => {
    await ctx.answerCallbackQuery('Зову')
    const thread = await ctx.api.createForumTopic(fake.town.group, '#1 Вера')
    await ctx.api.sendMessage(fake.town.group, 'Карточка', { message_thread_id: thread.message_thread_id })
  })
  void bot.start()
  const context = await browser.newContext(options)
  const page = await context.newPage()
  page.setDefaultTimeout(5_000)
  onTestFinished(async () => {
    await context.close()
    await bot.stop()
    await fake.stop()
  })
  await page.goto(fake.url)
  await page.getByRole('button', { name: 'Начать' }).click()
  await said(page, 'Чем помочь?')
  return { fake, page }
}

const said = (page: Page, text: string) => page.locator('.message').filter({ hasText: text }).waitFor()

async function serious(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  const found = await page.evaluate<axe.AxeResults>('axe.run()')
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 120)} ${node.failureSummary}`),
    )
}

describe('one person plays both sides', () => {
  it('writes, presses, edits, reacts, and goes over to the operators’ thread', async () => {
    const { page } = await playing(WIDE)
    await page.getByRole('button', { name: 'Позвать человека' }).click()
    await page.locator('.toast.shown').getByText('Зову').waitFor()
    await page.getByRole('textbox', { name: 'Сообщение' }).fill('не открываеся фильм')
    await page.keyboard.press('Enter')
    await said(page, 'не открываеся')
    await page.locator('.message.mine').last().hover()
    await page.locator('.message.mine').last().getByTitle('Изменить').click()
    await page.getByRole('textbox', { name: 'Сообщение' }).fill('не открывается фильм')
    await page.keyboard.press('Enter')
    await page.locator('.message.mine', { hasText: 'не открывается фильм' }).getByText('изменено').waitFor()
    await page.locator('.message.bot').first().hover()
    await page.locator('.message.bot').first().getByTitle('Реакция 👍').click()
    await page.locator('.reactions', { hasText: '👍' }).waitFor()

    await page.getByRole('button', { name: 'Ольга' }).click()
    await page.getByRole('button', { name: /^П Поддержка/u }).click()
    await page.getByRole('button', { name: /#1 Вера/u }).click()
    await said(page, 'Карточка')
    await page.getByRole('button', { name: 'Закрыть ветку' }).click()
    await page.getByRole('button', { name: 'Открыть ветку' }).waitFor()
    expect(await page.locator('.service').allTextContents()).toEqual([
      'Ветка «#1 Вера» создана',
      'Ветка закрыта',
    ])
  })

  it('attaches a file', async () => {
    const { fake, page } = await playing(WIDE)
    const file = { name: 'чек.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') }
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByRole('link', { name: /чек\.pdf/u }).waitFor()
    const url = await page.getByRole('link', { name: /чек\.pdf/u }).getAttribute('href')
    expect(await (await fetch(`${fake.url}${url}`)).text()).toBe('%PDF-1.4')
  })
})

describe('on a phone, one column at a time', () => {
  it('leads from the list of chats to a thread, and shows people’s words as wide as they are', async () => {
    const { page } = await playing(PHONE)
    await page.getByRole('button', { name: 'Позвать человека' }).click()
    await page.getByTitle('К чатам').click()
    await page.getByRole('button', { name: 'Иван' }).click()
    await page.getByTitle('К чатам').click()
    await page.getByRole('button', { name: /#1 Вера/u }).click()
    await said(page, 'Карточка')
    await page.getByRole('textbox', { name: 'Сообщение' }).fill('беру')
    await page.keyboard.press('Enter')
    await page.getByTitle('К чатам').click()
    await page.getByRole('button', { name: 'Ольга' }).click()
    await page.getByTitle('К чатам').click()
    await page.getByRole('button', { name: /#1 Вера/u }).click()
    const frame = page.locator('.message', { hasText: 'беру' })
    await frame.waitFor()
    // As text: these files know no browser's types.
    const border = `getComputedStyle([...document.querySelectorAll('.message')].at(-1)).borderTopWidth`
    expect(await page.evaluate(border)).toBe('0px')
  })
})

describe('axe finds nothing serious, and nothing sticks out', () => {
  it.each([
    ['wide and light', WIDE],
    ['wide and dark', { ...WIDE, colorScheme: 'dark' }],
    ['on a phone', PHONE],
    ['on a phone in the dark', { ...PHONE, colorScheme: 'dark' }],
  ] as const)('%s', async (_name, options) => {
    const { page } = await playing(options)
    expect(await serious(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  })
})
