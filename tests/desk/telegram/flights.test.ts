import { expect, test } from 'vitest'
import { Flights } from '../../../src/desk/telegram/mirror/flights.ts'
import { ticketId } from '../../../src/domain/ids.ts'
import type { Json } from '../../../src/domain/message.ts'

/** What is noted when a process dies, read by the next. */
const reborn = async ([key, note]: readonly [string, Json]) => {
  const flights = new Flights()
  return { flights, left: await flights.load({ read: async () => new Map([[key, note]]) }) }
}

test('what a process did not see the end of is known to the next, until that has seen it', async () => {
  const first = new Flights()
  first.begin(ticketId(1))
  first.begin(ticketId(2))
  const second = await reborn(first.end(ticketId(1)))
  expect(second.left).toEqual([2])
  // It dies as well, before it has come to ticket 2.
  second.flights.begin(ticketId(3))
  const third = await reborn(second.flights.end(ticketId(3)))
  expect(third.left).toEqual([2])
})
