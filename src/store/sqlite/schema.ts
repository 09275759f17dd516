/**
 * The tables as drizzle sees them. `migrations/sqlite/` makes them and says why they are so;
 * a test compares the two column by column.
 */
import { sql } from 'drizzle-orm'
import {
  type AnySQLiteColumn,
  check,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
} from 'drizzle-orm/sqlite-core'
import type { Conversation } from '../../domain/conversation/state.ts'
import type { Desk, Ticket, TicketStatus } from '../../domain/desk/state.ts'
import type { Effect } from '../../domain/effect.ts'
import type { Event } from '../../domain/event.ts'
import type {
  ConversationId,
  CustomerId,
  InputKey,
  MessageNumber,
  OperatorId,
  ReleaseId,
  TicketId,
} from '../../domain/ids.ts'
import type { Address, LaterInput } from '../../domain/input.ts'
import type { Attachment, Json } from '../../domain/message.ts'
import type { Instant } from '../../domain/time.ts'

export const conversations = sqliteTable('conversations', {
  number: integer().primaryKey(),
  id: text().$type<ConversationId>().notNull().unique(),
  version: integer().notNull(),
  state: text({ mode: 'json' }).$type<Conversation>().notNull(),
})

export const desk = sqliteTable(
  'desk',
  {
    id: integer().primaryKey(),
    version: integer().notNull(),
    state: text({ mode: 'json' }).$type<Desk>().notNull(),
  },
  (table) => [check('one_desk', sql`${table.id} = 1`)],
)

export const events = sqliteTable(
  'events',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    at: integer().$type<Instant>().notNull(),
    conversation: integer(),
    event: text({ mode: 'json' }).$type<Event>().notNull(),
  },
  (table) => [
    index('events_of_conversation').on(table.conversation).where(sql`${table.conversation} IS NOT NULL`),
  ],
)

export const arrived = sqliteTable('arrived', {
  number: integer().primaryKey(),
  key: text().$type<InputKey>().notNull().unique(),
  at: integer().$type<Instant>().notNull(),
})

export const laterInputs = sqliteTable(
  'later_inputs',
  {
    number: integer().primaryKey(),
    key: text().$type<InputKey>().notNull().unique(),
    due: integer().$type<Instant>().notNull(),
    input: text({ mode: 'json' }).$type<LaterInput>().notNull(),
  },
  (table) => [index('later_inputs_due').on(table.due)],
)

export const failures = sqliteTable('failures', {
  key: text().$type<InputKey>().primaryKey().notNull(),
  count: integer().notNull(),
  error: text().notNull(),
})

export const parked = sqliteTable('parked', {
  number: integer().primaryKey(),
  key: text().$type<InputKey>().notNull().unique(),
  at: integer().$type<Instant>().notNull(),
  address: text({ mode: 'json' }).$type<Address>().notNull(),
  input: text({ mode: 'json' }).notNull(),
  error: text().notNull(),
})

export const outbox = sqliteTable('outbox', {
  id: integer().primaryKey({ autoIncrement: true }),
  lane: text().notNull(),
  conversation: text().$type<ConversationId>(),
  effect: text({ mode: 'json' }).$type<Effect>().notNull(),
  attempts: integer().notNull().default(0),
  notBefore: integer('not_before').$type<Instant>().notNull().default(sql`0`),
  createdAt: integer('created_at').$type<Instant>().notNull(),
  error: text(),
})

export const refused = sqliteTable('refused', {
  id: integer().primaryKey(),
  lane: text().notNull(),
  conversation: text().$type<ConversationId>(),
  effect: text({ mode: 'json' }).$type<Effect>().notNull(),
  attempts: integer().notNull(),
  createdAt: integer('created_at').$type<Instant>().notNull(),
  error: text().notNull(),
})

export const tickets = sqliteTable(
  'tickets',
  {
    id: integer().$type<TicketId>().primaryKey(),
    status: text().$type<TicketStatus>().notNull(),
    conversation: text().$type<ConversationId>().notNull(),
    customer: text().$type<CustomerId>().notNull(),
    ticket: text({ mode: 'json' }).$type<Ticket>().notNull(),
  },
  (table) => [
    index('tickets_of_conversation').on(table.conversation),
    index('tickets_of_customer').on(table.customer),
    index('tickets_open').on(table.id).where(sql`${table.status} <> 'closed'`),
  ],
)

export const operators = sqliteTable('operators', {
  id: text().$type<OperatorId>().primaryKey().notNull(),
  name: text().notNull(),
  lead: integer({ mode: 'boolean' }).notNull(),
  groups: text({ mode: 'json' }).$type<readonly string[]>().notNull(),
  capacity: integer(),
  passwordHash: text('password_hash'),
})

export const sessions = sqliteTable('sessions', {
  tokenHash: text('token_hash').primaryKey().notNull(),
  operator: text()
    .$type<OperatorId>()
    .notNull()
    .references((): AnySQLiteColumn => operators.id, { onDelete: 'cascade' }),
  expiresAt: integer('expires_at').$type<Instant>().notNull(),
})

export const files = sqliteTable('files', {
  id: text().primaryKey().notNull(),
  conversation: text().$type<ConversationId>().notNull(),
  kind: text().$type<Attachment['kind']>().notNull(),
  name: text().notNull(),
  mime: text().notNull(),
  size: integer().notNull(),
  at: integer().$type<Instant>().notNull(),
})

export const unsentFiles = sqliteTable('unsent_files', {
  number: integer().primaryKey(),
  id: text().notNull().unique(),
  at: integer().$type<Instant>().notNull(),
})

export const releases = sqliteTable('releases', {
  id: text().$type<ReleaseId>().primaryKey().notNull(),
  sources: text({ mode: 'json' }).$type<{ readonly [path: string]: string }>().notNull(),
})

export const kept = sqliteTable('kept', {
  name: text().primaryKey().notNull(),
  value: text().notNull(),
})

export const sentMessages = sqliteTable(
  'sent_messages',
  {
    conversation: integer().notNull(),
    number: integer().$type<MessageNumber>().notNull(),
    external: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.conversation, table.number] })],
)

export const notes = sqliteTable(
  'notes',
  {
    owner: text().notNull(),
    key: text().notNull(),
    value: text({ mode: 'json' }).$type<Json>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.key] })],
)
