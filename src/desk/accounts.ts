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

/** Works on a machine of its own for as long as nobody has a real account; the name is kept for it. */
export const DEMO_OPERATOR = operatorId('demo')

const LOGIN = /^[a-z0-9][a-z0-9._-]{1,31}$/
/** What the site chat's header has room for. */
export const LONGEST_NAME = 60

export const mayBeLogin = (login: string): boolean => LOGIN.test(login) && login !== DEMO_OPERATOR

/** Checks and hashes; stores nothing. Throws a `RangeError` that says what is allowed. */
export async function operatorAccount(
  wanted: NewOperator,
  chance: Chance,
  cost?: ScryptCost,
): Promise<OperatorAccount> {
  if (!mayBeLogin(wanted.login))
    throw new RangeError(
      `Login "${wanted.login}": allowed are 2 to 32 lower-case Latin letters, digits, dots, dashes and underscores, e.g. anna, but not demo.`,
    )
  const name = wanted.name.trim()
  if (!name || name.length > LONGEST_NAME)
    throw new RangeError(`The name customers see has 1 to ${LONGEST_NAME} characters.`)
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
  // From the first real account on nobody signs in without a password.
  await removeAccount(store, DEMO_OPERATOR)
}

/** Removes an account and its sessions. False when there was none. */
export async function removeAccount(store: Store, login: string): Promise<boolean> {
  const removed = await store.removeOperator(operatorId(login))
  await store.endSessions({ operator: operatorId(login) })
  return removed
}
