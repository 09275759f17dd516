/** What becomes of a message on its way to Telegram. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { conversationId, messageNumber, promptId, ticketId } from '../../../src/domain/ids.ts'
import type { Attachment, Outgoing } from '../../../src/domain/message.ts'
import { hours, later, seconds } from '../../../src/domain/time.ts'
import type { LoggedEvent } from '../../../src/store/port.ts'
import { type Alone, openAlone } from './channel.ts'
import { passUntil, texts } from './world.ts'

const PNG = readFileSync('docs/images/kotik.png')
const OGG = Buffer.concat([
  Buffer.from('OggS\0\x02'),
  Buffer.alloc(22),
  Buffer.from('OpusHead'),
  Buffer.alloc(64),
])
const prompt = (...labels: readonly string[]): NonNullable<Outgoing['prompt']> => ({
  id: promptId('p1'),
  buttons: labels.map((label, option) => ({ option, label })),
})
const picture = (alone: Alone, name = 'кот.png') =>
  alone.file({ kind: 'image', mime: 'image/png', name }, PNG)
const text = (words: string): Partial<Outgoing> => ({ content: { text: words } })
const files = (words: string, ...attachments: readonly Attachment[]): Partial<Outgoing> => ({
  content: { text: words, attachments },
})

/** A customer the bot may write to. */
async function ready(...args: Parameters<typeof openAlone>): Promise<Alone> {
  const alone = await openAlone(...args)
  alone.vera.start()
  await alone.fake.waitFor(() => alone.arrived.length === 1)
  return alone
}

describe('formatting', () => {
  it('goes by entities and never by markup', async () => {
    const { send, vera } = await ready()
    const words = '*не* жирный, <b>тоже</b>, а это да'
    await send({
      content: {
        text: words,
        entities: [
          { kind: 'bold', offset: words.indexOf('это'), length: 3 },
          { kind: 'link', offset: 0, length: 4, url: 'https://example.com/?a=1&b=2' },
          { kind: 'link', offset: 5, length: 3, url: 'java\tscript:alert(1)' },
          { kind: 'italic', offset: 500, length: 3 },
        ],
      },
    })
    const { text: shown, entities = [] } = vera.last() ?? {}
    expect(shown).toBe(words)
    // Telegram itself takes «/b» for a command.
    expect(entities.filter(({ type }) => type !== 'bot_command')).toEqual([
      { type: 'text_link', offset: 0, length: 4, url: 'https://example.com/?a=1&b=2' },
      { type: 'bold', offset: words.indexOf('это'), length: 3 },
    ])
  })

  it('that Telegram refuses does not cost the words', async () => {
    const { send, vera, fake } = await ready()
    fake.inject(
      { kind: 'status', status: 400, description: 'Bad Request: ENTITY_BOUNDS_INVALID' },
      { method: 'sendMessage', times: 1 },
    )
    const sent = await send({
      content: { text: 'слова', entities: [{ kind: 'bold', offset: 0, length: 5 }] },
    })
    expect(sent).toMatchObject({ kind: 'sent' })
    expect(vera.last()).toMatchObject({ text: 'слова', entities: [] })
  })

  it('of 4096 emoji is cut between them', async () => {
    const { send, vera } = await ready()
    const family = '👨‍👩‍👧‍👦'
    await send(text(family.repeat(700)))
    const pieces = texts(vera.messages()).slice(1)
    expect(pieces.length).toBeGreaterThan(1)
    expect(pieces.every((piece) => piece.length % family.length === 0)).toBe(true)
    expect(pieces.join('')).toBe(family.repeat(700))
  })
})

