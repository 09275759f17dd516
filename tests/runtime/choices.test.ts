import { describe, expect, it } from 'vitest'
import type { Event } from '../../src/domain/event.ts'
import { intentName } from '../../src/domain/ids.ts'
import { instant } from '../../src/domain/time.ts'
import { type Choice, followChoices } from '../../src/runtime/choices.ts'
import { Broadcast } from '../../src/runtime/live.ts'
import { QUIET } from '../../src/runtime/log.ts'
import type { LoggedEvent } from '../../src/store/port.ts'
import { VERA } from './world.ts'

const chosen = (name: string): Event => ({
  type: 'intentChosen',
  intent: intentName(name),
  among: [intentName(name), intentName('other')],
})
const logged = (seq: number, event: Event): LoggedEvent => ({
  seq,
  at: instant(seq),
  address: { to: 'conversation', id: VERA },
  event,
})

/** A log of `count` events, every hundredth of them a choice. */
class PastLog {
  readonly events: LoggedEvent[]
  reads = 0
  meanwhile: () => void = () => {}

  constructor(count: number) {
    this.events = Array.from({ length: count }, (_, i) =>
      logged(i + 1, (i + 1) % 100 === 0 ? chosen(`past${i + 1}`) : { type: 'customerBlocked' }),
    )
  }

  store = {
    lastSeq: async () => this.events.at(-1)?.seq ?? 0,
    events: async (after: number, limit: number) => {
      this.reads += 1
      this.meanwhile()
      return this.events.slice(after, after + limit)
    },
  }
}

function following(past: PastLog) {
  const live = new Broadcast<readonly LoggedEvent[]>(QUIET)
  const learnt: string[] = []
  const learn = ({ intent }: Choice) => void learnt.push(intent)
  return { live, learnt, done: followChoices({ store: past.store, live, log: QUIET, learn }) }
}

describe('what was chosen', () => {
  it('is read from the log page by page, then heard as it happens', async () => {
    const past = new PastLog(2_500)
    const { live, learnt, done } = following(past)
    const leave = await done
    expect(learnt).toHaveLength(25)
    expect(past.reads).toBe(3)
    live.send([logged(2_501, chosen('now'))])
    expect(learnt.at(-1)).toBe('now')
    leave()
    live.send([logged(2_502, chosen('later'))])
    expect(learnt.at(-1)).toBe('now')
  })

  it('counts what happens meanwhile once', async () => {
    const past = new PastLog(100)
    const { live, learnt, done } = following(past)
    past.meanwhile = () => {
      past.meanwhile = () => {}
      // the log of this store is read while it grows
      const event = logged(101, chosen('meanwhile'))
      past.events.push(event)
      live.send([event])
    }
    await done
    expect(learnt).toEqual(['past100', 'meanwhile'])
  })

  it('of a log that cannot be read is learnt from now on', async () => {
    const past = new PastLog(1)
    past.store.events = () => Promise.reject(new Error('the disk is gone'))
    const { live, learnt, done } = following(past)
    await done
    live.send([logged(2, chosen('now'))])
    expect(learnt).toEqual(['now'])
  })
})
