/** Nothing but the two calls: what the fake and the network of this machine let through, whatever a bot does in between. */
import { Pool } from 'undici'

const { TOKEN = '', GROUP = '', API = '' } = process.env
// More at once is not faster.
const AT_ONCE = 64

const pool = new Pool(API, { connections: AT_ONCE })

async function call(method: string, fields: object): Promise<readonly Update[]> {
  const { body } = await pool.request({
    path: `/bot${TOKEN}/${method}`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  })
  const { result } = (await body.json()) as { readonly result: readonly Update[] }
  return result
}

interface Update {
  readonly update_id: number
  readonly message?: { readonly text?: string; readonly chat: { readonly id: number } }
}

for (let offset = 0; ; ) {
  const updates = await call('getUpdates', { offset, limit: 100, timeout: 30 })
  offset = (updates.at(-1)?.update_id ?? offset - 1) + 1
  const texts = updates.flatMap(
    ({ message }) => (message && message.chat.id > 0 ? message.text : undefined) ?? [],
  )
  await Promise.all(texts.map((text) => call('sendMessage', { chat_id: GROUP, text })))
}
