import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import axe from 'axe-core'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildWidget, launch, Operator, openPage, startKotik, type WholeKotik } from './kotik.ts'

let browser: Browser
let kotik: WholeKotik

beforeAll(async () => {
  await buildWidget()
  browser = await launch()
})
afterAll(() => browser.close())
beforeEach(async () => {
  kotik = await startKotik()
})
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()))
  await kotik.end()
})

/** The widget on a page, by what people see. */
class Chat {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }

  find(selector: string): Locator {
    return this.page.locator(`kotik-chat ${selector}`)
  }

  async open(): Promise<void> {
    await this.find('.launcher').click()
    await this.find('.row.bot').first().waitFor()
  }

  async say(text: string): Promise<void> {
    await this.find('textarea').fill(text)
    await this.find('textarea').press('Enter')
    await this.find(`.row.customer:not(.unsent) >> text="${text}"`).waitFor()
  }

  async hears(text: string): Promise<void> {
    await this.find('.log').getByText(text).last().waitFor()
  }

  press(label: string): Promise<void> {
    return this.find('.button').getByText(label, { exact: true }).last().click()
  }

  async bubbles(): Promise<readonly string[]> {
    return textsOf(this.find('.bubble'))
  }
}

/** As much of the browser's types as the functions that run there need. */
interface Box {
  readonly offsetHeight: number
  readonly offsetWidth: number
  readonly outerHTML: string
}
interface Picture {
  decode(): Promise<void>
  readonly naturalWidth: number
}
interface Bubble {
  readonly firstChild: { readonly textContent: string }
}

/** What bubbles say, without their times. */
function textsOf(bubbles: Locator): Promise<readonly string[]> {
  return bubbles.evaluateAll((all: readonly Bubble[]) => all.map(({ firstChild }) => firstChild.textContent))
}

async function customer(options: Parameters<typeof openPage>[1] = {}, path = '/') {
  const { page, complaints } = await openPage(browser, options)
  await page.goto(`${kotik.url}${path}`)
  const chat = new Chat(page)
  await chat.find('.launcher').waitFor()
  return { page, chat, complaints }
}

/** Faults axe calls serious or critical, in one line each. */
async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  const found = await page.evaluate<axe.AxeResults>('axe.run()')
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`)}`,
    )
}

