import { describe, expect, it } from 'vitest'
import { EMPTY_DESK } from '../../src/domain/desk/state.ts'
import { inputKey, ticketId } from '../../src/domain/ids.ts'
import type { CommitResult } from '../../src/store/port.ts'
import type { TheStore } from './store.ts'
import {
  AT,
  call,
  conversationOf,
  conversationUnit,
  deskUnit,
  OLEG,
  plus,
  said,
  say,
  timer,
  VERA,
  waitingTicket,
} from './store-samples.ts'

const KEY = inputKey('site:vera:1')
const OTHER_KEY = inputKey('site:oleg:1')

function kinds(results: readonly CommitResult[]): readonly string[] {
  return results.map(({ kind }) => kind)
}

export function commitContract(store: TheStore): void {
  describe('states', () => {
    it('knows no conversation that was never committed, and an empty desk', async () => {
      expect(await store().conversations([VERA])).toEqual(new Map())
      expect(await store().desk()).toEqual({ state: EMPTY_DESK, version: 0 })
    })

    it('gives back what was committed, one version on', async () => {
      await store().commit([conversationUnit(VERA), deskUnit()], [])
      await store().commit([conversationUnit(VERA, { expected: 1 }, 7)], [])
      const found = await store().conversations([VERA, OLEG])
      expect(found).toEqual(new Map([[VERA, { state: conversationOf(VERA, 7), version: 2 }]]))
      expect(await store().desk()).toEqual({ state: EMPTY_DESK, version: 1 })
    })

    it('turns away a decision made on another version', async () => {
      await store().commit([conversationUnit(VERA), deskUnit()], [])
      const results = await store().commit(
        [
          conversationUnit(VERA),
          conversationUnit(VERA, { expected: 2 }),
          deskUnit(),
          deskUnit({ expected: 5 }),
        ],
        [],
      )
      expect(kinds(results)).toEqual(['conflict', 'conflict', 'conflict', 'conflict'])
    })

    it('turns away a later version of what is not stored', async () => {
      const results = await store().commit(
        [conversationUnit(VERA, { expected: 1 }), deskUnit({ expected: 1 })],
        [],
      )
      expect(kinds(results)).toEqual(['conflict', 'conflict'])
      expect((await store().conversations([VERA])).size).toBe(0)
    })

    it('takes two turns of one conversation in one batch, each on the version before it', async () => {
      const results = await store().commit(
        [conversationUnit(VERA), conversationUnit(VERA, { expected: 1 }, 2), conversationUnit(VERA, {}, 3)],
        [],
      )
      expect(kinds(results)).toEqual(['committed', 'committed', 'conflict'])
      expect((await store().conversations([VERA])).get(VERA)).toEqual({
        state: conversationOf(VERA, 2),
        version: 2,
      })
    })

    it('keeps what people write as they wrote it', async () => {
      const text = 'Ёлки 🐈‍⬛ \u0000 שלום {{ x }} <b> \\ " \u2028'
      await store().commit([conversationUnit(VERA, { events: [said(text)] })], [])
      const [logged] = await store().conversationEvents(VERA, 0, 1)
      expect(logged?.event).toEqual(said(text))
    })
  })

  describe('a unit that is turned away', () => {
    const whole = {
      arrived: [KEY],
      events: [said('а')],
      effects: [say('б')],
      later: [timer('t', plus(AT, 1000))],
    }

    it('leaves nothing behind, and the others of its batch are written', async () => {
      await store().commit([conversationUnit(OLEG)], [])
      const results = await store().commit(
        [
          conversationUnit(OLEG, whole),
          conversationUnit(VERA, { arrived: [OTHER_KEY], events: [said('в')] }),
        ],
        [],
      )
      expect(kinds(results)).toEqual(['conflict', 'committed'])
      expect(await store().seen([KEY, OTHER_KEY])).toEqual(new Set([OTHER_KEY]))
      expect(await store().conversationEvents(OLEG, 0, 10)).toEqual([])
      expect(await store().undelivered(0, 10)).toEqual([])
      expect(await store().nextDue()).toBeUndefined()
    })

    it('is a duplicate when an input of it was handled before', async () => {
      await store().commit([conversationUnit(VERA, { arrived: [KEY] })], [])
      const results = await store().commit(
        [conversationUnit(OLEG, { ...whole, arrived: [OTHER_KEY, KEY] })],
        [],
      )
      expect(results).toEqual([{ kind: 'duplicate', keys: [KEY] }])
      expect(await store().seen([OTHER_KEY])).toEqual(new Set())
      expect((await store().conversations([OLEG])).size).toBe(0)
      expect(await store().lastSeq()).toBe(0)
    })

    it('is a duplicate when the same input came twice in one batch or one unit', async () => {
      const results = await store().commit(
        [
          conversationUnit(VERA, { arrived: [KEY] }),
          conversationUnit(VERA, { arrived: [KEY], expected: 1 }),
          conversationUnit(OLEG, { arrived: [OTHER_KEY, OTHER_KEY] }),
        ],
        [],
      )
      expect(results.slice(1)).toEqual([
        { kind: 'duplicate', keys: [KEY] },
        { kind: 'duplicate', keys: [OTHER_KEY] },
      ])
    })

    it('is a duplicate rather than a conflict, since the answer to it was given already', async () => {
      await store().commit([conversationUnit(VERA, { arrived: [KEY] })], [])
      const results = await store().commit([conversationUnit(VERA, { arrived: [KEY] })], [])
      expect(kinds(results)).toEqual(['duplicate'])
    })
  })

  describe('the outbox', () => {
    it('keeps effects in their order, each in its lane', async () => {
      const results = await store().commit(
        [conversationUnit(VERA, { effects: [say('один'), call('c1'), say('два')] }), conversationUnit(OLEG)],
        [],
      )
      const rows = await store().undelivered(0, 10)
      expect(rows.map(({ lane, effect }) => [lane, effect])).toEqual([
        [VERA, say('один')],
        [`call:${VERA}:c1`, call('c1')],
        [VERA, say('два')],
      ])
      expect(rows[0]).toMatchObject({ conversation: VERA, attempts: 0, notBefore: 0, createdAt: AT })
      expect(results[0]).toEqual({ kind: 'committed', seqs: [], deliveries: rows.map(({ id }) => id) })
      expect(results[1]).toEqual({ kind: 'committed', seqs: [], deliveries: [] })
    })

    it('gives rows above an id, so many at most', async () => {
      await store().commit([conversationUnit(VERA, { effects: [say('1'), say('2'), say('3')] })], [])
      const [first, second] = await store().undelivered(0, 2)
      expect(second?.effect).toEqual(say('2'))
      const rest = await store().undelivered(first?.id ?? 0, 1)
      expect(rest).toEqual([second])
    })

    it('drops what was delivered and never gives its id again', async () => {
      await store().commit([conversationUnit(VERA, { effects: [say('1')] })], [])
      const [row] = await store().undelivered(0, 1)
      const id = row?.id ?? 0
      await store().commit([], [{ id, outcome: 'done', externalId: '77' }])
      expect(await store().undelivered(0, 10)).toEqual([])
      await store().commit([conversationUnit(VERA, { expected: 1, effects: [say('2')] })], [])
      const [next] = await store().undelivered(0, 1)
      expect(next?.id).toBeGreaterThan(id)
    })

    it('remembers until when to wait, and how often it was tried', async () => {
      await store().commit([conversationUnit(VERA, { effects: [say('1')] })], [])
      const [row] = await store().undelivered(0, 1)
      const again = { id: row?.id ?? 0, outcome: 'again', error: '429' } as const
      await store().commit([], [{ ...again, notBefore: plus(AT, 1000) }])
      await store().commit([], [{ ...again, notBefore: plus(AT, 3000) }])
      expect(await store().undelivered(0, 1)).toEqual([{ ...row, attempts: 2, notBefore: plus(AT, 3000) }])
    })

    it('takes a refused row out of the way, and an outcome of a row that is gone for nothing', async () => {
      await store().commit([conversationUnit(VERA, { effects: [say('1'), say('2')] })], [])
      const [row, other] = await store().undelivered(0, 2)
      const outcome = { id: row?.id ?? 0, outcome: 'refused', error: 'blockedByUser' } as const
      await store().commit([], [outcome])
      await store().commit([], [outcome, { id: 999, outcome: 'done' }])
      expect(await store().undelivered(0, 10)).toEqual([other])
    })

    it('settles outcomes together with units', async () => {
      await store().commit([conversationUnit(VERA, { effects: [say('1')] })], [])
      const [row] = await store().undelivered(0, 1)
      await store().commit(
        [conversationUnit(OLEG, { effects: [say('2')] })],
        [{ id: row?.id ?? 0, outcome: 'done' }],
      )
      expect((await store().undelivered(0, 10)).map(({ conversation }) => conversation)).toEqual([OLEG])
    })

    it('does nothing when there is nothing to do', async () => {
      expect(await store().commit([], [])).toEqual([])
    })
  })

  describe('tickets', () => {
    it('keeps a ticket as the last desk event about it left it', async () => {
      const ticket = waitingTicket(1)
      await store().commit(
        [
          deskUnit({
            events: [
              { type: 'ticketOpened', ticket },
              { type: 'ticketTagged', ticket: { ...ticket, priority: 'urgent' } },
              { type: 'ticketOpened', ticket: waitingTicket(2) },
            ],
          }),
        ],
        [],
      )
      expect(await store().ticket(ticketId(1))).toEqual({ ...ticket, priority: 'urgent' })
      expect(await store().ticket(ticketId(2))).toEqual(waitingTicket(2))
      expect(await store().ticket(ticketId(3))).toBeUndefined()
    })
  })
}
