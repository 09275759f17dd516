import { type ConversationId, conversationId } from '../../domain/ids.ts'
import { type Chance, hours, type Instant, instant, later } from '../../domain/time.ts'
import { signer } from './signatures.ts'

/** Who is on the other side: one browser or app, one conversation. Lives in the token, nothing of it is stored. */
export interface Session {
  readonly conversation: ConversationId
  /** The conversation's id without the channel: 128 random bits, or a signed user’s digest. */
  readonly chat: string
  /** Digest of the signed user this session belongs to; absent while nobody said who it is. */
  readonly owner?: string
  readonly expiresAt: Instant
}

export type ReadSession =
  | { readonly kind: 'session'; readonly session: Session }
  | { readonly kind: 'forged' }
  | { readonly kind: 'expired' }

export interface Sessions {
  /** A conversation nobody had before. */
  fresh(now: Instant, chance: Chance): Session
  /** The one conversation of a signed user, the same on all devices. */
  ofUser(owner: string, now: Instant): Session
  /** The same conversation, for as long again. */
  renewed(session: Session, now: Instant, owner?: string): Session
  token(session: Session): string
  read(token: string, now: Instant): ReadSession
}

// A month: a customer who returns after a holiday finds the conversation; a token that leaked dies within it.
const LIFETIME = hours(30 * 24)
const SHAPE = /^v1\.([\w-]{22,23})\.([\w-]{22})?\.([0-9a-z]{1,9})\.([\w-]{43})$/

/** Tokens `v1.<chat>.<owner>.<expires, seconds in base 36>.<HMAC-SHA256>`. */
export function siteSessions(secret: string): Sessions {
  const { sign, matches } = signer(secret, 'kotik site session')
  const session = (chat: string, now: Instant, owner?: string): Session => ({
    conversation: conversationId('site', chat),
    chat,
    expiresAt: later(now, LIFETIME),
    ...(owner !== undefined && { owner }),
  })
  return {
    fresh: (now, chance) => session(chance.token(16), now),
    ofUser: (owner, now) => session(`u${owner}`, now, owner),
    renewed: (old, now, owner = old.owner) => session(old.chat, now, owner),
    token(made) {
      const body = `v1.${made.chat}.${made.owner ?? ''}.${Math.floor(made.expiresAt / 1000).toString(36)}`
      return `${body}.${sign(body)}`
    },
    read(token, now) {
      const [, chat, owner, expires, signature] = SHAPE.exec(token) ?? []
      if (chat === undefined || expires === undefined || signature === undefined) return { kind: 'forged' }
      if (!matches(token.slice(0, token.lastIndexOf('.')), signature)) return { kind: 'forged' }
      const expiresAt = instant(Number.parseInt(expires, 36) * 1000)
      if (expiresAt <= now) return { kind: 'expired' }
      const known = { conversation: conversationId('site', chat), chat, expiresAt }
      return { kind: 'session', session: owner === undefined ? known : { ...known, owner } }
    },
  }
}
