/** What goes out: once, in order, within VK's limits and pace. Faults 4, 15–18 and VK's own errors. */
import { describe, expect, it } from 'vitest'
import type { SendResult } from '../../../src/channels/port.ts'
import { shownButtons } from '../../../src/channels/vk/keyboards.ts'
import { messageNumber, promptId, ticketId } from '../../../src/domain/ids.ts'
import type { Outgoing, ShownButton } from '../../../src/domain/message.ts'
import { hours, instant, minutes, seconds } from '../../../src/domain/time.ts'
import { type Alone, openAlone } from './channel.ts'
import { labels, passUntil, texts } from './world.ts'

const text = (words: string): Partial<Outgoing> => ({ content: { text: words } })
const buttons = (count: number, label = (n: number) => `Ответ ${n}`): readonly ShownButton[] =>
  Array.from({ length: count }, (_, option) => ({ option, label: label(option + 1) }))
const asking = (count: number, label?: (n: number) => string): Partial<Outgoing> => ({
  content: { text: 'Что выбрать?' },
  prompt: { id: promptId('p1'), buttons: buttons(count, label) },
})
const whole = (message: Partial<Outgoing>) => ({ ...(message.prompt ? { prompt: message.prompt } : {}) })
// What VK says to a token that was made without a box ticked.
const NO_SCOPE = 'Access denied: no access to call this method. It cannot be called with current scopes.'
// The first bytes say what it is.
const JPEG = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1])

describe('a message', () => {
  it('fault 4: tells VK’s number of it, and is said once when the answer got lost', async () => {
    const { send, fake, vera } = await openAlone()
    expect(await send(text('раз'))).toEqual({ kind: 'sent', externalId: '1' })
    fake.inject({ kind: 'cut' }, { method: 'messages.send', times: 1 })
    const at = instant(Date.UTC(2026, 0, 12, 9))
    expect(await send({ ...text('два'), at }, 77)).toMatchObject({ kind: 'retry' })
    expect(await send({ ...text('два'), at }, 77)).toEqual({ kind: 'sent', externalId: '2' })
    expect(texts(vera.messages())).toEqual(['раз', 'два'])
    expect(fake.journal.repeats).toHaveLength(1)
  })

  it('fault 4: is looked for in the history when VK may have forgotten its random_id', async () => {
    const { send, fake, vera, clock, again } = await openAlone()
    fake.inject({ kind: 'cut' }, { method: 'messages.send', times: 1 })
    const at = clock.now()
    expect(await send({ ...text('раз'), at }, 77)).toMatchObject({ kind: 'retry' })
    await clock.pass(hours(3))
    const later = await again()
    expect(await later.send({ ...text('раз'), at }, 77)).toEqual({ kind: 'sent', externalId: '1' })
    expect(texts(vera.messages())).toEqual(['раз'])
  })

  it('fault 4: is said again, once, when the answer says nothing of it', async () => {
    const { send, vera, fake } = await openAlone()
    fake.inject(
      { kind: 'status', status: 200, body: '{"response":null}' },
      { method: 'messages.send', times: 1 },
    )
    expect(await send(text('ответ'), 7)).toMatchObject({ kind: 'retry' })
    expect(await send(text('ответ'), 7)).toMatchObject({ kind: 'sent' })
    expect(vera.messages().map((one) => one.text)).toEqual(['ответ'])
  })

  it('of a database restored from a backup is another one, though its row has the same number', async () => {
    const { send, vera, clock } = await openAlone()
    await send(text('прежнее'), 5)
    await clock.pass(seconds(1))
    await send(text('новое'), 5)
    expect(texts(vera.messages())).toEqual(['прежнее', 'новое'])
  })

  it.each<[number, SendResult['kind'], string]>([
    [1, 'retry', ''],
    [6, 'sent', ''],
    [9, 'retry', ''],
    [10, 'retry', ''],
    [14, 'retry', ''],
    [29, 'retry', ''],
    [5, 'retry', ''],
    [15, 'refused', 'chatGone'],
    [18, 'refused', 'chatGone'],
    [7, 'refused', 'blockedByUser'],
    [900, 'refused', 'blockedByUser'],
    [901, 'refused', 'blockedByUser'],
    [902, 'refused', 'blockedByUser'],
    [936, 'refused', 'chatGone'],
    [100, 'refused', 'badContent'],
  ])('fault 28: meets error %i: %s %s', async (code, kind, why) => {
    const { send, fake, clock } = await openAlone()
    fake.inject({ kind: 'error', code }, { method: 'messages.send', times: 1 })
    const before = clock.now()
    const result = await send(text('привет'))
    expect(result).toMatchObject({ kind, ...(why ? { why } : {}) })
    if (code === 9 || code === 14 || code === 29) {
      expect(result.kind === 'retry' && Number(result.notBefore) > before + 5_000).toBe(true)
    }
  })

  it('to somebody who forbade it is refused, so that the operator hears of it', async () => {
    const { send, vera } = await openAlone()
    vera.deny()
    expect(await send(text('привет'))).toMatchObject({ kind: 'refused', why: 'blockedByUser' })
  })

  it.each([502, 500])('fault 15: comes again after status %i on sends', async (status) => {
    const { send, fake, vera } = await openAlone()
    fake.inject({ kind: 'status', status }, { method: 'messages.send', times: 1 })
    expect(await send(text('раз'), 7)).toMatchObject({ kind: 'retry' })
    expect(await send(text('раз'), 8)).toMatchObject({ kind: 'sent' })
    expect(texts(vera.messages())).toEqual(['раз'])
  })

  it.each(['hang', 'hangAfter'] as const)('faults 17, 18: does not wait for ever (%s)', async (kind) => {
    const { send, fake, vera, clock } = await openAlone()
    fake.inject({ kind }, { method: 'messages.send', times: 1 })
    const at = clock.now()
    expect(await send({ ...text('раз'), at }, 7)).toMatchObject({ kind: 'retry' })
    expect(await send({ ...text('раз'), at }, 7)).toMatchObject({ kind: 'sent' })
    expect(texts(vera.messages())).toEqual(['раз'])
  })

  it('answers another message', async () => {
    const { send, vera } = await openAlone()
    await send(text('раз'))
    await send({ content: { text: 'вот почему', replyTo: messageNumber(1) } })
    expect(vera.last()).toMatchObject({ text: 'вот почему', replyTo: 1 })
  })
})

