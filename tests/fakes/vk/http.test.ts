import { describe, expect, it, onTestFinished } from 'vitest'
import { runFakeVk } from './command.ts'
import { peopleRoutes } from './http/people-routes.ts'
import { callApi, field, opened } from './testing.ts'

async function withPeople() {
  const town = await opened({ routes: peopleRoutes })
  const ask = async (method: string, path: string, body?: object) => {
    const init = body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}
    const response = await fetch(`${town.vk.url}/_fake/${path}`, { method, ...init })
    const said: unknown = await response.json()
    return said
  }
  const here = { as: town.person.id, bot: town.community.id }
  return { ...town, ask, here }
}

describe('the people’s side over HTTP', () => {
  it('writes, presses, edits, and shows what is on the screen', async () => {
    const { ask, here, send, call, person, community } = await withPeople()
    expect(await ask('POST', 'do', { ...here, do: 'say', text: 'привет' })).toMatchObject({
      id: 2,
      text: 'привет',
    })
    await ask('POST', 'do', { ...here, do: 'edit', message: 2, text: 'добрый день' })
    const action = { type: 'callback', label: 'Да', payload: { yes: 1 } }
    await send({ message: 'да?', keyboard: { inline: true, buttons: [[{ action }]] } })
    const pressed = await ask('POST', 'do', { ...here, do: 'press', text: 'Да' })
    const event_id = field(pressed, 'id')
    expect(await ask('GET', `answer?id=${event_id}`)).toEqual({})
    const event_data = { type: 'show_snackbar', text: 'ок' }
    await call('messages.sendMessageEventAnswer', {
      event_id,
      user_id: person.id,
      peer_id: person.id,
      event_data,
    })
    expect(await ask('GET', `answer?id=${event_id}`)).toMatchObject({ text: 'ок', alert: false })
    await send({ message: 'ещё?', keyboard: { buttons: [[{ action: { type: 'text', label: 'Нет' } }]] } })
    expect(await ask('GET', `messages?as=${person.id}&bot=${community.id}`)).toMatchObject([
      { text: 'здравствуйте', from: 'Вера' },
      { text: 'добрый день', edited: true },
      { text: 'да?', from: 'Котик', buttons: [[{ text: 'Да', data: '{"yes":1}' }]] },
      { text: 'ещё?', keyboard: { keyboard: [[{ text: 'Нет' }]] } },
    ])
  })

  it('takes files, denies and allows, and writes in chats', async () => {
    const { vk, ask, here, send, person, community } = await withPeople()
    const form = new FormData()
    for (const [name, value] of Object.entries({ ...here, do: 'attach', type: 'photo', caption: 'кот' }))
      form.set(name, String(value))
    form.set('file', new Blob([new Uint8Array([1, 2, 3])]), 'cat.jpg')
    const photo: unknown = await (await fetch(`${vk.url}/_fake/do`, { method: 'POST', body: form })).json()
    expect(photo).toMatchObject({ text: 'кот', media: { type: 'photo', name: 'cat.jpg', size: 3 } })
    expect((await fetch(`${vk.url}${field(photo, 'media', 'url')}`)).status).toBe(200)
    await ask('POST', 'do', { ...here, do: 'deny' })
    expect((await send()).code).toBe(901)
    const chat = await ask('POST', 'chats', { group: community.id, title: 'Дача', members: [person.id] })
    const said = await ask('POST', 'do', { as: person.id, chat: field(chat, 'id'), do: 'say', text: 'уголь' })
    expect(said).toMatchObject({ text: 'уголь' })
    expect(await ask('GET', 'state')).toMatchObject({
      platform: 'vk',
      bots: [{ id: community.id, connected: false }],
      chats: [{ blocked: true }, { title: 'Дача', type: 'group' }],
    })
  })

  it('injects faults and rates, breaks the long poll, counts', async () => {
    const { ask, send, call, community } = await withPeople()
    await ask('POST', 'faults', {
      fault: { kind: 'error', code: 10 },
      where: { method: ['messages.send'], times: 1 },
    })
    expect((await send()).code).toBe(10)
    await ask('POST', 'faults', { fault: { kind: 'error', code: 6 } })
    await ask('DELETE', 'faults')
    expect((await send()).code).toBeUndefined()
    await ask('POST', 'rates', { rates: { perSecond: 0 } })
    expect((await call('users.get')).code).toBe(6)
    await ask('POST', 'rates', { rates: 'off' })
    const before = await ask('GET', `community?group=${community.id}`)
    await ask('POST', 'longpoll', { group: community.id, do: 'lose' })
    const after = await ask('GET', `community?group=${community.id}`)
    expect(Number(field(after, 'ts'))).toBeGreaterThan(Number(field(before, 'ts')))
    expect(await ask('GET', 'counts')).toMatchObject({
      counts: { 'messages.send 10': 1 },
      sends: 1,
      doubled: [],
    })
    expect(await ask('GET', 'sends?from=0')).toMatchObject([{ text: 'да' }])
  })

  it('floods, and says what came through', async () => {
    const { ask, community, vk, send } = await withPeople()
    await ask('POST', 'flood', { group: community.id, people: 2, messages: 4 })
    const [first, second] = [600_000_001, 600_000_002]
    expect(vk.personOf(second).with(community).last()?.text).toBe('вопрос k1-1')
    for (const message of ['k0-0', 'k0-0', 'k1-1', 'k1-0'])
      await send({ peer_id: message.startsWith('k0') ? first : second, message })
    expect(await ask('GET', 'flood')).toMatchObject({
      finished: true,
      said: 4,
      relayed: 3,
      lost: 1,
      doubled: 1,
      outOfOrder: 1,
    })
  })

  it('says what there is when it is asked for something else', async () => {
    const { ask, here } = await withPeople()
    expect(field(await ask('GET', 'nothing'), 'error')).toContain('POST do')
    expect(field(await ask('POST', 'do', { ...here, do: 'dance' }), 'error')).toContain('press')
    expect(field(await ask('POST', 'faults', { fault: { kind: 'bad' } }), 'error')).toContain('hangAfter')
  })
})

describe('the command', () => {
  it('gives no number twice when it is run again, so that a bot does not take news for repeats', async () => {
    const numbers = async () => {
      const { url, town, stop } = await runFakeVk({ port: 0, rates: 'off' })
      const body = JSON.stringify({ as: 100_001, bot: town.group, do: 'say', text: 'привет' })
      const headers = { 'content-type': 'application/json' }
      const said: unknown = await (await fetch(`${url}/_fake/do`, { method: 'POST', body, headers })).json()
      const { response } = await callApi(`${url}/method`, 'groups.getLongPollServer', {
        ...{ access_token: town.token, group_id: town.group },
      })
      await stop()
      return [Number(field(said, 'id')), Number(field(response, 'ts'))]
    }
    const [id = 0, ts = 0] = await numbers()
    expect(id).toBeGreaterThan(1_000_000)
    expect(ts).toBeGreaterThan(1_000_000)
  })

  it('has a community, two customers and a chat, always the same', async () => {
    const { url, town, stop } = await runFakeVk({ port: 0, rates: 'on' })
    onTestFinished(stop)
    const { response } = await callApi(`${url}/method`, 'groups.getById', { access_token: town.token })
    expect(field(response, 'groups', 0)).toMatchObject({ id: town.group, name: 'Котик' })
    const state: unknown = await (await fetch(`${url}/_fake/state`)).json()
    expect(field(state, 'people')).toMatchObject([{ name: 'Вера' }, { name: 'Пётр' }])
    expect(field(state, 'bots', 0, 'env')).toContain(`VK_API_URL=${url}`)
  })
})
