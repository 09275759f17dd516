/** What the fake's own tests begin with: a fake, a community, a person, and a caller that speaks plain HTTP. */
import { onTestFinished } from 'vitest'
import { isObject } from '../messenger/objects.ts'
import { type FakeOptions, FakeVk } from './fake.ts'
import type { Wire } from './world/model.ts'

export interface Replied {
  readonly response: unknown
  readonly code: number | undefined
  readonly message: string | undefined
  readonly body: Wire
}

const VERSION = '5.199'

export async function callApi(apiUrl: string, method: string, fields: Wire): Promise<Replied> {
  const said = Object.entries({ v: VERSION, ...fields })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)])
  const response = await fetch(`${apiUrl}/${method}`, {
    method: 'POST',
    body: new URLSearchParams(Object.fromEntries(said)),
  })
  const body: unknown = await response.json()
  if (!isObject(body)) throw new Error('VK answers with an object')
  const error = isObject(body.error) ? body.error : undefined
  return {
    response: body.response,
    code: error ? Number(error.error_code) : undefined,
    message: error ? String(error.error_msg) : undefined,
    body,
  }
}

let nextRandom = 1

export async function opened(options: FakeOptions = {}) {
  const vk = await FakeVk.start(options)
  onTestFinished(() => vk.stop())
  const community = vk.newCommunity()
  const person = vk.newPerson('Вера')
  const vera = person.with(community)
  vera.say('здравствуйте')
  const call = (method: string, fields: Wire = {}) =>
    callApi(vk.apiUrl, method, { access_token: community.token, ...fields })
  const send = (fields: Wire = {}) =>
    call('messages.send', { peer_id: person.id, random_id: nextRandom++, message: 'да', ...fields })
  return { vk, community, person, vera, call, send }
}

/** A long poll by hand. */
export async function polling({ vk, community, call }: Awaited<ReturnType<typeof opened>>) {
  const { response } = await call('groups.getLongPollServer', { group_id: community.id })
  const { server, key, ts } = serverIn(response)
  const check = async (from: string | number = ts, wait = 0, withKey = key): Promise<Wire> => {
    const query = new URLSearchParams({ act: 'a_check', key: withKey, ts: String(from), wait: String(wait) })
    const body: unknown = await (await fetch(`${server}?${query}`)).json()
    return isObject(body) ? body : {}
  }
  const updates = async (from?: string | number): Promise<readonly Wire[]> => {
    const { updates: said } = await check(from)
    return Array.isArray(said) ? said : []
  }
  return { vk, server, key, ts, check, updates }
}

function serverIn(response: unknown) {
  if (!isObject(response)) throw new Error('no long poll server')
  return { server: String(response.server), key: String(response.key), ts: String(response.ts) }
}

/** A field of an answer, by names one after another. */
export const field = (value: unknown, ...names: readonly (string | number)[]): unknown =>
  names.reduce<unknown>(
    (inner, name) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined),
    value,
  )