describe('a long message', () => {
  it('goes in pieces, once each, its buttons under the last', async () => {
    const { send, fake, vera, clock } = await openAlone()
    const words = Array.from({ length: 1_200 }, (_, n) => `слово${n}`).join(' ')
    fake.inject({ kind: 'cut' }, { method: 'messages.send', times: 1, after: 1 })
    const at = clock.now()
    const message = { ...asking(2), content: { text: words }, at }
    expect(await send(message, 9)).toMatchObject({ kind: 'retry' })
    expect(await send(message, 9)).toEqual({ kind: 'sent', externalId: '1 2 3' })
    expect(texts(vera.messages()).join(' ')).toBe(words)
    expect(vera.messages().map(({ buttons: rows }) => rows.flat().length)).toEqual([0, 0, 2])
  })

  it('goes in shorter pieces when VK finds it too long, and says so in the log', async () => {
    const { send, fake, vera, told } = await openAlone()
    fake.inject({ kind: 'error', code: 914 }, { method: 'messages.send', times: 1 })
    const words = Array.from({ length: 500 }, (_, n) => `слово${n}`).join(' ')
    expect(await send(text(words))).toMatchObject({ kind: 'sent' })
    expect(texts(vera.messages()).join(' ')).toBe(words)
    expect(vera.messages().length).toBeGreaterThan(1)
    expect(told.join()).toContain('too long')
  })
})