describe('buttons', () => {
  it('stand in rows by their length, and carry nothing but two small ids', async () => {
    const { send, vera } = await ready()
    await send({
      ...text('Что случилось?'),
      prompt: prompt('Да', 'Нет', 'Не могу войти в личный кабинет', 'Другое'),
    })
    const rows = vera.last()?.buttons ?? []
    expect(rows.map((row) => row.map((button) => button.text))).toEqual([
      ['Да', 'Нет'],
      ['Не могу войти в личный кабинет'],
      ['Другое'],
    ])
    expect(rows.flat().map(({ data }) => data)).toEqual(['p1:0', 'p1:1', 'p1:2', 'p1:3'])
  })

  it('whose words are too long are cut between emoji', async () => {
    const { send, vera } = await ready()
    await send({ ...text('Что смотрим?'), prompt: prompt('🐱'.repeat(31), `а${'🐱'.repeat(31)}`) })
    expect(
      vera
        .last()
        ?.buttons.flat()
        .map((button) => button.text),
    ).toEqual([`${'🐱'.repeat(29)}…`, `а${'🐱'.repeat(29)}…`])
  })

  it('open pages, where the address is one', async () => {
    const { send, vera } = await ready()
    const buttons = [
      { option: 0, label: 'Сайт', url: 'https://example.com/' },
      { option: 1, label: 'Не сайт', url: 'file:///etc/passwd' },
      { option: 2, label: 'Дальше' },
    ]
    await send({ ...text('Смотрите'), prompt: { id: promptId('p1'), buttons } })
    expect(vera.last()?.buttons.flat()).toEqual([
      { text: 'Сайт', url: 'https://example.com/' },
      { text: 'Дальше', data: 'p1:2' },
    ])
  })

  it('with an address Telegram does not like lose only it', async () => {
    const { send, vera, fake } = await ready()
    fake.inject(
      { kind: 'status', status: 400, description: 'Bad Request: BUTTON_URL_INVALID' },
      { method: 'sendMessage', times: 1 },
    )
    const buttons = [
      { option: 0, label: 'Сайт', url: 'http://localhost/' },
      { option: 1, label: 'Дальше' },
    ]
    expect(await send({ ...text('Смотрите'), prompt: { id: promptId('p1'), buttons } })).toMatchObject({
      kind: 'sent',
    })
    expect(vera.last()?.buttons.flat()).toEqual([{ text: 'Дальше', data: 'p1:1' }])
  })

  it('of a closed prompt are taken away, unless the message is written anew', async () => {
    const { send, vera, live, clock, fake } = await ready()
    await send({ ...text('Вопрос'), prompt: prompt('Да') })
    const id = conversationId('telegram', String(vera.chat.id))
    const closed: LoggedEvent = {
      seq: 1,
      at: clock.now(),
      address: { to: 'conversation', id },
      event: { type: 'promptClosed', prompt: promptId('p1') },
    }
    const replaced: LoggedEvent = {
      ...closed,
      event: {
        type: 'messageReplaced',
        message: {
          number: messageNumber(1),
          author: { kind: 'bot' },
          content: { text: '' },
          at: clock.now(),
        },
      },
    }
    live.send([closed])
    await passUntil(clock, () => vera.last()?.buttons.length === 0)
    await send({ ...text('Карточка'), number: messageNumber(1), prompt: prompt('Отменить') })
    live.send([closed, replaced])
    await clock.pass(seconds(10))
    expect(fake.journal.callsOf('editMessageReplyMarkup')).toHaveLength(1)
  })
})

describe('an earlier message', () => {
  it('is edited in place, also after a restart; the same again is no error', async () => {
    const alone = await ready()
    const sent = await alone.send({
      ...text('Перед вами 3'),
      number: messageNumber(5),
      prompt: prompt('Отменить'),
    })
    expect(sent).toMatchObject({ kind: 'sent', externalId: String(alone.vera.last()?.id) })
    const now: Partial<Outgoing> = {
      ...text('Перед вами 2'),
      number: messageNumber(5),
      replaces: messageNumber(5),
      prompt: prompt('Отменить'),
    }
    expect(await alone.send(now)).toEqual({ kind: 'sent' })
    expect(await alone.send(now)).toEqual({ kind: 'sent' })
    expect(alone.vera.last()).toMatchObject({ text: 'Перед вами 2', edited: true })
    expect(alone.vera.last()?.buttons).toHaveLength(1)
    alone.vera.delete(alone.vera.last()?.id ?? 0)
    expect(await alone.send({ ...now, ...text('Перед вами 1') })).toEqual({ kind: 'sent' })
  })

  it('that never arrived is not sent instead', async () => {
    const { send, vera } = await ready()
    expect(await send({ ...text('ничего'), number: messageNumber(9), replaces: messageNumber(9) })).toEqual({
      kind: 'sent',
    })
    expect(vera.messages().filter(({ byBot }) => byBot)).toEqual([])
  })

  it('with a picture has its words edited', async () => {
    const alone = await ready()
    await alone.send({ ...files('было', await picture(alone)), number: messageNumber(3) })
    await alone.send({ ...text('стало'), number: messageNumber(3), replaces: messageNumber(3) })
    expect(alone.vera.last()).toMatchObject({ text: 'стало', media: { type: 'photo' } })
  })

  it('in several pieces grows and shrinks', async () => {
    const { send, vera, clock } = await ready()
    const long = (n: number) => Array.from({ length: n }, (_, line) => `строка ${line}`).join('\n')
    const of = { number: messageNumber(4), replaces: messageNumber(4) }
    await send({ ...text(long(600)), number: messageNumber(4) })
    await send({ ...text(long(900)), ...of })
    const pieces = () => texts(vera.messages().filter(({ byBot }) => byBot))
    expect(pieces().join('\n')).toBe(long(900))
    await send({ ...text('коротко'), ...of })
    await passUntil(clock, () => pieces().length === 1)
    expect(pieces()).toEqual(['коротко'])
  })
})

