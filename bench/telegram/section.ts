/** The bench's section on twenty messages a minute; `tsx bench/telegram/run.ts` prints it alone. */
import { atMost, type Table } from '../table.ts'
import { LIMITS, ONE_GROUP, PERSONAL, type Row, SEVERAL_GROUPS, type Summary, summary } from './trials.ts'

const SEEDS = [1, 2, 3]

export async function budgetSection(table: Table): Promise<void> {
  table.section(
    'Telegram desk, simulated: 20 calls a minute and group; customers’ words late by, p50 / p95 / p99',
  )
  for (const row of ONE_GROUP) {
    const found = await summary(row, SEEDS)
    const limit = LIMITS.get(row.chats)
    table.line(named(row), told(found), limit === undefined ? undefined : atMost(limit, found.p95, ' s'))
    kept(table, found)
  }
  for (const row of [...SEVERAL_GROUPS, ...PERSONAL]) {
    const found = await summary(row, SEEDS)
    table.line(named(row), told(found))
    kept(table, found)
  }
}

const named = ({ chats, groups, personal }: Row) =>
  `${chats} chats, ${personal ? 'threads in the operators’ own chats' : groups === 1 ? '1 group' : `${groups} groups`}`

const told = ({ p50, p95, p99, opening }: Summary) =>
  `${[p50, p95, p99].map((value) => value.toFixed(1)).join(' / ')} s; card ${opening.toFixed(1)} s`

/** Told only when it is not so: nothing refused, lost, doubled or out of order. */
function kept(table: Table, { refused, lost, doubled, disordered }: Summary): void {
  const broken = refused + lost + doubled + disordered
  if (broken === 0) return
  table.line(
    '',
    `429: ${refused}, lost ${lost}, doubled ${doubled}, out of order ${disordered}`,
    atMost(0, broken),
  )
}
