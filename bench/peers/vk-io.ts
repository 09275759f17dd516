/** What a user would run instead of Kotik in VK: vk-io at VK's own limit, packing what waits into `execute`. */
import { Agent } from 'node:http'
import { VK } from 'vk-io'

const { TOKEN = '', GROUP = '', API = '' } = process.env

const vk = new VK({
  token: TOKEN,
  apiBaseUrl: `${API}/method`,
  // Its own agent is for https.
  agent: Object.assign(new Agent({ keepAlive: true })),
  pollingGroupId: Number(GROUP),
  // Its usual 3 a second are for people's tokens.
  apiLimit: 20,
  apiMode: 'parallel',
})

vk.updates.on('message_new', (context) => context.send(`Вы написали: ${context.text}`))
// Without it the first refused call ends the bot.
process.on('unhandledRejection', () => {})
await vk.updates.startPolling()
