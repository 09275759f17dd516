/** Calls that must succeed before anything else can: they are repeated, and the log says in plain words why. */

import type { MessengerLog } from '../messengers/log.ts'
import { backOff, type Pauses } from '../messengers/pause.ts'
import { type Failure, readFailure } from './errors.ts'

// A revoked token needs a person; a message a minute is enough to be seen.
const REVOKED_PAUSE_MS = 60_000
// The other program may be an older Kotik on its way out.
const CONFLICT_PAUSE_MS = 5_000

/** Waits as the failure asks for, and says what is wrong. `failures` in a row, from 0. */
export async function bear(
  failure: Failure,
  failures: number,
  pauses: Pauses,
  log: MessengerLog,
): Promise<void> {
  const wait = pauseFor(failure, failures)
  tell(failure, failures, wait, log)
  await pauses.wait(wait)
}

function pauseFor(failure: Failure, failures: number): number {
  if (failure.kind === 'flood') return failure.retryAfter * 1000
  if (failure.kind === 'unauthorized') return REVOKED_PAUSE_MS
  return failure.kind === 'conflict' ? CONFLICT_PAUSE_MS : backOff(failures)
}

function tell(failure: Failure, failures: number, wait: number, log: MessengerLog): void {
  const told = { why: 'why' in failure ? failure.why : failure.kind, failures: failures + 1, wait }
  if (failure.kind === 'unauthorized') {
    log.error(
      told,
      'Telegram refuses the token: it was revoked or is wrong; get a new one from @BotFather and restart',
    )
  } else if (failure.kind === 'conflict') {
    log.error(
      told,
      'another program takes this bot’s updates (a second Kotik, or a webhook); stop it: each bot has one reader',
    )
  } else log.warn(told, 'Telegram cannot be reached; trying again')
}

/** The call's result; undefined only when everything stops. */
export async function insist<Result>(
  call: () => Promise<Result>,
  pauses: Pauses,
  log: MessengerLog,
): Promise<Result | undefined> {
  for (let failures = 0; !pauses.ended; failures++) {
    try {
      return await call()
    } catch (error) {
      if (!pauses.ended) await bear(readFailure(error), failures, pauses, log)
    }
  }
  return undefined
}
