import type { Receipt } from '../channels/port.ts'
import type { Address, Arrived, LaterInput } from '../domain/input.ts'

/** One input on its way through the loop. */
export type Entry =
  /** From outside: somebody waits for the receipt. */
  | { readonly from: 'outside'; readonly arrived: Arrived; readonly answer: (receipt: Receipt) => void }
  /** A later input whose time has come: the store has it, nobody waits, nothing is lost when we drop it. */
  | { readonly from: 'store'; readonly arrived: LaterInput }

/** Names the aggregate an input is for. Ids of conversations hold a colon, so `desk` is nobody else's name. */
export const aggregateOf = (arrived: Arrived): string => (arrived.to === 'desk' ? 'desk' : arrived.id)

export const addressOf = (arrived: Arrived): Address =>
  arrived.to === 'desk' ? { to: 'desk' } : { to: 'conversation', id: arrived.id }
