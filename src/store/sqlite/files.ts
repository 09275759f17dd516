import { eq, sql } from 'drizzle-orm'
import type { Store } from '../port.ts'
import type { Connection } from './connection.ts'
import { files } from './schema.ts'

/** What is known of a file; its bytes are a matter of `Blobs`. */
export function fileRecords({ db, answer }: Connection): Pick<Store, 'saveFile' | 'file'> {
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
  const one = db
    .select()
    .from(files)
    .where(eq(files.id, sql.placeholder('id')))
    .prepare()
  return {
    saveFile: (file) =>
      answer(() => {
        save.run({ ...file })
      }),
    file: (id) => answer(() => one.get({ id })),
  }
}
