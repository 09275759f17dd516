/** The one file of the command line that writes and reads: what commands say goes through here, also in tests. */
import { createInterface, type Interface } from 'node:readline'
import type { Readable } from 'node:stream'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import pc from 'picocolors'

/** Colours carry meaning only (red: wrong, green: right, dim: aside) and vanish when the output is piped. */
export type Paint = Pick<typeof pc, 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'>

export interface Terminal {
  readonly paint: Paint
  /** A person sits at both ends. */
  readonly interactive: boolean
  /** A line of the result: standard output. */
  say(line?: string): void
  /** A line about what went wrong or is under way: standard error. */
  aside(line: string): void
  /** Lines a person types, each after `prompt`; ends with the input. */
  lines(prompt: string): AsyncIterable<string>
  /** Undefined when the input ended instead. `hidden`: what is typed is not shown. */
  ask(question: string, options?: { readonly hidden: boolean }): Promise<string | undefined>
  /** All of the standard input. */
  input(): Promise<string>
  /** Shows work of more than two seconds on a terminal; says nothing when piped. */
  during<T>(label: string, work: Promise<T>): Promise<T>
  /** A bar of work in parts, on a terminal only; it goes away with the last part. */
  progress(label: string, done: number, of: number): void
}

export interface Streams {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Writable & { readonly isTTY?: boolean }
  readonly stderr: Writable & { readonly isTTY?: boolean }
}

// To the line's start, and clear it.
const CLEAR_LINE = '\r\u001b[K'

const BAR_WIDTH = 24

function bar(done: number, of: number): string {
  const full = Math.round((BAR_WIDTH * done) / of)
  return `${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)} ${done}/${of}`
}

// People begin to wonder after about two seconds (Nielsen: 1 s keeps the flow of thought, 10 s the attention).
const PATIENCE_MS = 2_000

/** A terminal over three streams, the process's own or a test's. */
export function terminalOver({ stdin, stdout, stderr }: Streams): Terminal {
  const interactive = stdin.isTTY === true && stdout.isTTY === true
  /** The prompt a person is typing behind; what is said meanwhile goes above it. */
  let typing: Interface | undefined
  return {
    paint: pc.createColors(stdout.isTTY === true && pc.isColorSupported),
    interactive,
    say(line = '') {
      stdout.write(typing && interactive ? `${CLEAR_LINE}${line}\n` : `${line}\n`)
      typing?.prompt(true)
    },
    aside: (line) => void stderr.write(`${line}\n`),
    async *lines(prompt) {
      const output = interactive ? { output: stdout, prompt } : { prompt: '' }
      const reader = createInterface({ input: stdin, ...output })
      const lines = reader[Symbol.asyncIterator]()
      try {
        for (;;) {
          typing = reader
          reader.prompt()
          const { value, done } = await lines.next()
          typing = undefined
          if (done) return
          yield value
        }
      } finally {
        typing = undefined
        reader.close()
      }
    },
    ask: (question, options) => answerTo(question, stdin, stdout, interactive, options?.hidden ?? false),
    input: () => text(stdin),
    during: (label, work) => (stderr.isTTY === true ? shown(label, work, stderr) : work),
    progress(label, done, of) {
      if (stderr.isTTY === true)
        stderr.write(done >= of ? CLEAR_LINE : `${CLEAR_LINE}${label} ${bar(done, of)}`)
    },
  }
}

/** Asks on the terminal; with `hidden` the reader's echo is swallowed once the question stands there. */
function answerTo(
  question: string,
  input: Readable,
  stdout: Writable,
  interactive: boolean,
  hidden: boolean,
): Promise<string | undefined> {
  stdout.write(question)
  const output = hidden ? new Writable({ write: (_chunk, _encoding, done) => done() }) : stdout
  const reader = createInterface({ input, output, terminal: interactive })
  return new Promise((resolve) => {
    reader.once('line', (line) => {
      resolve(line)
      reader.close()
    })
    reader.once('close', () => {
      if (hidden) stdout.write('\n')
      resolve(undefined)
    })
  })
}

async function shown<T>(label: string, work: Promise<T>, stderr: Writable): Promise<T> {
  let visible = false
  const patience = setTimeout(() => {
    visible = true
    stderr.write(`${label}…`)
  }, PATIENCE_MS)
  try {
    return await work
  } finally {
    clearTimeout(patience)
    // Progress is no result: it leaves nothing behind.
    if (visible) stderr.write(CLEAR_LINE)
  }
}