describe('buttons', () => {
  it('up to ten stand under the message, longer labels are cut', async () => {
    const { send, vera } = await openAlone()
    expect(await send(asking(10, (n) => `Ответ ${n} ${'😀'.repeat(n * 4)}`.slice(0, 70)))).toMatchObject({
      kind: 'sent',
    })
    const [message] = vera.messages()
    const shown = message ? labels(message) : []
    expect(shown.length === 10 || vera.keyboard.flat().length === 10).toBe(true)
    for (const label of shown) expect(label.length).toBeLessThanOrEqual(40)
  })

  it('up to forty stand under the writing field and go when the question is over', async () => {
    const { send, vera, again } = await openAlone()
    await send(asking(12))
    expect(vera.keyboard.flat()).toHaveLength(12)
    const later = await again()
    await later.send(text('другой вопрос'), 2_000)
    expect(vera.keyboard.flat()).toHaveLength(0)
  })

  it('a press under the writing field is a press, not words', async () => {
    const { send, vera, arrived, clock } = await openAlone()
    await send(asking(12))
    vera.press('Ответ 7')
    await passUntil(clock, () => arrived.length === 1)
    expect(arrived[0]).toMatchObject({
      key: `vk:${vera.peerId}:2`,
      input: { type: 'customerPressed', prompt: 'p1', option: 6 },
    })
  })

  it('more become a numbered list; a typed number is a press, also after a restart', async () => {
    const { send, vera, again } = await openAlone()
    await send(asking(41))
    expect(vera.last()?.text).toContain('41. Ответ 41')
    const { arrived, clock, answers } = await again()
    vera.say('41')
    await passUntil(clock, () => arrived.length === 1)
    expect(arrived[0]).toMatchObject({ input: { type: 'customerPressed', prompt: 'p1', option: 40 } })
    answers.push({ kind: 'refused', refusal: { code: 'oldButton' } })
    vera.say('2')
    await passUntil(clock, () => arrived.length === 3)
    expect(arrived[2]).toMatchObject({ input: { type: 'customerSaid', content: { text: '2' } } })
  })

  it.each([911, 912])(
    'become a numbered list when VK refuses them (%i), and the log says so',
    async (code) => {
      const { send, fake, vera, told } = await openAlone()
      fake.inject({ kind: 'error', code }, { method: 'messages.send', times: 1 })
      expect(await send(asking(2))).toMatchObject({ kind: 'sent' })
      expect(vera.last()?.text).toBe('Что выбрать?\nНапишите номер ответа:\n1. Ответ 1\n2. Ответ 2')
      expect(told.join()).toContain('buttons')
    },
  )

  it('number the answers of a list, and say the addresses of its links', async () => {
    const { send, fake, vera, arrived, clock } = await openAlone()
    const buttons = [
      { option: 0, label: 'Сайт', url: 'https://example.com/a' },
      { option: 1, label: 'Дальше' },
    ]
    const refuse = () => fake.inject({ kind: 'error', code: 911 }, { method: 'messages.send', times: 1 })
    refuse()
    await send({ ...text('Куда?'), prompt: { id: promptId('p1'), buttons } })
    expect(vera.last()?.text).toBe('Куда?\nСайт: https://example.com/a\nНапишите номер ответа:\n1. Дальше')
    refuse()
    await send({ ...text('И вот.'), prompt: { id: promptId('p2'), buttons: buttons.slice(0, 1) } })
    expect(vera.last()?.text).toBe('И вот.\nСайт: https://example.com/a')
    vera.say('1')
    await passUntil(clock, () => arrived.length === 1)
    expect(arrived[0]).toMatchObject({ input: { type: 'customerPressed', prompt: 'p1', option: 1 } })
  })

  it('are words in a list for a client that shows no buttons', async () => {
    expect(shownButtons(whole(asking(3)), { keyboard: false, inline_keyboard: false }).kind).toBe('list')
    expect(shownButtons(whole(asking(3)), { inline_keyboard: false }).kind).toBe('normal')
    const plain = shownButtons(whole(asking(1)), { button_actions: ['text'] })
    expect(plain.kind === 'inline' && plain.keyboard.buttons[0]?.[0]?.action.type).toBe('text')
  })

  it('open pages only by addresses that VK takes', async () => {
    const { send, vera } = await openAlone()
    const links = [
      { option: 0, label: 'Сайт', url: 'https://example.com/a' },
      { option: 1, label: 'Почта', url: 'mailto:a@example.com' },
      { option: 2, label: 'Дальше' },
    ]
    await send({ ...text('Куда?'), prompt: { id: promptId('p1'), buttons: links } })
    expect(vera.last()?.buttons.map((row) => row.map(({ type, label }) => [type, label]))).toEqual([
      [['open_link', 'Сайт']],
      [['callback', 'Дальше']],
    ])
  })

  it('of a rating are stars, and those that were given stand in the text', async () => {
    const { send, vera } = await openAlone()
    const rating = { kind: 'rating', ticket: ticketId(5) } as const
    await send({ ...asking(5, String), control: rating })
    expect(labels({ buttons: vera.last()?.buttons ?? [] })).toEqual(['1⭐', '2⭐', '3⭐', '4⭐', '5⭐'])
    const replaces = messageNumber(1)
    await send({ ...text('Что выбрать?'), control: { ...rating, score: 4 }, replaces })
    expect(vera.last()).toMatchObject({ text: 'Что выбрать?\n⭐⭐⭐⭐', buttons: [] })
  })
})

