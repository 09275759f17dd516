/** Stock vk-io really works against it: the long poll, the Callback API, uploads, and its packing into `execute`. */
import { Agent, type AgentOptions, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Keyboard, VK } from 'vk-io'
import { type FakeOptions, FakeVk } from './fake.ts'

// vk-io takes an agent for https unless it is given another, which must look like one.
class HttpAgent extends Agent {
  declare readonly options: AgentOptions
}
const HTTP = new HttpAgent()

async function opened(options: FakeOptions = {}, apiMode: 'sequential' | 'parallel' = 'sequential') {
  const fake = await FakeVk.start(options)
  onTestFinished(() => fake.stop())
  const community = fake.newCommunity({ name: 'Служба поддержки' })
  const vera = fake.newPerson('Вера').with(community)
  const vk = new VK({ token: community.token, apiBaseUrl: fake.apiUrl, agent: HTTP, apiLimit: 20, apiMode })
  return { fake, community, vera, vk }
}

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])

describe('stock vk-io', () => {
  it('polls, answers, sends keyboards, photos, documents and voice, and answers presses', async () => {
    const { fake, vera, vk, community } = await opened()
    vk.updates.on('message_new', async (context) => {
      if (context.text === 'фото') {
        await context.sendPhotos({ value: JPEG, filename: 'cat.jpg' })
        await context.sendDocuments({ value: Buffer.from('%PDF'), filename: 'счёт.pdf' })
        await context.sendAudioMessage({ value: Buffer.from('OggS...'), filename: 'voice.ogg' })
        return
      }
      const keyboard = Keyboard.builder()
        .callbackButton({ label: 'Да', payload: { yes: 1 } })
        .inline()
      await context.setActivity()
      await context.send(`вы сказали: ${context.text}`, { keyboard })
    })
    vk.updates.on('message_event', async (context) => {
      await context.answer({ type: 'show_snackbar', text: 'Готово' })
    })
    await vk.updates.start()
    onTestFinished(() => vk.updates.stop())
    await fake.waitFor(() => community.longPoll.polling)

    vera.say('привет')
    const answer = await vera.sees('вы сказали: привет')
    expect(answer.buttons).toEqual([
      [{ label: 'Да', type: 'callback', payload: '{"yes":1}', color: 'secondary' }],
    ])
    expect(await vera.press('Да').answered()).toEqual({ type: 'show_snackbar', text: 'Готово' })

    vera.say('фото')
    const voice = await vera.sees((one) => one.files[0]?.type === 'audio_message')
    const doc = await vera.sees((one) => one.files[0]?.type === 'doc')
    const photo = await vera.sees((one) => one.files[0]?.type === 'photo')
    expect(Buffer.from(photo.files[0]?.bytes ?? [])).toEqual(JPEG)
    expect(doc.files[0]).toMatchObject({ name: 'счёт.pdf', mime: 'application/pdf' })
    expect(voice.files).toHaveLength(1)
  })

  it('is told by the Callback API', async () => {
    const { vera, community, fake } = await opened()
    const bot = new VK({
      token: community.token,
      apiBaseUrl: fake.apiUrl,
      agent: HTTP,
      pollingGroupId: community.id,
      webhookSecret: 'тайна',
      webhookConfirmation: community.confirmation,
    })
    bot.updates.on('message_new', async (context) => {
      await context.send(`вы сказали: ${context.text}`)
    })
    const server = createServer(bot.updates.getWebhookCallback('/vk'))
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const callback = await community.addCallback(`http://127.0.0.1:${port}/vk`, { secret: 'тайна' })
    expect(callback.server.status).toBe('ok')
    vera.say('привет')
    await vera.sees('вы сказали: привет')
    await fake.waitFor(() => callback.pending === 0)
  })

  it('packs calls into execute, and gets each one’s answer or error', async () => {
    const { fake, vera, vk } = await opened({}, 'parallel')
    vera.say('а')
    const send = (peer_id: number, random_id: number) =>
      vk.api.messages.send({ peer_id, random_id, message: `ответ ${random_id}` })
    const stranger = fake.newPerson('Пётр').id
    const results = await Promise.allSettled([send(vera.peerId, 1), send(stranger, 2), send(vera.peerId, 3)])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(fake.journal.counts).toMatchObject({
      'execute ok': 1,
      'messages.send ok': 2,
      'messages.send 901': 1,
    })
  })

  it('is paced by error 6 and goes on', async () => {
    const { vera, vk, fake } = await opened({ rates: { perSecond: 2, sameTextPerMinute: 100 } })
    vera.say('а')
    const send = (random_id: number) =>
      vk.api.messages.send({ peer_id: vera.peerId, random_id, message: `ответ ${random_id}` })
    await Promise.all([1, 2, 3].map(send))
    expect(fake.journal.counts['messages.send 6']).toBeGreaterThan(0)
    expect(fake.journal.doubled()).toEqual([])
  })
})
