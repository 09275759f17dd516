import { describe, expect, it } from 'vitest'
import { Pace } from '../../../src/channels/telegram/pace.ts'
import { between, duration, hours, instant, later, seconds } from '../../../src/domain/time.ts'
import { ManualClock } from '../../fakes/manual-clock.ts'
import { Operator } from '../../whole/operator.ts'
import { openTelegram, passUntil } from './world.ts'

describe('the pace', () => {
  it('lets three through at once to one person, then one a second', () => {
    const clock = new ManualClock()
    const pace = new Pace(clock, 30)
    const start = clock.now()
    const at: number[] = []
    for (let delivery = 1; delivery <= 6; delivery++) {
      for (let due = pace.notBefore(1, delivery); due > clock.now(); due = pace.notBefore(1, delivery)) {
        clock.set(due)
      }
      at.push(between(start, clock.now()))
    }
    expect(at).toEqual([0, 0, 0, 1050, 2100, 3150])
  })

  it('gives everybody together thirty a second, first come first served', () => {
    const clock = new ManualClock()
    const pace = new Pace(clock, 30)
    const due = Array.from({ length: 90 }, (_, n) => between(clock.now(), pace.notBefore(n, n)))
    expect(due.filter((ms) => ms === 0)).toHaveLength(29)
    expect(due).toEqual([...due].sort((a, b) => a - b))
    expect(due.at(-1)).toBeGreaterThan(2_000)
    expect(due.at(-1)).toBeLessThan(2_200)
    // Asked again, the turn stays what it was.
    expect(between(clock.now(), pace.notBefore(89, 89))).toBe(due.at(-1))
  })

  it('outlives a clock that is put back', () => {
    const clock = new ManualClock()
    const pace = new Pace(clock, 30)
    for (let delivery = 0; delivery < 5; delivery++) pace.notBefore(1, delivery)
    clock.set(instant(clock.now() - hours(1)))
    expect(between(clock.now(), pace.notBefore(1, 9))).toBeLessThanOrEqual(2_000)
    expect(pace.untilIdle(2)).toBe(0)
    expect(later(clock.now(), seconds(0))).toBe(clock.now())
  })

  it('makes a 429 an accident: a flow, a flood of replies, many at once, and none of them', async () => {
    const { fake, kotik, clock, customer } = await openTelegram({
      budgets: 'on',
      people: [{ login: 'anna', name: 'Анна' }],
    })
    const anna = await Operator.open(kotik.url, 'anna')
    const vera = customer()
    vera.say('оператор')
    const ticket = await anna.given()
    for (let n = 0; n < 12; n++) await anna.reply(ticket, `ответ ${n}`)
    const others = Array.from({ length: 60 }, (_, n) => customer(`Гость ${n}`))
    for (const other of others) other.say('забыл пароль')
    const answered = () => others.filter((other) => other.messages().some(({ byBot }) => byBot)).length
    await passUntil(clock, () => answered() === others.length)
    await passUntil(clock, () => vera.messages().some(({ text }) => text === 'ответ 11'))
    const replies = vera.messages().flatMap(({ text }) => (/^ответ/u.test(text) ? [text] : []))
    expect(replies).toEqual(Array.from({ length: 12 }, (_, n) => `ответ ${n}`))
    expect(Object.keys(fake.journal.counts).filter((key) => key.endsWith(' 429'))).toEqual([])
    await clock.pass(duration(0))
    await anna.leave()
  })
})
