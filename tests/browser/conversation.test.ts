/** From the first question to the rating: the customer on the cinema's page, the operator at the desk in another browser. */
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildWidget, launch, openPage, startKotik, type WholeKotik } from './kotik.ts'

let browser: Browser
let kotik: WholeKotik

beforeAll(async () => {
  await Promise.all([buildWidget(), build({ configFile: 'vite.desk.ts', logLevel: 'silent' })])
  browser = await launch()
  kotik = await startKotik()
}, 60_000)

afterAll(async () => {
  await browser.close()
  await kotik.end()
})

const chat = (page: Page) => page.locator('kotik-chat')
const bubble = (page: Page, text: string) => chat(page).locator('.log').getByText(text).last()

async function write(page: Page, text: string) {
  const field = chat(page).locator('textarea')
  await field.fill(text)
  await field.press('Enter')
}

async function openChat() {
  const { page, complaints } = await openPage(browser)
  await page.goto(kotik.url)
  await chat(page).locator('.launcher').click()
  await bubble(page, 'бот кинотеатра «Кинокот»').waitFor()
  return { page, complaints }
}

async function openDesk() {
  const { page, complaints } = await openPage(browser)
  await page.goto(kotik.running.demoDeskUrl ?? '')
  await page.getByRole('heading', { name: 'Анна' }).waitFor()
  return { page, complaints }
}

async function botAnswersAndOffersAPerson(customer: Page) {
  await write(customer, 'сколько стоит подписка')
  await bubble(customer, '399').waitFor()
  await chat(customer).getByRole('button', { name: '👍' }).click()
  await bubble(customer, 'рад помочь').waitFor()
  await write(customer, 'позовите оператора')
  await bubble(customer, 'Сейчас на смене нет операторов').waitFor()
}

async function operatorServes(desk: Page, customer: Page) {
  await desk.getByRole('button', { name: 'На смене', exact: true }).click()
  await bubble(customer, 'К чату подключается Анна').waitFor()
  await desk
    .getByRole('button', { name: /Гость 1/u })
    .first()
    .click()
  await desk.getByText('позовите оператора').last().waitFor()
  const composer = desk.locator('textarea')
  await composer.fill('Здравствуйте! Чем помочь?')
  await composer.press('Enter')
  await bubble(customer, 'Здравствуйте! Чем помочь?').waitFor()
  await write(customer, 'Верните, пожалуйста, 399 ₽ <b>за вчера</b>')
  // What customers type is text everywhere.
  await desk.getByText('Верните, пожалуйста, 399 ₽ <b>за вчера</b>').last().waitFor()
}

async function customerConfirmsAndRates(desk: Page, customer: Page) {
  await desk.locator('.action.main').click()
  await chat(customer).getByRole('button', { name: 'Да, решён' }).click()
  await bubble(customer, 'Оцените').waitFor()
  await chat(customer).locator('.stars button').nth(4).click()
  await bubble(customer, 'Хотите что-нибудь добавить?').waitFor()
  await write(customer, 'Анна — чудо')
  await bubble(customer, 'Спасибо за оценку!').waitFor()
}

it('a whole conversation: answer, queue, operator, confirmed closing, rating', async () => {
  const { page: customer, complaints: atChat } = await openChat()
  await botAnswersAndOffersAPerson(customer)
  const { page: desk, complaints: atDesk } = await openDesk()
  await operatorServes(desk, customer)
  await customerConfirmsAndRates(desk, customer)
  await desk.getByRole('button', { name: 'Закрытые' }).click()
  await desk
    .getByRole('button', { name: /Гость 1/u })
    .first()
    .click()
  await desk.getByText('Анна — чудо').first().waitFor()
  expect([...atChat, ...atDesk]).toEqual([])
}, 60_000)
