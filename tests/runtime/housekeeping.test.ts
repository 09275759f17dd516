/** What nobody will ask for again goes by itself, a little at a time. */
import { expect, it } from 'vitest'
import { hours } from '../../src/domain/time.ts'
import { VERA, World } from './world.ts'

const upload = (id: string, world: World) => ({
  ...({ id, kind: 'image', name: 'a.png', mime: 'image/png', size: 7 } as const),
  ...{ conversation: VERA, at: world.clock.now() },
})

async function worldOfFiles(removing: (id: string) => Promise<void>) {
  const world = await World.started({ parts: { blobs: { put: none, get: none, remove: removing } } })
  return world
}

const none = async () => undefined

it('removes files that were uploaded and not sent within a day, records and bytes', async () => {
  const removed: string[] = []
  const world = await worldOfFiles(async (id) => void removed.push(id))
  for (let n = 0; n < 150; n += 1) await world.store.saveUpload(upload(`old${n}`, world))
  await world.store.saveFile(upload('content', world))
  await world.pass(hours(20))
  await world.store.saveUpload(upload('fresh', world))
  expect(removed).toEqual([])
  await world.pass(hours(6))
  expect(removed).toHaveLength(150)
  expect(await world.store.file('old0')).toBeUndefined()
  expect(await world.store.file('fresh')).toBeDefined()
  expect(await world.store.file('content')).toBeDefined()
})

it('comes back to bytes that could not be removed', async () => {
  let tries = 0
  const world = await worldOfFiles(async () => {
    tries += 1
    if (tries === 1) throw new Error('the disk is away')
  })
  await world.store.saveUpload(upload('old', world))
  await world.pass(hours(30))
  expect(tries).toBe(2)
})
