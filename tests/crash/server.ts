/** The real program as a child process that dies and comes back on the same database. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

export interface End {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** One run of the process: from its readiness to its end. */
export interface Life {
  readonly url: string
  readonly child: ChildProcess
  readonly over: Promise<End>
}

const CONTENT = resolve('tests/crash/content')
// Long enough for a start on a machine with a hundred other things to do; a start that hangs fails the test.
const START_LIMIT = 60_000

export class Server {
  readonly folder: string
  lives = 0
  readonly #env: { readonly [name: string]: string }
  #life: Promise<Life> | undefined
  #wake: () => void = () => {}
  #next = this.#promised()

  /** `env` is set beside what every one of them has. */
  constructor(folder: string, env: { readonly [name: string]: string } = {}) {
    this.folder = folder
    this.#env = env
  }

  get databaseUrl(): string {
    return `file:${join(this.folder, 'kotik.db')}`
  }

  /** Resolves when the process takes messages; a process that says it is ready is ready. */
  async start(): Promise<Life> {
    const wake = this.#wake
    this.#next = this.#promised()
    this.#life = this.#spawn()
    const life = await this.#life
    this.lives += 1
    wake()
    return life
  }

  /** The life that runs, or the next one. */
  async up(): Promise<Life> {
    for (;;) {
      const life = await this.#life
      if (life && !isOver(life)) return life
      await this.#next
    }
  }

  end(life: Life, signal: NodeJS.Signals): Promise<End> {
    life.child.kill(signal)
    return life.over
  }

  /** Whatever runs or is about to. */
  async kill(): Promise<void> {
    const life = await this.#life?.catch(() => undefined)
    if (life) await this.end(life, 'SIGKILL')
  }

  #promised(): Promise<void> {
    return new Promise((wake) => {
      this.#wake = wake
    })
  }

  async #spawn(): Promise<Life> {
    const child = spawn(process.execPath, programme(), {
      env: {
        PATH: process.env.PATH,
        DATABASE_URL: this.databaseUrl,
        CONTENT_DIR: CONTENT,
        PORT: '0',
        LOG_LEVEL: 'warn',
        ...this.#env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const over = once(child, 'exit').then(([code, signal]): End => ({ code, signal }))
    return { url: await addressFrom(child), child, over }
  }
}

const isOver = ({ child }: Life) => child.exitCode !== null || child.signalCode !== null

function addressFrom(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const failed = (why: string) => reject(new Error(`The server did not start (${why}). It said:\n${said}`))
    const limit = setTimeout(() => failed('too slow'), START_LIMIT)
    const hear = (bytes: Buffer) => {
      said = (said + bytes.toString('utf8')).slice(-4000)
      const url = /(http:\/\/127\.0\.0\.1:\d+)\//.exec(said)?.[1]
      if (url === undefined) return
      clearTimeout(limit)
      resolve(url)
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', (code, signal) => {
      clearTimeout(limit)
      failed(`it ended with ${code ?? signal}`)
    })
  })
}

/** What was built, unless the sources are newer. */
export function programme(): string[] {
  const built = 'dist/main.js'
  const fresh = existsSync(built) && statSync(built).mtimeMs >= newestSource()
  return fresh ? [built] : ['--import', 'tsx', 'src/main.ts']
}

function newestSource(): number {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  const server = files.filter((file) => file.endsWith('.ts') && !file.startsWith('web'))
  return Math.max(...server.map((file) => statSync(join('src', file)).mtimeMs))
}
