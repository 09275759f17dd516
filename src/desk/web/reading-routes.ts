/** What the pages read: who am I, what waits, what is mine, one ticket with its transcript. */
import { z } from 'zod'
import type { Desk, Ticket } from '../../domain/desk/state.ts'
import { whyWaiting } from '../../domain/desk/why.ts'
import type { OperatorAccount } from '../../store/port.ts'
import { awaitsMail, mayRead } from './access.ts'
import { card, type TicketCard } from './cards.ts'
import { enrol } from './command.ts'
import { transcript } from './lines.ts'
import { loadOf, operatorOf } from './picture.ts'
import type { Room } from './room.ts'
import {
  type AskedAboutTicket,
  type AskedByOperator,
  forOperator,
  forTicket,
  queryOf,
  type Route,
} from './route.ts'
import { visible } from './transcript-bounds.ts'
import type { ColleagueView, MeView, TicketListView, TicketView } from './views.ts'

// A full queue at its default cap; beyond it a list is not read by anybody, and the count says how many there are.
const LIST_LIMIT = 200
// A page of the transcript, in events of the log: some two hundred messages.
const PAGE = 600
const EARLIER = 20

const LIST = z.strictObject({ which: z.enum(['open', 'closed']).default('open') })
const LINES = z.strictObject({ before: z.coerce.number().int().positive() })

export const readingRoutes: readonly Route[] = [
  forOperator('get', '/me', async (asked) => {
    await enrol(asked.room, asked.account)
    return me(asked)
  }),
  forOperator('get', '/colleagues', async ({ room, account }) => ({
    colleagues: colleagues(await room.picture.desk(), account),
  })),
  forOperator('get', '/tickets', async (asked) =>
    queryOf(asked, LIST).which === 'closed' ? closedTickets(asked) : openTickets(asked),
  ),
  forTicket('get', '/tickets/:ticket', 'reader', (asked) => ticketView(asked)),
  forTicket('get', '/tickets/:ticket/lines', 'reader', async (asked) =>
    page(asked, queryOf(asked, LINES).before),
  ),
]

async function me({ room, account }: AskedByOperator): Promise<MeView> {
  const settings = room.deps.settings()
  const desk = await room.picture.desk()
  const operator = desk.operators[account.id]
  return {
    id: account.id,
    name: account.name,
    lead: account.lead,
    groups: account.groups,
    shift: operator?.shift ?? 'off',
    capacity: operator?.capacity ?? settings.desk.capacity,
    maxCapacity: settings.desk.maxCapacity,
    load: loadOf(desk, account.id),
    desk: {
      bot: settings.bot.name,
      groups: settings.groups.map(({ name, title, assignment }) => ({ name, title, assignment })),
      topics: settings.topics.map(({ name, title, group }) => ({ name, title, group })),
      ...(settings.secondLine === undefined ? {} : { secondLine: settings.secondLine }),
      variableTitles: settings.variableTitles,
      cannedReplies: Object.entries(settings.cannedReplies).map(([name, text]) => ({ name, text })),
      longWait: settings.queue.longWait,
      fileSize: settings.limits.fileSize,
    },
    now: room.deps.clock.now(),
  }
}

function colleagues(desk: Desk, account: OperatorAccount): readonly ColleagueView[] {
  return Object.values(desk.operators)
    .filter((one) => one.id !== account.id)
    .map(({ id, name, lead, groups, shift, capacity }) => ({
      id,
      name,
      lead,
      groups,
      shift,
      capacity,
      load: loadOf(desk, id),
    }))
}

/** Read before the lists, so that nothing falls between them and the stream that goes on from here. */
async function openTickets({ room, account }: AskedByOperator): Promise<TicketListView> {
  const cursor = await room.deps.store.lastSeq()
  const desk = await room.picture.desk()
  const shown = Object.values(desk.tickets)
    .filter((ticket) => ticket.status !== 'closed' && isListed(account, ticket, desk))
    .sort((a, b) => a.queuedAt - b.queuedAt)
  const waiting = shown.filter((ticket) => ticket.status === 'waiting').length
  return { cursor, waiting, tickets: await cards(room, desk, shown.slice(0, LIST_LIMIT)) }
}

/** Lists hold one's own work: tickets that merely may be read (of a customer served now) stay behind their links. */
function isListed(account: OperatorAccount, ticket: Ticket, desk: Desk): boolean {
  if (ticket.status === 'waiting' || account.lead) return mayRead(account, ticket, desk)
  return operatorOf(ticket) === account.id
}

async function closedTickets({ room, account }: AskedByOperator): Promise<TicketListView> {
  const cursor = await room.deps.store.lastSeq()
  const desk = await room.picture.desk()
  const found = await room.deps.store.tickets({ status: ['closed'], limit: LIST_LIMIT })
  const shown = found.filter(
    (ticket) => account.lead || operatorOf(ticket) === account.id || awaitsMail(account, ticket),
  )
  return { cursor, waiting: 0, tickets: await cards(room, desk, shown) }
}

const cards = (room: Room, desk: Desk, tickets: readonly Ticket[]): Promise<readonly TicketCard[]> =>
  Promise.all(tickets.map(async (ticket) => card(ticket, desk, await room.recent.of(ticket))))

async function ticketView(asked: AskedAboutTicket): Promise<TicketView> {
  const { room, ticket, desk } = asked
  const cursor = await room.deps.store.lastSeq()
  const conversation = (await room.deps.store.conversations([ticket.conversation])).get(ticket.conversation)
  const [own] = await cards(room, desk, [ticket])
  return {
    cursor,
    ticket: own ?? card(ticket, desk, { lastCustomer: 0 }),
    // A closed ticket shows the customer of its time; what they told since belongs to another.
    customer: (ticket.status === 'closed' ? undefined : conversation?.state.customer) ?? ticket.customer,
    unreachable: conversation?.state.unreachable ?? false,
    variables: ticket.variables,
    why: whyWaiting(ticket.id, desk, room.deps.settings(), room.deps.clock.now()),
    earlier: await earlier(asked),
    ...(await page(asked, Number.MAX_SAFE_INTEGER)),
  }
}

async function page({ room, ticket, account }: AskedAboutTicket, before: number) {
  const events = await room.deps.store.conversationTail(ticket.conversation, before, PAGE)
  const first = events[0]
  return {
    lines: transcript(events.filter((event) => visible(event, ticket, account))),
    ...(first && events.length === PAGE ? { before: first.seq } : {}),
  }
}

async function earlier({ room, ticket, desk, account }: AskedAboutTicket) {
  const found = await room.deps.store.tickets({ customer: ticket.customer.id, limit: EARLIER + 1 })
  return found
    .filter((other) => other.id !== ticket.id && mayRead(account, other, desk))
    .slice(0, EARLIER)
    .map((other) => card(other, desk, { lastCustomer: 0 }))
}
