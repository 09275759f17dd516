/** Files, voices, albums: both ways, and when they cannot be had. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { asRead, type Content } from '../../../src/domain/message.ts'
import { seconds } from '../../../src/domain/time.ts'
import type { Seat } from '../../fakes/telegram/people/seat.ts'
import { openTelegram, passUntil, type Telegram } from './world.ts'

const PNG = readFileSync('docs/images/kotik.png')
const OGG = Buffer.concat([
  Buffer.from('OggS\0\x02'),
  Buffer.alloc(22),
  Buffer.from('OpusHead'),
  Buffer.alloc(64),
])
const MP4 = Buffer.concat([
  Buffer.from([0, 0, 0, 24]),
  Buffer.from('ftypisom\0\0\x02\0isomiso2'),
  Buffer.alloc(32),
])
const WEBP = Buffer.concat([
  Buffer.from('RIFF'),
  Buffer.from([40, 0, 0, 0]),
  Buffer.from('WEBPVP8 '),
  Buffer.alloc(32),
])

const saidBy = ({ log }: Telegram): readonly Content[] =>
  log.flatMap(({ event }) => (event.type === 'customerSaid' ? [event.content] : []))

const says = (telegram: Telegram, count: number) =>
  passUntil(
    telegram.clock,
    () => {
      const said = saidBy(telegram)
      return said.length >= count && said
    },
    `${count} messages; there are ${saidBy(telegram).length}`,
  )

const FILES: readonly (readonly [string, Parameters<Seat['attach']>[0], object])[] = [
  [
    'a photo with words',
    { type: 'photo', bytes: PNG, caption: 'вот так' },
    { kind: 'image', mime: 'image/png' },
  ],
  ['a voice', { type: 'voice', bytes: OGG }, { kind: 'voice', mime: 'audio/ogg' }],
  ['a video', { type: 'video', bytes: MP4, name: 'сбой.mp4' }, { kind: 'video', name: 'сбой.mp4' }],
  ['a round video', { type: 'video_note', bytes: MP4 }, { kind: 'video', mime: 'video/mp4' }],
  [
    'a document',
    { type: 'document', bytes: Buffer.from('строки'), name: 'журнал.log' },
    { kind: 'file', name: 'журнал.log' },
  ],
  ['a sticker', { type: 'sticker', bytes: WEBP }, { kind: 'sticker', mime: 'image/webp' }],
]

describe('what customers send', () => {
  it.each(FILES)('keeps %s', async (_, attached, expected) => {
    const telegram = await openTelegram()
    telegram.customer().attach(attached)
    const [content] = await says(telegram, 1)
    expect(content?.attachments).toMatchObject([expected])
    expect(content?.text).toBe(attached.caption ?? '')
    expect(content && asRead(content).text).toBe(
      attached.type === 'sticker' ? '👍' : (attached.caption ?? ''),
    )
  })

  it('makes one message of an album, in order, with its words (20)', async () => {
    const telegram = await openTelegram()
    const vera = telegram.customer()
    vera.attachAlbum([
      { type: 'photo', bytes: PNG, name: '1' },
      { type: 'video', bytes: MP4, caption: 'смотрите', name: '2.mp4' },
      { type: 'photo', bytes: PNG },
    ])
    vera.say('забыл пароль')
    const said = await says(telegram, 2)
    expect(said.map(({ text, attachments = [] }) => [text, attachments.map(({ kind }) => kind)])).toEqual([
      ['смотрите', ['image', 'video', 'image']],
      ['забыл пароль', []],
    ])
  })

  it('keeps an album whole through a restart in its middle (2, 20)', async () => {
    const telegram = await openTelegram()
    const vera = telegram.customer()
    vera.attachAlbum([{ bytes: PNG }, { bytes: PNG }])
    await telegram.fake.waitFor(() => telegram.bot.pending <= 2 && telegram.bot.polling)
    await telegram.kotik.restart()
    const said: Content[] = []
    telegram.kotik.running.kotik.live.subscribe((events) => {
      for (const { event } of events) if (event.type === 'customerSaid') said.push(event.content)
    })
    await passUntil(telegram.clock, () => said.length > 0)
    await telegram.clock.pass(seconds(5))
    expect(said.map(({ attachments }) => attachments?.length)).toEqual([2])
  })

  it('lets the words through alone when the file cannot be had; operators and the customer are told (32)', async () => {
    const telegram = await openTelegram()
    const vera = telegram.customer()
    vera.attach({ type: 'video', bytes: MP4, size: 60 * 1_048_576, name: 'кино.mp4', caption: 'не идёт' })
    const refused = telegram.fake.inject(
      {
        kind: 'status',
        status: 400,
        description: 'Bad Request: wrong file_id or the file is temporarily unavailable',
      },
      { method: 'getFile', times: 1 },
    )
    vera.attach({ type: 'photo', bytes: PNG, caption: 'и картинка' })
    vera.attach({
      type: 'document',
      bytes: Buffer.from('MZ\x90\0'.padEnd(200, '\0')),
      name: 'вирус.exe',
      caption: 'и это',
    })
    const said = await says(telegram, 3)
    expect(refused.hits).toBe(1)
    expect(said.map(({ text }) => text)).toEqual(['не идёт', 'и картинка', 'и это'])
    expect(said.map((content) => asRead(content).text)).toEqual([
      expect.stringMatching(/^не идёт\n\[Файл «кино\.mp4» не получен: больше \d+ МБ\]$/u),
      'и картинка\n[Файл «photo.jpg» не получен: Telegram его не отдал]',
      'и это\n[Файл «вирус.exe» не принят: такие файлы мы не принимаем]',
    ])
    expect(said.some(({ attachments }) => attachments)).toBe(false)
    await telegram.sees(
      vera,
      /Файл больше \d+\u00a0МБ, он не дошёл\. Пришлите поменьше или опишите словами\./u,
    )
    await telegram.sees(vera, 'Файл не дошёл. Пришлите ещё раз или опишите словами.')
    await telegram.sees(vera, /такие я не принимаю/u)
  })

  it('waits for a file while Telegram is troubled, and holds up nobody else (15)', async () => {
    const telegram = await openTelegram()
    const [vera, petr] = [telegram.customer('Вера'), telegram.customer('Пётр')]
    telegram.fake.inject({ kind: 'status', status: 502, html: true }, { method: 'getFile', times: 2 })
    vera.attach({ type: 'photo', bytes: PNG, caption: 'первое' })
    vera.say('второе')
    petr.say('третье')
    const said = await says(telegram, 3)
    expect(said.map(({ text }) => text)).toEqual(['третье', 'первое', 'второе'])
    expect(said[1]?.attachments).toHaveLength(1)
  })

  it('lets the words through when Telegram says only when asked that the file is too large (32)', async () => {
    const telegram = await openTelegram()
    const vera = telegram.customer()
    const description = 'Bad Request: file is too big'
    telegram.fake.inject({ kind: 'status', status: 400, description }, { method: 'getFile', times: 1 })
    vera.attach({ type: 'document', bytes: Buffer.from('строки'), name: 'журнал.log', caption: 'вот журнал' })
    vera.say('дальше')
    const said = await says(telegram, 2)
    expect(said.map((content) => asRead(content).text)).toEqual([
      expect.stringMatching(/^вот журнал\n\[Файл «журнал\.log» не получен: больше \d+ МБ\]$/u),
      'дальше',
    ])
  })

  it('lets the words through when the file never comes; what follows keeps its place (16, 32)', async () => {
    const telegram = await openTelegram()
    const [vera, petr] = [telegram.customer('Вера'), telegram.customer('Пётр')]
    const away = telegram.fake.inject({ kind: 'refuse' }, { method: 'getFile' })
    vera.attach({ type: 'photo', bytes: PNG, caption: 'первое' })
    vera.say('второе')
    petr.say('третье')
    const said = await says(telegram, 3)
    expect(said.map((content) => asRead(content).text)).toEqual([
      'третье',
      'первое\n[Файл «photo.jpg» не получен: Telegram его не отдал]',
      'второе',
    ])
    expect(away.hits).toBe(3)
  })
})
