import { describe, expect, it } from 'vitest'
import { isObject } from '../messenger/objects.ts'
import { field, opened, type Replied } from './testing.ts'

const MB = 1024 * 1024

async function town() {
  const made = await opened()
  const upload = async (
    method: string,
    name: string,
    bytes: number | string,
    more: object = {},
  ): Promise<Replied> => {
    const form = new FormData()
    form.set('chat_id', String(made.person.id))
    for (const [key, value] of Object.entries(more)) form.set(key, String(value))
    form.set(name, new Blob([typeof bytes === 'number' ? new Uint8Array(bytes) : bytes]), 'файл.pdf')
    const response = await fetch(`${made.telegram.url}/bot${made.bot.token}/${method}`, {
      method: 'POST',
      body: form,
    })
    const said: unknown = await response.json()
    if (!isObject(said)) throw new Error('no object')
    const { result } = said
    return {
      status: response.status,
      ok: said.ok === true,
      result,
      description: String(said.description),
      parameters: undefined,
    }
  }
  return { ...made, upload }
}

const fileIdOf = (result: unknown, type: string): string => String(field(field(result, type), 'file_id'))

describe('an upload', () => {
  it('is sent by bytes once and by file_id after, by the same bot and as the same type', async () => {
    const { upload, call, telegram, person, vera } = await town()
    const sent = await upload('sendDocument', 'document', 'содержимое', { caption: 'вот' })
    expect(sent.result).toMatchObject({
      caption: 'вот',
      document: { file_name: 'файл.pdf', mime_type: 'application/pdf' },
    })
    const document = fileIdOf(sent.result, 'document')
    expect((await call('sendDocument', { chat_id: person.id, document })).ok).toBe(true)
    expect(Buffer.from(vera.last()?.media?.bytes ?? []).toString()).toBe('содержимое')
    expect(await call('sendPhoto', { chat_id: person.id, photo: document })).toMatchObject({
      description: "Bad Request: can't use file of type Document as Photo",
    })
    const other = telegram.newBot()
    person.with(other).start()
    const stolen = await fetch(
      `${telegram.url}/bot${other.token}/sendDocument?chat_id=${person.id}&document=${document}`,
    )
    expect(await stolen.json()).toMatchObject({
      error_code: 400,
      description: 'Bad Request: wrong file identifier/HTTP URL specified',
    })
  })

  it('is at most 50 MB, a photo 10, and not empty', async () => {
    const { upload } = await town()
    expect((await upload('sendDocument', 'document', 50 * MB)).ok).toBe(true)
    expect(await upload('sendDocument', 'document', 50 * MB + 1)).toMatchObject({
      status: 413,
      description: 'Request Entity Too Large',
    })
    expect((await upload('sendPhoto', 'photo', 10 * MB + 1)).status).toBe(400)
    expect((await upload('sendVoice', 'voice', '')).description).toBe('Bad Request: file must be non-empty')
    expect((await upload('sendDocument', 'another', 'а')).description).toBe(
      'Bad Request: there is no document in the request',
    )
    expect((await upload('sendDocument', 'document', 'а', { caption: 'я'.repeat(1_025) })).description).toBe(
      'Bad Request: message caption is too long',
    )
  })
})

describe('a download', () => {
  it('gives the bytes a person sent, up to 20 MB', async () => {
    const { vera, call, telegram, bot } = await town()
    vera.attach({ type: 'voice', bytes: Buffer.from('голос'), caption: 'слушайте' })
    const { result } = await call('getUpdates', { offset: -1 })
    const voice = field(field(Array.isArray(result) ? result[0] : undefined, 'message'), 'voice')
    const file = await call('getFile', { file_id: field(voice, 'file_id') })
    const path = String(field(file.result, 'file_path'))
    expect(path).toMatch(/^voice\/.+\.oga$/u)
    const bytes = await fetch(`${telegram.url}/file/bot${bot.token}/${path}`)
    expect(await bytes.text()).toBe('голос')
    expect((await fetch(`${telegram.url}/file/bot1:wrong/${path}`)).status).toBe(404)
    expect((await call('getFile', { file_id: 'выдумка' })).description).toBe(
      'Bad Request: wrong file_id or the file is temporarily unavailable',
    )
    vera.attach({ type: 'video', size: 21 * MB })
    const large = await call('getUpdates', { offset: -1 })
    const video = field(field(Array.isArray(large.result) ? large.result[0] : undefined, 'message'), 'video')
    expect(await call('getFile', { file_id: field(video, 'file_id') })).toMatchObject({
      status: 400,
      description: 'Bad Request: file is too big',
    })
  })
})

describe('an album', () => {
  it('comes as several messages with one media_group_id', async () => {
    const { vera, call } = await town()
    await call('getUpdates', { offset: -1 })
    vera.attachAlbum([{ caption: 'первая' }, {}, {}])
    const { result } = await call('getUpdates')
    const groups = (Array.isArray(result) ? result : [])
      .slice(-3)
      .map((update) => field(field(update, 'message'), 'media_group_id'))
    expect(new Set(groups).size).toBe(1)
    expect(groups[0]).toBeTypeOf('string')
  })

  it('is ten files at most, and never documents with photos', async () => {
    const { upload, call, person } = await town()
    const photo = {
      type: 'photo',
      media: fileIdOf(field((await upload('sendPhoto', 'photo', 'а')).result, 'photo'), '1'),
    }
    const document = {
      type: 'document',
      media: fileIdOf((await upload('sendDocument', 'document', 'а')).result, 'document'),
    }
    const album = (...media: readonly object[]) => call('sendMediaGroup', { chat_id: person.id, media })
    expect((await album(photo, photo)).ok).toBe(true)
    expect((await album(photo, document)).status).toBe(400)
    expect((await album(...Array.from({ length: 11 }, () => photo))).status).toBe(400)
    expect((await album()).description).toBe('Bad Request: there must be at least one media')
  })
})
