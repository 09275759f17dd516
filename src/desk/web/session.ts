/** Signed-in browsers: a random token in a cookie, only its hash in the store. */
import { createHash } from 'node:crypto'
import type { Request, Response } from 'express'
import type { OperatorId } from '../../domain/ids.ts'
import { hours, later } from '../../domain/time.ts'
import type { OperatorAccount } from '../../store/port.ts'
import type { DeskWebDeps } from './deps.ts'

const COOKIE = 'kotik_desk'
// A working day with some overtime: whoever comes the next morning signs in again.
const LIFETIME = hours(14)

export interface SignedIn {
  readonly account: OperatorAccount
  readonly tokenHash: string
}

export const hashOfToken = (token: string) => createHash('sha256').update(token).digest('base64url')

/** A fresh token at every sign-in, whatever the browser brought; the one it brought is ended. */
export async function startSession(
  deps: DeskWebDeps,
  request: Request,
  response: Response,
  operator: OperatorId,
): Promise<void> {
  await endSession(deps, request)
  const token = deps.chance.token(32)
  await deps.store.saveSession({
    tokenHash: hashOfToken(token),
    operator,
    expiresAt: later(deps.clock.now(), LIFETIME),
  })
  response.cookie(COOKIE, token, { ...cookieRules(deps), maxAge: LIFETIME })
}

export async function endSession(deps: DeskWebDeps, request: Request): Promise<void> {
  const token = tokenOf(request)
  if (token) await deps.store.endSessions({ tokenHash: hashOfToken(token) })
}

export function forgetCookie(deps: DeskWebDeps, response: Response): void {
  response.clearCookie(COOKIE, cookieRules(deps))
}

/** Who is asking; undefined for a missing, forged, ended or expired session and for a removed operator. */
export async function whoIs(deps: DeskWebDeps, request: Request): Promise<SignedIn | undefined> {
  const token = tokenOf(request)
  return token ? stillSignedIn(deps, hashOfToken(token)) : undefined
}

/** The same question again for a connection that stays open. */
export async function stillSignedIn(deps: DeskWebDeps, tokenHash: string): Promise<SignedIn | undefined> {
  const session = await deps.store.session(tokenHash, deps.clock.now())
  if (!session) return undefined
  const account = (await deps.store.operators()).find((one) => one.id === session.operator)
  return account && { account, tokenHash }
}

const cookieRules = (deps: DeskWebDeps) =>
  ({ httpOnly: true, sameSite: 'strict', secure: deps.secureCookies, path: '/desk' }) as const

function tokenOf(request: Request): string | undefined {
  const found = /(?:^|;\s*)kotik_desk=([\w-]{20,100})(?:;|$)/.exec(request.get('cookie') ?? '')
  return found?.[1]
}
