/** Everything an operator changes goes in by `submit`; here its receipt becomes an answer. */
import type { Receipt } from '../../channels/port.ts'
import type { Desk } from '../../domain/desk/state.ts'
import { type ConversationId, groupName, inputKey, type OperatorId } from '../../domain/ids.ts'
import type { Arrived, ConversationInput, DeskInput } from '../../domain/input.ts'
import type { Settings } from '../../domain/settings.ts'
import { unreachable } from '../../domain/unreachable.ts'
import type { OperatorAccount } from '../../store/port.ts'
import { type Details, Problem, problemOf } from './problem.ts'
import type { Room } from './room.ts'

/** The client's own id makes a command one, however often it is sent. */
const keyOf = (operator: OperatorId, clientId: string) => inputKey(`desk:${operator}:${clientId}`)

export async function tellDesk(room: Room, by: OperatorId, id: string, input: DeskInput): Promise<void> {
  await enter(room, { to: 'desk', key: keyOf(by, id), input })
}

export async function tellConversation(
  room: Room,
  by: OperatorId,
  id: string,
  conversation: ConversationId,
  input: ConversationInput,
): Promise<void> {
  await enter(room, { to: 'conversation', id: conversation, key: keyOf(by, id), input })
}

/** The desk learns of an account at its first sign-in and whenever it differs from what the desk knows. */
export async function enrol(room: Room, account: OperatorAccount): Promise<void> {
  const known = (await room.picture.desk()).operators[account.id]
  const same =
    known &&
    known.name === account.name &&
    known.lead === account.lead &&
    [...known.groups].sort().join() === [...account.groups].sort().join()
  if (same) return
  await tellDesk(room, account.id, room.deps.chance.token(12), {
    type: 'operatorEnrolled',
    operator: account.id,
    name: account.name,
    lead: account.lead,
    groups: account.groups.map(groupName),
    ...(account.capacity === undefined ? {} : { capacity: account.capacity }),
  })
}

async function enter(room: Room, arrived: Arrived): Promise<void> {
  const receipt = await room.deps.submit(arrived)
  room.picture.changed()
  if (receipt.kind === 'done' || receipt.kind === 'duplicate') return
  throw await problemOfReceipt(room, receipt)
}

type Failed = Exclude<Receipt, { readonly kind: 'done' | 'duplicate' }>

async function problemOfReceipt(room: Room, receipt: Failed): Promise<Problem> {
  switch (receipt.kind) {
    case 'refused': {
      const problem = problemOf(receipt.refusal)
      return new Problem(
        problem.code,
        inWords(problem.details, await room.picture.desk(), room.deps.settings()),
      )
    }
    case 'busy':
      return new Problem('busy', { seconds: Math.max(1, Math.ceil(receipt.retryAfter / 1000)) })
    case 'parked':
      return new Problem('setAside')
    default:
      return unreachable(receipt)
  }
}

/** People know each other and the groups by names, not by logins and keys. */
function inWords(details: Details, desk: Desk, settings: Settings): Details {
  const { by, group } = details
  return {
    ...details,
    ...(by === undefined ? {} : { by: desk.operators[by]?.name ?? by }),
    ...(group === undefined
      ? {}
      : { group: settings.groups.find((one) => one.name === group)?.title ?? group }),
  }
}
