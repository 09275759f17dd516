/** What customers send besides words, in the shapes VK has for it, and what they are shown beside the outbox. */
import { describe, expect, it } from 'vitest'
import type { TypingSignal } from '../../../src/channels/port.ts'
import { conversationId, inputKey } from '../../../src/domain/ids.ts'
import type { ConversationInput } from '../../../src/domain/input.ts'
import { asRead } from '../../../src/domain/message.ts'
import { instant, seconds } from '../../../src/domain/time.ts'
import { type Alone, openAlone } from './channel.ts'
import { passUntil } from './world.ts'

// An Ogg page that begins an Opus stream.
const OGG = Buffer.concat([Buffer.from('OggS'), Buffer.alloc(24), Buffer.from('OpusHead')])

type Said = Extract<ConversationInput, { type: 'customerSaid' }>

async function heard({ arrived, clock }: Alone, count = 1): Promise<Said> {
  await passUntil(clock, () => arrived.length >= count, `${count} arrivals`)
  const last = arrived[count - 1]
  if (last?.to !== 'conversation' || last.input.type !== 'customerSaid') throw new Error(JSON.stringify(last))
  return last.input
}

describe('what customers send', () => {
  it('photos, documents and voices arrive as files', async () => {
    const alone = await openAlone()
    alone.vera.attachAll([{ type: 'photo' }, { type: 'doc', name: 'чек.pdf' }], { text: 'вот' })
    const { content, externalId } = await heard(alone)
    expect(content.text).toBe('вот')
    expect(content.attachments?.map(({ kind, mime }) => [kind, mime])).toEqual([
      ['image', 'image/jpeg'],
      ['file', 'application/pdf'],
    ])
    expect(externalId).toBe('1')
    alone.vera.attach({ type: 'voice', bytes: OGG })
    expect((await heard(alone, 2)).content.attachments).toMatchObject([{ kind: 'voice' }])
  })

  it('a file that is too large, gone, or of no kind we take leaves a word', async () => {
    const alone = await openAlone()
    alone.vera.attach({ type: 'doc', name: 'фильм.mp4', size: 500_000_000, text: 'смотрите' })
    expect(asRead((await heard(alone)).content).text).toMatch(
      /^смотрите\n\[Файл «фильм.mp4» не получен: больше/u,
    )
    alone.vera.attach({
      type: 'doc',
      name: 'a.exe',
      mime: 'application/x-msdownload',
      bytes: Buffer.from('MZ\u0000\u0001'),
    })
    expect(asRead((await heard(alone, 2)).content).text).toMatch(/a\.exe.* не принят/u)
    const url = `${alone.fake.url}/_files/nothing`
    alone.vera.sendThing('doc', { id: 1, owner_id: 2, title: 'нет.txt', ext: 'txt', size: 5, url })
    expect(asRead((await heard(alone, 3)).content).text).toMatch(/нет\.txt.* не получен/u)
  })

  it('what stands in place of words is beside them', async () => {
    const alone = await openAlone()
    alone.vera.attach({ type: 'doc', name: 'фильм.mp4', size: 500_000_000, text: 'смотрите' })
    const { text, besides } = (await heard(alone)).content
    expect([text, besides?.map(({ kind }) => kind)]).toEqual(['смотрите', ['lostFile']])
    alone.vera.sendLocation(55.75, 37.62)
    expect((await heard(alone, 2)).content).toMatchObject({ text: '', besides: [{ kind: 'place' }] })
    alone.vera.sendThing('gift', { id: 5 })
    expect((await heard(alone, 3)).content).toMatchObject({ text: '', besides: [{ kind: 'other' }] })
  })

  it('of forwarded messages full of files the first thirty are taken, the rest are counted', async () => {
    const alone = await openAlone()
    const { vera, community, fake, clock } = alone
    const url = vera.attach({ type: 'photo' }).files[0]?.path ?? ''
    const photo = { id: 1, owner_id: 2, sizes: [{ url: `${fake.url}${url}`, width: 9, height: 9 }] }
    const full = { text: '', attachments: Array.from({ length: 10 }, () => ({ type: 'photo', photo })) }
    const fwd_messages = Array.from({ length: 100 }, () => full)
    const one = { conversation_message_id: 7, from_id: vera.peerId, peer_id: vera.peerId, text: 'вот всё' }
    const date = Math.floor(clock.now() / 1000)
    fake.world.tell(community.group, 'message_new', { message: { ...one, date, fwd_messages } })
    const { content } = await heard(alone, 2)
    expect(content.attachments).toHaveLength(30)
    expect(asRead(content).text).toBe('вот всё\n[Ещё файлов: 970. Из одного сообщения берём до 30]')
  })

  it('a forward that holds nothing but another is no words of the customer', async () => {
    const alone = await openAlone()
    const { vera, community, fake, clock } = alone
    const from = { from_id: vera.peerId, peer_id: vera.peerId, date: Math.floor(clock.now() / 1000) }
    const fwd_messages = [{ text: '', fwd_messages: [{ text: 'внутри' }] }]
    const message = { conversation_message_id: 1, ...from, text: '', fwd_messages }
    fake.world.tell(community.group, 'message_new', { message })
    const { content } = await heard(alone)
    expect(content.text).toBe('')
    expect(asRead(content).text).toBe('Переслано: …')
  })

  it('what this machine may not fetch is not fetched', async () => {
    const alone = await openAlone()
    alone.vera.sendThing('doc', { title: 'a.txt', ext: 'txt', size: 5, url: 'http://169.254.169.254/latest' })
    expect(asRead((await heard(alone)).content).text).toMatch(/a\.txt.* не получен/u)
  })

  it.each<[string, object, string]>([
    [
      'wall',
      { id: 5, from_id: -7, to_id: -7, text: 'Розыгрыш  подписки' },
      'Запись на стене: Розыгрыш подписки https://vk.com/wall-7_5',
    ],
    ['market', { id: 5, owner_id: -7, title: 'Подписка' }, 'Товар: Подписка https://vk.com/product-7_5'],
    [
      'video',
      { id: 5, owner_id: -7, title: 'Ролик', access_key: 'k' },
      'Видео: Ролик https://vk.com/video-7_5_k',
    ],
    ['link', { url: 'https://example.com/a', title: 'Сайт' }, 'Ссылка: Сайт https://example.com/a'],
    ['audio', { artist: 'Кот', title: 'Мяу' }, '[Аудиозапись: Кот — Мяу]'],
    ['poll', { id: 5, owner_id: -7, question: 'Что?' }, 'Опрос https://vk.com/poll-7_5'],
    ['gift', { id: 5 }, '[Подарок]'],
    ['something_new', { id: 5 }, '[Сообщение такого вида здесь не показать]'],
    ['photo', { broken: true }, '[Сообщение такого вида здесь не показать]'],
  ])('%s is shown in words', async (type, object, words) => {
    const alone = await openAlone()
    alone.vera.sendThing(type, { ...object })
    expect(asRead((await heard(alone)).content).text).toBe(words)
  })

  it('a sticker arrives as a picture', async () => {
    const alone = await openAlone()
    alone.vera.sendSticker()
    const { text, attachments } = (await heard(alone)).content
    expect(text).toBe('')
    expect(attachments).toMatchObject([{ kind: 'sticker', mime: 'image/png', name: 'sticker.png' }])
  })

  it('a sticker whose picture is gone is a word', async () => {
    const alone = await openAlone()
    const url = `${alone.fake.url}/_files/nothing`
    alone.vera.sendThing('sticker', {
      sticker_id: 1,
      images: [
        { url, width: 128, height: 128 },
        { url, width: 512, height: 512 },
      ],
    })
    expect(asRead((await heard(alone)).content).text).toContain('sticker.png')
  })

  it('a place, a reply and what was forwarded', async () => {
    const alone = await openAlone()
    alone.vera.sendLocation(55.75, 37.62)
    expect(asRead((await heard(alone)).content).text).toMatch(
      /^Место на карте: https:\/\/www\.openstreetmap\.org/u,
    )
    await alone.send({ content: { text: 'где именно?' } })
    alone.vera.say('у дома', { replyTo: 2 })
    expect((await heard(alone, 2)).content).toEqual({ text: 'у дома', replyTo: 1 })
    alone.vera.say('смотрите', { forwarded: [3] })
    expect((await heard(alone, 3)).content.text).toBe('смотрите\nПереслано: у дома')
  })

  it('an event nobody can read is told of in the log, and what comes behind it is heard', async () => {
    const alone = await openAlone()
    const { world } = alone.fake
    world.tell(alone.community.group, 'message_new', { message: { text: 'ничей' } })
    world.tell(alone.community.group, 'group_join', { user_id: 'кто?' })
    alone.vera.say('я здесь')
    expect((await heard(alone)).content.text).toBe('я здесь')
    expect(alone.told).toEqual(['an event of VK could not be read and is left out'])
  })

  it('names are asked once, and their absence holds up nobody', async () => {
    const alone = await openAlone()
    alone.fake.inject({ kind: 'hang' }, { method: 'users.get' })
    alone.vera.say('раз')
    expect((await heard(alone)).profile).toEqual({
      language: 'ru',
      attributes: { vk: `https://vk.com/id${alone.vera.peerId}` },
    })
    alone.fake.healAll()
    await alone.clock.pass(seconds(120))
    alone.vera.say('два')
    expect((await heard(alone, 2)).profile).toMatchObject({ name: 'Вера Котова' })
    const again = await alone.again()
    again.vera.say('три')
    expect((await heard(again)).profile).toMatchObject({ name: 'Вера Котова' })
    const asked = alone.fake.journal.calls.filter(
      ({ method, answered }) => method === 'users.get' && answered,
    )
    expect(asked).toHaveLength(1)
  })

  it('an update that fails three times is set aside, and those behind it go on', async () => {
    const alone = await openAlone()
    const broken = Promise.reject(new Error('сломано'))
    broken.catch(() => {})
    alone.answers.push(broken, broken, broken)
    alone.vera.say('раз')
    alone.vera.say('два')
    await passUntil(alone.clock, () => alone.told.some((words) => words.includes('set aside')))
    const notes = await alone.store.notes('vk', 'aside:')
    expect(notes.size).toBeGreaterThan(0)
    alone.vera.say('три')
    await passUntil(alone.clock, () =>
      alone.arrived.some(({ key }) => key === inputKey(`vk:${alone.vera.peerId}:3`)),
    )
  })

  it('whoever is refused for now comes again', async () => {
    const alone = await openAlone()
    alone.answers.push({ kind: 'busy', retryAfter: 1_000, why: 'storeUnavailable' })
    alone.vera.say('раз')
    expect((await heard(alone, 2)).content.text).toBe('раз')
  })
})

describe('a VK that has lost its mind', () => {
  it('by `failed` without end is asked less and less', async () => {
    const { fake, community, clock } = await openAlone()
    const { journal } = fake
    const loseAgain = () => {
      if (community.longPoll.polling) community.longPoll.lose()
      return false
    }
    fake.waitFor(loseAgain, 'never', 600_000).catch(() => {})
    const before = journal.calls.length
    const from = clock.now()
    await passUntil(clock, () => {
      loseAgain()
      return clock.now() >= from + seconds(20)
    })
    expect(journal.calls.length - before).toBeLessThan(20)
  })
})

describe('what is shown beside the outbox', () => {
  it('typing, both ways', async () => {
    const { vera, clock, signals, live, fake, send } = await openAlone()
    await send({ content: { text: 'привет' } })
    const typed: TypingSignal[] = []
    signals.subscribe((signal) => void typed.push(signal))
    vera.type()
    const conversation = conversationId('vk', String(vera.peerId))
    await passUntil(clock, () => typed.length === 1)
    expect(typed).toEqual([{ conversation, who: 'customer' }])
    signals.send({ conversation, who: 'operator', name: 'Анна' })
    signals.send({ conversation, who: 'operator', name: 'Анна' })
    await passUntil(clock, () => vera.typing === 'typing')
    const shown = () => fake.journal.calls.filter(({ method }) => method === 'messages.setActivity').length
    expect(shown()).toBe(1)
    await clock.pass(seconds(10))
    const address = { to: 'conversation', id: conversation } as const
    const call = { type: 'callMade', call: 'c1', method: 'GET', url: 'https://x.example' } as const
    live.send([{ seq: 1, at: instant(0), address, event: call }])
    await passUntil(clock, () => shown() === 2)
    live.send([{ seq: 2, at: instant(0), address, event: { type: 'callReturned', call: 'c1', ok: true } }])
    await clock.pass(seconds(30))
    expect(shown()).toBe(2)
  })

  it('a press in a hurry is answered at once', async () => {
    const alone = await openAlone()
    const { vera, send, answers, arrived, clock } = alone
    await send({ content: { text: 'Да?' } })
    answers.push({ kind: 'busy', retryAfter: 1_000, why: 'tooManyMessages' })
    const press = vera.pressPayload(1, '{"p":"p1:0"}')
    await passUntil(clock, () => press.answer !== undefined)
    expect(String(press.answer?.text)).toMatch(/Не так быстро/u)
    await passUntil(clock, () => arrived.length === 2)
    expect(arrived[1]?.key).toBe(arrived[0]?.key)
  })
})