describe('files', () => {
  it('go with their words as a caption, and the second time by what Telegram calls them', async () => {
    const alone = await ready()
    const cat = await picture(alone)
    await alone.send({ ...files('Смотрите', cat), prompt: prompt('Ясно') })
    expect(alone.vera.last()).toMatchObject({
      text: 'Смотрите',
      media: { type: 'photo' },
      buttons: [[{ text: 'Ясно' }]],
    })
    await alone.blobs.remove(cat.id)
    const later_ = await alone.again()
    await later_.send(files('Ещё раз', cat))
    expect(later_.vera.last()).toMatchObject({ text: 'Ещё раз', media: { type: 'photo' } })
  })

  it('stand in one album; its buttons come after it', async () => {
    const alone = await ready()
    const two = [await picture(alone, '1.png'), await picture(alone, '2.png')]
    await alone.send(files('Две', ...two))
    await alone.send({ ...files('Выберите', ...two), prompt: prompt('Первая', 'Вторая') })
    const seen = alone.vera.messages().filter(({ byBot }) => byBot)
    expect(
      seen.map(({ text: words, media, buttons }) => [words, media?.album !== undefined, buttons.length]),
    ).toEqual([
      ['Две', true, 0],
      ['', true, 0],
      ['', true, 0],
      ['', true, 0],
      ['Выберите', false, 1],
    ])
  })

  it('with long words come before them', async () => {
    const alone = await ready()
    await alone.send(files('а'.repeat(1100), await picture(alone)))
    expect(
      alone.vera
        .messages()
        .slice(1)
        .map(({ media, text: words }) => [media?.type, words.length]),
    ).toEqual([
      ['photo', 0],
      [undefined, 1100],
    ])
  })

  it.each([
    ['voice', 'audio/ogg', 'voice'],
    ['video', 'video/mp4', 'video'],
    ['voice', 'audio/mpeg', 'audio'],
    ['image', 'image/gif', 'animation'],
    ['sticker', 'image/webp', 'sticker'],
    ['video', 'video/webm', 'document'],
    ['file', 'application/pdf', 'document'],
  ] as const)('%s %s goes as %s', async (kind, mime, shape) => {
    const alone = await ready()
    await alone.send(files('', await alone.file({ kind, mime, name: 'файл; "1".bin' }, OGG)))
    expect(alone.vera.last()?.media?.type).toBe(shape)
  })

  it('that Telegram does not take as they are go as documents', async () => {
    const alone = await ready()
    alone.fake.inject(
      { kind: 'status', status: 400, description: 'Bad Request: PHOTO_INVALID_DIMENSIONS' },
      { method: 'sendPhoto' },
    )
    await alone.send(files('Узкая', await picture(alone)))
    expect(alone.vera.last()).toMatchObject({ text: 'Узкая', media: { type: 'document' } })
    const two = [await picture(alone, '1.png'), await picture(alone, '2.png')]
    alone.fake.inject(
      { kind: 'status', status: 400, description: 'Bad Request: MEDIA_INVALID' },
      { method: 'sendMediaGroup' },
    )
    await alone.send(files('Обе', ...two))
    expect(
      alone.vera
        .messages()
        .slice(-2)
        .map(({ media }) => media?.type),
    ).toEqual(['document', 'document'])
  })

  it('whose name Telegram has forgotten go by their bytes again', async () => {
    const alone = await ready()
    const [cat, dog] = [await picture(alone), await picture(alone, 'пёс.png')]
    const stale = [cat, dog].map(
      ({ id }) => [`file:${alone.bot.id}:${id}`, 'AgACAgIAAx-of-another-bot'] as const,
    )
    await alone.store.note('telegram', new Map(stale))
    await alone.send(files('Один', cat))
    expect(alone.vera.last()).toMatchObject({ text: 'Один', media: { type: 'photo' } })
    await alone.store.note('telegram', new Map(stale))
    const later_ = await alone.again()
    await later_.send(files('Оба', cat, dog))
    const [first, second] = later_.vera.messages().slice(-2)
    expect([first?.text, first?.media?.type, second?.media?.type]).toEqual(['Оба', 'photo', 'photo'])
  })

  it('that are gone leave a word; the text still goes', async () => {
    const alone = await ready()
    const cat = await picture(alone)
    await alone.blobs.remove(cat.id)
    expect(await alone.send(files('Смотрите', cat))).toMatchObject({ kind: 'sent' })
    expect(alone.vera.last()?.text).toBe('Смотрите\n[Файл «кот.png» недоступен]')
  })
})

