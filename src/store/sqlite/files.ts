import { eq, sql } from 'drizzle-orm'
import type { Store, StoredFile } from '../port.ts'
import { bounded } from './bounds.ts'
import type { Connection } from './connection.ts'
import { files, unsentFiles } from './schema.ts'

type FileRecords = Pick<Store, 'saveFile' | 'saveUpload' | 'file' | 'dropUploads' | 'uploadsGone'>

/** What is known of a file; its bytes are a matter of `Blobs`. */
export function fileRecords(connection: Connection): FileRecords {
  const { raw, db, answer } = connection
  const one = db
    .select()
    .from(files)
    .where(eq(files.id, sql.placeholder('id')))
    .prepare()
  const save = saving(connection)
  const unsent = db
    .insert(unsentFiles)
    .values({ id: sql.placeholder('id'), at: sql.placeholder('at') })
    .onConflictDoNothing()
    .prepare()
  const upload = raw.transaction((file: StoredFile) => {
    if (save(file) > 0) unsent.run({ id: file.id, at: file.at })
  })
  return {
    saveFile: (file) => answer(() => void save(file)),
    saveUpload: (file) => answer(() => upload.immediate(file)),
    file: (id) => answer(() => one.get({ id })),
    ...dropping(connection),
  }
}

function saving({ db }: Connection): (file: StoredFile) => number {
  const save = db
    .insert(files)
    .values({
      id: sql.placeholder('id'),
      conversation: sql.placeholder('conversation'),
      kind: sql.placeholder('kind'),
      name: sql.placeholder('name'),
      mime: sql.placeholder('mime'),
      size: sql.placeholder('size'),
      at: sql.placeholder('at'),
    })
    // An id is a file for ever: a second save changes nothing.
    .onConflictDoNothing()
    .prepare()
  return (file) => save.run({ ...file }).changes
}

/** The record goes first and the mark last: whatever stops us in between, the next call goes on with the same files. */
function dropping({ raw, answer }: Connection): Pick<Store, 'dropUploads' | 'uploadsGone'> {
  // Somebody will look at a parked input with its picture. There are few of them, so each is simply read through.
  const old = raw
    .prepare<[olderThan: number, limit: number], string>(
      `SELECT id FROM unsent_files unsent
       WHERE at < ? AND NOT EXISTS (SELECT 1 FROM parked WHERE instr(parked.input, unsent.id) > 0)
       ORDER BY number LIMIT ?`,
    )
    .pluck()
  const forget = raw.prepare<[id: string]>('DELETE FROM files WHERE id = ?')
  const unmark = raw.prepare<[id: string]>('DELETE FROM unsent_files WHERE id = ?')
  const drop = raw.transaction((olderThan: number, limit: number) => {
    const ids = old.all(olderThan, limit)
    for (const id of ids) forget.run(id)
    return ids
  })
  const gone = raw.transaction((ids: readonly string[]) => {
    for (const id of ids) unmark.run(id)
  })
  return {
    dropUploads: (olderThan, limit) => answer(() => drop.immediate(olderThan, bounded(limit))),
    uploadsGone: (ids) => answer(() => gone.immediate(ids)),
  }
}
