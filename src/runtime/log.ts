/**
 * The log: aligned lines on a terminal, JSON elsewhere. What people wrote is not logged at `info`; secrets and personal
 * numbers are masked at every level (masks.ts).
 */
import { pino } from 'pino'
import pretty from 'pino-pretty'
import { masked, maskedValue } from './masks.ts'

/** What the rooms need of a logger; pino's own fits it. */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
  child(bindings: { readonly room: string }): Log
}

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent'

export interface LogOptions {
  readonly level: LogLevel
  /** True on a terminal. */
  readonly readable: boolean
  readonly out: NodeJS.WritableStream
}

/** A pino logger that masks. */
export function createLog({ level, readable, out }: LogOptions): Log {
  const options = {
    level,
    base: null,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: object) => Object(maskedValue(unwrapped(fields))),
    },
    hooks: {
      logMethod(this: unknown, parts: unknown[], method: (...args: unknown[]) => void) {
        method.apply(this, parts.map(maskedPart))
      },
    },
    serializers: { err: (error: unknown) => error, error: (error: unknown) => error },
  }
  return pino(options, readable ? terminal(out) : out)
}

const maskedPart = (part: unknown) => (typeof part === 'string' ? masked(part) : part)

const unwrapped = (fields: object) => (fields instanceof Error ? { err: fields } : fields)

function terminal(out: NodeJS.WritableStream) {
  return pretty({
    destination: out,
    colorize: true,
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'room',
    // 9 columns hold the longest room name, so that messages stand under each other.
    messageFormat: (log, messageKey) => `${String(log.room ?? '').padEnd(9)} ${String(log[messageKey])}`,
    singleLine: true,
  })
}

/** Says nothing; for tests and for commands whose output is their own. */
export const QUIET: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => QUIET,
}
