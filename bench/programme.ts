/** The real program as a child, and what the system says of it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

export interface Programme {
  readonly url: string
  readonly pid: number
  /** Milliseconds from its start until it was ready. */
  readonly startedIn: number
  /** CPU milliseconds of it. */
  readonly startedWith: number
  stop(): Promise<void>
}

export const SECRET = 'a secret for the bench, long enough'

/** `home` is where it was compiled to. The first free port is found by the program itself. */
export async function startProgramme(home: string, database: string): Promise<Programme> {
  const began = performance.now()
  const child = spawn(process.execPath, [...flagsOfStart(), 'src/main.js'], {
    cwd: home,
    env: { PATH: process.env.PATH, DATABASE_URL: `file:${database}`, PORT: '0', LOG_LEVEL: 'warn', SECRET },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await addressOf(child)
  while (!(await isReady(url))) await pause(2)
  const startedIn = performance.now() - began
  const pid = child.pid ?? 0
  return {
    url,
    pid,
    startedIn,
    startedWith: cpuOf(pid),
    stop: async () => {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    },
  }
}

/** What `npm start` tells Node itself. */
export function flagsOfStart(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
  return String(scripts.start)
    .split(' ')
    .filter((word) => word.startsWith('--'))
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stdout?.on('data', (bytes: Buffer) => {
      said += bytes.toString('utf8')
      const url = /(http:\/\/127\.0\.0\.1:\d+)\//.exec(said)?.[1]
      if (url) resolve(url)
    })
    child.once('exit', () => reject(new Error(`The program ended instead of starting:\n${said}`)))
  })
}

const isReady = async (url: string) => (await fetch(`${url}/health/ready`)).ok

/** Linux counts a process's time in hundredths of a second: user and system are fields 14 and 15. */
function cpuOf(pid: number): number {
  const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  return (Number(afterName[11]) + Number(afterName[12])) * 10
}

/** Megabytes (10⁶ bytes) of memory that a process holds. */
export function rssOf(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return (Number(kilobytes) * 1024) / 1e6
}

/** What is held when garbage of the moment is gone: the least of some looks over a few seconds. */
export async function settledRss(pid: number): Promise<number> {
  const looks: number[] = []
  for (let look = 0; look < 10; look += 1) {
    await pause(300)
    looks.push(rssOf(pid))
  }
  return Math.min(...looks)
}
