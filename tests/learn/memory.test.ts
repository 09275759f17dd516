import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { instant } from '../../src/domain/time.ts'
import { LearnMemory } from '../../src/learn/memory.ts'
import { phrasesOf } from '../../src/learn/phrases.ts'
import { temporaryFolder } from '../store/temporary.ts'

const NOON = instant(Date.UTC(2026, 0, 12, 9))

test('decisions and the last list outlive the program, and hold no word of a customer', async () => {
  const folder = join(temporaryFolder(), 'learn')
  const [phrase] = phrasesOf([{ text: 'Зюзюка!', at: NOON, reasons: ['notUnderstood'] }])
  const hash = phrase?.hash ?? ''
  const memory = new LearnMemory(folder)
  expect(await memory.settled()).toEqual(new Set())
  expect(await memory.shown()).toBeUndefined()
  await memory.remember({ since: NOON, groups: [[hash]] })
  await memory.settle([hash], 'accepted', NOON)
  await memory.settle(['0123456789abcdef'], 'dismissed', NOON)
  const later = new LearnMemory(folder)
  expect(await later.settled()).toEqual(new Set([hash, '0123456789abcdef']))
  expect(await later.shown()).toEqual({ since: NOON, groups: [[hash]] })
  expect(readFileSync(join(folder, 'settled.txt'), 'utf8')).toBe(
    `${hash} accepted 2026-01-12\n0123456789abcdef dismissed 2026-01-12\n`,
  )
})

test('a phrase is the same in any case, with or without signs', () => {
  const misses = ['зюзюка', 'Зюзюка!', 'зюзюка ***'].map((text) => ({
    text,
    at: NOON,
    reasons: ['between'] as const,
  }))
  expect(phrasesOf(misses)).toMatchObject([{ text: 'зюзюка ***', misses: [{}, {}, {}] }])
})

test('a file that a person or another version wrote is no trouble', async () => {
  const folder = temporaryFolder()
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'settled.txt'),
    'что-то\n\nabc\n0123456789abcdef dismissed\nFFFFFFFFFFFFFFFF x\n',
  )
  writeFileSync(join(folder, 'list.json'), '{"groups": 5}')
  const memory = new LearnMemory(folder)
  expect(await memory.settled()).toEqual(new Set(['0123456789abcdef']))
  expect(await memory.shown()).toBeUndefined()
})
