import type { Submit } from '../channels/port.ts'
import type { Arrived } from '../domain/input.ts'
import { type Clock, duration, later } from '../domain/time.ts'

/**
 * Submits something of our own until it is kept: nobody outside would offer it again.
 * False when it cannot be kept because Kotik is stopping.
 */
export async function insist(
  submit: Submit,
  arrived: Arrived,
  clock: Clock,
  stopping: () => boolean,
): Promise<boolean> {
  for (;;) {
    const receipt = await submit(arrived)
    if (receipt.kind !== 'busy') return true
    if (receipt.why === 'stopping' || stopping()) return false
    await new Promise<void>((resolve) => {
      clock.at(later(clock.now(), duration(receipt.retryAfter)), resolve)
    })
  }
}
