/** The memory of albums is bounded, and what it forgets leaves the notes, too. */
import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/domain/message.ts'
import { hours, instant, later, seconds } from '../../src/domain/time.ts'
import { AlbumsSaid } from '../../src/telegram/albums-said.ts'

const START = instant(1_768_208_400_000)
const albumsSaid = () => new AlbumsSaid({ prefix: 'said:', most: 2_000 })

/** So many albums, a second apart; what the notes hold then. */
function said(count: number) {
  const albums = albumsSaid()
  const notes = new Map<string, Json>()
  for (let n = 1; n <= count; n += 1)
    for (const [key, note] of albums.add(`a${n}`, [n], later(START, seconds(n)))) {
      if (note === undefined) notes.delete(key)
      else notes.set(key, note)
    }
  return { albums, notes }
}

describe('albums that were said', () => {
  test('are known by their parts', () => {
    const { albums } = said(3)
    expect([albums.has('a2', 2), albums.has('a2', 3), albums.knows('a4')]).toEqual([true, false, false])
  })

  test('keep their first parts when a late one comes', () => {
    const { albums } = said(3)
    albums.add('a2', [20], later(START, seconds(4)))
    expect([albums.has('a2', 2), albums.has('a2', 20)]).toEqual([true, true])
  })

  test('are known from notes of before', () => {
    const albums = albumsSaid()
    albums.load(new Map([['said:a1', { parts: [1], at: START }]]), START)
    expect(albums.has('a1', 1)).toBe(true)
  })

  test('the last two thousand are kept, in memory and in the notes', () => {
    const { albums, notes } = said(2_100)
    expect([notes.size, albums.knows('a100'), albums.knows('a101')]).toEqual([2_000, false, true])
  })

  test('a day later they are forgotten, also by the next process', () => {
    const { notes } = said(3)
    const next = albumsSaid()
    expect([...next.load(notes, later(START, hours(26))).keys()]).toEqual(['said:a1', 'said:a2', 'said:a3'])
    expect(next.knows('a3')).toBe(false)
    const soon = albumsSaid()
    expect(soon.load(notes, later(START, hours(1))).size).toBe(0)
    expect(soon.has('a3', 3)).toBe(true)
  })
})
