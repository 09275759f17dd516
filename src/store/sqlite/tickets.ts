import { and, desc, eq, ne, type SQL, sql } from 'drizzle-orm'
import type { TicketStatus } from '../../domain/desk/state.ts'
import type { Store, TicketQuery } from '../port.ts'
import { bounded } from './bounds.ts'
import type { Connection } from './connection.ts'
import { tickets } from './schema.ts'

const EVERY_STATUS: readonly TicketStatus[] = ['waiting', 'active', 'pending', 'snoozed', 'closed']

/** Tickets, the newest first. One prepared statement for each index that may lead. */
export function ticketReads({ db, answer }: Connection): Pick<Store, 'tickets' | 'ticket'> {
  const statusFits = sql`${tickets.status} in (select value from json_each(${sql.placeholder('statuses')}))`
  const prepare = (condition?: SQL) =>
    db
      .select({ ticket: tickets.ticket })
      .from(tickets)
      .where(and(condition, statusFits))
      .orderBy(desc(tickets.id))
      .limit(sql.placeholder('limit'))
      .prepare()
  const sameConversation = eq(tickets.conversation, sql.placeholder('conversation'))
  const sameCustomer = eq(tickets.customer, sql.placeholder('customer'))
  const all = prepare()
  const open = prepare(ne(tickets.status, sql`'closed'`))
  const ofConversation = prepare(sameConversation)
  const ofCustomer = prepare(sameCustomer)
  const ofBoth = prepare(and(sameConversation, sameCustomer))
  const one = db
    .select({ ticket: tickets.ticket })
    .from(tickets)
    .where(eq(tickets.id, sql.placeholder('id')))
    .prepare()

  const statementFor = ({ conversation, customer, status }: TicketQuery) => {
    if (conversation) return customer ? ofBoth : ofConversation
    if (customer) return ofCustomer
    return status && !status.includes('closed') ? open : all
  }
  return {
    tickets: (query) =>
      answer(() => {
        const { conversation, customer, status = EVERY_STATUS, limit } = query
        const values = { conversation, customer, statuses: JSON.stringify(status), limit: bounded(limit) }
        return statementFor(query)
          .all(values)
          .map(({ ticket }) => ticket)
      }),
    ticket: (id) => answer(() => one.get({ id })?.ticket),
  }
}
