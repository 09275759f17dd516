/** The bench's handle of Telegram, which runs in another process. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Orders } from './world.ts'

type Result<N extends keyof Orders> = Awaited<ReturnType<Orders[N]>>

export class Telegram {
  readonly #child: ChildProcess
  // biome-ignore lint/suspicious/noExplicitAny: what the child answers is what the order returns
  readonly #open = new Map<number, (result: any) => void>()
  #asked = 0

  private constructor(child: ChildProcess) {
    this.#child = child
    // biome-ignore lint/suspicious/noExplicitAny: as above
    child.on('message', ({ id, result }: any) => {
      this.#open.get(id)?.(result)
      this.#open.delete(id)
    })
  }

  /** `home` is where the bench is compiled to. */
  static async start(home: string): Promise<Telegram> {
    const child = fork(join(home, 'bench/telegram-relay/world.js'), { cwd: home })
    await once(child, 'message')
    child.once('exit', (code) => {
      throw new Error(`Telegram ended with ${code}.`)
    })
    return new Telegram(child)
  }

  ask<N extends keyof Orders>(name: N, ...args: Parameters<Orders[N]>): Promise<Result<N>> {
    this.#asked += 1
    const id = this.#asked
    return new Promise((resolve) => {
      this.#open.set(id, resolve)
      this.#child.send({ id, name, args })
    })
  }

  stop(): void {
    this.#child.removeAllListeners('exit')
    this.#child.kill('SIGKILL')
  }
}
