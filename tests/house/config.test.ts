import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readConfig, VARIABLES, type VariableName } from '../../src/config.ts'

const names = Object.keys(VARIABLES) as readonly VariableName[]

function faultsOf(env: { readonly [name: string]: string }) {
  const result = readConfig(env)
  return result.kind === 'faults' ? result.faults : []
}

describe('settings', () => {
  it('runs with an empty environment, on loopback, without a secret', () => {
    const result = readConfig({})
    expect(result).toMatchObject({
      kind: 'config',
      config: { host: '127.0.0.1', port: 3000, loopback: true, siteOrigins: [] },
    })
  })

  it.each([
    ['PORT', 'abc'],
    ['PORT', '70000'],
    ['HOST', 'not a host'],
    ['PUBLIC_URL', 'help.example.com'],
    ['PUBLIC_URL', 'https://example.com/path'],
    ['DATABASE_URL', 'postgres://localhost/kotik'],
    ['DATABASE_URL', 'file://elsewhere/kotik.db'],
    ['CONTENT_DIR', 'no/such/folder'],
    ['SECRET', 'short'],
    ['SITE_ORIGINS', 'https://example.com, example.org'],
    ['TRUST_PROXY', '-1'],
    ['METRICS_TOKEN', 'short'],
    ['TELEGRAM_TOKEN', '123456789'],
    ['TELEGRAM_API_URL', 'api.telegram.org'],
    ['TELEGRAM_MODE', 'pigeons'],
    ['TELEGRAM_WEBHOOK_SECRET', 'short'],
    ['TELEGRAM_RATE', '0'],
    ['DESK_TELEGRAM_TOKEN', 'token'],
    ['DESK_TELEGRAM_CHATS', 'first-line'],
    ['DESK_TELEGRAM_PERSONAL', 'first line'],
    ['DESK_TELEGRAM_PACE', 'fast'],
    ['VK_TOKEN', 'short'],
    ['VK_GROUP_ID', '-5'],
    ['VK_API_URL', 'api.vk.com'],
    ['VK_MODE', 'pigeons'],
    ['VK_SECRET', 'short'],
    ['VK_CONFIRMATION', 'not one word'],
    ['NLU', 'guesswork'],
    ['LOG_LEVEL', 'loud'],
    ['TZ', 'Mars/Olympus'],
  ] as const)('refuses %s=%s and says what is allowed', (name, value) => {
    const found = /SECRET|TOKEN|CONFIRMATION/u.test(name) ? '***' : value
    expect(faultsOf({ [name]: value })).toContainEqual({ name, found, allowed: VARIABLES[name].allowed })
  })

  it.each([
    ['file:/var/lib/kotik/kotik.db', '/var/lib/kotik'],
    ['file:///var/lib/kotik%20one/kotik.db', '/var/lib/kotik one'],
  ])('keeps files and models beside the database: %s', (url, dataDir) => {
    expect(readConfig({ DATABASE_URL: url })).toMatchObject({
      config: { databaseUrl: `file:${dataDir}/kotik.db`, dataDir },
    })
  })

  it('tells all faults at once', () => {
    expect(faultsOf({ PORT: 'x', LOG_LEVEL: 'loud' }).map(({ name }) => name)).toEqual(['PORT', 'LOG_LEVEL'])
  })

  it.each([
    ['0.0.0.0', {}],
    ['127.0.0.1', { PUBLIC_URL: 'https://help.example.com' }],
  ])('needs a secret where others can reach it (%s)', (HOST, more) => {
    expect(faultsOf({ HOST, ...more }).map(({ name }) => name)).toEqual(['SECRET'])
    expect(faultsOf({ HOST, ...more, SECRET: 'change-me-to-a-long-random-string' })).toHaveLength(1)
    expect(faultsOf({ HOST, ...more, SECRET: 'x7'.repeat(20) })).toEqual([])
  })

  it('needs an address and a secret for a webhook', () => {
    const webhook = { TELEGRAM_MODE: 'webhook', TELEGRAM_TOKEN: '123456789:fake-customers-bot' }
    expect(faultsOf(webhook).map(({ name }) => name)).toEqual(['PUBLIC_URL', 'TELEGRAM_WEBHOOK_SECRET'])
    const whole = { PUBLIC_URL: 'https://help.example.com', TELEGRAM_WEBHOOK_SECRET: 'w'.repeat(32) }
    expect(faultsOf({ ...webhook, ...whole, SECRET: 'x7'.repeat(20) })).toEqual([])
  })

  it('needs to know which community, and for its events an address, a secret and the string', () => {
    const token = { VK_TOKEN: 'vk1.a.fake-community-token' }
    expect(faultsOf(token).map(({ name }) => name)).toEqual(['VK_GROUP_ID'])
    const callback = { ...token, VK_GROUP_ID: '7', VK_MODE: 'callback' }
    const missing = faultsOf(callback).map(({ name }) => name)
    expect(missing).toEqual(['PUBLIC_URL', 'VK_SECRET', 'VK_CONFIRMATION'])
    const whole = {
      PUBLIC_URL: 'https://help.example.com',
      VK_SECRET: 'w'.repeat(16),
      VK_CONFIRMATION: 'a1b2',
    }
    expect(readConfig({ ...callback, ...whole, SECRET: 'x7'.repeat(20) })).toMatchObject({
      config: { vk: { group: 7, mode: 'callback', callback: { confirmation: 'a1b2' } } },
    })
  })

  it('reads the operators’ groups: one for all, one each, several for one', () => {
    const chats = (DESK_TELEGRAM_CHATS: string) => {
      const result = readConfig({ DESK_TELEGRAM_CHATS })
      return result.kind === 'config' ? result.config.telegram.deskChats : []
    }
    expect(chats('-1001')).toEqual([{ chat: -1001 }])
    expect(chats('first-line=-1001, first-line=-1002, finance=-1003')).toEqual([
      { chat: -1001, group: 'first-line' },
      { chat: -1002, group: 'first-line' },
      { chat: -1003, group: 'finance' },
    ])
  })

  it('lets operators use the customers’ bot unless they have one of their own', () => {
    const telegram = (env: { readonly [name: string]: string }) => {
      const result = readConfig(env)
      return result.kind === 'config' ? result.config.telegram : undefined
    }
    const [TELEGRAM_TOKEN, DESK_TELEGRAM_TOKEN] = ['7001:fake-customers-bot', '7002:fake-operators-bot']
    expect(telegram({})).toMatchObject({ mode: 'polling', apiUrl: 'https://api.telegram.org', rate: 30 })
    expect(telegram({})).not.toHaveProperty('token')
    expect(telegram({ TELEGRAM_TOKEN: `70${TELEGRAM_TOKEN}` })).toMatchObject({
      deskToken: `70${TELEGRAM_TOKEN}`,
    })
    expect(
      telegram({ TELEGRAM_TOKEN: `70${TELEGRAM_TOKEN}`, DESK_TELEGRAM_TOKEN: `70${DESK_TELEGRAM_TOKEN}` }),
    ).toMatchObject({ token: `70${TELEGRAM_TOKEN}`, deskToken: `70${DESK_TELEGRAM_TOKEN}` })
  })

  it('never repeats a secret', () => {
    expect(JSON.stringify(faultsOf({ SECRET: 'hunter2' }))).not.toContain('hunter2')
  })

  it('.env.example names every variable with its default, and no other', () => {
    const lines = readFileSync('.env.example', 'utf8')
      .split('\n')
      .filter((line) => /^#[A-Z_]+=/u.test(line))
    expect(lines).toEqual(names.map((name) => `#${name}=${VARIABLES[name].byDefault}`))
  })

  it('docs/configuration.md documents every variable, and no other', () => {
    const documented = [
      ...readFileSync('docs/configuration.md', 'utf8').matchAll(/^\| `([A-Z_]+)` \|/gmu),
    ].map((match) => match[1])
    expect(documented).toEqual(names)
  })
})
