/** The faults of docs/faults.md that befall a conversation in VK: nothing lost, nothing doubled, order kept, nobody else held up. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '../../../src/domain/time.ts'
import type { Store } from '../../../src/store/port.ts'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { MIGRATIONS } from '../../store/temporary.ts'
import { Customer } from '../../whole/customer.ts'
import { Operator } from '../../whole/operator.ts'
import { openVk, passUntil, texts, type Vk } from './world.ts'

const ANNA = [{ login: 'anna', name: 'Анна' }]
const ANSWER = 'Нажмите «Забыли пароль?» на странице входа.'
const saidIn = ({ log }: Vk) =>
  log.flatMap(({ event }) => (event.type === 'customerSaid' ? [event.content.text] : []))

/** Вера with an operator who answers. */
async function chatting(vk: Vk) {
  const anna = await Operator.open(vk.kotik.url, 'anna')
  const vera = vk.customer()
  vera.say('оператор')
  await vk.sees(vera, /подключается Анна/u)
  const { ticket } = await vk.heard('operatorJoined')
  return { vera, anna, reply: (text: string) => anna.reply(ticket, text) }
}

describe('what is said to customers', () => {
  it.each([
    ['15: 502 on sends only', { kind: 'status', status: 502 }],
    ['15: 500 on sends only', { kind: 'status', status: 500 }],
    ['16: a connection that is reset', { kind: 'refuse' }],
    ['17: taken, and the answer lost', { kind: 'cut' }],
    ['17: taken, and never answered', { kind: 'hangAfter' }],
    ['18: a hung socket', { kind: 'hang' }],
  ] as const)('fault %s: outlived, said once each, in order; others are served', async (_, fault) => {
    const vk = await openVk({ people: ANNA })
    const { fake, clock, sees, customer } = vk
    const { vera, anna, reply } = await chatting(vk)
    fake.inject(fault, { method: 'messages.send', peer: vera.peerId, times: 2 })
    for (const text of ['раз', 'два', 'три']) await reply(text)
    const petr = customer('Пётр')
    petr.say('забыл пароль')
    await sees(petr, ANSWER)
    await clock.pass(minutes(2))
    await sees(vera, 'три')
    const told = texts(vera.messages()).filter((text) => ['раз', 'два', 'три'].includes(text))
    expect(told).toEqual(['раз', 'два', 'три'])
    await anna.leave()
  })

  it.each([6, 9, 14])('fault 28: error %i is waited out; said once each, in order', async (code) => {
    const vk = await openVk({ people: ANNA })
    const { fake, clock, sees } = vk
    const { vera, anna, reply } = await chatting(vk)
    fake.inject({ kind: 'error', code }, { method: 'messages.send', times: 2 })
    for (const text of ['раз', 'два', 'три']) await reply(text)
    await clock.pass(minutes(3))
    await sees(vera, 'три')
    const told = texts(vera.messages()).filter((text) => ['раз', 'два', 'три'].includes(text))
    expect(told).toEqual(['раз', 'два', 'три'])
    await anna.leave()
  })

  it('fault 28: error 901 tells the operator, and the next message undoes it', async () => {
    const vk = await openVk({ people: ANNA })
    const { fake, sees, heard } = vk
    const { vera, anna, reply } = await chatting(vk)
    fake.inject({ kind: 'error', code: 901 }, { method: 'messages.send', peer: vera.peerId, times: 1 })
    await reply('вы здесь?')
    expect(await heard('deliveryRefused')).toMatchObject({ why: 'blockedByUser' })
    vera.say('вернулась')
    await heard('customerSaid', ({ content }) => content.text === 'вернулась')
    await reply('рады видеть')
    await sees(vera, 'рады видеть')
    await anna.leave()
  })

  it('fault 16: VK is away from the start; the site works, and VK when it is back', async () => {
    const vk = await openVk()
    const { fake, kotik, clock, customer, sees, restart } = vk
    const vera = customer()
    await restart(async () => {
      await fake.unplug()
      vera.say('забыл пароль')
    })
    const site = await Customer.open(kotik.url)
    await site.say('забыл пароль')
    await site.hears('Нажмите')
    expect(kotik.running.kotik.health().status).toBe('ok')
    await fake.listen()
    await clock.pass(minutes(1))
    await sees(vera, ANSWER)
    expect(saidIn(vk).filter((text) => text === 'забыл пароль')).toHaveLength(2)
  })

  it('faults 9, 18: a stop waits three seconds for a VK that hangs; the words go after the next start, once', async () => {
    const vk = await openVk({ people: ANNA })
    const { fake, clock, sees, restart } = vk
    const { vera, anna, reply } = await chatting(vk)
    fake.inject({ kind: 'hangAfter' }, { method: 'messages.send' })
    await reply('раз')
    await passUntil(clock, () => fake.journal.sends.some(({ text }) => text === 'раз'), 'a send')
    await reply('два')
    const asked = clock.now()
    let took = 0
    await restart(() => {
      took = clock.now() - asked
      fake.healAll()
    })
    await sees(vera, 'два')
    await clock.pass(minutes(1))
    expect(took).toBeLessThan(seconds(4))
    const told = texts(vera.messages()).filter((text) => text === 'раз' || text === 'два')
    expect(told).toEqual(['раз', 'два'])
    await anna.leave()
  })
})

describe('what customers say', () => {
  it('fault 19: told twice by the long poll after a crash that forgot where it stood, heard once', async () => {
    const vk = await openVk()
    const { customer, sees, clock, restart, kotik, fake } = vk
    const vera = customer()
    vera.say('забыл пароль')
    await sees(vera, ANSWER)
    await clock.pass(seconds(2))
    let before: Notes = new Map()
    await restart(async () => {
      before = await onDisk(kotik.folder, (store) => store.notes('vk', 'place:'))
    })
    vera.say('спасибо')
    await passUntil(clock, () => saidIn(vk).length === 2)
    await clock.pass(seconds(2))
    const asked = fake.journal.sends.length
    await restart(() => onDisk(kotik.folder, (store) => store.note('vk', before)))
    await clock.pass(seconds(30))
    expect(saidIn(vk)).toEqual(['забыл пароль', 'спасибо'])
    expect(fake.journal.sends).toHaveLength(asked)
  })

  it('fault 20: two first messages at once, the second an album: one conversation, in order', async () => {
    const vk = await openVk()
    const { customer, clock, log } = vk
    const vera = customer()
    vera.say('здравствуйте')
    vera.attachAll([{ type: 'photo' }, { type: 'photo' }, { type: 'photo' }], { text: 'вот снимки' })
    vera.say('что скажете?')
    await passUntil(clock, () => saidIn(vk).length === 3)
    expect(saidIn(vk)).toEqual(['здравствуйте', 'вот снимки', 'что скажете?'])
    const album = log.flatMap(({ event }) =>
      event.type === 'customerSaid' ? [event.content.attachments] : [],
    )
    expect(album[1]).toHaveLength(3)
    const conversations = new Set(
      log.flatMap(({ address }) => (address.to === 'conversation' ? [address.id] : [])),
    )
    expect([...conversations]).toEqual([`vk:${vera.peerId}`])
  })
})

type Notes = Awaited<ReturnType<Store['notes']>>

/** Something done to the store while the program does not run. */
async function onDisk<T>(folder: string, work: (store: Store) => Promise<T>): Promise<T> {
  const url = `file:${join(folder, 'kotik.db')}`
  const store = await openSqliteStore({ url, migrationsDir: MIGRATIONS, exclusive: false })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}
