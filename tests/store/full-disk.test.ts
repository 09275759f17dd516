/** A disk that is really full: a tmpfs of one megabyte, where the machine lets us mount one. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { inputKey } from '../../src/domain/ids.ts'
import { openBlobs } from '../../src/store/blobs.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { conversationUnit, said, VERA } from '../contracts/store-samples.ts'
import { MIGRATIONS, temporaryFolder } from './temporary.ts'

function mount(dir: string, options: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'none', dir], { stdio: 'ignore' })
    onTestFinished(() => {
      execFileSync('umount', [dir])
    })
    return true
  } catch {
    return false
  }
}

function smallDisk(skip: (why: string) => never): string {
  const dir = join(temporaryFolder(), 'small')
  mkdirSync(dir)
  return mount(dir, 'size=1m') ? dir : skip('this machine lets us mount no tmpfs')
}

describe('a full disk', () => {
  it('ends commits with a clear refusal and loses nothing that was acknowledged', async ({ skip }) => {
    const dir = smallDisk(skip)
    const options = { url: `file:${join(dir, 'kotik.db')}`, migrationsDir: MIGRATIONS }
    const store = await openSqliteStore(options)
    const turn = (expected: number) =>
      store.commit(
        [
          conversationUnit(VERA, {
            expected,
            arrived: [inputKey(`k${expected}`)],
            events: [said('ы'.repeat(5_000))],
          }),
        ],
        [],
      )
    let acknowledged = 0
    const filling = async () => {
      for (;;) acknowledged += (await turn(acknowledged)).length
    }
    await expect(filling()).rejects.toMatchObject({ code: 'diskFull' })
    expect(acknowledged).toBeGreaterThan(10)
    expect(await store.conversationEvents(VERA, 0, 10_000)).toHaveLength(acknowledged)
    await store.close()
    const reopened = await openSqliteStore(options)
    expect(await reopened.conversationEvents(VERA, 0, 10_000)).toHaveLength(acknowledged)
    await reopened.close()
  })

  it('leaves no half of a file', async ({ skip }) => {
    const dir = join(smallDisk(skip), 'files')
    const blobs = await openBlobs(dir)
    const id = 'f'.repeat(32)
    await expect(blobs.put(id, new Uint8Array(2_000_000))).rejects.toMatchObject({ code: 'diskFull' })
    expect(await blobs.get(id)).toBeUndefined()
    expect(readdirSync(join(dir, 'unfinished'))).toEqual([])
    await blobs.put(id, new Uint8Array(1000))
    expect(await blobs.get(id)).toHaveLength(1000)
  })
})
