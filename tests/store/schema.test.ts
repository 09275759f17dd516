/** The tables drizzle believes in are the tables the migrations make. */
import { is } from 'drizzle-orm'
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../src/store/sqlite/database.ts'
import * as schema from '../../src/store/sqlite/schema.ts'
import { MIGRATIONS } from './temporary.ts'

const TABLES = Object.values(schema).flatMap((table) => (is(table, SQLiteTable) ? getTableConfig(table) : []))

function migrated() {
  const { raw, close } = openDatabase({ url: ':memory:', migrationsDir: MIGRATIONS })
  onTestFinished(close)
  return <Row>(sql: string, ...values: readonly string[]) => raw.prepare<unknown[], Row>(sql).all(...values)
}

interface ColumnRow {
  readonly name: string
  readonly type: string
  readonly notnull: number
  readonly pk: number
  readonly hasDefault: number
}

it('has the same tables', () => {
  const read = migrated()
  const names = read<{ name: string }>(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
  )
  expect(TABLES.map(({ name }) => name).sort()).toEqual(names.map(({ name }) => name))
})

it.each(TABLES.map((table) => [table.name, table] as const))('%s: the same columns', (name, table) => {
  const rows = migrated()<ColumnRow>(
    'SELECT name, lower(type) type, "notnull", pk, dflt_value IS NOT NULL hasDefault FROM pragma_table_info(?)',
    name,
  )
  const together = table.primaryKeys.flatMap(({ columns }) => columns.map((column) => column.name))
  const believed = table.columns.map((column) => ({
    name: column.name,
    type: column.getSQLType(),
    // An INTEGER PRIMARY KEY is never null; SQLite says so of TEXT keys only when asked to.
    notnull: column.primary && column.getSQLType() === 'integer' ? 0 : Number(column.notNull),
    pk: Math.max(Number(column.primary), together.indexOf(column.name) + 1),
    // drizzle counts the next rowid as a default.
    hasDefault: Number(column.hasDefault && !(column.primary && column.getSQLType() === 'integer')),
  }))
  expect(believed).toEqual(rows)
})

it.each(TABLES.map((table) => [table.name, table] as const))('%s: the same indexes', (name, table) => {
  const rows = migrated()<{ columns: string; isUnique: number; partial: number }>(
    `SELECT (SELECT group_concat(name) FROM pragma_index_info(list.name)) columns, "unique" isUnique, partial
     FROM pragma_index_list(?) list WHERE origin <> 'pk' ORDER BY 1, 2`,
    name,
  )
  const unique = table.columns
    .filter((column) => column.isUnique)
    .map(({ name }) => ({ columns: name, isUnique: 1, partial: 0 }))
  const others = table.indexes.map(({ config }) => ({
    columns: config.columns.map((column) => ('name' in column ? column.name : '')).join(','),
    isUnique: 0,
    partial: Number(config.where !== undefined),
  }))
  const believed = [...unique, ...others].sort((a, b) => a.columns.localeCompare(b.columns))
  expect(believed).toEqual([...rows].sort((a, b) => a.columns.localeCompare(b.columns)))
})

it.each(TABLES.map((table) => [table.name, table] as const))('%s: the same references', (name, table) => {
  const rows = migrated()<{ to: string; from: string; onDelete: string }>(
    'SELECT "table" "to", "from", lower(on_delete) onDelete FROM pragma_foreign_key_list(?)',
    name,
  )
  const believed = table.foreignKeys.map((key) => {
    const { columns, foreignTable } = key.reference()
    return {
      to: getTableConfig(foreignTable).name,
      from: columns.map((column) => column.name).join(','),
      onDelete: key.onDelete,
    }
  })
  expect(believed).toEqual(rows)
})
