import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { conversationId } from '../../src/domain/ids.ts'
import { seconds } from '../../src/domain/time.ts'
import { ComeAgain } from '../../src/messengers/come-again.ts'
import { IncomingFiles, type Source } from '../../src/messengers/incoming-files.ts'
import { Pauses } from '../../src/messengers/pause.ts'
import { systemChance } from '../../src/runtime/clock.ts'
import { openBlobs } from '../../src/store/blobs.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { MIGRATIONS, temporaryFolder } from '../store/temporary.ts'

const VERA = conversationId('telegram', '7')
const LETTER = { kind: 'file', name: 'letter.txt' } as const
const bytes = Buffer.from('Здравствуйте')

async function open() {
  const folder = temporaryFolder()
  const clock = new ManualClock()
  const store = await openSqliteStore({ url: `file:${folder}/kotik.db`, migrationsDir: MIGRATIONS })
  onTestFinished(() => store.close())
  const blobs = await openBlobs(join(folder, 'files'))
  const pauses = new Pauses(clock)
  const incoming = new IncomingFiles({
    ...{ store, blobs, clock, chance: systemChance, pauses },
    limit: () => 100,
  })
  return { clock, store, blobs, pauses, incoming }
}

/** Fails as often as told, then gives the bytes; a second between tries. */
function failing(times: number): Source & { readonly asked: () => number } {
  let asked = 0
  return {
    asked: () => asked,
    ask: () => {
      asked += 1
      return asked > times ? Promise.resolve(bytes) : Promise.reject(new Error('the line is down'))
    },
    waitAfter: () => 1_000,
  }
}

it('keeps a file that comes at the third try, and none that comes later', async () => {
  const { clock, blobs, store, incoming } = await open()
  const both = Promise.all([
    incoming.fetch(LETTER, failing(2), VERA),
    incoming.fetch(LETTER, failing(3), VERA),
  ])
  await clock.pass(seconds(5))
  const [kept, gone] = await both
  expect(gone).toEqual({ kind: 'gone', name: 'letter.txt', sent: 'file' })
  if (kept.kind !== 'kept') throw new Error(kept.kind)
  expect(kept.attachment).toMatchObject({ kind: 'file', name: 'letter.txt', mime: 'text/plain', size: 24 })
  expect(Buffer.from((await blobs.get(kept.attachment.id)) ?? [])).toEqual(bytes)
  expect(await store.file(kept.attachment.id)).toMatchObject({ conversation: VERA, at: clock.now() })
})

it('asks for nothing that is larger than either limit', async () => {
  const { incoming } = await open()
  const source = { ...failing(0), most: 50 }
  expect(await incoming.fetch({ ...LETTER, size: 51 }, source, VERA)).toMatchObject({
    kind: 'tooLarge',
    limit: 50,
  })
  expect(await incoming.fetch({ ...LETTER, size: 101 }, failing(0), VERA)).toMatchObject({ limit: 100 })
  expect(source.asked()).toBe(0)
})

it('does not take a program, whatever it is called', async () => {
  const { incoming } = await open()
  const program = Buffer.from('4d5a90000300000004000000ffff0000', 'hex')
  expect(await incoming.keep(LETTER, program, VERA)).toEqual({
    kind: 'refused',
    name: 'letter.txt',
    sent: 'file',
  })
})

it('lets the file come again after a stop, for without it the message would be less than it was', async () => {
  const { incoming, pauses } = await open()
  const fetching = incoming.fetch(LETTER, failing(1), VERA)
  pauses.end()
  await expect(fetching).rejects.toThrow(ComeAgain)
})
