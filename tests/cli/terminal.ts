import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { runCommandLine } from '../../src/cli/program.ts'
import { terminalOver } from '../../src/cli/terminal.ts'
import { readConfig } from '../../src/config.ts'
import type { Clock } from '../../src/domain/time.ts'
import { systemChance, systemClock } from '../../src/runtime/clock.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface RunOptions {
  readonly env?: { readonly [name: string]: string }
  readonly stdin?: string
  /** Default: the system's. */
  readonly clock?: Clock
}

/** Runs `kotik …` as if piped, with an environment of its own. */
export async function kotik(
  args: readonly string[],
  { env = {}, stdin = '', clock = systemClock }: RunOptions = {},
): Promise<Ran> {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() }
  streams.stdin.end(stdin)
  const texts = Promise.all([text(streams.stdout), text(streams.stderr)])
  const code = await runCommandLine(args, {
    terminal: terminalOver(streams),
    clock,
    chance: systemChance,
    settings: readConfig(env),
  })
  streams.stdout.end()
  streams.stderr.end()
  const [out, err] = await texts
  return { code, out, err }
}
