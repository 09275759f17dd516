/** Operators' accounts: made, changed and removed here only, so that whoever loses a right loses the open pages with it. */
import { operatorId } from '../domain/ids.ts'
import type { Chance } from '../domain/time.ts'
import type { OperatorAccount, Store } from '../store/port.ts'
import { hashPassword, type ScryptCost } from './password.ts'

export interface NewOperator {
  /** Lower-case Latin letters, digits, `.`, `_`, `-`; 2 to 32. */
  readonly login: string
  /** What customers see. */
  readonly name: string
  /** Absent: the account signs in by a link only. */
  readonly password?: string
  readonly lead: boolean
  readonly groups: readonly string[]
  readonly capacity?: number
}

export const LOGIN = /^[a-z0-9][a-z0-9._-]{1,31}$/

/** Checks and hashes; stores nothing. Throws a `RangeError` that says what is allowed. */
export async function operatorAccount(
  wanted: NewOperator,
  chance: Chance,
  cost?: ScryptCost,
): Promise<OperatorAccount> {
  if (!LOGIN.test(wanted.login))
    throw new RangeError(
      `Login "${wanted.login}": allowed are 2 to 32 lower-case Latin letters, digits, dots, dashes and underscores, e.g. anna.`,
    )
  const name = wanted.name.trim()
  if (!name || name.length > 60) throw new RangeError('The name customers see has 1 to 60 characters.')
  return {
    id: operatorId(wanted.login),
    name,
    lead: wanted.lead,
    groups: wanted.groups,
    ...(wanted.capacity === undefined ? {} : { capacity: wanted.capacity }),
    ...(wanted.password === undefined
      ? {}
      : { passwordHash: await hashPassword(wanted.password, chance, cost) }),
  }
}

/**
 * Stores a new or changed account and ends its sessions: a new password or role must not leave old pages open. They end
 * first, so that a crash in between leaves none, and once more for who signed in by the old password meanwhile.
 */
export async function storeAccount(store: Store, account: OperatorAccount): Promise<void> {
  await store.endSessions({ operator: account.id })
  await store.saveOperator(account)
  await store.endSessions({ operator: account.id })
}

/** Removes an account and its sessions. False when there was none. */
export async function removeAccount(store: Store, login: string): Promise<boolean> {
  const removed = await store.removeOperator(operatorId(login))
  await store.endSessions({ operator: operatorId(login) })
  return removed
}
