/** What operators do with the queue, with tickets and with their own shift. Whether it may be done, the domain says. */
import type { Desk } from '../../domain/desk/state.ts'
import { groupName, type OperatorId, operatorId, topicName } from '../../domain/ids.ts'
import { instant } from '../../domain/time.ts'
import { enrol, tellDesk } from './command.ts'
import { Problem } from './problem.ts'
import { type AskedByOperator, bodyOf, forOperator, forTicket, type Route } from './route.ts'
import * as shapes from './shapes.ts'

export const deskRoutes: readonly Route[] = [
  forOperator('put', '/me/shift', async (asked) => {
    const { id, shift } = await bodyOf(asked, shapes.shift)
    await enrol(asked.room, asked.account)
    await tellDesk(asked.room, asked.account.id, id, {
      type: 'shiftChanged',
      operator: asked.account.id,
      shift,
    })
    return {}
  }),
  forOperator('put', '/me/capacity', async (asked) => {
    const { id, capacity } = await bodyOf(asked, shapes.capacity)
    await tellDesk(asked.room, asked.account.id, id, {
      type: 'capacitySet',
      operator: asked.account.id,
      capacity,
    })
    return {}
  }),
  forOperator('post', '/queue/next', takeNext),
  forTicket('post', '/tickets/:ticket/claim', 'member', async (asked) => {
    const { id } = await bodyOf(asked, shapes.command)
    const operator = asked.account.id
    await tellDesk(asked.room, operator, id, { type: 'ticketClaimed', operator, ticket: asked.ticket.id })
    return { ticket: asked.ticket.id }
  }),
  forTicket('post', '/tickets/:ticket/transfer', 'holder', async (asked) => {
    const { id, to } = await bodyOf(asked, shapes.transfer)
    await tellDesk(asked.room, asked.account.id, id, {
      type: 'ticketTransferred',
      operator: asked.account.id,
      ticket: asked.ticket.id,
      to: 'operator' in to ? { operator: operatorId(to.operator) } : { group: groupName(to.group) },
    })
    return {}
  }),
  forTicket('post', '/tickets/:ticket/second-line', 'holder', async (asked) => {
    const { id } = await bodyOf(asked, shapes.command)
    const group = asked.room.deps.settings().secondLine
    if (group === undefined) throw new Problem('noSuchGroup')
    await tellDesk(asked.room, asked.account.id, id, {
      type: 'ticketTransferred',
      operator: asked.account.id,
      ticket: asked.ticket.id,
      to: { group },
    })
    return {}
  }),
  forTicket('post', '/tickets/:ticket/tag', 'holder', async (asked) => {
    const { id, topic, priority } = await bodyOf(asked, shapes.tag)
    await tellDesk(asked.room, asked.account.id, id, {
      type: 'ticketTagged',
      operator: asked.account.id,
      ticket: asked.ticket.id,
      ...(topic === undefined ? {} : { topic: topicName(topic) }),
      ...(priority === undefined ? {} : { priority }),
    })
    return {}
  }),
  forTicket('post', '/tickets/:ticket/snooze', 'holder', async (asked) => {
    const { id, until } = await bodyOf(asked, shapes.snooze)
    await tellDesk(asked.room, asked.account.id, id, {
      type: 'ticketPutAside',
      operator: asked.account.id,
      ticket: asked.ticket.id,
      until: instant(until),
    })
    return {}
  }),
]

/** The domain picks which; the desk before and after tells what it picked. */
async function takeNext(asked: AskedByOperator): Promise<object> {
  const { id } = await bodyOf(asked, shapes.command)
  const operator = asked.account.id
  const before = activeOf(await asked.room.picture.desk(), operator)
  await tellDesk(asked.room, operator, id, { type: 'ticketClaimed', operator })
  const after = activeOf(await asked.room.picture.desk(), operator)
  const taken = [...after].find((ticket) => !before.has(ticket))
  return taken === undefined ? {} : { ticket: taken }
}

const activeOf = (desk: Desk, operator: OperatorId): ReadonlySet<number> =>
  new Set(
    Object.values(desk.tickets)
      .filter((ticket) => ticket.status === 'active' && ticket.operator === operator)
      .map((ticket) => ticket.id),
  )
