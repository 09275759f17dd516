/** Stock grammY and telegraf really work against it. */
import { Bot, InlineKeyboard, InputFile } from 'grammy'
import { Telegraf } from 'telegraf'
import { message } from 'telegraf/filters'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FakeTelegram } from './fake.ts'

async function opened() {
  const telegram = await FakeTelegram.start()
  onTestFinished(() => telegram.stop())
  const account = telegram.newBot()
  const vera = telegram.newPerson('Вера').with(account)
  return { telegram, account, vera }
}

describe('stock grammY', () => {
  it('polls, answers, sends buttons, files and albums', async () => {
    const { telegram, account, vera } = await opened()
    const bot = new Bot(account.token, { client: { apiRoot: telegram.url } })
    bot.command('start', (ctx) =>
      ctx.reply(`hello ${ctx.match}`, { reply_markup: new InlineKeyboard().text('Да', 'yes') }),
    )
    bot.callbackQuery('yes', async (ctx) => {
      await ctx.answerCallbackQuery({ text: 'Готово' })
      await ctx.editMessageText('edited')
      await ctx.replyWithPhoto(new InputFile(Buffer.from('a photo'), 'cat.jpg'), { caption: 'кот' })
      await ctx.replyWithMediaGroup([
        { type: 'photo', media: new InputFile(Buffer.from('one'), '1.jpg'), caption: 'альбом' },
        { type: 'photo', media: new InputFile(Buffer.from('two'), '2.jpg') },
      ])
    })
    void bot.start()
    onTestFinished(() => bot.stop())

    vera.start('promo')
    await vera.sees('hello promo')
    const answer = await vera.press('Да').answered()
    expect(answer.text).toBe('Готово')
    const photo = await vera.sees('кот')
    expect(Buffer.from(photo.media?.bytes ?? []).toString()).toBe('a photo')
    await vera.sees('альбом')
    await telegram.waitFor(() => vera.messages().filter((seen) => seen.media?.album).length === 2)
    expect(vera.messages()[1]).toMatchObject({ text: 'edited', edited: true, buttons: [] })
  })
})

describe('stock telegraf', () => {
  it('polls, answers, sends buttons and files', async () => {
    const { telegram, account, vera } = await opened()
    const bot = new Telegraf(account.token, { telegram: { apiRoot: telegram.url } })
    bot.on(message('text'), async (ctx) => {
      await ctx.reply(`heard ${ctx.message.text}`, {
        reply_markup: { inline_keyboard: [[{ text: 'Да', callback_data: 'yes' }]] },
      })
      await ctx.replyWithDocument(
        { source: Buffer.from('a file'), filename: 'отчёт.pdf' },
        { caption: 'файл' },
      )
    })
    bot.action('yes', (ctx) => ctx.answerCbQuery('Готово'))
    const launched = bot.launch()
    onTestFinished(async () => {
      bot.stop()
      await launched
    })

    vera.say('привет')
    await vera.sees('heard привет')
    const file = await vera.sees('файл')
    expect(file.media).toMatchObject({ type: 'document', name: 'отчёт.pdf' })
    expect((await vera.press('Да').answered()).text).toBe('Готово')
  })
})
