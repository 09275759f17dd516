/** Links that sign one operator in once. Kept in memory: a restart prints a new one. */
import type { OperatorId } from '../../domain/ids.ts'
import { type Chance, type Clock, hours, type Instant, later } from '../../domain/time.ts'
import { hashOfToken } from './session.ts'

export interface LoginLinks {
  /** The path to open: the token stands after `#`, so it reaches no server's log. */
  create(operator: OperatorId): string
  /** Whose link it was; a link works once. */
  use(token: string): OperatorId | undefined
}

// Printed at start and opened within the working day, or never.
const LIFETIME = hours(12)

export function loginLinks(clock: Clock, chance: Chance): LoginLinks {
  const open = new Map<string, { readonly operator: OperatorId; readonly until: Instant }>()
  return {
    create: (operator) => {
      const token = chance.token(32)
      open.set(hashOfToken(token), { operator, until: later(clock.now(), LIFETIME) })
      return `/desk/enter#${token}`
    },
    use: (token) => {
      const hash = hashOfToken(token)
      const found = open.get(hash)
      open.delete(hash)
      return found && found.until > clock.now() ? found.operator : undefined
    },
  }
}
