import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createLog } from '../../src/runtime/log.ts'
import { errorText, masked } from '../../src/runtime/masks.ts'

function listening(readable: boolean) {
  const lines: string[] = []
  const out = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  return { log: createLog({ level: 'info', readable, out }), lines }
}

describe('masks', () => {
  it.each([
    ['bot token', 'https://api.telegram.org/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/getMe', 'AAHdq'],
    ['bearer', 'Authorization: Bearer eyJhbGciOi.x.y', 'eyJ'],
    ['userinfo', 'http://anna:pa55@crm.example.org/', 'pa55'],
    ['query', 'http://crm.example.org/?key=abc&token=def', 'def'],
    ['e-mail', 'write to vera.p+1@example.org soon', 'vera'],
    ['phone', 'мой номер +7 (926) 123-45-67, жду', '123'],
    ['domestic phone', '89261234567', '926'],
    ['card', 'карта 4276 1234 5678 9010', '5678'],
    ['card without spaces', '4276123456789010', '4276'],
  ])('hide a %s', (_, text, secret) => {
    expect(masked(text)).not.toContain(secret)
    expect(masked(text)).toContain('***')
  })

  it.each([
    'site:3f9c12',
    'telegram:7926123456',
    'release 8f3c',
    '#142',
    '2026-01-12T09:00:00.000Z',
    'HTTP 502',
  ])('leave %s alone', (text) => {
    expect(masked(text)).toBe(text)
  })

  it('cut and mask what an error says', () => {
    expect(errorText(new Error(`no ${'x'.repeat(9_000)}`)).length).toBe(500)
    expect(errorText(new TypeError('for vera@example.org'))).toBe('TypeError: for ***')
    expect(errorText('plain')).toBe('plain')
  })
})

describe('the log', () => {
  it('is JSON where nobody looks, with secrets hidden by name and by look', () => {
    const { log, lines } = listening(false)
    const cause = new Error('https://h/?token=abc')
    log.info(
      { sessionToken: 's3', headers: { cookie: 'c=1', 'X-Api-Key': 'k' }, from: 'a@b.io' },
      'said +79261234567',
    )
    log.child({ room: 'loop' }).error({ err: new Error('card 4276 1234 5678 9010', { cause }) }, 'failed')
    const [first, second] = lines.map((line) => JSON.parse(line))
    expect(first).toMatchObject({
      level: 'info',
      sessionToken: '***',
      headers: { cookie: '***', 'X-Api-Key': '***' },
      from: '***',
      msg: 'said ***',
    })
    expect(second).toMatchObject({ room: 'loop', err: { type: 'Error', message: 'card ***' } })
    expect(lines.join()).not.toMatch(/4276|=abc/u)
  })

  it('is a line a person reads on a terminal', async () => {
    const { log, lines } = listening(true)
    log.child({ room: 'loop' }).info({ batch: 3 }, 'ready')
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of the terminal
    expect(lines.join('').replace(/\u001b\[\d+m/gu, '')).toMatch(/^\[\d\d:\d\d:\d\d\] INFO: loop {6}ready/u)
  })

  it('survives what cannot be printed', () => {
    const { log, lines } = listening(false)
    const round: { self?: unknown } = {}
    round.self = round
    log.info({ round, nothing: null, big: 'x'.repeat(100_000) }, 'odd')
    expect(lines).toHaveLength(1)
    expect(lines[0]?.length).toBeLessThan(5_000)
  })
})
