/** Nothing that VK tells is lost or taken twice: faults 1–3, 19, 20, 23, 26–28 of docs/faults.md, against the whole program. */
import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '../../../src/domain/time.ts'
import type { Seat } from '../../fakes/vk/people/seat.ts'
import { openVk, passUntil, SECRET, type Vk } from './world.ts'

/** What customers said, as it was committed, of everybody or of one. */
const said = ({ log }: Vk, of?: Seat) =>
  log.flatMap(({ event, address }) =>
    event.type === 'customerSaid' &&
    (!of || (address.to === 'conversation' && address.id === `vk:${of.peerId}`))
      ? [event.content.text]
      : [],
  )

// What a day of silence leaves; the whole of it takes minutes.
const BACKLOG = process.env.CRASH === 'full' ? 20_000 : 2_000

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `вопрос ${from + index}`)

const sayAll = (seat: Seat, words: readonly string[]) => {
  for (const one of words) seat.say(one)
}

describe('the long poll', () => {
  it('fault 2: goes on where it ended: what was written meanwhile is taken once, in order', async () => {
    const vk = await openVk()
    const vera = vk.customer()
    sayAll(vera, numbered(1, 3))
    await passUntil(vk.clock, () => said(vk).length === 3)
    await vk.restart(() => sayAll(vera, numbered(4, 9)))
    await passUntil(vk.clock, () => said(vk).length >= 9)
    vera.say('вопрос 10')
    await passUntil(vk.clock, () => said(vk).length >= 10)
    expect(said(vk)).toEqual(numbered(1, 10))
    expect(vk.fake.journal.calls.some(({ method }) => method === 'messages.getConversations')).toBe(false)
  })

  it.each([
    ['1, the history is too short', (vk: Vk) => vk.community.longPoll.forget()],
    ['2, the key ended', (vk: Vk) => vk.community.longPoll.expireKey()],
    ['3, everything is lost', (vk: Vk) => vk.community.longPoll.lose()],
  ])('fault 26: loses nothing by failed %s, across a restart', async (_, fail) => {
    const vk = await openVk()
    const [vera, boris] = [vk.customer(), vk.customer('Борис')]
    sayAll(vera, numbered(1, 2))
    await passUntil(vk.clock, () => said(vk).length === 2)
    await vk.restart(() => {
      sayAll(vera, numbered(3, 6))
      sayAll(boris, numbered(1, 3))
      fail(vk)
    })
    await passUntil(vk.clock, () => said(vk).length >= 9)
    vera.say('вопрос 7')
    await passUntil(vk.clock, () => said(vk).length >= 10)
    expect(said(vk, vera)).toEqual(numbered(1, 7))
    expect(said(vk, boris)).toEqual(numbered(1, 3))
  })

  it('reads only dialogues with something new, and of them what is above the last known', async () => {
    const vk = await openVk()
    const people = Array.from({ length: 5 }, (_, index) => vk.customer(`Клиент ${index}`))
    for (const one of people) one.say('вопрос 1')
    await passUntil(vk.clock, () => said(vk).length === 5)
    await vk.clock.pass(minutes(30))
    await passUntil(vk.clock, () => vk.community.longPoll.polling)
    const [first] = people
    await vk.restart(() => {
      first?.say('вопрос 2')
      vk.community.longPoll.forget()
    })
    await passUntil(vk.clock, () => said(vk).length >= 6)
    const asked = vk.fake.journal.calls.filter(({ method }) => method === 'messages.getHistory')
    expect(asked.map(({ peer }) => peer)).toEqual([first?.peerId])
  })

  it('takes up an edit that was made in the gap', async () => {
    const vk = await openVk()
    const vera = vk.customer()
    const { cmid } = vera.say('вопрс')
    await passUntil(vk.clock, () => said(vk).length === 1)
    await vk.restart(() => {
      vera.edit(cmid, 'вопрос')
      vk.community.longPoll.forget()
    })
    expect(await vk.heard('messageEdited')).toMatchObject({ content: { text: 'вопрос' } })
  })

  it('leaves alone what was written before the community was connected', async () => {
    const vk = await openVk({
      before: (fake, community) => {
        fake.newPerson('Вера').with(community).say('давний вопрос')
      },
    })
    const boris = vk.customer('Борис')
    vk.community.longPoll.forget()
    boris.say('вопрос 1')
    await passUntil(vk.clock, () => said(vk).length >= 1)
    vk.community.longPoll.lose()
    boris.say('вопрос 2')
    await passUntil(vk.clock, () => said(vk).length >= 2)
    expect(said(vk)).toEqual(numbered(1, 2))
  })

  it('fault 16: goes on by itself after an outage', async () => {
    const vk = await openVk()
    const vera = vk.customer()
    vera.say('вопрос 1')
    await passUntil(vk.clock, () => said(vk).length === 1)
    await vk.fake.unplug()
    sayAll(vera, numbered(2, 3))
    await vk.clock.pass(seconds(90))
    await vk.fake.listen()
    await passUntil(vk.clock, () => said(vk).length >= 3)
    expect(said(vk)).toEqual(numbered(1, 3))
  })

  it(`fault 23: takes a backlog of ${BACKLOG} in order, an answer at a time`, async () => {
    const vk = await openVk({ longPoll: { atOnce: 100 } })
    const each = BACKLOG / 200
    const people = Array.from({ length: 200 }, (_, index) => vk.customer(`Клиент ${index}`))
    await vk.restart(() => {
      for (const words of numbered(1, each)) for (const one of people) one.say(words)
    })
    for (let heard = 0; heard < BACKLOG; heard = said(vk).length) {
      await passUntil(vk.clock, () => said(vk).length >= Math.min(BACKLOG, heard + 200))
    }
    for (const one of people) expect(said(vk, one)).toEqual(numbered(1, each))
  }, 600_000)

  it('holds what a customer writes beyond the limit of a minute, and takes it later in order', async () => {
    const vk = await openVk()
    const vera = vk.customer()
    sayAll(vera, numbered(1, 40))
    await passUntil(vk.clock, () => said(vk).length >= 40)
    expect(said(vk)).toEqual(numbered(1, 40))
  })

  it('fault 3: keeps a file that was on its way through a restart, and the order behind it', async () => {
    const vk = await openVk()
    const vera = vk.customer()
    vera.say('вопрос 1')
    await passUntil(vk.clock, () => said(vk).length === 1)
    vera.attach({ text: 'вот снимок' })
    vera.say('вопрос 2')
    await passUntil(vk.clock, () => vk.community.longPoll.polling)
    await vk.restart()
    await passUntil(vk.clock, () => said(vk).length >= 3)
    expect(said(vk)).toEqual(['вопрос 1', 'вот снимок', 'вопрос 2'])
  })
})

