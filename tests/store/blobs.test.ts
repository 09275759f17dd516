import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openBlobs } from '../../src/store/blobs.ts'
import { StoreError } from '../../src/store/errors.ts'
import { temporaryFolder } from './temporary.ts'

const ID = '3f9c0a1b2c3d4e5f60718293a4b5c6d7'
const BYTES = new Uint8Array([0, 255, 10, 13, 0])

describe('bytes of files', () => {
  it('come back as they were put, also after a restart', async () => {
    const dir = join(temporaryFolder(), 'files')
    const blobs = await openBlobs(dir)
    await blobs.put(ID, BYTES)
    await blobs.put('-_AbCdEfGhIjKlMnOpQrSt', new Uint8Array())
    const again = await openBlobs(dir)
    expect(new Uint8Array((await again.get(ID)) ?? [])).toEqual(BYTES)
    expect((await again.get('-_AbCdEfGhIjKlMnOpQrSt'))?.length).toBe(0)
    expect(await again.get(ID.replace('3', '4'))).toBeUndefined()
  })

  it.each([
    '../../etc/passwd',
    '..',
    '',
    `../${ID}`,
    `${ID}/..`,
    `${ID}\u0000`,
    'a.b.c.d.e.f.g.h.i.j.k.l.m',
    'short',
    'x'.repeat(65),
    'я'.repeat(32),
  ])('are not reached by the path trick "%s"', async (id) => {
    const dir = join(temporaryFolder(), 'files')
    const blobs = await openBlobs(dir)
    await expect(blobs.put(id, BYTES)).rejects.toThrow(RangeError)
    expect(await blobs.get(id)).toBeUndefined()
    expect(readdirSync(dir)).toEqual(['unfinished'])
  })

  it('go when they are removed, and going twice is nothing', async () => {
    const blobs = await openBlobs(join(temporaryFolder(), 'files'))
    await blobs.put(ID, BYTES)
    await blobs.remove(ID)
    await blobs.remove(ID)
    await blobs.remove('../unfinished')
    expect(await blobs.get(ID)).toBeUndefined()
  })

  it('leaves nothing unfinished, and clears what a crash left', async () => {
    const dir = temporaryFolder()
    mkdirSync(join(dir, 'unfinished'))
    writeFileSync(join(dir, 'unfinished', `${ID}.1`), 'hal')
    const blobs = await openBlobs(dir)
    await Promise.all([blobs.put(ID, BYTES), blobs.put(ID, BYTES), blobs.put(`${ID}0`, BYTES)])
    expect(readdirSync(join(dir, 'unfinished'))).toEqual([])
    expect(readdirSync(join(dir, '3f')).sort()).toEqual([ID, `${ID}0`])
  })

  it('say when the place cannot be written', async () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    await expect(openBlobs(join(file, 'files'))).rejects.toThrow(StoreError)
    const dir = temporaryFolder()
    const blobs = await openBlobs(dir)
    // A file where the folder of this id is due.
    writeFileSync(join(dir, '3f'), '')
    await expect(blobs.put(ID, BYTES)).rejects.toMatchObject({ code: 'cannotOpen' })
    expect(readdirSync(join(dir, 'unfinished'))).toEqual([])
  })
})
