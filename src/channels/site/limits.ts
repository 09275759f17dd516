import type { IncomingMessage } from 'node:http'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { addressKey } from '../../http/addresses.ts'

/** Budgets of the site API. Per address they are wide: an office or a mobile operator shares one. */
export interface SiteLimits {
  readonly requestsPerMinutePerAddress: number
  /** A quarter of the address's: one who floods takes that much from those behind the same router, and no more. */
  readonly requestsPerMinutePerSession: number
  readonly sessionsPerHourPerAddress: number
  readonly filesPerHourPerAddress: number
  /** Messages, presses and ratings together; the domain has its own, lower limit on messages. */
  readonly writesPerMinutePerSession: number
  readonly typingPerMinutePerSession: number
  readonly filesPerHourPerSession: number
  /** Stream openings: a client that reconnects in a loop is slowed down. */
  readonly streamsPerMinutePerSession: number
  /** Open at once; beyond it the session's oldest stream is closed, since it is likely a dead one. */
  readonly openStreamsPerSession: number
  readonly openStreamsPerAddress: number
  readonly openStreams: number
  /** Uploads at once in all: each may hold 10 MB in memory. */
  readonly uploadsAtOnce: number
  /** Slow ones last for minutes: three addresses must not be enough to take all the places. */
  readonly uploadsAtOncePerAddress: number
  /** Downloads at once in all: each holds up to 10 MB for as long as its reader takes. */
  readonly downloadsAtOnce: number
  /** A page of history shows some dozen pictures, six at a time. */
  readonly downloadsAtOncePerAddress: number
}

export const SITE_LIMITS: SiteLimits = {
  requestsPerMinutePerAddress: 1200,
  requestsPerMinutePerSession: 300,
  sessionsPerHourPerAddress: 120,
  filesPerHourPerAddress: 200,
  writesPerMinutePerSession: 120,
  typingPerMinutePerSession: 60,
  filesPerHourPerSession: 60,
  streamsPerMinutePerSession: 60,
  openStreamsPerSession: 5,
  openStreamsPerAddress: 500,
  openStreams: 20_000,
  uploadsAtOnce: 12,
  uploadsAtOncePerAddress: 3,
  downloadsAtOnce: 60,
  downloadsAtOncePerAddress: 20,
}

const HOUR = 3600

/** What is counted. Returns how many milliseconds to wait, or undefined when there is room. */
export type Budgets = {
  readonly [of in Budgeted]: (key: string) => Promise<number | undefined>
}

type Budgeted =
  | 'requests'
  | 'sessionRequests'
  | 'sessions'
  | 'addressFiles'
  | 'writes'
  | 'typing'
  | 'files'
  | 'streams'

export function siteBudgets(limits: SiteLimits): Budgets {
  return {
    requests: budget(limits.requestsPerMinutePerAddress, 60),
    sessionRequests: budget(limits.requestsPerMinutePerSession, 60),
    sessions: budget(limits.sessionsPerHourPerAddress, HOUR),
    addressFiles: budget(limits.filesPerHourPerAddress, HOUR),
    writes: budget(limits.writesPerMinutePerSession, 60),
    typing: budget(limits.typingPerMinutePerSession, 60),
    files: budget(limits.filesPerHourPerSession, HOUR),
    streams: budget(limits.streamsPerMinutePerSession, 60),
  }
}

function budget(points: number, duration: number): (key: string) => Promise<number | undefined> {
  const limiter = new RateLimiterMemory({ points, duration })
  return async (key) => {
    try {
      await limiter.consume(key)
      return undefined
    } catch (rejected) {
      if (rejected instanceof RateLimiterRes) return rejected.msBeforeNext
      throw rejected
    }
  }
}

/**
 * The client's address behind so many proxies of our own: each adds the address it saw to X-Forwarded-For, so what stands
 * further left was written by the client itself. The same as Express's `trust proxy` with a number.
 */
export function addressOf(req: IncomingMessage, proxies: number): string {
  const told = (req.headers['x-forwarded-for'] ?? '').toString().split(',').reverse()
  const seen = [req.socket.remoteAddress ?? '', ...told].map((address) => address.trim()).filter(Boolean)
  return addressKey(seen[Math.min(proxies, seen.length - 1)])
}
