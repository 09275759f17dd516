import { and, asc, eq, gt, sql } from 'drizzle-orm'
import type { OperatorAccount, Store } from '../port.ts'
import { given } from './bounds.ts'
import type { Connection } from './connection.ts'
import { operators, sessions } from './schema.ts'

type Operators = Pick<Store, 'operators' | 'saveOperator' | 'removeOperator'>
type Sessions = Pick<Store, 'session' | 'saveSession' | 'endSessions'>

export function operatorAccounts({ db, answer }: Connection): Operators {
  const all = db.select().from(operators).orderBy(asc(operators.id)).prepare()
  // Never REPLACE: that deletes the old row, and with it the operator's sessions.
  const save = db
    .insert(operators)
    .values({
      id: sql.placeholder('id'),
      name: sql.placeholder('name'),
      lead: sql.placeholder('lead'),
      groups: sql.placeholder('groups'),
      capacity: sql.placeholder('capacity'),
      passwordHash: sql.placeholder('passwordHash'),
    })
    .onConflictDoUpdate({
      target: operators.id,
      set: {
        name: given('name', operators.name),
        lead: given('lead', operators.lead),
        groups: given('groups', operators.groups),
        capacity: given('capacity', operators.capacity),
        passwordHash: given('passwordHash', operators.passwordHash),
      },
    })
    .prepare()
  const remove = db
    .delete(operators)
    .where(eq(operators.id, sql.placeholder('id')))
    .prepare()
  return {
    operators: () => answer(() => all.all().map(account)),
    saveOperator: (operator) =>
      answer(() => {
        save.run({ capacity: null, passwordHash: null, ...operator })
      }),
    removeOperator: (id) => answer(() => remove.run({ id }).changes > 0),
  }
}

function account({ capacity, passwordHash, ...row }: typeof operators.$inferSelect): OperatorAccount {
  return {
    ...row,
    ...(capacity === null ? {} : { capacity }),
    ...(passwordHash === null ? {} : { passwordHash }),
  }
}

export function deskSessions({ db, answer }: Connection): Sessions {
  const live = db
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.tokenHash, sql.placeholder('tokenHash')),
        gt(sessions.expiresAt, sql.placeholder('now')),
      ),
    )
    .prepare()
  const save = db
    .insert(sessions)
    .values({
      tokenHash: sql.placeholder('tokenHash'),
      operator: sql.placeholder('operator'),
      expiresAt: sql.placeholder('expiresAt'),
    })
    .onConflictDoUpdate({
      target: sessions.tokenHash,
      set: { operator: sql`excluded.operator`, expiresAt: sql`excluded.expires_at` },
    })
    .prepare()
  const endOne = db
    .delete(sessions)
    .where(eq(sessions.tokenHash, sql.placeholder('tokenHash')))
    .prepare()
  const endAll = db
    .delete(sessions)
    .where(eq(sessions.operator, sql.placeholder('operator')))
    .prepare()
  return {
    session: (tokenHash, now) => answer(() => live.get({ tokenHash, now })),
    saveSession: (session) =>
      answer(() => {
        save.run({ ...session })
      }),
    endSessions: (which) =>
      answer(() => {
        if ('tokenHash' in which) endOne.run(which)
        else endAll.run(which)
      }),
  }
}
