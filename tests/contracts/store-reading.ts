import { describe, expect, it } from 'vitest'
import { customerId } from '../../src/domain/ids.ts'
import type { TicketQuery } from '../../src/store/port.ts'
import type { TheStore } from './store.ts'
import {
  AT,
  closedTicket,
  conversationUnit,
  deskUnit,
  OLEG,
  plus,
  said,
  VERA,
  waitingTicket,
} from './store-samples.ts'

export function readingContract(store: TheStore): void {
  describe('the log', () => {
    const opened = { type: 'ticketOpened', ticket: waitingTicket(1) } as const
    const fill = () =>
      store().commit(
        [
          conversationUnit(VERA, { events: [said('1'), said('2')] }),
          deskUnit({ events: [opened] }),
          conversationUnit(OLEG, { events: [said('3')], at: plus(AT, 5) }),
          conversationUnit(VERA, { expected: 1, events: [said('4'), said('5')] }),
        ],
        [],
      )

    it('numbers events upwards in the order of their commit', async () => {
      expect(await store().lastSeq()).toBe(0)
      const results = await fill()
      const seqs = results.flatMap((result) => (result.kind === 'committed' ? result.seqs : []))
      expect(seqs).toEqual([...seqs].sort((a, b) => a - b))
      expect(new Set(seqs).size).toBe(6)
      expect(await store().lastSeq()).toBe(seqs[5])
    })

    it('is read whole from a position on', async () => {
      await fill()
      const all = await store().events(0, 100)
      expect(all.map(({ address, event }) => [address.to, event.type])).toEqual([
        ['conversation', 'customerSaid'],
        ['conversation', 'customerSaid'],
        ['desk', 'ticketOpened'],
        ['conversation', 'customerSaid'],
        ['conversation', 'customerSaid'],
        ['conversation', 'customerSaid'],
      ])
      expect(all[3]).toEqual({
        seq: all[3]?.seq,
        at: plus(AT, 5),
        address: { to: 'conversation', id: OLEG },
        event: said('3'),
      })
      expect(await store().events(all[1]?.seq ?? 0, 2)).toEqual(all.slice(2, 4))
    })

    it('is read for one conversation, onwards and from its end', async () => {
      await fill()
      const mine = await store().conversationEvents(VERA, 0, 100)
      expect(mine.map(({ event }) => event)).toEqual([said('1'), said('2'), said('4'), said('5')])
      expect(await store().conversationEvents(VERA, mine[1]?.seq ?? 0, 1)).toEqual(mine.slice(2, 3))
      const end = (await store().lastSeq()) + 1
      expect(await store().conversationTail(VERA, end, 3)).toEqual(mine.slice(1))
      expect(await store().conversationTail(VERA, mine[2]?.seq ?? 0, 100)).toEqual(mine.slice(0, 2))
    })

    it('has nothing of a stranger', async () => {
      await fill()
      expect(await store().conversationEvents(VERA, 1_000_000, 10)).toEqual([])
      const stranger = `${VERA}' OR 1=1 --` as typeof VERA
      expect(await store().conversationEvents(stranger, 0, 10)).toEqual([])
    })

    it('takes a negative limit for none, never for all', async () => {
      await fill()
      expect(await store().events(0, -1)).toEqual([])
      expect(await store().conversationTail(VERA, 1_000_000, -1)).toEqual([])
      expect(await store().tickets({ limit: -1 })).toEqual([])
    })
  })

  describe('tickets', () => {
    const numbers = async (query: Omit<TicketQuery, 'limit'>, limit = 10) =>
      (await store().tickets({ ...query, limit })).map(({ id }) => id)

    it('are found by status, customer and conversation, the newest first', async () => {
      const tickets = [waitingTicket(1), closedTicket(2), waitingTicket(3, OLEG), closedTicket(4, OLEG)]
      const events = tickets.map((ticket) => ({ type: 'ticketOpened', ticket }) as const)
      await store().commit([deskUnit({ events })], [])
      expect(await numbers({})).toEqual([4, 3, 2, 1])
      expect(await numbers({}, 2)).toEqual([4, 3])
      expect(await numbers({ status: ['waiting', 'active'] })).toEqual([3, 1])
      expect(await numbers({ status: ['closed'] })).toEqual([4, 2])
      expect(await numbers({ status: [] })).toEqual([])
      expect(await numbers({ conversation: OLEG })).toEqual([4, 3])
      expect(await numbers({ conversation: OLEG, status: ['waiting'] })).toEqual([3])
      expect(await numbers({ customer: customerId(VERA) })).toEqual([2, 1])
      expect(await numbers({ customer: customerId(VERA), conversation: OLEG })).toEqual([])
    })
  })
}