describe('files', () => {
  it('are uploaded once and go with the words', async () => {
    const { send, file, vera, fake } = await openAlone()
    const picture = await file({ kind: 'image', mime: 'image/jpeg', name: 'кот.jpg' }, JPEG)
    const paper = await file(
      { kind: 'file', mime: 'application/pdf', name: 'чек.pdf' },
      Buffer.from('%PDF-1.4 чек'),
    )
    await send({ content: { text: 'вот', attachments: [picture, paper] } })
    expect(vera.last()).toMatchObject({ text: 'вот', files: [{ type: 'photo' }, { type: 'doc' }] })
    await send({ content: { text: 'ещё раз', attachments: [picture] } })
    expect(vera.last()?.files).toHaveLength(1)
    const saved = fake.journal.calls.filter(({ method }) => method === 'photos.saveMessagesPhoto')
    expect(saved).toHaveLength(1)
  })

  it.each([
    ['photos.getMessagesUploadServer', { kind: 'image', mime: 'image/jpeg', name: 'a.jpg' }],
    ['docs.getMessagesUploadServer', { kind: 'file', mime: 'text/plain', name: 'a.jpg' }],
  ] as const)('whose right the token lacks (%s) cost no words and no customer', async (method, about) => {
    const alone = await openAlone()
    alone.fake.inject({ kind: 'error', code: 15, message: NO_SCOPE }, { method })
    const attachment = await alone.file(about, JPEG)
    const sent = await alone.send({ content: { text: 'вот', attachments: [attachment] } })
    expect(sent).toMatchObject({ kind: 'sent' })
    expect(alone.vera.last()?.text).toBe('вот\n[Файл «a.jpg» недоступен]')
    expect(alone.told[0]).toContain('the token lacks the right')
  })

  it('and words wait where the token may not write at all', async () => {
    const { fake, send } = await openAlone()
    fake.inject({ kind: 'error', code: 15, message: NO_SCOPE }, { method: 'messages.send' })
    expect(await send({ content: { text: 'вот' } })).toMatchObject({ kind: 'retry' })
  })

  it('that cannot be uploaded cost no words', async () => {
    const { send, vera } = await openAlone()
    const gone = { id: 'x'.repeat(22), kind: 'file', mime: 'text/plain', name: 'нет.txt', size: 5 } as const
    await send({ content: { text: 'вот', attachments: [gone] } })
    expect(vera.last()?.text).toBe('вот\n[Файл «нет.txt» недоступен]')
  })
})

