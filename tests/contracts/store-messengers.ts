import { describe, expect, it } from 'vitest'
import type { Effect } from '../../src/domain/effect.ts'
import { messageNumber } from '../../src/domain/ids.ts'
import { instant } from '../../src/domain/time.ts'
import type { TheStore } from './store.ts'
import { conversationUnit, OLEG, say, VERA } from './store-samples.ts'

const [ONE, TWO, THREE] = [messageNumber(1), messageNumber(2), messageNumber(3)]

async function sent(store: TheStore, external: string | undefined, effect = say('привет')): Promise<void> {
  const known = await store().conversations([VERA])
  const expected = known.get(VERA)?.version ?? 0
  const [result] = await store().commit([conversationUnit(VERA, { expected, effects: [effect] })], [])
  const id = result?.kind === 'committed' ? (result.deliveries[0] ?? 0) : 0
  const named = external === undefined ? {} : { externalId: external }
  await store().commit([], [{ id, outcome: 'done', ...named }])
}

export function messengersContract(store: TheStore): void {
  describe('what messages are called on their channel', () => {
    it('is kept when the channel tells it, both ways', async () => {
      await sent(store, '71 72')
      await sent(store, undefined, say('ещё', 3))
      expect(await store().sentAs(VERA, [ONE, TWO, THREE])).toEqual(new Map([[TWO, '71 72']]))
      expect(await store().sentNumber(VERA, '72')).toBe(TWO)
      expect(await store().sentNumber(VERA, '7')).toBeUndefined()
      expect(await store().sentNumber(OLEG, '72')).toBeUndefined()
      expect(await store().sentAs(OLEG, [TWO])).toEqual(new Map())
    })

    it('stays when the message is edited, and is told anew when it is sent anew', async () => {
      await sent(store, '71')
      await sent(store, '99', edit())
      expect(await store().sentNumber(VERA, '71')).toBe(TWO)
      expect(await store().sentNumber(VERA, '99')).toBeUndefined()
    })
  })

  describe('notes of a messenger', () => {
    it('are found by how their keys begin, each owner for itself', async () => {
      await store().note(
        'desk',
        new Map(Object.entries({ 'thread:1': { thread: 7 }, 'thread:2': [1, null], board: 'x' })),
      )
      await store().note('vk', new Map([['thread:1', 5]]))
      const threads = await store().notes('desk', 'thread:')
      expect([...threads]).toEqual([
        ['thread:1', { thread: 7 }],
        ['thread:2', [1, null]],
      ])
      expect((await store().notes('desk', '')).size).toBe(3)
    })

    it('are replaced and taken away', async () => {
      await store().note(
        'desk',
        new Map([
          ['a', 1],
          ['b', 2],
        ]),
      )
      await store().note(
        'desk',
        new Map([
          ['a', 3],
          ['b', undefined],
          ['never', undefined],
        ]),
      )
      expect([...(await store().notes('desk', ''))]).toEqual([['a', 3]])
    })
  })
}

function edit(): Effect {
  const author = { kind: 'bot' } as const
  return {
    type: 'say',
    message: { number: TWO, replaces: TWO, author, content: { text: 'иначе' }, at: instant(1) },
  }
}
