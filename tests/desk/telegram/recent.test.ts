import { describe, expect, test } from 'vitest'
import { messageOf, numbersIn, withoutRecent, withRecent } from '../../../src/desk/telegram/mirror/recent.ts'

describe('which message stands for which line', () => {
  const recent = withRecent(withRecent(undefined, [4, 5], 900), [5], 901)

  test('several lines stand in one message, and the last message of a line counts', () => {
    expect(messageOf(recent, 4)).toBe(900)
    expect(messageOf(recent, 5)).toBe(901)
    expect(numbersIn(recent, 900)).toEqual([4, 5])
  })

  test('a number of a line is never taken for a message', () => {
    expect(messageOf(recent, 900)).toBeUndefined()
    expect(numbersIn(recent, 5)).toEqual([])
  })

  test('what is taken out is gone everywhere', () => {
    expect(withoutRecent(recent, 5)).toEqual([4, 900])
  })

  test('where nothing was sent nothing is added', () => {
    expect(withRecent(recent, [6], undefined)).toBe(recent)
  })

  test('the last forty are kept', () => {
    let long = withRecent(undefined, [], undefined)
    for (let number = 1; number <= 50; number += 1) long = withRecent(long, [number], 1_000 + number)
    expect(messageOf(long, 10)).toBeUndefined()
    expect(messageOf(long, 11)).toBe(1_011)
  })
})
