import { describe, expect, it } from 'vitest'
import type { Event } from '../../src/domain/event.ts'
import { groupName, inputKey, messageNumber, operatorId, releaseId, ticketId } from '../../src/domain/ids.ts'
import type { Content, Outgoing } from '../../src/domain/message.ts'
import type { StoredFile } from '../../src/store/port.ts'
import type { TheStore } from './store.ts'
import { AT, conversationUnit, plus, say, VERA } from './store-samples.ts'

const ANNA = { id: operatorId('anna'), name: 'Анна', lead: true, groups: [groupName('first-line')] }
const BORIS = { id: operatorId('boris'), name: 'Борис', lead: false, groups: [] }
const LATER = plus(AT, 1000)

const upload = (id: string): StoredFile => ({
  ...{ id, kind: 'image', name: 'чек.png', mime: 'image/png', size: 7, conversation: VERA, at: AT },
})

/** One event of each kind that shows a file, in this order, with these files. */
function carriers(ids: readonly string[]): readonly Event[] {
  const made: readonly ((content: Content) => Event)[] = [
    (content) => ({ type: 'customerSaid', number: messageNumber(1), content }),
    (content) => ({ type: 'messageSent', message: outgoing(content) }),
    (content) => ({
      ...{ type: 'noteAdded', number: messageNumber(3), operator: ANNA.id, name: ANNA.name, content },
      ticket: ticketId(1),
    }),
    (content) => ({ type: 'messageEdited', number: messageNumber(1), content }),
    (content) => ({ type: 'messageReplaced', message: outgoing(content) }),
  ]
  return ids.flatMap((id, index) => made[index]?.({ text: '', attachments: [upload(id)] }) ?? [])
}

const outgoing = (content: Content): Outgoing => ({
  ...{ number: messageNumber(2), author: { kind: 'bot' }, content, at: AT },
})

