/** Twenty calls in any second, at a distance that leaves nobody waiting for the next second. */
import { describe, expect, it } from 'vitest'
import { Window } from '../../../src/channels/vk/window.ts'
import { between, duration, type Instant, later, seconds } from '../../../src/domain/time.ts'
import { ManualClock } from '../../fakes/manual-clock.ts'

const SECOND = 1_080

function open() {
  const clock = new ManualClock()
  const window = new Window(clock, 20)
  const made: Instant[] = []
  /** Every call that may be made is made. */
  const takeAll = () => {
    for (; window.free > 0; window.spend()) made.push(clock.now())
  }
  /** Each alarm rings so much later than it was set for. */
  const pressed = (ms: number, lateness: (call: number) => number = () => 0) => {
    const end = later(clock.now(), duration(ms))
    for (takeAll(); window.opensAt < end; takeAll()) {
      clock.set(later(window.opensAt, duration(lateness(made.length))))
    }
  }
  return { clock, window, made, pressed, takeAll }
}

const gaps = (made: readonly Instant[]) => made.slice(1).map((at, index) => between(made[index] ?? at, at))
const mostInASecond = (made: readonly Instant[]) =>
  Math.max(...made.map((from) => made.filter((at) => at >= from && between(from, at) < SECOND).length))

describe('the window', () => {
  it('lets four go at once, and the next a little later', () => {
    const { window, made, takeAll, clock } = open()
    takeAll()
    expect(made).toHaveLength(4)
    expect(between(clock.now(), window.opensAt)).toBeLessThan(70)
  })

  it('keeps an even distance under pressure, also in the second after the first four', () => {
    const { made, pressed } = open()
    pressed(20_000)
    expect(mostInASecond(made)).toBe(20)
    expect(Math.max(...gaps(made))).toBeLessThan(70)
    expect(Math.max(...gaps(made.slice(40)))).toBeLessThan(54.5)
    expect(made.length).toBeGreaterThan(368)
  })

  it('is even again a second after a machine that was late', () => {
    const { made, pressed } = open()
    pressed(20_000, (call) => (call > 100 && call % 7 === 0 && call < 200 ? call % 60 : 0))
    expect(mostInASecond(made)).toBe(20)
    expect(Math.max(...gaps(made))).toBeLessThan(70 + 60)
    expect(Math.max(...gaps(made.slice(230)))).toBeLessThan(54.5)
  })

  it('does not let calls that come now and then wait', () => {
    const { clock, window } = open()
    for (let call = 0; call < 30; call += 1) {
      expect(window.free).toBeGreaterThan(0)
      window.spend()
      clock.advance(duration(300))
    }
  })

  it('stays closed when VK has had enough, and opens', () => {
    const { clock, window } = open()
    window.close(1_000)
    expect(window.free).toBe(0)
    expect(between(clock.now(), window.opensAt)).toBe(1_000)
    clock.advance(seconds(1))
    expect(window.free).toBe(4)
  })

  it('is not shut by a clock that was put back', () => {
    const { clock, window, pressed } = open()
    pressed(3_000)
    clock.set(later(clock.now(), duration(-3_600_000)))
    expect(window.free).toBeGreaterThan(0)
    expect(window.opensAt).toBe(clock.now())
  })
})
