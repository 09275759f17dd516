import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Budget,
  begin,
  budgetOf,
  earliest,
  end,
  GROUP,
  holdBack,
  noteOf,
  PERSON,
  UNLIMITED,
  UNSPENT,
} from '../../../src/desk/telegram/budget.ts'
import { behind, choose, type Want } from '../../../src/desk/telegram/urgency.ts'
import { type Instant, instant, later, minutes, seconds } from '../../../src/domain/time.ts'

const START = instant(1_768_208_400_000)
const at = (s: number) => later(START, seconds(s))
const urgency = fc.constantFrom('first', 'relay', 'later' as const)

/** Calls each as soon as it may begin, ended a moment later; when Telegram counted them. */
function spend(
  wanted: readonly { readonly urgency: Want['urgency']; readonly cost: number; readonly pause: number }[],
) {
  const taken: Instant[] = []
  const waits: { readonly urgency: Want['urgency']; readonly wait: number }[] = []
  let budget: Budget = UNSPENT
  let now: Instant = START
  for (const { urgency, cost, pause } of wanted) {
    now = later(now, seconds(pause))
    const from = now
    for (;;) {
      const free = earliest(budget, GROUP, { urgency, cost }, now)
      if (free === undefined) throw new Error('nothing is under way')
      if (free <= now) break
      now = free
    }
    waits.push({ urgency, wait: now - from })
    budget = begin(budget, cost, now)
    for (let n = 0; n < cost; n += 1) taken.push(now)
    now = later(now, seconds(0.2))
    budget = end(budget, cost, GROUP, now)
  }
  return { taken, waits, budget }
}

const busiest = (taken: readonly Instant[]) =>
  Math.max(0, ...taken.map((from) => taken.filter((one) => one >= from && one < from + minutes(1)).length))

describe('the budget of a group', () => {
  test('is never more than twenty in any sliding minute', () => {
    const wanted = fc.array(
      fc.record({
        urgency,
        cost: fc.integer({ min: 1, max: 10 }),
        pause: fc.double({ min: 0, max: 20, noNaN: true }),
      }),
      { maxLength: 120 },
    )
    fc.assert(
      fc.property(wanted, (list) => {
        expect(busiest(spend(list).taken)).toBeLessThanOrEqual(20)
      }),
    )
  })

  test('keeps urgency first within seconds, however many words wait', () => {
    const relays = Array.from({ length: 100 }, () => ({ urgency: 'relay', cost: 1, pause: 0 }) as const)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), (before) => {
        const { waits } = spend([...relays.slice(0, before), { urgency: 'first', cost: 1, pause: 0 }])
        expect(waits.at(-1)?.wait).toBeLessThanOrEqual(6_000)
      }),
    )
  })

  test('spreads words before it is gone, and spends the first of them at once', () => {
    const { waits } = spend(Array.from({ length: 20 }, () => ({ urgency: 'relay', cost: 1, pause: 0 })))
    expect(waits.slice(0, 8).every(({ wait }) => wait === 0)).toBe(true)
    expect(waits.slice(10, 18).every(({ wait }) => wait > 0 && wait < 4_000)).toBe(true)
  })

  test('leaves half of the minute to people: the board and renames wait', () => {
    const { budget } = spend(Array.from({ length: 10 }, () => ({ urgency: 'relay', cost: 1, pause: 0 })))
    const now = at(20)
    expect(earliest(budget, GROUP, { urgency: 'later', cost: 1 }, now)).toBeGreaterThan(now)
    expect(earliest(budget, GROUP, { urgency: 'first', cost: 1 }, now)).toBeLessThanOrEqual(now)
  })

  test('knows after a restart what was spent, and obeys a 429 of an hour', () => {
    const spent = spend(Array.from({ length: 20 }, () => ({ urgency: 'first', cost: 1, pause: 0 }))).budget
    const note = JSON.parse(JSON.stringify(noteOf(holdBack(spent, at(3_600)), at(10))))
    const again = budgetOf(note)
    expect(earliest(again, GROUP, { urgency: 'first', cost: 1 }, at(11))).toBe(at(3_600))
    const without = budgetOf({ ...note, notBefore: 0 })
    expect(earliest(without, GROUP, { urgency: 'first', cost: 1 }, at(11))).toBeGreaterThan(at(60))
  })

  test('one that waits only for the end of a call under way has no date', () => {
    const full = begin(UNSPENT, 20, START)
    expect(earliest(full, GROUP, { urgency: 'first', cost: 1 }, at(1))).toBeUndefined()
  })

  test('a person gets one message a second, a server of one’s own has no limit', () => {
    const budget = end(begin(UNSPENT, 1, START), 1, PERSON, at(0.1))
    expect(earliest(budget, PERSON, { urgency: 'relay', cost: 1 }, at(0.2))).toBe(at(1.1))
    expect(earliest(begin(UNSPENT, 500, START), UNLIMITED, { urgency: 'relay', cost: 1 }, START)).toBe(0)
  })
})

describe('urgency', () => {
  const want = (key: string, urgency: Want['urgency'], since: number, more: Partial<Want> = {}): Want => ({
    ...{ key, urgency, since: at(since), cost: 1 },
    ...more,
  })
  const chosen = (wants: readonly Want[], now: number, budget: Budget = UNSPENT) => {
    const choice = choose(wants, budget, GROUP, at(now))
    return choice && 'go' in choice ? choice.go.key : choice
  }

  test('alerts before words, words before the board; the longest waiting first', () => {
    const wants = [
      want('board', 'later', 0),
      want('b', 'relay', 2),
      want('a', 'relay', 1),
      want('alert', 'first', 3),
    ]
    expect(chosen(wants, 4)).toBe('alert')
    expect(chosen(wants.slice(0, 3), 4)).toBe('a')
    expect(chosen(wants.slice(0, 1), 4)).toBe('board')
    expect(chosen([], 4)).toBeUndefined()
  })

  test('what must happen some day takes its turn, but passes nobody who waits', () => {
    const tidy = want('tidy', 'later', 0, { hurries: at(60) })
    expect(chosen([tidy, want('a', 'relay', 50)], 70)).toBe('a')
    expect(chosen([tidy, want('b', 'relay', 65)], 70)).toBe('tidy')
  })

  test('what failed is tried again at its time', () => {
    expect(chosen([want('a', 'relay', 0, { notBefore: at(9) })], 4)).toEqual({ look: at(9) })
  })

  test('while the minute is short, the rest of a burst is waited for', () => {
    const { budget } = spend(Array.from({ length: 12 }, () => ({ urgency: 'first', cost: 1, pause: 0 })))
    const speaking = want('a', 'relay', 29, { freshest: at(29) })
    expect(chosen([speaking], 30)).toBe('a')
    expect(chosen([speaking], 30, budget)).toEqual({ look: at(32.5) })
    expect(chosen([speaking], 33, budget)).toBe('a')
  })

  test('how late people’s words are, is told from five seconds on', () => {
    const wants = [want('a', 'relay', 0), want('board', 'later', -100)]
    expect(behind(wants, at(4))).toBe(0)
    expect(behind(wants, at(31))).toBe(31)
  })
})
