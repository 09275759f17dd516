/** What a user would run instead of Kotik, 3: telegraf, which takes a hundred updates at once. */
import { Telegraf } from 'telegraf'
import { message } from 'telegraf/filters'

const { TOKEN = '', GROUP = '', API = '' } = process.env

const bot = new Telegraf(TOKEN, { telegram: { apiRoot: API } })

bot.on(message('text'), async (ctx) => {
  const { chat, from, text } = ctx.message
  if (chat.type === 'private') {
    await ctx.telegram.sendMessage(GROUP, `#${from.id} ${from.first_name}: ${text}`)
    return
  }
  const answered = 'reply_to_message' in ctx.message ? ctx.message.reply_to_message : undefined
  const customer = answered && 'text' in answered ? /^#(\d+) /.exec(answered.text)?.[1] : undefined
  if (customer) await ctx.telegram.sendMessage(customer, text)
})

// Without it the first refused call ends the bot.
bot.catch(() => {})
await bot.launch()
