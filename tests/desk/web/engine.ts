/** The one path in small: load, decide, commit, tell; then what is due at once. One input after another. */
import type { LiveLog, Receipt, Signals, Submit, TypingSignal } from '../../../src/channels/port.ts'
import { decideConversation, newConversation } from '../../../src/domain/conversation/decide.ts'
import type { Refusal } from '../../../src/domain/decision.ts'
import { decideDesk } from '../../../src/domain/desk/decide.ts'
import type { Arrived, LaterInput } from '../../../src/domain/input.ts'
import type { Clock } from '../../../src/domain/time.ts'
import type { CommitUnit, LoggedEvent, Store } from '../../../src/store/port.ts'
import { RULES } from './rules.ts'

type Decided = Pick<CommitUnit, 'target' | 'expected' | 'events' | 'effects' | 'later'> & {
  readonly refusal?: Refusal
}

export interface Engine {
  readonly submit: Submit
  readonly live: LiveLog
  readonly signals: Signals
}

export function engine(store: Store, clock: Clock): Engine {
  const live = broadcast<readonly LoggedEvent[]>()
  const signals = broadcast<TypingSignal>()
  let turn: Promise<unknown> = Promise.resolve()
  const handle = async (arrived: Arrived, stored?: LaterInput): Promise<Receipt> => {
    if (!stored && (await store.seen([arrived.key])).size > 0) return { kind: 'duplicate' }
    const at = clock.now()
    const { refusal, ...decided } = await decide(store, arrived, clock)
    const [result] = await store.commit(
      [{ ...decided, at, arrived: stored ? [] : [arrived.key], handled: stored ? [stored] : [] }],
      [],
    )
    if (result?.kind !== 'committed') throw new Error(`The unit was not committed: ${result?.kind}`)
    const address =
      arrived.to === 'desk' ? ({ to: 'desk' } as const) : ({ to: 'conversation', id: arrived.id } as const)
    live.send(decided.events.map((event, index) => ({ seq: result.seqs[index] ?? 0, at, address, event })))
    return refusal ? { kind: 'refused', refusal } : { kind: 'done', at }
  }
  const settle = async () => {
    for (;;) {
      const [due] = await store.dueInputs(clock.now(), 1)
      if (!due) return
      await handle(due, due)
    }
  }
  const submit: Submit = (arrived) => {
    const receipt = turn.then(async () => {
      const found = await handle(arrived)
      await settle()
      return found
    })
    turn = receipt.catch(() => undefined)
    return receipt
  }
  return { submit, live, signals }
}

async function decide(store: Store, arrived: Arrived, clock: Clock): Promise<Decided> {
  const turn = { at: clock.now(), key: arrived.key, rules: RULES }
  if (arrived.to === 'desk') {
    const { state, version } = await store.desk()
    const { state: next, ...rest } = decideDesk(state, arrived.input, turn)
    return { ...rest, target: { to: 'desk', state: next }, expected: version }
  }
  const found = (await store.conversations([arrived.id])).get(arrived.id)
  const state = found?.state ?? newConversation(arrived.id, turn.at, RULES)
  const { state: next, ...rest } = decideConversation(state, arrived.input, turn)
  return { ...rest, target: { to: 'conversation', state: next }, expected: found?.version ?? 0 }
}

interface Broadcast<T> {
  send(what: T): void
  subscribe(hear: (what: T) => void): () => void
}

function broadcast<T>(): Broadcast<T> {
  const listeners = new Set<(what: T) => void>()
  return {
    send: (what) => {
      for (const hear of listeners) hear(what)
    },
    subscribe: (hear) => {
      listeners.add(hear)
      return () => listeners.delete(hear)
    },
  }
}
