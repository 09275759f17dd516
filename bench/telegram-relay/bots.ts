/** A bot in a process of its own, whoever made it: started, killed, started again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { NewBot } from './world.ts'

export const PEERS = ['grammy', 'grammy-runner', 'telegraf'] as const
export type Peer = (typeof PEERS)[number]

/** What the bench does with each of them. */
export interface Bot {
  readonly name: string
  readonly token: string
  /** The process, once it was spawned; it may not have asked for anything yet. */
  start(): number
  kill(): Promise<void>
}

export interface Command {
  readonly args: readonly string[]
  readonly env: { readonly [name: string]: string }
}

export class BotProcess implements Bot {
  readonly name: string
  readonly token: string
  readonly #home: string
  readonly #command: Command
  #child: ChildProcess | undefined

  constructor(name: string, token: string, home: string, command: Command) {
    this.name = name
    this.token = token
    this.#home = home
    this.#command = command
  }

  start(): number {
    const { args, env } = this.#command
    this.#child = spawn(process.execPath, args, {
      cwd: this.#home,
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    return this.#child.pid ?? 0
  }

  async kill(): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
}

/** `home` is where the bench is compiled to. */
export function peer(name: Peer, { token, group, api }: NewBot, home: string): Bot {
  return relay(name, `bench/peers/${name}.js`, { token, group, api }, home)
}

/** The two calls and nothing else. */
export function bareRelay(bot: NewBot, home: string): Bot {
  return relay('two calls and nothing else', 'bench/telegram-relay/bare.js', bot, home)
}

function relay(name: string, file: string, { token, group, api }: NewBot, home: string): Bot {
  const env = { TOKEN: token, GROUP: String(group), API: api }
  return new BotProcess(name, token, home, { args: [file], env })
}
