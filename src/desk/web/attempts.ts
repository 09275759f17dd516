/** Limits of the web desk: how often one may try to sign in, and how fast a signed-in page may ask. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { addressKey } from '../../http/addresses.ts'
import { Problem } from './problem.ts'

// Ten wrong passwords for one login from one address in a quarter of an hour is a guess, not a typo.
const PER_LOGIN_AND_ADDRESS = { points: 10, duration: 900 }
// A guesser with many addresses; high enough that a stranger can hardly lock an operator out.
const PER_LOGIN = { points: 100, duration: 3600 }
// An office of forty behind one address signs in within a few minutes in the morning.
const PER_ADDRESS = { points: 60, duration: 900 }
// A page asks a few times a second at its busiest; typing signals come once in three seconds.
const PER_SESSION = { points: 300, duration: 60 }

export interface Attempts {
  /** Counts a try before the password is looked at, so that parallel tries are counted too. Rejects with a `Problem`. */
  tryToSignIn(login: string, address: string): Promise<void>
  /** The password was right: the tries of this login from this address are forgiven. */
  forgive(login: string, address: string): Promise<void>
  /** A try of a link or anything else that only an address can be blamed for. */
  tryFrom(address: string): Promise<void>
  /** One request of a signed-in page. */
  ask(session: string): Promise<void>
}

export function attempts(): Attempts {
  const byPair = new RateLimiterMemory(PER_LOGIN_AND_ADDRESS)
  const byLogin = new RateLimiterMemory(PER_LOGIN)
  const byAddress = new RateLimiterMemory(PER_ADDRESS)
  const bySession = new RateLimiterMemory(PER_SESSION)
  const pair = (login: string, address: string) => `${addressKey(address)} ${login}`
  return {
    tryToSignIn: async (login, address) => {
      await spend(byAddress, addressKey(address), 'tooManyAttempts')
      await spend(byPair, pair(login, address), 'tooManyAttempts')
      await spend(byLogin, login, 'tooManyAttempts')
    },
    forgive: async (login, address) => {
      await byPair.delete(pair(login, address))
    },
    tryFrom: (address) => spend(byAddress, addressKey(address), 'tooManyAttempts'),
    ask: (session) => spend(bySession, session, 'tooFast'),
  }
}

async function spend(
  limiter: RateLimiterMemory,
  key: string,
  code: 'tooManyAttempts' | 'tooFast',
): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused
    throw new Problem(code, { seconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)) })
  }
}
