/**
 * Files' bytes on the disk, outside the database: `<dir>/ab/<id>`. Written to `<dir>/unfinished`, synced, then renamed,
 * so that a name in place is a whole file, also after a power cut.
 */
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { asStoreError } from './faults.ts'
import type { Blobs } from './port.ts'

// Hex or base64url of 128 bits and more: no dot, no slash, so no id is a path.
const ID = /^[A-Za-z0-9_-]{22,64}$/

/** Makes the folder and clears what a crash left unfinished. One process works on one folder, as with the database. */
export async function openBlobs(dir: string): Promise<Blobs> {
  const unfinished = join(dir, 'unfinished')
  return translated(dir, async () => {
    await mkdir(unfinished, { recursive: true, mode: 0o700 })
    for (const name of await readdir(unfinished)) await rm(join(unfinished, name))
    return blobsIn(dir, unfinished)
  })
}

function blobsIn(dir: string, unfinished: string): Blobs {
  const place = (id: string) => join(dir, id.slice(0, 2).toLowerCase(), id)
  let writes = 0
  return {
    async put(id, bytes) {
      if (!ID.test(id)) throw new RangeError('A blob id is 22 to 64 characters of A-Z a-z 0-9 _ -')
      writes += 1
      const temporary = join(unfinished, `${id}.${writes}`)
      await translated(dir, async () => {
        try {
          await writeSynced(temporary, bytes)
          await moveSynced(temporary, place(id))
        } catch (error) {
          await rm(temporary, { force: true })
          throw error
        }
      })
    },
    get: (id) => (ID.test(id) ? translated(dir, () => read(place(id))) : Promise.resolve(undefined)),
    remove: (id) =>
      ID.test(id) ? translated(dir, () => rm(place(id), { force: true })) : Promise.resolve(undefined),
  }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** The rename itself lasts only when the folder is synced too. */
async function moveSynced(from: string, to: string): Promise<void> {
  const made = await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  await rename(from, to)
  await syncFolder(dirname(to))
  if (made !== undefined) await syncFolder(dirname(made))
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function read(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

async function translated<T>(dir: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw asStoreError(dir, error)
  }
}
