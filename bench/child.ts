/** One measurement in a process of its own, so that no other's garbage or warmth counts. Prints its result as one JSON line. */
import { closeSync, fdatasyncSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Bare, Recorder } from './bare.ts'
import { type Content, sampleContent } from './content.ts'
import { type Engine, startEngine } from './engine.ts'
import { fill } from './fill.ts'
import { ahead, asFastAsItGoes, measured, offered, type Speed } from './load.ts'
import { GOLDEN, PHRASES } from './matchers.ts'
import { templates } from './templates.ts'
import { byWorkload, type Next, WORKLOADS, type WorkloadName, workload } from './workloads.ts'

export interface Task {
  readonly what: 'phrases' | 'fill' | 'speed' | 'bare' | 'latency'
  readonly folder: string
  readonly models: string
  readonly size: number
}

export type Speeds = { readonly [W in WorkloadName]: Speed }

export interface Latencies {
  readonly disk: readonly number[]
  readonly kotik: readonly number[]
}

interface Amount {
  /** Until the compiler has done its work: it is counted too, and a server does it once a month. */
  readonly before: number
  readonly measured: number
}

const AMOUNTS: { readonly [W in WorkloadName]: Amount } = {
  'operator → customer': { before: 20_000, measured: 20_000 },
  'customer → operator': { before: 10_000, measured: 20_000 },
  buttons: { before: 8_000, measured: 8_000 },
  texts: { before: 5_000, measured: 7_000 },
  'to whom was silent for long': { before: 2_000, measured: 10_000 },
}
const NOTHING: Speed = { perSecond: Number.NaN, cpu: Number.NaN, thread: Number.NaN }
const PER_SECOND = 200
// The disk's mood changes within seconds; taking turns lets it have the same moods for both.
const TURNS = 10
const TURN = 1_000

async function run(task: Task): Promise<unknown> {
  const content = await sampleContent(task.models)
  switch (task.what) {
    case 'phrases':
      writeFileSync(join(task.models, PHRASES), JSON.stringify(content.release.phrases))
      return writeFileSync(join(task.models, GOLDEN), JSON.stringify(content.release.golden))
    case 'fill':
      return fill(join(task.folder, 'base.db'), task.size, await templates(content.rules, content.matcher))
    case 'speed':
      return speeds(task, content)
    case 'bare':
      return bareSpeeds(task, content)
    case 'latency':
      return latencies(task, content)
  }
}

async function speeds({ folder, size }: Task, content: Content): Promise<Speeds> {
  const engine = await startEngine(join(folder, 'work.db'), content)
  const each = await eachWorkload(engine, size, content, (next, messages) =>
    asFastAsItGoes(engine, next, messages),
  )
  await engine.stop()
  return each
}

async function bareSpeeds({ folder, size }: Task, content: Content): Promise<Speeds> {
  const recorder = new Recorder()
  const engine = await startEngine(join(folder, 'work.db'), content, recorder.around)
  const bare = new Bare(join(folder, 'bare.db'))
  const each = await eachWorkload(engine, size, content, async (next, messages) => {
    recorder.begin()
    await asFastAsItGoes(engine, next, messages)
    const batches = bare.prepare(recorder.end())
    return measured(() => bare.write(batches), messages)
  })
  bare.close()
  await engine.stop()
  return each
}

async function eachWorkload(
  engine: Engine,
  size: number,
  content: Content,
  measure: (next: Next, messages: number) => Promise<Speed>,
): Promise<Speeds> {
  const made = await templates(content.rules, content.matcher)
  const found = new Map<WorkloadName, Speed>()
  for (const name of WORKLOADS) {
    const next = await workload(name, size, engine, content, made)
    const { before, measured } = AMOUNTS[name]
    const given = (messages: number) => (name === 'buttons' ? next : ahead(next, messages))
    await measure(given(before), before)
    found.set(name, await measure(given(measured), measured))
  }
  return byWorkload((name) => found.get(name) ?? NOTHING)
}

/** Turn by turn: the disk alone, then relayed messages from their due time until the channel has them. */
async function latencies({ folder, size }: Task, content: Content): Promise<Latencies> {
  const engine = await startEngine(join(folder, 'work.db'), content)
  const next = await workload(
    'operator → customer',
    size,
    engine,
    content,
    await templates(content.rules, content.matcher),
  )
  const arrivals = new Map<string, () => void>()
  engine.hear((_to, { content: { text } }) => arrivals.get(text)?.())
  const relay = () => {
    const arrived = next()
    return new Promise<void>((resolve) => {
      if ('content' in arrived.input) arrivals.set(arrived.input.content.text, resolve)
      void engine.kotik.submit(arrived)
    })
  }
  const probe = diskProbe(join(folder, 'probe'))
  await offered(PER_SECOND, TURN, relay)
  const [disk, kotik]: [number[], number[]] = [[], []]
  for (let turn = 0; turn < TURNS; turn += 1) {
    disk.push(...(await offered(PER_SECOND, TURN, probe.sync)))
    kotik.push(...(await offered(PER_SECOND, TURN, relay)))
  }
  probe.close()
  await engine.stop()
  return { disk, kotik }
}

// A relayed message is some seven pages of the write-ahead log.
const PROBE = Buffer.alloc(7 * 4096, 1)

function diskProbe(file: string) {
  const handle = openSync(file, 'w')
  return {
    sync: () => {
      writeSync(handle, PROBE)
      fdatasyncSync(handle)
      return undefined
    },
    close: () => closeSync(handle),
  }
}

const task: Task = JSON.parse(process.argv[2] ?? '{}')
process.stdout.write(`${JSON.stringify((await run(task)) ?? null)}\n`)