describe('a talk', () => {
  it('goes from the first question over a person to the stars, without one complaint of the browser or of axe', async () => {
    const { page, chat, complaints } = await customer()
    expect(await accessibilityFaults(page)).toEqual([])
    await chat.open()
    await chat.say('не проходит оплата')
    await chat.hears('Как вы платите?')
    expect(await accessibilityFaults(page)).toEqual([])
    await chat.press('Картой')
    await chat.find('.row.customer >> text=Картой').waitFor()
    await chat.say('позовите оператора')
    await chat.find('.queue').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])

    const operator = new Operator(kotik)
    await operator.signIn(kotik)
    const ticket = await operator.ticket()
    await chat.find('header.person').waitFor()
    expect(await chat.find('.queue').count()).toBe(0)
    await operator.typing(ticket)
    await chat.find('.dots').waitFor()
    await operator.command(`/tickets/${ticket}/replies`, { text: 'Здравствуйте, смотрю вашу оплату' })
    await chat.hears('смотрю вашу оплату')
    expect(await chat.find('.dots').count()).toBe(0)
    await operator.command(`/tickets/${ticket}/notes`, { text: 'тайная заметка' })
    await operator.command(`/tickets/${ticket}/closing`)
    await chat.press('Да, решён')

    await chat.find('.stars').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await chat.find('.stars button').nth(3).click()
    await chat.find('.stars button[aria-pressed=true][aria-label="4 из 5"]').waitFor()
    await chat.find('.stars button').nth(4).click()
    await chat.find('.stars button[aria-pressed=true][aria-label="5 из 5"]').waitFor()
    await chat.find('header:not(.person)').waitFor()
    expect(await page.content()).not.toContain('тайная')
    expect(complaints).toEqual([])
  })

  it('is there again after a reload, with what came meanwhile counted on the launcher', async () => {
    const { page, chat } = await customer()
    await chat.open()
    await chat.say('позовите оператора')
    await chat.find('.queue').waitFor()
    const before = await chat.bubbles()
    await chat.find('header button').click()
    const operator = new Operator(kotik)
    await operator.signIn(kotik)
    await operator.command(`/tickets/${await operator.ticket()}/replies`, { text: 'Я здесь' })
    await chat.find('.badge').waitFor()
    await page.reload()
    await chat.find('.badge').waitFor()
    await chat.find('.launcher').click()
    await chat.hears('Я здесь')
    expect((await chat.bubbles()).slice(0, before.length)).toEqual(before)
    expect(await chat.find('.badge').count()).toBe(0)
  })

  it('marks a vote where it was given, and lets it be changed', async () => {
    const { chat } = await customer()
    await chat.open()
    await chat.say('забыл пароль')
    await chat.find('.thumbs button').first().click()
    await chat.find('.thumbs .chosen >> text=👍').waitFor()
    await chat.find('.thumbs button:enabled').last().click()
    await chat.find('.thumbs .chosen >> text=👎').waitFor()
    expect(await chat.find('.customer .bubble').count()).toBe(1)
  })

  it('takes files from the picker, shows pictures, and says why it cannot take one', async () => {
    const { chat } = await customer()
    await chat.open()
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    await chat.find('input[type=file]').setInputFiles([
      { name: 'снимок.png', mimeType: 'image/png', buffer: png },
      {
        name: 'virus.exe',
        mimeType: 'application/x-msdownload',
        buffer: Buffer.from('MZ'.padEnd(200, '\0')),
      },
    ])
    await chat.find('.chip.ready').waitFor()
    await chat.find('.chip.failed').getByText('принять нельзя').waitFor()
    await chat.find('.send').click()
    const picture = chat.find('.picture img')
    await picture.waitFor()
    expect(await picture.evaluate((image: Picture) => image.decode().then(() => image.naturalWidth))).toBe(1)
    expect(await picture.getAttribute('alt')).toBe('снимок.png')
  })

  it('leafs through cards: a picture, two lines and a button on each, which go when one is chosen', async () => {
    const { page, chat, complaints } = await customer()
    await chat.open()
    await chat.say('посоветуй фильм')
    await chat.press('Драма')
    await chat.press('Подумать')
    await chat.find('.cards li').nth(2).waitFor()
    expect(await chat.find('.cards li b').allTextContents()).toEqual([
      'Солярис',
      'Зелёная миля',
      'Ещё варианты',
    ])
    expect(await chat.find('.about').first().textContent()).toBe('Космос снаружи, совесть внутри.')
    const pictures = await chat.find('.cards li img').evaluateAll(async (all: readonly Picture[]) => {
      await Promise.all(all.map((one) => one.decode()))
      return all.map(({ naturalWidth }) => naturalWidth)
    })
    expect(pictures).toEqual([442, 442, 442])
    expect((await chat.bubbles()).at(-1)).toBe('Есть о чём подумать. Что берём?')
    expect(await accessibilityFaults(page)).toEqual([])
    await chat.press('Солярис')
    await chat.hears('Солярис — отличный выбор')
    expect(await chat.find('.cards li .button').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  it('shows what customers write as text, whatever it is', async () => {
    const { page, chat, complaints } = await customer()
    await chat.open()
    const odd =
      '<img src=x onerror="document.title=1"> {{ env.SECRET }} 👨‍👩‍👧 שלום https://kino.example/a?b=1.'
    await chat.find('textarea').fill(odd)
    await chat.find('textarea').press('Enter')
    await chat.find('.row.customer:not(.unsent) .bubble').last().waitFor()
    expect(await chat.find('.row.customer:not(.unsent) .bubble').last().textContent()).toContain('<img src=x')
    expect(await chat.find('.customer .bubble a').getAttribute('href')).toBe('https://kino.example/a?b=1')
    expect(await page.title()).toContain('Кинокот')
    expect(complaints).toEqual([])
  })
})

describe('a network that fails', () => {
  it('loses and doubles nothing: words wait, and are sent once when the server is back', async () => {
    const { chat } = await customer()
    await chat.open()
    await chat.say('первое')
    await kotik.stop()
    await chat.find('.offline').waitFor()
    for (const text of ['второе', 'третье']) {
      await chat.find('textarea').fill(text)
      await chat.find('textarea').press('Enter')
    }
    await chat.find('.unsent').getByText('ждёт сети').first().waitFor()
    await kotik.startAgain()
    await chat.find('.row.customer:not(.unsent) >> text="третье"').waitFor()
    await chat.find('.offline').waitFor({ state: 'detached' })
    const own = await textsOf(chat.find('.customer .bubble'))
    expect(own).toEqual(['первое', 'второе', 'третье'])
  })

  it('keeps unsent words through a reload', async () => {
    const { page, chat } = await customer()
    await chat.open()
    await chat.say('первое')
    await page.route('**/chat/messages', (route) =>
      route.request().method() === 'POST' ? route.abort() : route.continue(),
    )
    await chat.find('textarea').fill('второе')
    await chat.find('textarea').press('Enter')
    await chat.find('.unsent').waitFor()
    await page.reload()
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await chat.find('.launcher').click()
    await chat.find('.row.customer:not(.unsent) >> text="второе"').waitFor()
    expect(await chat.find('.customer .bubble').count()).toBe(2)
  })
})

describe('on a phone', () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

  it('is the whole screen, has nothing too small to touch and nothing to the side', async () => {
    const { page, chat } = await customer(phone)
    await chat.open()
    await chat.say('не проходит оплата')
    await chat.hears('Как вы платите?')
    expect(await chat.find('.panel').boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 })
    const small = await chat
      .find('button:visible, kotik-chat textarea, kotik-chat a.button')

      .evaluateAll((all: readonly Box[]) =>
        all
          .filter(({ offsetHeight, offsetWidth }) => offsetHeight < 44 || offsetWidth < 44)
          .map(({ outerHTML }) => outerHTML),
      )
    expect(small).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    expect(await accessibilityFaults(page)).toEqual([])
  })

  it('keeps the focus inside', async () => {
    const { page, chat } = await customer(phone)
    await chat.open()
    for (let n = 0; n < 30; n++) await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.localName')).toBe('kotik-chat')
  })
})

