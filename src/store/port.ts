/**
 * The store: takes values, never callbacks, and is asynchronous, so that SQLite and PostgreSQL both fit.
 * A commit is one transaction for many units; a unit is all that follows from the inputs of one aggregate in one turn.
 */
import type { Conversation } from '../domain/conversation/state.ts'
import type { Desk, Ticket } from '../domain/desk/state.ts'
import type { Effect } from '../domain/effect.ts'
import type { Event } from '../domain/event.ts'
import type {
  ConversationId,
  CustomerId,
  InputKey,
  MessageNumber,
  OperatorId,
  ReleaseId,
  TicketId,
} from '../domain/ids.ts'
import type { Address, LaterInput } from '../domain/input.ts'
import type { Attachment, Json } from '../domain/message.ts'
import type { Instant } from '../domain/time.ts'

export { StoreError } from './errors.ts'
export { laneOf } from './lane.ts'

export interface Versioned<State> {
  readonly state: State
  /** 0 = not stored yet. Grows by one with each commit. */
  readonly version: number
}

/**
 * A stored input, and the due time it was taken with: a timer that was moved meanwhile (written again with another due)
 * is not the one that was handled, and stays.
 */
export type HandledInput = Pick<LaterInput, 'key' | 'due'>

/** All that one aggregate's turn changes. Committed whole or not at all. */
export interface CommitUnit {
  readonly target:
    | { readonly to: 'conversation'; readonly state: Conversation }
    | { readonly to: 'desk'; readonly state: Desk }
  /** The version the decision was made on. */
  readonly expected: number
  /** Inputs that came from outside in this turn; remembered so that a duplicate is recognised. */
  readonly arrived: readonly InputKey[]
  /** Stored later inputs handled in this turn; deleted before `later` is written. A `LaterInput` fits as it is. */
  readonly handled: readonly HandledInput[]
  readonly events: readonly Event[]
  /** In order; each becomes one outbox row. */
  readonly effects: readonly Effect[]
  readonly later: readonly LaterInput[]
  readonly at: Instant
}

/**
 * `committed`: durable; `seqs` are the log positions of the events, `deliveries` the outbox rows of the effects, both in order.
 * `conflict`: the version moved on; load and decide again. `duplicate`: an input of `arrived` was handled before (or one of
 * `handled` is gone or was moved); drop it and decide the rest again. Nothing of such a unit was written.
 */
export type CommitResult =
  | { readonly kind: 'committed'; readonly seqs: readonly number[]; readonly deliveries: readonly number[] }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'duplicate'; readonly keys: readonly InputKey[] }

/** A row of the outbox. `lane` keeps order: rows of one lane go one after the other, by id. */
export interface Delivery {
  readonly id: number
  readonly lane: string
  readonly conversation: ConversationId
  readonly effect: Effect
  readonly attempts: number
  readonly notBefore: Instant
  readonly createdAt: Instant
}

/** What became of an attempt to deliver. `done` removes the row from the outbox; the log keeps what was said. */
export type DeliveryOutcome =
  | { readonly id: number; readonly outcome: 'done'; readonly externalId?: string }
  | { readonly id: number; readonly outcome: 'again'; readonly notBefore: Instant; readonly error: string }
  /** Given up or refused; kept for people to look at. */
  | { readonly id: number; readonly outcome: 'refused'; readonly error: string }

export interface LoggedEvent {
  /** Position in the log; grows, never reused. The cursor of every live page. */
  readonly seq: number
  readonly at: Instant
  readonly address: Address
  readonly event: Event
}

export interface ParkedInput {
  readonly key: InputKey
  readonly address: Address
  readonly input: unknown
  readonly error: string
  readonly at: Instant
}

export interface OperatorAccount {
  readonly id: OperatorId
  readonly name: string
  readonly lead: boolean
  readonly groups: readonly string[]
  readonly capacity?: number
  /** `scrypt$…`; absent for somebody who signs in by a link only. */
  readonly passwordHash?: string
}

/** A signed-in browser. Only the token's hash is stored. */
export interface DeskSession {
  readonly tokenHash: string
  readonly operator: OperatorId
  readonly expiresAt: Instant
}

export interface StoredFile extends Attachment {
  readonly conversation: ConversationId
  readonly at: Instant
}

export interface TicketQuery {
  readonly status?: readonly Ticket['status'][]
  readonly customer?: CustomerId
  readonly conversation?: ConversationId
  readonly limit: number
}

/** Opening rejects with a `StoreError` (newer database, locked by another process, corrupt, disk full) that says how to fix it. */
export interface Store {
  // aggregates
  conversations(ids: readonly ConversationId[]): Promise<ReadonlyMap<ConversationId, Versioned<Conversation>>>
  desk(): Promise<Versioned<Desk>>
  /** Which of these outside inputs were handled before. */
  seen(keys: readonly InputKey[]): Promise<ReadonlySet<InputKey>>
  commit(units: readonly CommitUnit[], outcomes: readonly DeliveryOutcome[]): Promise<readonly CommitResult[]>

