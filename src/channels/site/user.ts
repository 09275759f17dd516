import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { customerId } from '../../domain/ids.ts'
import type { Profile } from '../../domain/input.ts'
import { hours, type Instant, instant, later } from '../../domain/time.ts'
import { signer } from './signatures.ts'

/** Who the site says is logged in. `expires` in seconds since 1970; `hash` in hex. */
export interface SignedUser {
  readonly id: string
  readonly expires: number
  readonly hash: string
  readonly name?: string | undefined
  readonly email?: string | undefined
  readonly phone?: string | undefined
  readonly attributes?: { readonly [name: string]: string } | undefined
}

export type ReadUser =
  | { readonly kind: 'user'; readonly profile: Profile; readonly owner: string }
  | { readonly kind: 'forged' }
  | { readonly kind: 'expired' }

// A hash is made anew with each page; one that lives longer than a day is a mistake or was stolen.
const LONGEST = hours(24)

/** The key a site signs its users with; derived, so that the site never holds Kotik's own secret. Hex. */
export function userKey(secret: string): string {
  return createHmac('sha256', secret).update('kotik site user').digest('hex')
}

/** What is signed: the fields that are present as `name=value` lines, sorted by name; attributes as `attributes.plan=…`. */
export function signedText(user: Omit<SignedUser, 'hash'>): string {
  const { attributes = {}, id, name, email, phone, expires } = user
  const fields = Object.entries({ id, name, email, phone, expires: String(expires) })
  const extra = Object.entries(attributes).map(([key, value]) => [`attributes.${key}`, value] as const)
  const lines = [...fields, ...extra]
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${value}\n`)
  return `kotik-user-v1\n${lines.sort(byBytes).join('')}`
}

const byBytes = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other))

/** Checks a user's hash and says which conversation is theirs. */
export function userReader(secret: string): (user: SignedUser, now: Instant) => ReadUser {
  const key = userKey(secret)
  const owners = signer(secret, 'kotik site owner')
  return (user, now) => {
    const wanted = createHmac('sha256', key).update(signedText(user)).digest()
    const given = Buffer.from(user.hash, 'hex')
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return { kind: 'forged' }
    const until = instant(user.expires * 1000)
    if (until <= now || until > later(now, LONGEST)) return { kind: 'expired' }
    return { kind: 'user', profile: profile(user), owner: owners.sign(user.id).slice(0, 22) }
  }
}

function profile(user: SignedUser): Profile {
  const { id, name, email, phone, attributes } = user
  return {
    customer: customerId(`user:${id}`),
    verified: true,
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone }),
    ...(attributes !== undefined && { attributes }),
  }
}

/** The same facts, the same digest. */
export function factsOf(profile: Profile): string {
  return createHash('sha256').update(JSON.stringify(profile)).digest('base64url').slice(0, 22)
}
