/**
 * `npm run bench`: Kotik beside bare SQLite, beside the disk, beside its matcher, in one run and with nothing written into
 * the tree. docs/bench.md says what each line means. `--quick` leaves out the million and does each thing once;
 * `--only telegram` and `--only vk` are those sections alone.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { compile } from './build.ts'
import type { Latencies, Speeds, Task } from './child.ts'
import { defaultMatcher } from './content.ts'
import { median, percentile } from './load.ts'
import { matcherAlone, matchers } from './matchers.ts'
import { rssOf, settledRss, startProgramme } from './programme.ts'
import { atLeast, atMost, Table } from './table.ts'
import { budgetSection } from './telegram/section.ts'
import { telegramRelay } from './telegram-relay/section.ts'
import { chat, openStreams } from './visitors.ts'
import { vkSection } from './vk/section.ts'
import { byWorkload, WORKLOADS, type WorkloadName } from './workloads.ts'

const QUICK = process.argv.includes('--quick')
const ONLY = process.argv.includes('--only') ? process.argv.at(process.argv.indexOf('--only') + 1) : undefined
const SIZES = QUICK ? [1_000, 100_000] : [1_000, 100_000, 1_000_000]
const ROUNDS = QUICK ? 1 : 3
const STREAMS = 10_000
/** Those without one are told for comparison. */
const SHARE_OF_BARE: { readonly [W in WorkloadName]?: number } = {
  'operator → customer': 1 / 2,
  'customer → operator': 1 / 2,
  buttons: 1 / 2,
  texts: 1 / 3,
}

const table = new Table()
const disk = mkdtempSync(join(tmpdir(), 'kotik-bench-'))
const memory = mkdtempSync('/dev/shm/kotik-bench-')
const home = join(disk, 'kotik')
const models = join(disk, 'models')

try {
  compile(home)
  await main()
} finally {
  for (const folder of [disk, memory]) rmSync(folder, { recursive: true, force: true })
}
process.exitCode = table.missed > 0 ? 1 : 0

async function main(): Promise<void> {
  const [cpu] = cpus()
  table.remark(`Node ${process.version}, ${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}`)
  if (ONLY === undefined) await house()
  if (ONLY === undefined || ONLY === 'telegram')
    await telegramRelay(table, { place: { home, disk, memory }, rounds: ROUNDS })
  if (ONLY === undefined || ONLY === 'vk') await vkSection(table, { home, folder: disk })
}

async function house(): Promise<void> {
  await startUp()
  await streams()
  child<null>('phrases', memory, 0)
  matchers(table, home, models)
  const costs = new Map<number, Speeds>()
  for (const size of SIZES) {
    child<null>('fill', memory, size)
    costs.set(size, throughput(size))
    latency(size)
    if (size === SIZES.at(-1)) await memoryOf(size)
  }
  growth(costs)
  await budgetSection(table)
}

