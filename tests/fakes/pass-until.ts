import { duration } from '../../src/domain/time.ts'
import { aTurnOfTheLoop, type ManualClock } from './manual-clock.ts'

// The clock moves between turns of the event loop: quickly at first, for what needs time; then hardly at all, for what needs
// the disk, which has no clock to turn. In all 40 s, less than what a poll waits before it counts as hung.
const QUICK = { steps: 100, turns: 100 }
const SLOW = { steps: 300, turns: 3_000 }
const STEP = duration(100)

/** Turns the clock until it is so; for what needs both time and answers of the network. */
export async function passUntil<T>(
  clock: ManualClock,
  probe: () => T | undefined | false,
  what = 'what was waited for',
): Promise<T> {
  for (let step = 0; step < QUICK.steps + SLOW.steps; step++) {
    const { turns } = step < QUICK.steps ? QUICK : SLOW
    for (let turn = 0; turn < turns; turn++) {
      const found = probe()
      if (found !== undefined && found !== false) return found
      await aTurnOfTheLoop()
    }
    await clock.pass(STEP)
  }
  throw new Error(`did not come: ${what}`)
}
