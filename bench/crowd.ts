/**
 * Who lives in a prefilled database. The crowd, as large as the bench says, talks with operators. Among them, evenly spread
 * and equally many at every size, are those whom the bot serves: some stand in a flow, most have just been greeted.
 */
import { createHash } from 'node:crypto'
import { type ConversationId, conversationId, type TicketId, ticketId } from '../src/domain/ids.ts'

export type Role = 'withOperator' | 'inFlow' | 'greeted'

// Each of the greeted asks once, as a first question comes; each in a flow presses two or three buttons.
const SERVED_BY_BOT = 16_000
const SHARE_IN_FLOW = 4

export const populationOf = (crowd: number) => crowd + SERVED_BY_BOT

/** As long and as scattered as the random ids of the site's sessions. */
export function idOf(index: number): ConversationId {
  return conversationId('site', createHash('md5').update(String(index)).digest('base64url'))
}

export const ticketOf = (index: number): TicketId => ticketId(100_000 + index)

const placeOf = (member: number, crowd: number) => Math.floor((member * populationOf(crowd)) / SERVED_BY_BOT)

export function roleOf(index: number, crowd: number): Role {
  const member = Math.ceil((index * SERVED_BY_BOT) / populationOf(crowd))
  if (placeOf(member, crowd) !== index) return 'withOperator'
  return member % SHARE_IN_FLOW === 0 ? 'inFlow' : 'greeted'
}

// A prime that divides neither the population nor the pool: a walk by it meets everybody once, in no order a page would like.
const STRIDE = 7_919

/** Everybody of a role, round and round. */
export function* stroll(role: Role, crowd: number): Generator<number, never> {
  const all = role === 'withOperator' ? populationOf(crowd) : SERVED_BY_BOT
  for (let step = 0; ; step += 1) {
    const at = (step * STRIDE) % all
    const index = role === 'withOperator' ? at : placeOf(at, crowd)
    if (roleOf(index, crowd) === role) yield index
  }
}
