/** What a call needs of the environment reaches the called service, and neither the database nor any page. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { releaseFromSources } from '../../src/content/load.ts'
import { decideConversation, needsReading, newConversation } from '../../src/domain/conversation/decide.ts'
import { decideDesk } from '../../src/domain/desk/decide.ts'
import { intentName } from '../../src/domain/ids.ts'
import { markOf } from '../../src/domain/secret.ts'
import { seconds } from '../../src/domain/time.ts'
import type { Matcher } from '../../src/nlu/port.ts'
import { filledCall, secretsOf } from '../../src/runtime/fill-call.ts'
import { FakeHttpServer, json } from '../fakes/http-server.ts'
import { until, VERA, World } from './world.ts'

const KEY = 'k3y-of-the-billing'
const PASSWORD = 'pa55-in-the-body'

const FLOW = `
title: T
start:
  - call: POST {{ env.HOOK }}/orders/{{ customer.id }}?a=1
    headers: { Authorization: "Bearer {{ env.KEY }}" }
    body: { login: { password: "{{ env.PASSWORD }}", note: "plain" } }
    save: order
    timeout: 5s
  - say: "{{ order.status }}"
`

function released(url: string) {
  const host = new URL(url).host
  const result = releaseFromSources(
    {
      'flows/_bot.yml': `calls: { hosts: ["${host}"], env: [HOOK, KEY, PASSWORD] }`,
      'flows/pay.yml': FLOW,
      'intents/all.yml': 'pay: { title: Pay, flow: pay, examples: [pay] }',
    },
    // the whole address is a secret too: web hooks carry their key in the path
    { language: 'en', env: { HOOK: `${url}/${KEY}-path/`, KEY, PASSWORD } },
  )
  if (result.kind === 'faults') throw new Error(JSON.stringify(result.faults))
  return result.release
}

const sure: Matcher = {
  read: async () => ({
    intents: [{ intent: intentName('pay'), confidence: 1 }],
    entities: [],
    verdict: 'sure',
  }),
}

describe('secrets', () => {
  it('are filled in by the sender and stand nowhere in the database', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kotik-secrets-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const server = await FakeHttpServer.open(json({ status: 'paid' }))
    const release = released(server.url)
    const world = await World.started({
      url: `file:${join(folder, 'kotik.db')}`,
      parts: {
        domain: { newConversation, needsReading, decideConversation, decideDesk },
        rules: { current: () => release.rules },
        matcher: sure,
        secrets: secretsOf(release),
      },
    })
    await world.say('pay', 'site:1')
    await until(async () => (await world.events()).some(({ type }) => type === 'callReturned'))
    await world.pass(seconds(1))

    expect(server.received).toHaveLength(1)
    const [request] = server.received
    expect(request?.path).toBe(`/${KEY}-path/orders/${encodeURIComponent(VERA)}?a=1`)
    expect(request?.headers.authorization).toBe(`Bearer ${KEY}`)
    expect(JSON.parse(request?.body ?? '')).toEqual({ login: { password: PASSWORD, note: 'plain' } })

    const events = await world.events()
    expect(events).toContainEqual(expect.objectContaining({ type: 'callReturned', ok: true }))
    expect(events.find(({ type }) => type === 'callMade')).toMatchObject({
      url: `{{ env.HOOK }}/orders/${encodeURIComponent(VERA)}`,
    })
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, name)).toString('latin1')
      for (const secret of [KEY, PASSWORD]) expect([name, bytes.includes(secret)]).toEqual([name, false])
    }
  })

  const call = {
    id: 'c',
    method: 'GET',
    url: `${markOf('HOOK')}/x`,
    headers: { a: markOf('KEY') },
    timeout: 1,
  } as const

  it.each([
    ['is missing', { HOOK: 'http://a.test' }],
    ['is no address', { HOOK: 'nowhere', KEY: 'k' }],
    ['is an address with a password', { HOOK: 'http://u:p@a.test', KEY: 'k' }],
    ['is no web address', { HOOK: 'ftp://a.test', KEY: 'k' }],
    ['breaks a header', { HOOK: 'http://a.test', KEY: 'k\r\nX: y' }],
  ])('fail the call when one %s', (_, env) => {
    expect(filledCall(call, secretsOf({ env }))).toBeUndefined()
  })

  it('of other names are not there', () => {
    expect(secretsOf({ env: {} })('constructor')).toBeUndefined()
  })
})
