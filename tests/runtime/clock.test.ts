import { describe, expect, it } from 'vitest'
import { instant } from '../../src/domain/time.ts'
import { stopwatch, systemChance, systemClock } from '../../src/runtime/clock.ts'

describe('the machine’s clock', () => {
  it('wakes at the date, at once for one that has passed, and never when cancelled', async () => {
    const woken: string[] = []
    const due = instant(systemClock.now() + 5)
    await new Promise<void>((resolve) => {
      systemClock.at(instant(systemClock.now() + 2), () => void woken.push('cancelled')).cancel()
      systemClock.at(instant(0), () => void woken.push('passed'))
      systemClock.at(due, () => {
        woken.push('due')
        resolve()
      })
    })
    expect(woken).toEqual(['passed', 'due'])
    expect(systemClock.now()).toBeGreaterThanOrEqual(due)
    expect(stopwatch()).toBeGreaterThan(0)
  })
})

describe('the machine’s chance', () => {
  it('gives tokens of the asked size and fractions below one', () => {
    const tokens = Array.from({ length: 100 }, () => systemChance.token(16))
    expect(new Set(tokens).size).toBe(100)
    expect(tokens.every((token) => /^[\w-]{22}$/u.test(token))).toBe(true)
    const fractions = Array.from({ length: 100 }, () => systemChance.fraction())
    expect(fractions.every((fraction) => fraction >= 0 && fraction < 1)).toBe(true)
  })
})
