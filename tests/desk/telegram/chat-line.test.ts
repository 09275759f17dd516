/** What a chat's line does while customers' words come by the hundred. */
import { describe, expect, test } from 'vitest'
import { UNLIMITED, UNSPENT } from '../../../src/desk/telegram/budget.ts'
import { ChatLine, type Job } from '../../../src/desk/telegram/chat-line.ts'
import { duration } from '../../../src/domain/time.ts'
import { ManualClock } from '../../fakes/manual-clock.ts'

function open() {
  const clock = new ManualClock()
  const ran: string[] = []
  const world = { more: true }
  const line = new ChatLine({
    ...{ chat: -1, clock, allowance: UNLIMITED, budget: UNSPENT, keep: () => {} },
    catchingUp: () => world.more,
  })
  const put = (key: string, urgency: Job['urgency']) =>
    line.put({
      ...{ key, urgency, since: clock.now(), cost: 1 },
      run: () => {
        ran.push(key)
        return Promise.resolve({ kind: 'done' })
      },
    })
  return { clock, ran, world, put, passes: (ms: number) => clock.pass(duration(ms)) }
}

describe('a chat’s line, while a backlog comes in', () => {
  test('keeps words until all have come; what is urgent goes at once', async () => {
    const { ran, world, put, passes } = open()
    put('words', 'relay')
    put('a new card', 'first')
    await passes(1_000)
    expect(ran).toEqual(['a new card'])
    world.more = false
    await passes(50)
    expect(ran).toEqual(['a new card', 'words'])
  })

  test('keeps nobody’s words for longer than three seconds', async () => {
    const { ran, put, passes } = open()
    put('words', 'relay')
    await passes(2_900)
    expect(ran).toEqual([])
    await passes(200)
    expect(ran).toEqual(['words'])
  })

  test('keeps nothing when none does', async () => {
    const { ran, world, put, passes } = open()
    world.more = false
    put('words', 'relay')
    await passes(0)
    expect(ran).toEqual(['words'])
  })
})
