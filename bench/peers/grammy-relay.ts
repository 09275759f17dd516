/** The relay of both grammY bots: a customer's words to the staff group, an answer there back to its customer. */
import { Bot } from 'grammy'

const { TOKEN = '', GROUP = '', API = '' } = process.env

export const bot = new Bot(TOKEN, { client: { apiRoot: API } })

bot.chatType('private').on('message:text', (ctx) => {
  const { from, text } = ctx.message
  return ctx.api.sendMessage(GROUP, `#${from.id} ${from.first_name}: ${text}`)
})

bot.chatType('supergroup').on('message:text', async (ctx) => {
  const customer = /^#(\d+) /.exec(ctx.message.reply_to_message?.text ?? '')?.[1]
  if (customer) await ctx.api.sendMessage(customer, ctx.message.text)
})

// Without it the first refused call ends the bot.
bot.catch(() => {})
