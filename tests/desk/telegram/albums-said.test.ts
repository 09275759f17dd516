/** The memory of albums is bounded, and what it forgets leaves the notes, too. */
import type { Message } from 'grammy/types'
import { describe, expect, test } from 'vitest'
import { AlbumsSaid } from '../../../src/desk/telegram/albums-said.ts'
import type { Json } from '../../../src/domain/message.ts'
import { hours, instant, later, seconds } from '../../../src/domain/time.ts'

const START = instant(1_768_208_400_000)
const part = (id: number): Message => ({
  message_id: id,
  date: 0,
  chat: { id: 1, type: 'private', first_name: 'И' },
})

/** So many albums, a second apart; what the notes hold then. */
function said(count: number) {
  const albums = new AlbumsSaid()
  const notes = new Map<string, Json>()
  for (let n = 1; n <= count; n += 1)
    for (const [key, note] of albums.add(`a${n}`, [part(n)], later(START, seconds(n)))) {
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

  test('the last two thousand are kept, in memory and in the notes', () => {
    const { albums, notes } = said(2_100)
    expect([notes.size, albums.knows('a100'), albums.knows('a101')]).toEqual([2_000, false, true])
  })

  test('a day later they are forgotten, also by the next process', () => {
    const { notes } = said(3)
    const next = new AlbumsSaid()
    expect([...next.load(notes, later(START, hours(26))).keys()]).toEqual(['said:a1', 'said:a2', 'said:a3'])
    expect(next.knows('a3')).toBe(false)
    const soon = new AlbumsSaid()
    expect(soon.load(notes, later(START, hours(1))).size).toBe(0)
    expect(soon.has('a3', 3)).toBe(true)
  })
})
