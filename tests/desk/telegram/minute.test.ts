/** The group's minute, simulated in short: the mirror itself over a model of Telegram (bench/telegram). */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seeded } from '../../../bench/telegram/clock.ts'
import { simulate } from '../../../bench/telegram/simulate.ts'
import { LIMITS, summary } from '../../../bench/telegram/trials.ts'
import { duration, hours, minutes } from '../../../src/domain/time.ts'

const FINE = { refused: 0, lost: 0, doubled: 0, disordered: 0 }

describe('twenty calls a minute', () => {
  test.each([...LIMITS])(
    '%i chats in one group: words are late by %i s at most (p95)',
    async (chats, limit) => {
      const found = await summary({ chats, groups: 1 }, [1, 2, 3], hours(1))
      expect(found).toMatchObject(FINE)
      expect(found.p95).toBeLessThanOrEqual(limit)
      expect(found.busiest).toBeLessThanOrEqual(20)
      // A new chat's card does not wait behind those who write.
      expect(found.opening).toBeLessThanOrEqual(12)
    },
  )

  test('several groups share the chats', async () => {
    const one = await summary({ chats: 20, groups: 1 }, [1], hours(1))
    const two = await summary({ chats: 20, groups: 2 }, [1], hours(1))
    expect(two).toMatchObject(FINE)
    expect(two.p95).toBeLessThan(one.p95 / 2)
  })

  test('threads in the operators’ own chats are hardly late at all', async () => {
    const found = await summary({ chats: 20, groups: 1, personal: true }, [1], hours(1))
    expect(found).toMatchObject(FINE)
    expect(found.p95).toBeLessThanOrEqual(2)
  })
})

describe('whatever Telegram does, and whenever the process is killed', () => {
  const kills = fc.array(fc.integer({ min: 5_000, max: 600_000 }), { maxLength: 6 })
  const rates = fc.record({
    server: fc.double({ min: 0, max: 0.2, noNaN: true }),
    lost: fc.double({ min: 0, max: 0.1, noNaN: true }),
  })
  const GROUPS = 2
  const floods = fc.constantFrom(0, 0.01)

  test('nothing is lost or out of order, what is doubled says so, and no minute has more than twenty', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), kills, rates, floods, async (seed, at, { server, lost }, flood) => {
        const chance = seeded(seed + 1)
        const found = await simulate({
          ...{ chats: 7, groups: GROUPS, seed, lasts: minutes(11), chatLasts: minutes(5) },
          kills: [...at].sort((one, other) => one - other).map(duration),
          fault: () => {
            const met = chance.fraction()
            if (met < server) return 'server'
            if (met < server + lost) return 'lost'
            return met < server + lost + flood ? { retryAfter: 20 } : undefined
          },
        })
        const { lost: missing, refused, unmarked, disordered, busiest } = found
        expect({ missing, unmarked, disordered }).toEqual({ missing: 0, unmarked: 0, disordered: 0 })
        // A call that was under way to a group at a kill may be counted later than the next process reckons.
        expect(refused).toBeLessThanOrEqual(at.length * GROUPS)
        expect(busiest).toBeLessThanOrEqual(20)
      }),
      { numRuns: 20 },
    )
  }, 60_000)
})
