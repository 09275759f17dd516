/** What a user would run instead of Kotik, 2: grammY with its runner, many updates at once but each chat's in order. */
import { run, sequentialize } from '@grammyjs/runner'
import { Bot } from 'grammy'
import { bot } from './grammy-relay.ts'

const { TOKEN = '', API = '' } = process.env
const ordered = new Bot(TOKEN, { client: { apiRoot: API } })
ordered.use(
  sequentialize((ctx) => String(ctx.chat?.id)),
  bot,
)
ordered.catch(() => {})
await run(ordered).task()