function child<Result>(what: Task['what'], folder: string, size: number): Result {
  const task: Task = { what, folder, models, size }
  const said = execFileSync(process.execPath, ['bench/child.js', JSON.stringify(task)], {
    cwd: home,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  return JSON.parse(said)
}

async function startUp(): Promise<void> {
  table.section('Start-up, from the command to /health/ready')
  const database = join(disk, 'start', 'kotik.db')
  const cold = await startAndStop(database)
  const warm: Start[] = []
  for (let round = 0; round < 3; round += 1) warm.push(await startAndStop(database))
  const told = ({ wall, cpu }: Start) => `${wall.toFixed(0)} ms (CPU ${cpu.toFixed(0)} ms)`
  const usual = { wall: median(warm.map(({ wall }) => wall)), cpu: median(warm.map(({ cpu }) => cpu)) }
  table.line('nothing there yet: a new database, a matcher to train', told(cold))
  table.line('the next time', told(usual), atMost(1_500, usual.wall, ' ms'))
}

interface Start {
  readonly wall: number
  readonly cpu: number
}

async function startAndStop(database: string): Promise<Start> {
  const programme = await startProgramme(home, database)
  await programme.stop()
  return { wall: programme.startedIn, cpu: programme.startedWith }
}

async function streams(): Promise<void> {
  table.section(`${STREAMS} open pages that wait`)
  const programme = await startProgramme(home, join(disk, 'start', 'kotik.db'))
  const before = await settledRss(programme.pid)
  const open = await openStreams(programme.url, STREAMS)
  const each = (((await settledRss(programme.pid)) - before) * 1_000) / STREAMS
  table.line('memory each', `${each.toFixed(1)} kB`, atMost(15, each, ' kB'))
  for (const socket of open) socket.destroy()
  await programme.stop()
}

/** Alternating processes, so that the machine's other work meets both; of each figure the median counts. */
function throughput(size: number): Speeds {
  const [kotik, bare]: [Speeds[], Speeds[]] = [[], []]
  for (let round = 0; round < ROUNDS; round += 1) {
    fresh(memory, memory, 'work.db')
    kotik.push(child<Speeds>('speed', memory, size))
    fresh(memory, memory, 'work.db')
    fresh(memory, memory, 'bare.db')
    bare.push(child<Speeds>('bare', memory, size))
  }
  table.section(
    `${thousands(size)} conversations, in memory: messages a second and CPU, Kotik beside bare SQLite`,
  )
  const [ours, theirs] = [middleOf(kotik), middleOf(bare)]
  for (const name of WORKLOADS) {
    const share = theirs[name].thread / ours[name].thread
    const measured = `${rate(ours[name].perSecond)} (${ours[name].thread.toFixed(0)} µs) / ${rate(theirs[name].perSecond)} (${theirs[name].thread.toFixed(0)} µs)`
    table.line(name, measured)
    const wanted = SHARE_OF_BARE[name]
    table.line(
      '',
      `${share.toFixed(2)} of the bare limit`,
      wanted === undefined ? undefined : atLeast(wanted, share),
    )
  }
  return ours
}

function middleOf(all: readonly Speeds[]): Speeds {
  const middle = (name: WorkloadName) => ({
    perSecond: median(all.map((speeds) => speeds[name].perSecond)),
    cpu: median(all.map((speeds) => speeds[name].cpu)),
    thread: median(all.map((speeds) => speeds[name].thread)),
  })
  return byWorkload(middle)
}

function latency(size: number): void {
  table.section(`${thousands(size)} conversations, on the disk, 200 relayed messages a second offered`)
  fresh(memory, disk, 'work.db')
  const found = child<Latencies>('latency', disk, size)
  const told = (values: readonly number[]) =>
    `${percentile(values, 0.5).toFixed(1)} / ${percentile(values, 0.99).toFixed(1)} ms`
  const beyond = percentile(found.kotik, 0.99) - percentile(found.disk, 0.99)
  table.line('the disk alone, write and fsync: p50 / p99', told(found.disk))
  table.line('Kotik, until the channel has it: p50 / p99', told(found.kotik))
  table.line('p99 above the disk’s own', `${beyond.toFixed(1)} ms`, atMost(5, beyond, ' ms'))
}

async function memoryOf(size: number): Promise<void> {
  table.section(`Memory with ${thousands(size)} conversations`)
  const matcher = matcherAlone(defaultMatcher(), home, models)
  // The database that the latencies were measured on, and their models beside it.
  const programme = await startProgramme(home, join(disk, 'work.db'))
  const idle = await settledRss(programme.pid)
  await chat(programme.url, 2_000, [
    'сколько стоит подписка',
    'не проходит оплата',
    'картой',
    'оператор',
    'ау',
  ])
  const busy = rssOf(programme.pid)
  await programme.stop()
  table.line('a process with the matcher alone', `${matcher.toFixed(0)} MB`)
  table.line('Kotik, just started', `${idle.toFixed(0)} MB`)
  table.line('Kotik, after 10,000 messages by HTTP', `${busy.toFixed(0)} MB`)
  table.line(
    'beside the matcher’s own',
    `${(busy - matcher).toFixed(0)} MB`,
    atMost(120, busy - matcher, ' MB'),
  )
}

function growth(costs: ReadonlyMap<number, Speeds>): void {
  const [small, large] = [costs.get(SIZES[0] ?? 0), costs.get(SIZES.at(-1) ?? 0)]
  if (!small || !large) return
  table.section(
    `CPU a message with ${thousands(SIZES.at(-1) ?? 0)} conversations, to that with ${thousands(SIZES[0] ?? 0)}`,
  )
  for (const name of WORKLOADS) {
    const times = large[name].cpu / small[name].cpu
    const told = `${times.toFixed(2)} ×`
    if (SHARE_OF_BARE[name]) table.line(name, told, atMost(1.3, times, ' ×', 1))
    else table.line(name, told)
  }
}

/** A copy of the filled database, with nothing left of an earlier one. */
function fresh(from: string, to: string, name: string): void {
  for (const part of ['', '-wal', '-shm', '-lock', '-lock.json', '-lock-journal'])
    rmSync(join(to, name + part), { force: true })
  copyFileSync(join(from, 'base.db'), join(to, name))
}

function thousands(n: number): string {
  return n.toLocaleString('en')
}

function rate(perSecond: number): string {
  return `${thousands(Math.round(perSecond / 10) * 10)}/s`
}
