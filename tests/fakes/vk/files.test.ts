import { describe, expect, it } from 'vitest'
import { isObject } from '../messenger/objects.ts'
import { field, opened } from './testing.ts'

const JPEG = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])
const OGG = new TextEncoder().encode('OggS...')

async function town() {
  const all = await opened()
  const address = async (method: string, fields: object = {}) =>
    String(field((await all.call(method, { peer_id: all.person.id, ...fields })).response, 'upload_url'))
  const post = async (url: string, name: string, bytes: Uint8Array<ArrayBuffer>, filename: string) => {
    const form = new FormData()
    form.set(name, new Blob([bytes]), filename)
    const said: unknown = await (await fetch(url, { method: 'POST', body: form })).json()
    return isObject(said) ? said : {}
  }
  const photo = async () => {
    const uploaded = await post(await address('photos.getMessagesUploadServer'), 'photo', JPEG, 'cat.jpg')
    return all.call('photos.saveMessagesPhoto', uploaded)
  }
  const doc = async (type: string, bytes: Uint8Array<ArrayBuffer>, filename: string) => {
    const uploaded = await post(
      await address('docs.getMessagesUploadServer', { type }),
      'file',
      bytes,
      filename,
    )
    return { uploaded, saved: await all.call('docs.save', { ...uploaded, title: filename }) }
  }
  return { ...all, photo, doc, post, address }
}

describe('uploads', () => {
  it('a photo is posted, saved, attached, and can be downloaded', async () => {
    const { photo, send, vera, community } = await town()
    const { response } = await photo()
    const id = field(response, 0, 'id')
    expect(field(response, 0, 'owner_id')).toBe(-community.id)
    const attachment = `photo-${community.id}_${id}_${field(response, 0, 'access_key')}`
    await send({ message: '', attachment })
    expect(vera.last()?.files[0]).toMatchObject({
      type: 'photo',
      mime: 'image/jpeg',
      bytes: Buffer.from(JPEG),
    })
    const url = String(field(response, 0, 'sizes', 2, 'url'))
    const downloaded = await fetch(url)
    expect(downloaded.headers.get('content-type')).toBe('image/jpeg')
    expect(new Uint8Array(await downloaded.arrayBuffer())).toEqual(JPEG)
    expect((await fetch(url.replace('/cat.jpg', '0/cat.jpg').replace(/a0a0/u, 'b0b0'))).status).toBe(404)
  })

  it('a document and a voice message', async () => {
    const { doc } = await town()
    const text = new TextEncoder().encode('привет')
    const { saved } = await doc('doc', text, 'письмо.txt')
    expect(saved.response).toMatchObject({
      type: 'doc',
      doc: { title: 'письмо.txt', ext: 'txt', size: text.length, type: 1 },
    })
    const voice = await doc('audio_message', OGG, 'voice.ogg')
    expect(voice.saved.response).toMatchObject({
      type: 'audio_message',
      audio_message: { duration: 3, link_ogg: expect.stringContaining('/_files/audio_message-') },
    })
  })

  it('refuses what is no picture, no voice, a program, or nothing', async () => {
    const { doc, post, address, call } = await town()
    const url = await address('photos.getMessagesUploadServer')
    expect(await post(url, 'photo', OGG, 'cat.jpg')).toHaveProperty('error')
    expect((await doc('audio_message', JPEG, 'voice.ogg')).uploaded).toHaveProperty('error')
    const program = await doc('doc', OGG, 'setup.exe')
    expect(program.uploaded).toHaveProperty('error')
    expect(program.saved.code).toBe(100)
    expect(await post(url, 'picture', JPEG, 'cat.jpg')).toMatchObject({ photo: '[]' })
    expect((await call('photos.saveMessagesPhoto', { photo: '[]', server: 1, hash: 'a' })).code).toBe(100)
    expect((await call('docs.getMessagesUploadServer', { type: 'doc' })).code).toBe(100)
  })
})

describe('attachments', () => {
  it('of the community itself need no key, those of others do, and there are at most ten', async () => {
    const { vera, send, photo, community } = await town()
    const id = field((await photo()).response, 0, 'id')
    const own = `photo-${community.id}_${id}`
    expect((await send({ message: '', attachment: own })).code).toBeUndefined()
    const { address = '' } = vera.attach().files[0] ?? {}
    expect((await send({ message: '', attachment: address })).code).toBe(100)
    expect((await send({ attachment: 'photo1' })).code).toBe(100)
    expect((await send({ attachment: Array(11).fill(own).join(',') })).code).toBe(100)
    expect((await send({ message: '', attachment: 'wall-1_2,market-1_3' })).code).toBeUndefined()
    expect(vera.last()?.things).toMatchObject([{ type: 'wall' }, { type: 'market' }])
  })
})
