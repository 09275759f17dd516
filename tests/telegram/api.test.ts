import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { GrammyError, InputFile } from 'grammy'
import type { Message, UserFromGetMe } from 'grammy/types'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type BotApi, botApi } from '../../src/telegram/api.ts'
import { readFailure } from '../../src/telegram/errors.ts'
import { FakeTelegram } from '../fakes/telegram/fake.ts'

const TOKEN = '7000000001:fake-customers-bot'

async function world() {
  const fake = await FakeTelegram.start()
  const bot = fake.newBot({ token: TOKEN })
  const vera = fake.newPerson('Вера').with(bot)
  vera.start()
  const api = botApi(TOKEN, `${fake.url}/`)
  onTestFinished(async () => {
    await api.close()
    await fake.stop()
  })
  return { fake, api, vera }
}

/** Something between us and Telegram. */
async function between(answer: RequestListener): Promise<BotApi> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const api = botApi(TOKEN, `http://127.0.0.1:${port}`)
  onTestFinished(async () => {
    await api.close()
    server.closeAllConnections()
    server.close()
  })
  return api
}

describe('a bot at the Bot API', () => {
  it('calls any method, by its own words or by grammY’s', async () => {
    const { api, vera } = await world()
    expect((await api.call<UserFromGetMe>('getMe')).id).toBe(api.id)
    expect((await api.methods.getMe()).id).toBe(7000000001)
    const sent = await api.call<Message>('sendMessage', { chat_id: vera.chat.id, text: 'привет' })
    expect(vera.last()).toMatchObject({ id: sent.message_id, text: 'привет' })
  })

  it('uploads files, also inside of lists', async () => {
    const { api, vera } = await world()
    const file = () => new InputFile(Buffer.from('байты'), 'имя с пробелом.txt')
    await api.call('sendDocument', { chat_id: vera.chat.id, document: file() })
    expect(vera.last()?.media?.name).toBe('имя с пробелом.txt')
    const media = ['первый', 'второй'].map((caption) => ({ type: 'document', media: file(), caption }))
    await api.call('sendMediaGroup', { chat_id: vera.chat.id, media })
    expect(
      vera
        .messages()
        .slice(-2)
        .map(({ text }) => text),
    ).toEqual(['первый', 'второй'])
  })

  it('is refused in Telegram’s words, with the same error either way', async () => {
    const { api } = await world()
    for (const call of [
      () => api.call('sendMessage', { chat_id: 1, text: 'x' }),
      () => api.methods.sendMessage(1, 'x'),
    ]) {
      const error = await call().catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(GrammyError)
      expect(readFailure(error)).toEqual({ kind: 'chatGone', why: '400 Bad Request: chat not found' })
    }
  })

  it('fetches a file, but not more of it than it wants', async () => {
    const { api, vera, fake } = await world()
    vera.attach({ type: 'document', bytes: Buffer.alloc(1_000, 1), name: 'a.bin' })
    const [update] = await api.call<readonly { readonly message?: Message }[]>('getUpdates', { offset: -1 })
    const { file_path: path = '' } = await api.methods.getFile(update?.message?.document?.file_id ?? '')
    expect((await api.download(path, 1_000))?.length).toBe(1_000)
    expect(await api.download(path, 999)).toBeUndefined()
    await expect(api.download('no/such/file', 10)).rejects.toThrow('status 404')
    expect(fake.world.bots.size).toBe(1)
  })

  it.each([
    ['a proxy’s page', '<html>502</html>', 502],
    ['nothing', '', 200],
    ['half an answer', '{"ok":true,"result":', 200],
  ])('takes %s for a passing failure that shows no token', async (_, body, status) => {
    const api = await between((_req, res) => {
      res.statusCode = status
      res.end(body)
    })
    const error = await api.call('getMe').catch((reason: unknown) => reason)
    expect(readFailure(error)).toMatchObject({ kind: 'passing' })
    expect(String(error) + JSON.stringify(readFailure(error))).not.toContain('fake-customers-bot')
  })

  it('takes a closed port for a passing failure', async () => {
    const api = await between((req) => req.socket.destroy())
    const error = await api.call('getMe').catch((reason: unknown) => reason)
    expect(readFailure(error)).toMatchObject({ kind: 'passing' })
  })
})
