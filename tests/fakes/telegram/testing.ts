/** What the fake's own tests begin with: a fake, a bot, a person, and a caller that speaks plain HTTP. */
import { onTestFinished } from 'vitest'
import { isObject } from '../messenger/objects.ts'
import { type FakeOptions, FakeTelegram } from './fake.ts'
import type { Wire } from './world/model.ts'

export interface Replied {
  readonly status: number
  readonly ok: boolean
  readonly result: unknown
  readonly description: string | undefined
  readonly parameters: Wire | undefined
}

export async function callApi(
  url: string,
  token: string,
  method: string,
  fields: Wire = {},
): Promise<Replied> {
  const response = await fetch(`${url}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  })
  const said: unknown = await response.json()
  const [result, description, parameters] = [
    field(said, 'result'),
    field(said, 'description'),
    field(said, 'parameters'),
  ]
  return {
    status: response.status,
    ok: field(said, 'ok') === true,
    result,
    description: description === undefined ? undefined : String(description),
    parameters: isObject(parameters) ? parameters : undefined,
  }
}

export async function opened(options: FakeOptions = {}) {
  const telegram = await FakeTelegram.start(options)
  onTestFinished(() => telegram.stop())
  const bot = telegram.newBot()
  const person = telegram.newPerson('Вера')
  const vera = person.with(bot)
  vera.start()
  const call = (method: string, fields: Wire = {}) => callApi(telegram.url, bot.token, method, fields)
  const send = (fields: Wire) => call('sendMessage', { chat_id: person.id, text: 'да', ...fields })
  return { telegram, bot, person, vera, call, send }
}

/** The same with a forum group: Ольга owns it, the bot administers it. */
export async function forum(options: FakeOptions = {}) {
  const town = await opened(options)
  const olga = town.telegram.newPerson('Ольга')
  const ivan = town.telegram.newPerson('Иван')
  const group = town.telegram.newGroup({ title: 'Поддержка', forum: true, owner: olga, members: [ivan] })
  group.addBot(town.bot, 'all')
  const say = (fields: Wire) => town.call('sendMessage', { chat_id: group.id, text: 'да', ...fields })
  return { ...town, olga: olga.in(group), ivan: ivan.in(group), group, say }
}

/** A field of an answer's result. */
export function field(result: unknown, name: string): unknown {
  return typeof result === 'object' && result !== null ? Reflect.get(result, name) : undefined
}