export function keepingContract(store: TheStore): void {
  describe('accounts', () => {
    it('keeps operators, with what they have and nothing they have not', async () => {
      await store().saveOperator(BORIS)
      await store().saveOperator({ ...ANNA, capacity: 3, passwordHash: 'scrypt$x' })
      expect(await store().operators()).toEqual([{ ...ANNA, capacity: 3, passwordHash: 'scrypt$x' }, BORIS])
      await store().saveOperator({ ...ANNA, name: 'Анна К.' })
      expect(await store().operators()).toEqual([{ ...ANNA, name: 'Анна К.' }, BORIS])
    })

    it('says whether there was an operator to remove, and ends the sessions of one that is gone', async () => {
      await store().saveOperator(ANNA)
      await store().saveSession({ tokenHash: 'h', operator: ANNA.id, expiresAt: LATER })
      expect(await store().removeOperator(ANNA.id)).toBe(true)
      expect(await store().removeOperator(ANNA.id)).toBe(false)
      expect(await store().session('h', AT)).toBeUndefined()
    })

    it('lets a changed operator stay signed in', async () => {
      await store().saveOperator(ANNA)
      const session = { tokenHash: 'h', operator: ANNA.id, expiresAt: LATER }
      await store().saveSession(session)
      await store().saveOperator({ ...ANNA, lead: false })
      expect(await store().session('h', AT)).toEqual(session)
    })

    it('knows a session until it expires', async () => {
      await store().saveOperator(ANNA)
      await store().saveSession({ tokenHash: 'h', operator: ANNA.id, expiresAt: LATER })
      expect(await store().session('h', LATER)).toBeUndefined()
      expect(await store().session('H', AT)).toBeUndefined()
    })

    it('ends one session, or all of one operator', async () => {
      await store().saveOperator(ANNA)
      await store().saveOperator(BORIS)
      for (const [tokenHash, operator] of [
        ['a', ANNA.id] as const,
        ['b', ANNA.id] as const,
        ['c', BORIS.id] as const,
      ]) {
        await store().saveSession({ tokenHash, operator, expiresAt: LATER })
      }
      const alive = async () => {
        const found = await Promise.all(['a', 'b', 'c'].map((hash) => store().session(hash, AT)))
        return found.flatMap((session) => session?.tokenHash ?? [])
      }
      await store().endSessions({ tokenHash: 'a' })
      expect(await alive()).toEqual(['b', 'c'])
      await store().endSessions({ operator: ANNA.id })
      expect(await alive()).toEqual(['c'])
    })
  })

  describe('files, releases, values', () => {
    it('keeps what is known of a file, also before its conversation begins', async () => {
      const file = {
        id: 'f'.repeat(32),
        kind: 'image',
        name: 'чек.png',
        mime: 'image/png',
        size: 7,
        conversation: VERA,
        at: AT,
      } as const
      await store().saveFile(file)
      await store().saveFile({ ...file, name: 'other.png' })
      expect(await store().file(file.id)).toEqual(file)
      expect(await store().file('other')).toBeUndefined()
    })

    it('forgets uploads that nobody sent, a limited number at a time, until they are gone', async () => {
      for (const id of ['one', 'two', 'new']) {
        await store().saveUpload({ ...upload(id), at: id === 'new' ? LATER : AT })
      }
      expect(await store().dropUploads(LATER, 1)).toEqual(['one'])
      expect(await store().file('one')).toBeUndefined()
      expect(await store().file('two')).toEqual(upload('two'))
      expect(await store().dropUploads(LATER, 10)).toEqual(['one', 'two'])
      await store().uploadsGone(['one', 'two'])
      expect(await store().dropUploads(LATER, 10)).toEqual([])
      expect(await store().file('new')).toEqual({ ...upload('new'), at: LATER })
    })

    it('keeps what was sent, by whomever, and what is not an upload', async () => {
      const ids = ['said', 'sent', 'noted', 'edited', 'replaced', 'parked']
      for (const id of ids) await store().saveUpload(upload(id))
      await store().saveFile(upload('content'))
      const events = carriers(['said', 'sent', 'noted', 'edited', 'replaced'])
      await store().commit([conversationUnit(VERA, { events })], [])
      const input = { type: 'customerSaid', content: { text: '', attachments: [upload('parked')] } }
      await store().park(
        { key: inputKey('p'), address: { to: 'conversation', id: VERA }, input, error: 'bug', at: AT },
        [],
      )
      expect(await store().dropUploads(LATER, 10)).toEqual([])
      for (const id of [...ids, 'content']) expect(await store().file(id)).toEqual(upload(id))
    })

    it('keeps an upload whose message was turned away for as long as any other', async () => {
      await store().saveUpload(upload('late'))
      await store().commit([conversationUnit(VERA)], [])
      const conflict = conversationUnit(VERA, { events: carriers(['late']) })
      expect(await store().commit([conflict], [])).toEqual([{ kind: 'conflict' }])
      expect(await store().dropUploads(LATER, 10)).toEqual(['late'])
    })

    it('keeps releases by their hash', async () => {
      const sources = { 'flows/refund.yml': 'title: Возврат\n' }
      await store().saveRelease(releaseId('8f3c'), sources)
      await store().saveRelease(releaseId('8f3c'), sources)
      expect(await store().release(releaseId('8f3c'))).toEqual(sources)
      expect(await store().release(releaseId('0000'))).toBeUndefined()
    })

    it('gives the value that was made first', async () => {
      expect(await store().keep('secret', 'one')).toBe('one')
      expect(await store().keep('secret', 'two')).toBe('one')
      expect(await store().keep('other', 'three')).toBe('three')
    })
  })

  describe('upkeep', () => {
    it('counts what there is', async () => {
      expect(await store().counts()).toEqual({ conversations: 0, undelivered: 0, parked: 0 })
      await store().commit([conversationUnit(VERA, { effects: [say('1'), say('2')] })], [])
      expect(await store().counts()).toEqual({ conversations: 1, undelivered: 2, parked: 0 })
    })

    it('forgets old input keys and refused deliveries, so many at a time, and nothing that is needed', async () => {
      const keys = ['a', 'b', 'c'].map(inputKey)
      await store().commit([conversationUnit(VERA, { arrived: keys, effects: [say('1'), say('2')] })], [])
      const [row] = await store().undelivered(0, 1)
      await store().commit([], [{ id: row?.id ?? 0, outcome: 'refused', error: 'chatGone' }])
      const fresh = inputKey('d')
      await store().commit([conversationUnit(VERA, { expected: 1, arrived: [fresh], at: LATER })], [])

      expect(await store().prune(LATER, 2)).toBe(2)
      expect(await store().prune(LATER, 10)).toBe(2)
      expect(await store().prune(LATER, 10)).toBe(0)
      expect(await store().seen([...keys, fresh])).toEqual(new Set([fresh]))
      expect((await store().undelivered(0, 10)).map(({ effect }) => effect)).toEqual([say('2')])
    })
  })
}
