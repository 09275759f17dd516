import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

export interface Child {
  readonly process: ChildProcess
  readonly lines: AsyncIterator<string, undefined>
  /** SIGKILL, then waits until it is gone. */
  kill(): Promise<void>
}

/** Starts `tests/store/children/<name>.ts` as a process of its own; it does not outlive the test. */
export function startChild(name: string, ...args: readonly string[]): Child {
  const child = spawn(process.execPath, ['--import', 'tsx', `tests/store/children/${name}.ts`, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  const kill = async () => {
    child.kill('SIGKILL')
    await gone
  }
  onTestFinished(kill)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return { process: child, lines, kill }
}