describe('cards', () => {
  /** A question with two films, each with its picture. */
  async function films({ file }: Alone): Promise<Partial<Outgoing>> {
    const about = { kind: 'image', mime: 'image/jpeg' } as const
    const [first, second] = [
      await file({ ...about, name: 'a.jpg' }, JPEG),
      await file({ ...about, name: 'b.jpg' }, Uint8Array.from([...JPEG, 7])),
    ]
    const [one, other] = ['Афоня', 'Пена']
    return {
      ...asking(2, (n) => (n === 1 ? one : other)),
      content: { text: 'Что берём?\n\nАфоня — Грустно.', attachments: [first, second] },
      cards: {
        text: 'Что берём?',
        cards: [
          { option: 0, title: one, about: 'Грустно.', picture: first },
          { option: 1, title: other, about: '', picture: second },
        ],
      },
    }
  }
  const words = 'Что берём?\n\nАфоня — Грустно.'

  it('are leafed through, a picture, two lines and a button on each', async () => {
    const alone = await openAlone()
    const { send, vera, arrived, clock } = alone
    await send(await films(alone))
    expect(vera.last()).toMatchObject({
      text: 'Что берём?',
      files: [],
      carousel: [
        { title: 'Афоня', description: 'Грустно.', buttons: [{ label: 'Афоня', type: 'callback' }] },
        { title: 'Пена', description: 'Пена', buttons: [{ label: 'Пена' }] },
      ],
    })
    vera.press('Пена')
    await passUntil(clock, () => arrived.length === 1)
    expect(arrived[0]).toMatchObject({ input: { type: 'customerPressed', prompt: 'p1', option: 1 } })
  })

  it('are pictures, words and buttons in an app that has no cards', async () => {
    const alone = await openAlone()
    const petr = alone.fake
      .newPerson({ firstName: 'Пётр', lastName: 'Котов', client: { carousel: false } })
      .with(alone.community)
    petr.say('привет')
    await passUntil(alone.clock, () => alone.arrived.length === 1)
    void alone.sendTo(petr, await films(alone), 5)
    await passUntil(alone.clock, () => petr.last()?.byGroup)
    expect(petr.last()).toMatchObject({ text: words, carousel: [], files: [{}, {}] })
    expect(labels(petr.last() ?? { buttons: [] })).toEqual(['Афоня', 'Пена'])
  })

  it('are pressed by a message in an app that has no other buttons', async () => {
    const alone = await openAlone()
    const { fake, community, clock, arrived } = alone
    const petr = fake.newPerson({ firstName: 'Пётр', client: { button_actions: ['text'] } }).with(community)
    petr.say('привет')
    await passUntil(clock, () => arrived.length === 1)
    void alone.sendTo(petr, await films(alone), 5)
    await passUntil(clock, () => petr.last()?.carousel.length === 2)
    petr.press('Пена')
    await passUntil(clock, () => arrived.length === 2)
    expect(arrived[1]).toMatchObject({ input: { type: 'customerPressed', prompt: 'p1', option: 1 } })
  })

  it.each([100, 911])('are the same when VK refuses them (%i), and the log says so', async (code) => {
    const alone = await openAlone()
    alone.fake.inject({ kind: 'error', code }, { method: 'messages.send', times: 1 })
    await alone.send(await films(alone))
    expect(alone.vera.last()).toMatchObject({ text: words, carousel: [] })
    expect(alone.told.join()).toMatch(/cards|buttons/u)
  })

  it('whose picture is gone are words and buttons', async () => {
    const alone = await openAlone()
    const { cards, ...message } = await films(alone)
    const gone = { id: 'x'.repeat(22), kind: 'image', mime: 'image/png', name: 'нет.png', size: 5 } as const
    const without = cards?.cards.map((card) => ({ ...card, picture: gone })) ?? []
    await alone.send({ ...message, cards: { text: cards?.text ?? '', cards: without } })
    expect(alone.vera.last()).toMatchObject({ text: words, carousel: [] })
  })
})

describe('an edit', () => {
  it('changes the message in place for a day, and quietly nothing later', async () => {
    const { send, vera, clock } = await openAlone()
    const sent = { ...text('как было'), number: messageNumber(1) }
    await send(sent)
    const replaces = messageNumber(1)
    expect(await send({ ...text('как стало'), number: replaces, replaces })).toEqual({ kind: 'sent' })
    expect(vera.last()).toMatchObject({ text: 'как стало', edited: true })
    await clock.pass(hours(25))
    expect(await send({ ...text('поздно'), number: replaces, replaces })).toEqual({ kind: 'sent' })
    expect(vera.last()).toMatchObject({ text: 'как стало' })
  })
})

describe('the pace', () => {
  it('never exceeds twenty calls a second, and packs what waits', async () => {
    const { fake, community, clock, sendTo } = await openAlone('on')
    const people = Array.from({ length: 300 }, (_, n) => fake.newPerson(`Клиент ${n}`).with(community))
    for (const one of people) one.allow()
    const began = clock.now()
    let done = 0
    const sends = people.map((one, n) =>
      sendTo(one, text('всем привет'), n + 1).then((result) => {
        if (result.kind === 'sent') done += 1
      }),
    )
    await passUntil(clock, () => done === people.length)
    await Promise.all(sends)
    expect(fake.journal.sends).toHaveLength(300)
    expect(fake.journal.calls.filter(({ code }) => code === 6)).toEqual([])
    expect(fake.journal.calls.some(({ method }) => method === 'execute')).toBe(true)
    expect(clock.now() - began).toBeLessThan(minutes(1) / 20)
  })

  it('tells who of a pack cannot be written to', async () => {
    const { fake, community, clock, sendTo } = await openAlone('on')
    const people = Array.from({ length: 60 }, (_, n) => fake.newPerson(`Клиент ${n}`).with(community))
    for (const [n, one] of people.entries()) if (n % 7 !== 0) one.allow()
    const results: SendResult[] = []
    for (const [n, one] of people.entries()) {
      void sendTo(one, text('привет'), n + 1).then((result) => {
        results[n] = result
      })
    }
    await passUntil(clock, () => Object.keys(results).length === 60)
    for (const [n, result] of results.entries()) {
      expect(result.kind).toBe(n % 7 === 0 ? 'refused' : 'sent')
    }
  })
})
