import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/domain/time.ts'
import { FakeHttpServer, type Received } from '../http-server.ts'
import { ManualClock } from '../manual-clock.ts'
import type { FakeOptions } from './fake.ts'
import { field, opened } from './testing.ts'

interface Said {
  readonly status?: number
  readonly body: string
  readonly headers?: { readonly [name: string]: string }
}

async function hooked(options: FakeOptions = {}) {
  const clock = new ManualClock()
  const town = await opened({ clock, ...options })
  const server = await FakeHttpServer.open((_request, response) => response.end('ok'))
  let answer: (request: Received) => Said = () => ({ body: 'ok' })
  server.answerWith((request: Received, response: ServerResponse) => {
    const confirms = field(JSON.parse(request.body), 'type') === 'confirmation'
    const { status = 200, body, headers } = confirms ? { body: town.community.confirmation } : answer(request)
    response.writeHead(status, headers).end(body)
  })
  const callback = await town.community.addCallback(`${server.url}/vk`, { secret: 'тайна' })
  const events = () => server.received.slice(1)
  return {
    ...town,
    clock,
    server,
    callback,
    events,
    texts: () => events().map(({ body }) => field(JSON.parse(body), 'object', 'message', 'text')),
    answerWith: (said: (request: Received) => Said) => {
      answer = said
    },
  }
}

describe('the Callback API', () => {
  it('asks for the confirmation string first, and tells nothing to who does not give it', async () => {
    const { server, community, vera } = await hooked()
    expect(JSON.parse(server.received[0]?.body ?? '')).toMatchObject({
      type: 'confirmation',
      group_id: community.id,
      secret: 'тайна',
    })
    const deaf = await FakeHttpServer.open((_request, response) => response.end('ok'))
    const refused = await community.addCallback(deaf.url)
    expect(refused.server.status).toBe('failed')
    vera.say('а')
    expect(refused.pending).toBe(0)
    expect(deaf.received).toHaveLength(1)
  })

  it('posts events with the secret, the group and an id', async () => {
    const { vera, vk, callback, events, community } = await hooked()
    vera.say('а')
    await vk.waitFor(() => callback.delivered.length === 1)
    expect(JSON.parse(events()[0]?.body ?? '')).toMatchObject({
      type: 'message_new',
      group_id: community.id,
      secret: 'тайна',
      v: '5.199',
      event_id: expect.stringMatching(/^[0-9a-f]{40}$/u),
    })
    expect(events()[0]?.headers['x-retry-counter']).toBeUndefined()
  })

  it('comes again with the counter until the body is exactly ok, overtaken by others', async () => {
    const { vera, vk, callback, events, texts, clock, answerWith } = await hooked()
    answerWith(() => ({ body: 'ok\n' }))
    vera.say('а')
    await vk.waitFor(() => events().length === 1)
    await vk.waitFor(() => clock.pending > 0)
    answerWith(() => ({ body: 'ok' }))
    vera.say('б')
    await vk.waitFor(() => callback.delivered.length === 1)
    await clock.pass(seconds(5))
    await vk.waitFor(() => callback.delivered.length === 2)
    expect(texts()).toEqual(['а', 'б', 'а'])
    expect(events()[2]?.headers['x-retry-counter']).toBe('1')
    expect(callback.delivered.map(({ tries }) => tries)).toEqual([1, 2])
  })

  it('keeps the order when it is told to', async () => {
    const { vera, vk, callback, texts, clock, answerWith } = await hooked({ callback: { order: 'ordered' } })
    answerWith(() => ({ status: 500, body: 'ok' }))
    vera.say('а')
    vera.say('б')
    await vk.waitFor(() => clock.pending > 0)
    expect(texts()).toEqual(['а'])
    answerWith(() => ({ body: 'ok' }))
    await clock.pass(seconds(5))
    await vk.waitFor(() => callback.delivered.length === 2)
    expect(texts()).toEqual(['а', 'а', 'б'])
  })

  it('gives an event up after its tries, and the server with it', async () => {
    const { vera, vk, callback, clock, answerWith, events, call, community } = await hooked({
      callback: { pausesMs: [1_000] },
    })
    answerWith(() => ({ body: 'нет' }))
    vera.say('а')
    await vk.waitFor(() => clock.pending > 0)
    await clock.pass(seconds(1))
    await vk.waitFor(() => callback.givenUp.length === 1)
    expect(events()).toHaveLength(2)
    const servers = await call('groups.getCallbackServers', { group_id: community.id })
    expect(field(servers.response, 'items', 0, 'status')).toBe('failed')
  })

  it('waits as long as Retry-After says', async () => {
    const { vera, vk, callback, clock, answerWith } = await hooked()
    answerWith(() => ({ status: 503, body: '', headers: { 'retry-after': '120' } }))
    vera.say('а')
    await vk.waitFor(() => clock.pending > 0)
    answerWith(() => ({ body: 'ok' }))
    await clock.pass(seconds(119))
    expect(callback.delivered).toEqual([])
    await clock.pass(seconds(1))
    await vk.waitFor(() => callback.delivered.length === 1)
    expect(callback.delivered).toHaveLength(1)
  })

  it('can repeat an event that was taken', async () => {
    const { vera, vk, callback, texts } = await hooked()
    vera.say('а')
    const [first] = await vk.waitFor(() => callback.delivered.length > 0 && callback.delivered)
    if (first) callback.repeat(first.event)
    await vk.waitFor(() => callback.delivered.length === 2)
    expect(texts()).toEqual(['а', 'а'])
  })

  it('is set up by methods too', async () => {
    const { call, community, server, vk } = await hooked()
    const group_id = community.id
    expect((await call('groups.getCallbackConfirmationCode', { group_id })).response).toEqual({
      code: community.confirmation,
    })
    const about = { group_id, url: server.url, title: 'Котик', secret_key: 'secret' }
    const server_id = field((await call('groups.addCallbackServer', about)).response, 'server_id')
    const statuses = async () =>
      field((await call('groups.getCallbackServers', { group_id })).response, 'items', 1, 'status')
    await vk.waitFor(() => community.group.servers.get(Number(server_id))?.status === 'ok')
    expect(await statuses()).toBe('ok')
    await call('groups.setCallbackSettings', { group_id, server_id, message_new: 1 })
    const settings = await call('groups.getCallbackSettings', { group_id, server_id })
    expect(field(settings.response, 'events')).toMatchObject({ message_new: 1, message_reply: 0 })
    expect((await call('groups.deleteCallbackServer', { group_id, server_id })).response).toBe(1)
    expect((await call('groups.addCallbackServer', { ...about, url: 'vk' })).code).toBe(100)
  })
})
