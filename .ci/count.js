// Adds up the test runners' reports and ends with the line CI reads: "N passed, N failed".
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const [status, folder] = process.argv.slice(2)
const reports = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
const sum = (key) => reports.reduce((total, report) => total + report[key], 0)
const skipped = sum('numPendingTests') + sum('numTodoTests')
const failed = sum('numFailedTests') + sum('numFailedTestSuites') + skipped
if (skipped > 0) console.log(`${skipped} tests were skipped; in CI every test must run.`)
const bad = failed > 0 || status !== '0' || reports.length === 0
console.log(`${sum('numPassedTests')} passed, ${bad ? Math.max(1, failed) : 0} failed`)
process.exit(bad ? 1 : 0)
