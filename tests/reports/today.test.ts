import { describe, expect, test } from 'vitest'
import { EMPTY_DESK, type Ticket } from '../../src/domain/desk/state.ts'
import type { DeskEvent } from '../../src/domain/event.ts'
import { operatorId, ticketId } from '../../src/domain/ids.ts'
import type { Score } from '../../src/domain/message.ts'
import { hours, instant, later, minutes, seconds } from '../../src/domain/time.ts'
import { DayReport } from '../../src/reports/today.ts'
import type { LoggedEvent } from '../../src/store/port.ts'
import { DeskWorld, handoff, LINE, NOON } from '../domain/desk-world.ts'
import { ManualClock } from '../fakes/manual-clock.ts'

const ANNA = operatorId('anna')

function ticketOf(n: number, fields: object = {}): Ticket {
  const desk = new DeskWorld().hire(ANNA, [LINE])
  desk.send(handoff(`c${n}`))
  return { ...desk.ticket(1), id: ticketId(n), openedAt: NOON, ...fields }
}

class Log {
  readonly events_: LoggedEvent[] = []
  reads = 0

  add(at: number, event: DeskEvent): void {
    this.events_.push({ seq: this.events_.length + 1, at: instant(at), address: { to: 'desk' }, event })
  }
  async events(after: number, limit: number) {
    this.reads += 1
    return this.events_.filter(({ seq }) => seq > after).slice(0, limit)
  }
  async lastSeq() {
    return this.events_.length
  }
  async desk() {
    return { state: EMPTY_DESK, version: 0 }
  }
}

const answered = (n: number, after: number): DeskEvent => ({
  type: 'ticketAnswered',
  ticket: ticketOf(n, { answeredAt: NOON + after }),
})
const closed = (n: number, score?: Score): Ticket =>
  ticketOf(n, {
    ...{ status: 'closed', outcome: 'solved', operator: ANNA, closedAt: NOON },
    ...(score === undefined ? {} : { score }),
  })

describe('the day so far', () => {
  test('counts what happened since midnight of the desk, and nothing of yesterday', async () => {
    const log = new Log()
    for (let n = 0; n < 100; n++) log.add(NOON - hours(20), { type: 'ticketClosed', ticket: closed(n) })
    log.add(NOON, answered(200, seconds(20)))
    log.add(NOON, answered(201, seconds(40)))
    log.add(NOON, answered(202, minutes(5)))
    log.add(NOON, { type: 'ticketClosed', ticket: closed(200) })
    log.add(NOON, { type: 'ticketRated', ticket: closed(200, 3) })
    log.add(NOON, { type: 'ticketRated', ticket: closed(200, 5) })
    log.add(NOON, { type: 'ticketRated', ticket: closed(201, 4) })
    const today = await new DayReport(
      log,
      new ManualClock(later(NOON, minutes(1))),
      () => 'Europe/Moscow',
    ).today()
    expect(today).toMatchObject({
      answered: 3,
      closed: 1,
      frt: { median: seconds(40), p90: minutes(5) },
      csat: { average: 4.5, ratings: 2 },
    })
  })

  test('a later question reads only what came since; the next day begins anew', async () => {
    const log = new Log()
    const clock = new ManualClock(NOON)
    const report = new DayReport(log, clock, () => 'Europe/Moscow')
    log.add(NOON, answered(1, seconds(20)))
    await report.today()
    const before = log.reads
    log.add(NOON, answered(2, seconds(20)))
    expect((await report.today()).answered).toBe(2)
    expect(log.reads - before).toBe(1)
    clock.advance(hours(24))
    expect(await report.today()).toMatchObject({ answered: 0 })
  })

  test('an empty log is an empty day', async () => {
    const today = await new DayReport(new Log(), new ManualClock(NOON), () => 'UTC').today()
    expect(today).toMatchObject({ answered: 0, closed: 0, waiting: 0 })
    expect(today.frt ?? today.csat).toBeUndefined()
  })
})
