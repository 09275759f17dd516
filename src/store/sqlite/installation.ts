/** What this installation keeps besides conversations: the releases it ran, and values it made once. */
import { eq, sql } from 'drizzle-orm'
import type { Store } from '../port.ts'
import { bounded } from './bounds.ts'
import type { Connection } from './connection.ts'
import { kept, releases } from './schema.ts'

export function installation({
  db,
  answer,
}: Connection): Pick<Store, 'saveRelease' | 'release' | 'recentReleases' | 'keep'> {
  const saveRelease = db
    .insert(releases)
    .values({ id: sql.placeholder('id'), sources: sql.placeholder('sources') })
    // The id is the hash of the sources, so what is there already is the same.
    .onConflictDoNothing()
    .prepare()
  const release = db
    .select({ sources: releases.sources })
    .from(releases)
    .where(eq(releases.id, sql.placeholder('id')))
    .prepare()
  const recentReleases = db
    .select({ id: releases.id })
    .from(releases)
    .orderBy(sql`rowid DESC`)
    .limit(sql.placeholder('limit'))
    .prepare()
  // The update changes nothing; it makes RETURNING give the value that was there first.
  const keep = db
    .insert(kept)
    .values({ name: sql.placeholder('name'), value: sql.placeholder('value') })
    .onConflictDoUpdate({ target: kept.name, set: { name: kept.name } })
    .returning({ value: kept.value })
    .prepare()
  return {
    saveRelease: (id, sources) =>
      answer(() => {
        saveRelease.run({ id, sources })
      }),
    release: (id) => answer(() => release.get({ id })?.sources),
    recentReleases: (limit) =>
      answer(() => recentReleases.all({ limit: bounded(limit) }).map(({ id }) => id)),
    keep: (name, value) => answer(() => keep.get({ name, value }).value),
  }
}