describe('refusals', () => {
  it.each([
    [
      { kind: 'flood', retryAfter: 3600 },
      { kind: 'retry', in: hours(1) },
    ],
    [{ kind: 'status', status: 502, html: true }, { kind: 'retry' }],
    [{ kind: 'status', status: 500 }, { kind: 'retry' }],
    [{ kind: 'cut' }, { kind: 'retry' }],
    [{ kind: 'refuse' }, { kind: 'retry' }],
    [{ kind: 'status', status: 401, description: 'Unauthorized' }, { kind: 'retry' }],
    [
      { kind: 'status', status: 400, description: 'Bad Request: chat not found' },
      { kind: 'refused', why: 'chatGone' },
    ],
    [
      { kind: 'status', status: 400, description: 'Bad Request: message is too long' },
      { kind: 'refused', why: 'badContent' },
    ],
    [
      { kind: 'status', status: 403, description: 'Forbidden: bot was blocked by the user' },
      { kind: 'refused', why: 'blockedByUser' },
    ],
    [
      { kind: 'status', status: 403, description: 'Forbidden: user is deactivated' },
      { kind: 'refused', why: 'chatGone' },
    ],
  ] as const)('%o is %o', async (fault, expected) => {
    const { send, fake, clock } = await ready()
    fake.inject(fault, { method: 'sendMessage' })
    const { in: wait, ...result } = { in: undefined, ...expected }
    const due = wait === undefined ? {} : { notBefore: later(clock.now(), wait) }
    const answer = await send(text('слова'))
    expect(answer).toMatchObject({ ...result, ...due })
    expect(JSON.stringify(answer)).not.toContain('fake-customers-bot')
  })

  it('in the middle of a long message do not repeat its beginning, also after a restart', async () => {
    const alone = await ready()
    const long = Array.from({ length: 900 }, (_, n) => `строка ${n}`).join('\n')
    alone.fake.inject({ kind: 'flood', retryAfter: 1 }, { method: 'sendMessage', after: 1, times: 1 })
    expect(await alone.send(text(long), 7)).toMatchObject({ kind: 'retry' })
    const later_ = await alone.again()
    const sent = await later_.send(text(long), 7)
    const pieces = later_.vera.messages().filter(({ byBot }) => byBot)
    expect(texts(pieces).join('\n')).toBe(long)
    expect(sent).toEqual({ kind: 'sent', externalId: pieces.map(({ id }) => id).join(' ') })
    expect(await later_.store.notes('telegram', 'begun:')).toEqual(new Map())
  })
})

describe('controls', () => {
  it('show the stars that were given under the question', async () => {
    const { send, vera } = await ready()
    const control = { kind: 'rating', ticket: ticketId(1), score: 3 } as const
    await send({ ...text('Как вам?'), control, prompt: prompt('1', '2', '3', '4', '5') })
    expect(vera.last()?.text).toBe('Как вам?\n⭐⭐⭐')
    expect(vera.last()?.buttons.map((row) => row.map((button) => button.text))).toEqual([
      ['1⭐', '2⭐', '3⭐', '4⭐', '5⭐'],
    ])
  })

  it('take the keyboard with the number away with the next message', async () => {
    const { send, vera } = await ready()
    await send({ ...text('Телефон?'), asks: 'phone' })
    await send({ ...text('Или так'), prompt: prompt('Пропустить'), asks: 'phone' })
    await send(text('Спасибо'))
    await send(text('Дальше'))
    expect(
      vera
        .messages()
        .slice(1)
        .map(({ keyboard }) => Object.keys(keyboard ?? {})[0]),
    ).toEqual(['keyboard', undefined, 'remove_keyboard', undefined])
  })
})
