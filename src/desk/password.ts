/** Passwords by scrypt. The parameters travel in the string, so that they can be raised later without breaking old hashes. */
import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import type { Chance } from '../domain/time.ts'

export interface ScryptCost {
  readonly N: number
  readonly r: number
  readonly p: number
}

// OWASP's password storage sheet: N=2^15, r=8, p=3 costs 32 MiB and about 0.2 s of one core.
const PASSWORD_COST: ScryptCost = { N: 2 ** 15, r: 8, p: 3 }
// Shorter ones fall to guessing even behind the limits; NIST SP 800-63B asks for 8 where the service may limit tries.
export const MIN_PASSWORD = 8
// More is no safer and costs scrypt time for nothing.
export const MAX_PASSWORD = 200
const HASH_BYTES = 32
const STORED = /^scrypt\$(\d{1,7})\$(\d{1,3})\$(\d{1,3})\$([\w-]{16,})\$([\w-]{16,})$/

/** `scrypt$N$r$p$salt$hash`, salt and hash in base64url. Rejects a password that is too short or absurdly long. */
export async function hashPassword(password: string, chance: Chance, cost = PASSWORD_COST): Promise<string> {
  if (password.length < MIN_PASSWORD || password.length > MAX_PASSWORD)
    throw new RangeError(
      `The password has ${password.length} characters; ${MIN_PASSWORD} to ${MAX_PASSWORD} are allowed. Choose another.`,
    )
  const salt = chance.token(16)
  const hash = await derive(password, salt, cost)
  return `scrypt$${cost.N}$${cost.r}$${cost.p}$${salt}$${hash.toString('base64url')}`
}

/** False for anything odd: no hash, a foreign format, a password no account can have. Takes the same time right or wrong. */
export async function passwordFits(password: string, stored: string): Promise<boolean> {
  const parts = STORED.exec(stored)
  if (!parts || password.length > MAX_PASSWORD) return false
  const [, N, r, p, salt = '', expected = ''] = parts
  const wanted = Buffer.from(expected, 'base64url')
  const found = await derive(password, salt, { N: Number(N), r: Number(r), p: Number(p) }, wanted.length)
  return timingSafeEqual(found, wanted)
}

function derive(password: string, salt: string, cost: ScryptCost, bytes = HASH_BYTES): Promise<Buffer> {
  // Node refuses above 32 MiB by itself; twice what the parameters need, and a MiB for its own overhead.
  const options: ScryptOptions = { ...cost, maxmem: 256 * cost.N * cost.r + 2 ** 20 }
  return new Promise((resolve, reject) =>
    scrypt(password.normalize('NFKC'), salt, bytes, options, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  )
}
