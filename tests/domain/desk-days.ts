/**
 * Random days at a desk. An act is dice until it happens; then it is aimed at what is there: mostly at a ticket it fits and
 * at the operator who has it, sometimes at a stale, foreign or invented one.
 */
import fc from 'fast-check'
import type { Ticket } from '../../src/domain/desk/state.ts'
import { type OperatorId, operatorId, type TicketId, topicName } from '../../src/domain/ids.ts'
import type { DeskInput } from '../../src/domain/input.ts'
import { instant, minutes } from '../../src/domain/time.ts'
import { type DeskWorld, FINANCE, handoff, LINE, ticket } from './desk-world.ts'

export const TEAM = ['anna', 'boris', 'vera', 'gleb'].map(operatorId)

interface Act {
  readonly kind: DeskInput['type']
  readonly dice: readonly number[]
  /** Minutes since the act before. */
  readonly pause: number
}

const HOW_OFTEN: { readonly [K in DeskInput['type']]: number } = {
  handoffRequested: 12,
  handoffCancelled: 2,
  emailLeft: 1,
  operatorAnswered: 1,
  customerReturned: 3,
  closingAsked: 4,
  closingRejected: 3,
  closingConfirmed: 3,
  ticketRated: 1,
  shiftChanged: 6,
  capacitySet: 2,
  ticketClaimed: 8,
  ticketTransferred: 6,
  ticketTagged: 2,
  ticketPutAside: 4,
  reminderSet: 1,
  reminderDue: 1,
  surfaceTroubled: 1,
  operatorEnrolled: 2,
  operatorRemoved: 1,
  snoozeOver: 1,
  queueReviewed: 1,
}

const someKind = fc.oneof(
  ...Object.entries(HOW_OFTEN).map(([kind, weight]) => ({
    weight,
    arbitrary: fc.constant(kind as DeskInput['type']),
  })),
)

export const someDay: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.record({
    kind: someKind,
    dice: fc.array(fc.nat(999), { minLength: 6, maxLength: 6 }),
    pause: fc.nat(12),
  }),
  { minLength: 1, maxLength: 120, size: 'max' },
)

/** The act as an input for this desk as it is now. */
export function aimed({ kind, dice }: Act, world: DeskWorld): DeskInput {
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = dice
  const target = (...statuses: Ticket['status'][]) => someTicket(world, a, statuses)
  const owner = (id: TicketId) => someOwner(world, id, b)
  const some = { priority: (['low', 'normal', 'normal', 'high', 'urgent'] as const)[c % 5] ?? 'normal' }
  switch (kind) {
    case 'handoffRequested':
      return {
        ...handoff(`c${a % 10}`, { ...some, ...(b % 3 === 0 ? { group: FINANCE } : {}) }),
        ...(d % 2 === 0 ? { reopen: someTicket(world, b, ['closed']) } : {}),
        ...(e % 2 === 0 ? { previousOperator: someone(e) } : {}),
      }
    case 'handoffCancelled':
      return { type: kind, ticket: target('waiting', 'active'), ...(b % 2 ? { email: 'a@example.org' } : {}) }
    case 'emailLeft': {
      const { conversation, customer, request } = handoff(`c${a % 10}`)
      return { type: kind, conversation, customer, request, email: 'a@example.org' }
    }
    case 'operatorAnswered':
      return { type: kind, ticket: target('active'), operator: someone(b) }
    case 'customerReturned':
      return { type: kind, ticket: target('snoozed', 'pending') }
    case 'closingAsked':
      return { type: kind, ticket: target('active') }
    case 'closingRejected':
      return { type: kind, ticket: target('pending'), silently: b % 2 === 0 }
    case 'closingConfirmed': {
      const by = (['customer', 'silence', 'unreachable'] as const)[b % 3] ?? 'customer'
      return { type: kind, ticket: target('pending', 'active'), by }
    }
    case 'ticketRated':
      return { type: kind, ticket: target('closed'), score: b % 2 ? 1 : 5 }
    case 'shiftChanged':
      return {
        type: kind,
        operator: someone(a),
        shift: (['on', 'on', 'paused', 'off'] as const)[b % 4] ?? 'on',
      }
    case 'capacitySet':
      return { type: kind, operator: someone(a), capacity: b % 7 }
    case 'ticketClaimed':
      return { type: kind, operator: someone(b), ...(c % 2 ? { ticket: target('waiting', 'snoozed') } : {}) }
    case 'ticketTransferred': {
      const id = target('active', 'pending', 'snoozed', 'waiting')
      const to = c % 3 === 0 ? { group: d % 2 ? LINE : FINANCE } : { operator: someone(d) }
      return { type: kind, operator: owner(id), ticket: id, to }
    }
    case 'ticketTagged':
      return {
        type: kind,
        operator: someone(b),
        ticket: target('waiting', 'active'),
        ...some,
        ...(d % 2 ? { topic: topicName(d % 3 ? 'payment' : 'moon') } : {}),
      }
    case 'ticketPutAside': {
      const id = target('active')
      return { type: kind, operator: owner(id), ticket: id, until: instant(world.at + minutes((c % 40) - 2)) }
    }
    case 'reminderSet':
      return {
        type: kind,
        operator: someone(b),
        ticket: target('active', 'closed'),
        due: instant(world.at + minutes((c % 40) - 2)),
        text: '',
      }
    case 'reminderDue': {
      const { conversation } = handoff(`c${a % 10}`)
      const reminder = {
        ticket: target('active'),
        conversation,
        operator: someone(b),
        text: '',
        due: world.at,
      }
      return { type: kind, reminder }
    }
    case 'surfaceTroubled':
      return { type: kind, about: { trouble: 'kicked', title: 'Поддержка' } }
    case 'operatorEnrolled': {
      const groups = [[LINE], [FINANCE], [LINE, FINANCE], []][c % 4] ?? []
      return { type: kind, operator: someone(a), name: `n${b % 2}`, lead: d % 3 === 0, groups }
    }
    case 'operatorRemoved':
      return { type: kind, operator: someone(a) }
    case 'snoozeOver':
      return { type: kind, ticket: target('snoozed'), until: world.at }
    case 'queueReviewed':
      return { type: kind }
  }
}

function someTicket(world: DeskWorld, die: number, statuses: readonly Ticket['status'][]): TicketId {
  const fitting = Object.values(world.desk.tickets).filter(({ status }) => statuses.includes(status))
  if (die % 8 === 0 || fitting.length === 0) return ticket((die >> 3) % 20)
  return fitting[(die >> 3) % fitting.length]?.id ?? ticket(0)
}

function someOwner(world: DeskWorld, id: TicketId, die: number): OperatorId {
  const found = world.desk.tickets[id]
  const holds = found !== undefined && 'operator' in found ? found.operator : undefined
  return die % 8 === 0 || holds === undefined ? someone(die >> 3) : holds
}

const someone = (die: number): OperatorId =>
  die % 16 === 15 ? operatorId('stranger') : (TEAM[die % TEAM.length] ?? operatorId('stranger'))
