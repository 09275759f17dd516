/** Inputs for later: reading what is due, counting failures, setting poison aside. Writing them is a commit's matter. */
import { asc, desc, lte, min, sql } from 'drizzle-orm'
import type { LaterInput } from '../../domain/input.ts'
import type { ParkedInput, Store } from '../port.ts'
import { bounded, given } from './bounds.ts'
import type { Connection } from './connection.ts'
import { failures, laterInputs, parked } from './schema.ts'
import { prepareWrites } from './writes.ts'

type LaterReads = Pick<Store, 'dueInputs' | 'nextDue'>
type Poison = Pick<Store, 'countFailure' | 'park' | 'parked'>

export function laterReads({ db, answer }: Connection): LaterReads {
  const due = db
    .select({ input: laterInputs.input })
    .from(laterInputs)
    .where(lte(laterInputs.due, sql.placeholder('now')))
    // Equal due times (0 = at once) in the order they were written.
    .orderBy(asc(laterInputs.due), asc(laterInputs.number))
    .limit(sql.placeholder('limit'))
    .prepare()
  const next = db
    .select({ due: min(laterInputs.due) })
    .from(laterInputs)
    .prepare()
  return {
    dueInputs: (now, limit) =>
      answer(() => due.all({ now, limit: bounded(limit) }).map(({ input }) => input)),
    nextDue: () => answer(() => next.get()?.due ?? undefined),
  }
}

export function poison({ raw, db, answer }: Connection): Poison {
  const writes = prepareWrites(raw)
  const count = db
    .insert(failures)
    .values({ key: sql.placeholder('key'), count: 1, error: sql.placeholder('error') })
    .onConflictDoUpdate({
      target: failures.key,
      set: { count: sql`${failures.count} + 1`, error: sql`excluded.error` },
    })
    .returning({ count: failures.count })
    .prepare()
  const setAside = db
    .insert(parked)
    .values({
      key: sql.placeholder('key'),
      at: sql.placeholder('at'),
      address: sql.placeholder('address'),
      input: sql.placeholder('input'),
      error: sql.placeholder('error'),
    })
    .onConflictDoUpdate({
      target: parked.key,
      set: {
        at: given('at', parked.at),
        input: given('input', parked.input),
        error: given('error', parked.error),
      },
    })
    .prepare()
  const newest = db
    .select({
      key: parked.key,
      address: parked.address,
      input: parked.input,
      error: parked.error,
      at: parked.at,
    })
    .from(parked)
    .orderBy(desc(parked.number))
    .limit(sql.placeholder('limit'))
    .prepare()

  const park = raw.transaction((input: ParkedInput, instead: readonly LaterInput[]) => {
    setAside.run({ ...input })
    const stored = writes.dropLater.run(input.key).changes > 0
    // One from outside may be offered again by its channel: remembered, it is then a duplicate.
    if (!stored && writes.wasArrived.get(input.key) === undefined) writes.remember.run(input.key, input.at)
    writes.dropFailure.run(input.key)
    for (const later of instead) writes.postpone.run(later.key, later.due, JSON.stringify(later))
  })
  return {
    countFailure: (key, error) => answer(() => count.get({ key, error }).count),
    park: (input, instead) => answer(() => park.immediate(input, instead)),
    parked: (limit) => answer(() => newest.all({ limit: bounded(limit) })),
  }
}