  // later inputs
  /** Stored inputs due by `now`, oldest due first. */
  dueInputs(now: Instant, limit: number): Promise<readonly LaterInput[]>
  nextDue(): Promise<Instant | undefined>
  /** Counts a failure of a stored or outside input and returns how many there were. */
  countFailure(key: InputKey, error: string): Promise<number>
  /** Sets an input aside for good and, in the same transaction, leaves `instead` for its conversation. */
  park(parked: ParkedInput, instead: readonly LaterInput[]): Promise<void>
  parked(limit: number): Promise<readonly ParkedInput[]>

  // outbox
  /** Undelivered rows with an id above `after`, by id; for the start and for topping up. */
  undelivered(after: number, limit: number): Promise<readonly Delivery[]>

  // reading the log
  /** Events of one conversation with seq above `after`, oldest first. */
  conversationEvents(id: ConversationId, after: number, limit: number): Promise<readonly LoggedEvent[]>
  /** The last `limit` events of a conversation before `before`, oldest first. */
  conversationTail(id: ConversationId, before: number, limit: number): Promise<readonly LoggedEvent[]>
  /** Every event with seq above `after`, oldest first. */
  events(after: number, limit: number): Promise<readonly LoggedEvent[]>
  lastSeq(): Promise<number>
  tickets(query: TicketQuery): Promise<readonly Ticket[]>
  ticket(id: TicketId): Promise<Ticket | undefined>

  // what messengers call things
  /** How these messages of ours are called on their channel, as `send` told it; those it did not tell are left out. */
  sentAs(id: ConversationId, numbers: readonly MessageNumber[]): Promise<ReadonlyMap<MessageNumber, string>>
  /** Which of our messages is so called there. Looks at the last thousand. */
  sentNumber(id: ConversationId, externalId: string): Promise<MessageNumber | undefined>
  /** A messenger's own memory (threads, posts, cursors), by keys that begin so; nobody else reads it. */
  notes(owner: string, prefix: string): Promise<ReadonlyMap<string, Json>>
  /** Writes them all or none; undefined takes a note away. */
  note(owner: string, notes: ReadonlyMap<string, Json | undefined>): Promise<void>

  // accounts, sessions, files, releases
  operators(): Promise<readonly OperatorAccount[]>
  saveOperator(account: OperatorAccount): Promise<void>
  removeOperator(id: OperatorId): Promise<boolean>
  session(tokenHash: string, now: Instant): Promise<DeskSession | undefined>
  saveSession(session: DeskSession): Promise<void>
  /** One session, or with an operator all of theirs. */
  endSessions(which: { readonly tokenHash: string } | { readonly operator: OperatorId }): Promise<void>
  /** A file that is kept for good. */
  saveFile(file: StoredFile): Promise<void>
  /** A file that nobody has sent yet: kept for good from the first committed event that carries it. */
  saveUpload(file: StoredFile): Promise<void>
  file(id: string): Promise<StoredFile | undefined>
  /**
   * Forgets uploads older than this that neither an event nor a parked input carries; returns their ids, oldest first.
   * Returns them again until `uploadsGone`, so that a crash between the two leaves no bytes behind.
   */
  dropUploads(olderThan: Instant, limit: number): Promise<readonly string[]>
  uploadsGone(ids: readonly string[]): Promise<void>
  saveRelease(id: ReleaseId, sources: { readonly [path: string]: string }): Promise<void>
  release(id: ReleaseId): Promise<{ readonly [path: string]: string } | undefined>
  /** The last saved first. */
  recentReleases(limit: number): Promise<readonly ReleaseId[]>
  /** A value this installation made once (its secret, the first-start date). Returns the stored one when there is one. */
  keep(name: string, value: string): Promise<string>

  /** Removes remembered input keys and refused deliveries older than this; bounded work per call, returns how many went. */
  prune(olderThan: Instant, limit: number): Promise<number>
  counts(): Promise<{ readonly conversations: number; readonly undelivered: number; readonly parked: number }>
  close(): Promise<void>
}

/** Bytes of files, outside the database. A file is on the disk and synced before `put` resolves. */
export interface Blobs {
  /** `id` is 128 random bits made by the caller. Rejects with a `StoreError` when the disk is full; leaves no half file. */
  put(id: string, bytes: Uint8Array): Promise<void>
  /** Undefined when there is none. */
  get(id: string): Promise<Uint8Array | undefined>
  /** Changes nothing when there is none. */
  remove(id: string): Promise<void>
}