describe('the Callback API', () => {
  it('faults 1, 27: says ok after the commit, and knows a repeated event', async () => {
    const vk = await openVk({ mode: 'callback' })
    const vera = vk.customer()
    vera.say('вопрос 1')
    await passUntil(vk.clock, () => vk.callback?.delivered.length === 1)
    expect(said(vk)).toEqual(['вопрос 1'])
    const [first] = vk.callback?.delivered ?? []
    if (first) vk.callback?.repeat(first.event)
    await passUntil(vk.clock, () => vk.callback?.delivered.length === 2)
    vera.say('вопрос 2')
    await passUntil(vk.clock, () => said(vk).length >= 2)
    expect(said(vk)).toEqual(numbered(1, 2))
  })

  it('keeps the order of what is posted side by side', async () => {
    const vk = await openVk({ mode: 'callback' })
    const people = Array.from({ length: 10 }, (_, index) => vk.customer(`Клиент ${index}`))
    for (const words of numbered(1, 8)) for (const one of people) one.say(words)
    await passUntil(vk.clock, () => said(vk).length >= 80)
    for (const one of people) expect(said(vk, one)).toEqual(numbered(1, 8))
  })

  it('refuses what has not the secret, another community’s, and what is no event', async () => {
    const vk = await openVk({ mode: 'callback' })
    const url = vk.callback?.server.url ?? ''
    const post = async (body: unknown) => {
      const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
      return [answer.status, await answer.text()]
    }
    const event = { type: 'message_allow', group_id: vk.community.id, event_id: 'e1', object: { user_id: 7 } }
    expect(await post(event)).toEqual([403, ''])
    expect(await post({ ...event, secret: 'другой' })).toEqual([403, ''])
    expect(await post({ ...event, group_id: 5, secret: SECRET })).toEqual([403, ''])
    expect(await post('x')).toEqual([400, expect.any(String)])
    expect(await post({ ...event, secret: SECRET })).toEqual([200, 'ok'])
    expect(await post({ type: 'something_new', group_id: vk.community.id, secret: SECRET })).toEqual([
      200,
      'ok',
    ])
    expect(await post({ type: 'confirmation', group_id: vk.community.id })).toEqual([
      200,
      vk.community.confirmation,
    ])
  })

  it('takes a message whose number leaps, and one with a field of another shape', async () => {
    const vk = await openVk({ mode: 'callback' })
    const vera = vk.customer()
    vera.say('вопрос 1')
    await passUntil(vk.clock, () => said(vk).length === 1)
    const answers: number[] = []
    const post = (message: object) => {
      const date = Math.floor(vk.clock.now() / 1000)
      const whole = { from_id: vera.peerId, peer_id: vera.peerId, date, ...message }
      const head = { type: 'message_new', group_id: vk.community.id, event_id: '', secret: SECRET }
      const body = JSON.stringify({ ...head, object: { message: whole } })
      void fetch(vk.callback?.server.url ?? '', { method: 'POST', body }).then(({ status }) => {
        answers.push(status)
      })
      return passUntil(vk.clock, () => answers.length)
    }
    await post({ conversation_message_id: 9_000_000_000_000, text: 'вопрос 2' })
    const odd = { payload: { a: 1 }, geo: null, reply_message: null, fwd_messages: null, attachments: [{}] }
    await post({ conversation_message_id: 9_000_000_000_001, text: 'вопрос 3', ...odd })
    await passUntil(vk.clock, () => said(vk).length >= 3)
    expect(answers).toEqual([200, 200])
    expect(said(vk)[2]).toMatch(/^вопрос 3/u)
  })

  it('reads from the dialogues what VK gave up while we were away', async () => {
    const vk = await openVk({ mode: 'callback' })
    const vera = vk.customer()
    vera.say('вопрос 1')
    await passUntil(vk.clock, () => said(vk).length === 1)
    await vk.restart(() => {
      vk.callback?.stop()
      sayAll(vera, numbered(2, 4))
    })
    await passUntil(vk.clock, () => said(vk).length >= 4)
    expect(said(vk)).toEqual(numbered(1, 4))
  })

  it('fault 19: heard together with the long poll, doubles nothing and keeps the order', async () => {
    const vk = await openVk({ mode: 'both' })
    const people = Array.from({ length: 10 }, (_, index) => vk.customer(`Клиент ${index}`))
    for (const words of numbered(1, 8)) for (const one of people) one.say(words)
    await passUntil(vk.clock, () => said(vk).length >= 80 && vk.callback?.pending === 0)
    for (const one of people) expect(said(vk, one)).toEqual(numbered(1, 8))
  })
})
