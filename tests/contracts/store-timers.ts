import { describe, expect, it } from 'vitest'
import { inputKey } from '../../src/domain/ids.ts'
import type { LaterInput } from '../../src/domain/input.ts'
import { instant } from '../../src/domain/time.ts'
import type { TheStore } from './store.ts'
import { AT, conversationUnit, OLEG, plus, timer, VERA } from './store-samples.ts'

const SOON = plus(AT, 1000)
const LATE = plus(AT, 60_000)

export function timersContract(store: TheStore): void {
  const put = (...later: readonly LaterInput[]) => store().commit([conversationUnit(VERA, { later })], [])
  const due = async (now: number) => (await store().dueInputs(instant(now), 100)).map(({ key }) => key)

  describe('inputs for later', () => {
    it('come when they are due and not before, the oldest first, equal ones as written', async () => {
      await put(timer('b', SOON), timer('late', LATE), timer('a', SOON), timer('now', 0))
      expect(await due(AT)).toEqual(['now'])
      expect(await due(SOON)).toEqual(['now', 'b', 'a'])
      expect(await store().dueInputs(LATE, 2)).toEqual([timer('now', 0), timer('b', SOON)])
    })

    it('say when the next one is due', async () => {
      expect(await store().nextDue()).toBeUndefined()
      await put(timer('late', LATE), timer('soon', SOON))
      expect(await store().nextDue()).toBe(SOON)
    })

    it('are moved by writing them again', async () => {
      await put(timer('t', SOON, VERA))
      await store().commit([conversationUnit(OLEG, { later: [timer('t', LATE, OLEG)] })], [])
      expect(await store().dueInputs(LATE, 10)).toEqual([timer('t', LATE, OLEG)])
    })

    it('are gone once handled, and handled once', async () => {
      await put(timer('t', SOON), timer('u', SOON))
      const handling = (expected: number) =>
        conversationUnit(VERA, { expected, handled: [timer('t', SOON)], arrived: [inputKey(`k${expected}`)] })
      expect(await store().commit([handling(1)], [])).toMatchObject([{ kind: 'committed' }])
      expect(await store().commit([handling(2)], [])).toEqual([{ kind: 'duplicate', keys: ['t'] }])
      expect(await store().seen([inputKey('k2')])).toEqual(new Set())
      expect(await due(LATE)).toEqual(['u'])
    })

    it('stay when they were moved while the old one was being handled', async () => {
      await put(timer('t', SOON))
      await store().commit([conversationUnit(VERA, { expected: 1, later: [timer('t', LATE)] })], [])
      const stale = conversationUnit(VERA, { expected: 2, handled: [timer('t', SOON)] })
      expect(await store().commit([stale], [])).toEqual([{ kind: 'duplicate', keys: ['t'] }])
      expect(await due(LATE)).toEqual(['t'])
    })

    it('may be set again by the turn that handled them', async () => {
      await put(timer('t', SOON))
      await store().commit(
        [conversationUnit(VERA, { expected: 1, handled: [timer('t', SOON)], later: [timer('t', LATE)] })],
        [],
      )
      expect(await store().dueInputs(LATE, 10)).toEqual([timer('t', LATE)])
    })
  })

  describe('poison', () => {
    const key = inputKey('site:vera:9')
    const parked = {
      key,
      address: { to: 'conversation', id: VERA },
      input: { type: 'customerSaid', content: { text: 'яд' } },
      error: 'TypeError: x',
      at: AT,
    } as const

    it('counts failures of one input, apart from those of another', async () => {
      expect(await store().countFailure(key, 'a')).toBe(1)
      expect(await store().countFailure(key, 'b')).toBe(2)
      expect(await store().countFailure(inputKey('other'), 'a')).toBe(1)
    })

    it('forgets the failures of what succeeded in the end', async () => {
      await put(timer('t', SOON))
      await store().countFailure(inputKey('t'), 'a')
      await store().countFailure(key, 'a')
      await store().commit(
        [conversationUnit(VERA, { expected: 1, handled: [timer('t', SOON)], arrived: [key] })],
        [],
      )
      expect(await store().countFailure(inputKey('t'), 'a')).toBe(1)
      expect(await store().countFailure(key, 'a')).toBe(1)
    })

    it('sets an input from outside aside, once and for all, and leaves another instead', async () => {
      await store().countFailure(key, 'a')
      await store().park(parked, [timer('instead', 0)])
      await store().park(parked, [timer('instead', 0)])
      expect(await store().parked(10)).toEqual([parked])
      expect(await due(AT)).toEqual(['instead'])
      expect(await store().seen([key])).toEqual(new Set([key]))
      expect(await store().counts()).toMatchObject({ parked: 1 })
      const results = await store().commit([conversationUnit(VERA, { arrived: [key] })], [])
      expect(results).toEqual([{ kind: 'duplicate', keys: [key] }])
    })

    it('sets a stored input aside and takes it off the list', async () => {
      await put(timer('t', 0))
      await store().park({ ...parked, key: inputKey('t'), address: { to: 'desk' } }, [])
      expect(await due(LATE)).toEqual([])
      expect(await store().parked(10)).toEqual([{ ...parked, key: 't', address: { to: 'desk' } }])
      // The same timer may be needed again, with better luck.
      await store().commit([conversationUnit(VERA, { expected: 1, later: [timer('t', SOON)] })], [])
      expect(await due(SOON)).toEqual(['t'])
    })
  })
}
