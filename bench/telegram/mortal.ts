/** A process that can be killed: from that instant nothing it began has any further effect on it, or it on the world. */
import type { LiveLog } from '../../src/channels/port.ts'
import type { MirrorStore } from '../../src/desk/telegram/mirror/stage.ts'
import type { Transport } from '../../src/desk/telegram/transport.ts'
import type { Clock } from '../../src/domain/time.ts'

export interface Surroundings {
  readonly store: MirrorStore
  readonly transport: Transport
  readonly live: LiveLog
  readonly clock: Clock
}

export interface Mortal extends Surroundings {
  /** What is under way at Telegram is still performed there; its answer reaches nobody. */
  kill(): void
}

const NEVER = new Promise<never>(() => {})

export function mortal({ store, transport, live, clock }: Surroundings): Mortal {
  let dead = false
  const stops: (() => void)[] = []
  /** Calls of a dead process are not made, and answers do not reach it. */
  const guarded = <O extends object>(of: O): O =>
    new Proxy(of, {
      get: (target, name) => {
        const method = Reflect.get(target, name)
        if (typeof method !== 'function') return method
        return async (...given: readonly unknown[]) => {
          if (dead) return NEVER
          const result = await Reflect.apply(method, target, given)
          return dead ? NEVER : result
        }
      },
    })
  return {
    store: guarded(store),
    transport: guarded(transport),
    live: {
      subscribe: (hear) => {
        const stop = live.subscribe((events) => dead || hear(events))
        stops.push(stop)
        return stop
      },
    },
    clock: {
      now: () => clock.now(),
      at: (due, run) => clock.at(due, () => dead || run()),
    },
    kill: () => {
      dead = true
      for (const stop of stops) stop()
    },
  }
}
