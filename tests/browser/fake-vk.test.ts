/** The page of `kotik fake vk`, which is that of the fake Telegram, as `npm run build` makes it. */
import axe from 'axe-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { runFakeVk } from '../fakes/vk/command.ts'
import { callApi } from '../fakes/vk/testing.ts'
import { launch } from './kotik.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

it('writes to the community, presses its buttons and cards, and forbids it to write', async () => {
  const { url, town, stop } = await runFakeVk({ port: 0, rates: 'off' })
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, locale: 'ru-RU' })
  const page = await context.newPage()
  page.setDefaultTimeout(5_000)
  onTestFinished(async () => {
    await context.close()
    await stop()
  })
  const call = (method: string, fields: object) =>
    callApi(`${url}/method`, method, { access_token: town.token, ...fields })
  const said = (text: string) => page.locator('.message').filter({ hasText: text }).waitFor()
  let random = 1
  const send = (fields: object) => call('messages.send', { peer_id: vera, random_id: random++, ...fields })

  await page.goto(url)
  await page.getByRole('heading', { name: 'ВКонтакте понарошку' }).waitFor()
  await page.getByText(`VK_TOKEN=${town.token}`).waitFor()
  await page.getByRole('button', { name: 'Начать' }).click()
  await said('Начать')
  const vera = 100_001

  const button = (type: string, label: string) => ({ action: { type, label, payload: { go: label } } })
  await send({ message: 'Чем помочь?', keyboard: { buttons: [[button('text', 'Оплата')]] } })
  await page.locator('.keyboard').getByRole('button', { name: 'Оплата' }).click()
  await page.locator('.message.mine', { hasText: 'Оплата' }).waitFor()

  const element = { title: 'Брат', description: '1997', buttons: [button('text', 'Хочу')] }
  await send({ message: 'Что посмотреть', template: { type: 'carousel', elements: [element] } })
  await page.getByRole('button', { name: 'Хочу' }).click()
  await page.locator('.message.mine', { hasText: 'Хочу' }).waitFor()

  await send({ message: 'Точно?', keyboard: { inline: true, buttons: [[button('callback', 'Да')]] } })
  await page.getByRole('button', { name: 'Да', exact: true }).click()
  await page.getByRole('button', { name: 'Заблокировать бота' }).click()
  await page.getByRole('button', { name: 'Разблокировать' }).waitFor()
  expect((await send({ message: 'ещё' })).code).toBe(901)

  await page.evaluate(axe.source)
  const found = await page.evaluate<axe.AxeResults>('axe.run()')
  expect(found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
})