describe('by keyboard alone', () => {
  it('opens, writes a line break, sends, and goes back to where it was opened', async () => {
    const { page, chat } = await customer()
    await chat.find('.launcher').focus()
    await page.keyboard.press('Enter')
    await chat.find('.row.bot').first().waitFor()
    await page.keyboard.type('раз')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('два')
    await page.keyboard.press('Enter')
    await chat.find('.row.customer:not(.unsent)').waitFor()
    expect(await chat.find('.row.customer .bubble').textContent()).toMatch(/^раз\nдва/)
    await page.keyboard.press('Escape')
    expect(await chat.find('.panel').count()).toBe(0)
    const focused = "document.querySelector('kotik-chat').shadowRoot.activeElement.className"
    expect(await page.evaluate(focused)).toContain('launcher')
  })
})

describe('on another site with a strict policy', () => {
  let site: Server
  let address: string

  beforeEach(async () => {
    site = createServer((_req, res) => {
      const policy = ['default-src', 'script-src', 'connect-src', 'img-src']
        .map((name) => `${name} ${name === 'default-src' ? "'none'" : kotik.url}`)
        .join('; ')
      res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy })
      res.end(`<!doctype html><html lang="en"><title>Shop</title><main><h1>Shop</h1></main>
        <script async src="${kotik.url}/widget.js"></script></html>`)
    })
    await new Promise<void>((resolve) => {
      site.listen(0, '127.0.0.1', resolve)
    })
    address = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
  })
  afterEach(() => new Promise((resolve) => site.close(resolve)))

  it('works where it is allowed, in the page’s language', async () => {
    await kotik.end()
    kotik = await startKotik({ SITE_ORIGINS: address })
    const { page, complaints } = await openPage(browser)
    await page.goto(address)
    const chat = new Chat(page)
    await chat.open()
    await chat.say('hello there')
    expect(await chat.find('textarea').getAttribute('placeholder')).toBe('Write a message')
    expect(complaints).toEqual([])
  })

  it('gets nothing where it is not', async () => {
    const { page } = await openPage(browser)
    await page.goto(address)
    const refused = page.waitForEvent('requestfailed')
    await page.locator('kotik-chat .launcher').click()
    expect((await refused).url()).toBe(`${kotik.url}/chat/sessions`)
    expect(await page.locator('kotik-chat .row').count()).toBe(0)
  })
})
