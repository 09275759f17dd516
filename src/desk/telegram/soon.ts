/** Nobody waits for Telegram longer than they would for a person. By the injected clock. */
import { type Clock, type Duration, later } from '../../domain/time.ts'
import { ComeAgain } from '../../messengers/come-again.ts'

/** What the work gives, when it gives it in time; undefined when not: the work goes on. Rejects as the work does in time. */
export async function soon<T>(clock: Clock, work: Promise<T>, within: Duration): Promise<T | undefined> {
  let alarm: { cancel(): void } | undefined
  const late = new Promise<undefined>((resolve) => {
    alarm = clock.at(later(clock.now(), within), () => resolve(undefined))
  })
  try {
    return await Promise.race([work, late])
  } finally {
    alarm?.cancel()
    // Nobody hears any more how late work ended.
    work.catch(() => undefined)
  }
}

export interface Patience {
  readonly clock: Clock
  readonly within: Duration
  /** Aborted when everything stops. */
  readonly leaving: AbortSignal
}

/** The same work, cut when it is not done in time; rejects then as a cut call does, and with ComeAgain when all stops. */
export async function cutAfter<T>(
  { clock, within, leaving }: Patience,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const call = new AbortController()
  const cut = () => call.abort()
  const alarm = clock.at(later(clock.now(), within), cut)
  leaving.addEventListener('abort', cut)
  try {
    return await work(call.signal)
  } catch (error) {
    throw leaving.aborted ? new ComeAgain(1_000, 'stopping') : error
  } finally {
    alarm.cancel()
    leaving.removeEventListener('abort', cut)
  }
}
