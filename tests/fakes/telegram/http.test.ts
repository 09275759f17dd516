import { describe, expect, it, onTestFinished } from 'vitest'
import { runFakeTelegram } from './command.ts'
import { peopleRoutes } from './http/people-routes.ts'
import { field, opened } from './testing.ts'

async function withPeople() {
  const town = await opened({ routes: peopleRoutes })
  const ask = async (method: string, path: string, body?: object) => {
    const init = body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}
    const response = await fetch(`${town.telegram.url}/_fake/${path}`, { method, ...init })
    const said: unknown = await response.json()
    return said
  }
  return { ...town, ask }
}

describe('parameters', () => {
  it('come as JSON, urlencoded, multipart or in the address alike', async () => {
    const { telegram, bot, person, vera } = await opened()
    const url = `${telegram.url}/bot${bot.token}/sendMessage`
    const fields = {
      chat_id: String(person.id),
      text: 'а&б',
      reply_markup: '{"inline_keyboard":[[{"text":"да","callback_data":"1"}]]}',
    }
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    await fetch(url, { method: 'POST', body: new URLSearchParams(fields) })
    await fetch(url, { method: 'POST', body: form })
    await fetch(`${url}?${new URLSearchParams(fields)}`)
    const sent = vera.messages().slice(1)
    expect(sent).toHaveLength(3)
    for (const message of sent) expect(message).toMatchObject({ text: 'а&б', buttons: [[{ data: '1' }]] })
  })

  it('that are broken JSON are refused', async () => {
    const { telegram, bot } = await opened()
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${telegram.url}/bot${bot.token}/getMe`, {
      method: 'POST',
      headers,
      body: '{',
    })
    expect(response.status).toBe(400)
  })
})

describe('the people’s side over HTTP', () => {
  it('writes, presses, reacts, and shows what is on the screen', async () => {
    const { ask, bot, person, send, call } = await withPeople()
    const here = { as: person.id, bot: bot.id }
    expect(await ask('POST', 'do', { ...here, do: 'say', text: 'привет' })).toMatchObject({ text: 'привет' })
    await send({ text: 'да?', reply_markup: { inline_keyboard: [[{ text: 'Да', callback_data: 'yes' }]] } })
    const pressed = await ask('POST', 'do', { ...here, do: 'press', text: 'Да' })
    await call('answerCallbackQuery', { callback_query_id: field(pressed, 'id'), text: 'ок' })
    expect(await ask('GET', `answer?id=${field(pressed, 'id')}`)).toMatchObject({ text: 'ок', alert: false })
    const screen = await ask('GET', `messages?as=${person.id}&bot=${bot.id}`)
    expect(screen).toMatchObject([
      { text: '/start' },
      { text: 'привет' },
      { text: 'да?', buttons: [[{ data: 'yes' }]] },
    ])
    expect(await ask('POST', 'do', { ...here, do: 'dance' })).toMatchObject({
      error: expect.stringContaining('say'),
    })
    expect(await ask('GET', 'nowhere')).toMatchObject({ error: expect.stringContaining('POST do') })
  })

  it('makes bots, people and groups, injects faults, sets budgets and reads the journal', async () => {
    const { ask, person, send } = await withPeople()
    const bot = await ask('POST', 'bots', { token: '77:x', topics: true })
    expect(bot).toMatchObject({ id: 77, token: '77:x' })
    const other = await ask('POST', 'people', { name: 'Пётр' })
    const made = {
      title: 'Поддержка',
      forum: true,
      owner: person.id,
      members: [field(other, 'id')],
      bots: [77],
    }
    const group = await ask('POST', 'groups', made)
    expect(await ask('POST', 'own', { group: field(group, 'id'), do: 'kick', bot: 77 })).toEqual(group)
    await ask('POST', 'faults', {
      fault: { kind: 'flood', retryAfter: 9 },
      where: { method: ['sendMessage'], times: 1 },
    })
    expect(await send({})).toMatchObject({ status: 429, parameters: { retry_after: 9 } })
    await ask('POST', 'budgets', { budgets: { person: { burst: 1 } } })
    expect([(await send({})).status, (await send({})).status]).toEqual([200, 429])
    expect(await ask('GET', 'counts')).toEqual({
      counts: { 'sendMessage 200': 1, 'sendMessage 429': 2 },
      sends: 1,
    })
  })

  it('tells of changes as they happen', async () => {
    const { telegram, vera, person, bot } = await withPeople()
    const response = await fetch(`${telegram.url}/_fake/events`)
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader?.read())?.value).toBe('data: {}\n\n')
    vera.say('а')
    expect((await reader?.read())?.value).toBe(`data: {"chat":${person.id},"bot":${bot.id}}\n\n`)
    await reader?.cancel()
  })

  it('floods, and counts what a bot relays', async () => {
    const { ask, telegram, bot, call } = await withPeople()
    await ask('POST', 'flood', { bot: bot.id, people: 2, messages: 4 })
    const { result } = await call('getUpdates', { limit: 100 })
    const texts = (Array.isArray(result) ? result : []).flatMap((update) => {
      const text = String(field(field(update, 'message'), 'text'))
      return text.startsWith('вопрос')
        ? [{ text, chat_id: field(field(field(update, 'message'), 'chat'), 'id') }]
        : []
    })
    expect(texts.map(({ text }) => text)).toEqual([
      'вопрос k0-0',
      'вопрос k1-0',
      'вопрос k0-1',
      'вопрос k1-1',
    ])
    for (const at of [2, 0, 0]) await call('sendMessage', texts[at])
    expect(telegram.journal.sends).toHaveLength(3)
    expect(await ask('GET', 'flood')).toMatchObject({
      said: 4,
      relayed: 2,
      lost: 2,
      doubled: 1,
      outOfOrder: 1,
    })
  })
})

describe('the command', () => {
  it('settles a town whose bot can be played with', async () => {
    const running = await runFakeTelegram({ port: 0, budgets: 'off' })
    onTestFinished(() => running.stop())
    const state: unknown = await (await fetch(`${running.url}/_fake/state`)).json()
    expect(field(state, 'people')).toMatchObject([{ name: 'Вера' }, { name: 'Пётр' }, {}, {}])
    const me = await fetch(`${running.url}/bot${running.town.token}/getMe`)
    expect(me.status).toBe(200)
    const group = await fetch(
      `${running.url}/bot${running.town.deskToken}/getChat?chat_id=${running.town.group}`,
    )
    expect(await group.json()).toMatchObject({ result: { is_forum: true, title: 'Поддержка' } })
  })
})
