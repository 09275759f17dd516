/** `npx tsx bench/telegram/run.ts`: the simulation of the Telegram desk's minute alone, in less than a minute. */
import { Table } from '../table.ts'
import { budgetSection } from './section.ts'

const table = new Table()
await budgetSection(table)
process.exitCode = table.missed > 0 ? 1 : 0
