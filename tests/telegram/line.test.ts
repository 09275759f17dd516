/** Faults 16 and 35: the way to Telegram. What is written waits, comes later, and never twice where it never left; the log says why. */
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { minutes, seconds } from '../../src/domain/time.ts'
import { selfSigned } from '../fakes/certificate.ts'
import { openBetween } from './between.ts'
import { type House, openHouse } from './line-house.ts'

// What both rooms say and hear while the way is broken.
const WORDS = ['раз', 'два', 'три']

// Tokens: the first, and one of the fake's own making.
const SECRETS = /fake-customers-bot|BBk+/u

/** A way that leads nowhere, what the log says of it, and how it is mended. */
interface Broken {
  readonly words: RegExp
  mend(): Promise<void>
}

async function noSuchName({ dial, fake }: House): Promise<Broken> {
  await dial('http://telegram.invalid')
  return { words: /DNS does not (?:know|answer)/u, mend: () => dial(fake.url) }
}

async function wrongCertificate({ dial, fake }: House): Promise<Broken> {
  let asked = 0
  const server = createServer(selfSigned(), () => {
    asked += 1
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  await dial(`https://localhost:${port}`)
  const mend = () => {
    // The token is in the path: nobody may have read it.
    expect(asked).toBe(0)
    return dial(fake.url)
  }
  return { words: /the certificate is not to be trusted/u, mend }
}

async function refused({ fake }: House): Promise<Broken> {
  await fake.unplug()
  return { words: /the connection is refused/u, mend: () => fake.listen() }
}

async function revokedToken({ bot, dial, fake }: House): Promise<Broken> {
  const token = bot.revokeToken()
  return { words: /Telegram refuses the token/u, mend: () => dial(fake.url, token) }
}

const reads = ({ vera }: House) =>
  vera.messages().flatMap(({ byBot, text }) => (byBot && WORDS.includes(text) ? [text] : []))

const inThread = ({ olga, thread }: House) =>
  olga.messages(thread).flatMap(({ byBot, text }) => (byBot && /с сайта|↻/u.test(text) ? [text] : []))

describe('the way to Telegram', () => {
  it.each([
    ['a name that does not resolve (16)', noSuchName],
    ['a certificate that is wrong (16)', wrongCertificate],
    ['a connection refused (16)', refused],
    ['a token that was revoked (35)', revokedToken],
  ])('%s: all waits and comes once, in order; the log says what is wrong', async (_, breaks) => {
    const house = await openHouse()
    const { vera, olga, petr, thread, clock, reply, until, logged } = house
    const { words, mend } = await breaks(house)
    for (const text of WORDS) await reply(text)
    await petr.say('с сайта')
    vera.say('от Веры')
    olga.say('из ветки', { thread })
    await until(() => logged.some((line) => words.test(line)), 'a word in the log')
    for (let minute = 0; minute < 3; minute += 1) await clock.pass(minutes(1))
    expect([reads(house), inThread(house)]).toEqual([[], []])
    await mend()
    for (let minute = 0; minute < 6; minute += 1) await clock.pass(minutes(1))
    await until(() => reads(house).length >= WORDS.length && inThread(house).length > 0, 'what waited')
    await petr.listen()
    await until(() => petr.texts().includes('из ветки'), 'Ольга’s words')
    await clock.pass(seconds(10))
    expect([reads(house), inThread(house)]).toEqual([WORDS, ['с сайта']])
    expect(logged.filter((line) => SECRETS.test(line))).toEqual([])
  })

  it('cut in the middle of answers: nothing lost, order kept, doubled what was on its way, and marked (16, 17)', async () => {
    const house = await openHouse()
    const { vera, olga, petr, thread, clock, reply, until, logged, fake, bot, dial } = house
    const between = await openBetween(fake.url)
    await dial(between.url)
    await until(() => bot.polling, 'the poll')
    between.cutOne(({ method, answer }) => method === 'getUpdates' && answer.includes('message'))
    between.cutOne(({ method, body }) => method === 'sendMessage' && body.includes('"раз"'))
    between.cutOne(({ method, body }) => method === 'sendMessage' && body.includes('с сайта'))
    for (const text of WORDS) await reply(text)
    await petr.say('с сайта')
    vera.say('от Веры')
    olga.say('из ветки', { thread })
    await petr.listen()
    await until(() => petr.texts().includes('из ветки'), 'Ольга’s words')
    await until(() => reads(house).length > WORDS.length && inThread(house).length > 1, 'what waited')
    await clock.pass(seconds(30))
    expect(between.cuts).toBe(3)
    expect(reads(house)).toEqual(['раз', ...WORDS])
    expect(inThread(house)).toEqual(['с сайта', expect.stringMatching(/^↻.*\nс сайта$/u)])
    expect(logged.some((line) => line.includes('the connection was cut'))).toBe(true)
    expect(logged.filter((line) => SECRETS.test(line))).toEqual([])
  })
})
