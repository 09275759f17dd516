/**
 * Who lives in a prefilled database. The crowd, as large as the bench says, talks with operators. Among them, evenly spread
 * and equally many at every size, are those whom the bot serves: some stand in a flow, most have just been greeted.
 */
import { createHash } from 'node:crypto'
import { type ConversationId, conversationId, type TicketId, ticketId } from '../src/domain/ids.ts'

export type Role = 'withOperator' | 'inFlow' | 'greeted'

// Each of the greeted asks once, as a first question comes; the thousand in a flow press one button after the other.
const SERVED_BY_BOT = 16_000
const SHARE_IN_FLOW = 16

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

// Who talks within the same hour does not grow with all who ever came.
const TALKING = 1_000

// A prime that divides none of these numbers: a walk by it meets everybody once, in no order that a page would like.
const STRIDE = 7_919

export type Walk = 'talking' | 'everybody' | 'inFlow' | 'greeted'

/** Round and round: those who talk with operators just now, everybody who ever did, or those whom the bot serves. */
export function* stroll(walk: Walk, crowd: number): Generator<number, never> {
  const role = walk === 'inFlow' || walk === 'greeted' ? walk : 'withOperator'
  const [all, place] = walkers(walk, crowd)
  for (let step = 0; ; step += 1) {
    const index = place((step * STRIDE) % all)
    if (roleOf(index, crowd) === role) yield index
  }
}

function walkers(walk: Walk, crowd: number): readonly [number, (member: number) => number] {
  const population = populationOf(crowd)
  if (walk === 'everybody') return [population, (member) => member]
  if (walk !== 'talking') return [SERVED_BY_BOT, (member) => placeOf(member, crowd)]
  // The next after a place of the bot's that is not one itself.
  const spread = (member: number) => {
    let index = Math.floor((member * population) / TALKING)
    while (index < population - 1 && roleOf(index, crowd) !== 'withOperator') index += 1
    return index
  }
  return [TALKING, spread]
}
