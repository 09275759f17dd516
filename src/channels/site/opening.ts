import type { Request } from 'express'
import type { Profile } from '../../domain/input.ts'
import type { Language } from '../../domain/message.ts'
import { openBody, parse } from './bodies.ts'
import { type Fault, fault } from './errors.ts'
import { failed, ok, overBudget, type Reply, replying, type Site, submitted } from './routes.ts'
import type { Session } from './session.ts'
import { factsOf, type ReadUser, type SignedUser } from './user.ts'

type Opened =
  | { readonly kind: 'opened'; readonly session: Session; readonly resumed: boolean }
  | { readonly kind: 'fault'; readonly fault: Fault }
type KnownUser = Extract<ReadUser, { kind: 'user' }>

/** `POST /chat/sessions`: a new conversation, or the one of before, for as long again. */
export const openRoute = (site: Site) => replying((req) => open(site, req))

async function open(site: Site, req: Request): Promise<Reply> {
  const body = parse(openBody, req.body)
  if (body.kind === 'bad') return failed(body.fault)
  const { session: token, user, language, payload } = body.value
  const who = user && readUser(site, user)
  if (who?.kind === 'fault') return failed(who.fault)
  const opened = await openSession(site, req, token, who)
  if (opened.kind === 'fault') return failed(opened.fault)
  const profile: Profile = { ...(language && { language }), ...who?.profile }
  const told = opened.resumed
    ? await identify(site, opened.session, who, profile)
    : await submitted(site, opened.session, 'started', started(profile, payload))
  if (told?.kind === 'fault') return told
  return ok(welcome(site, opened), opened.resumed ? 200 : 201)
}

const started = (profile: Profile, payload: string | undefined) => ({
  type: 'customerStarted' as const,
  profile,
  ...(payload !== undefined && { payload }),
})

function readUser(site: Site, user: SignedUser): KnownUser | { kind: 'fault'; fault: Fault } {
  const read = site.users(user, site.clock.now())
  if (read.kind === 'user') return read
  return { kind: 'fault', fault: fault(read.kind === 'forged' ? 'userForged' : 'userExpired') }
}

/**
 * A session stays with whom it belongs to: what an anonymous visitor began becomes the user's on signing in, but another
 * user, or nobody, on the same browser gets a conversation of their own.
 */
async function openSession(
  site: Site,
  req: Request,
  token: string | undefined,
  who: KnownUser | undefined,
): Promise<Opened> {
  const now = site.clock.now()
  const old = token === undefined ? undefined : site.sessions.read(token, now)
  if (old?.kind === 'forged') return { kind: 'fault', fault: fault('sessionForged') }
  if (old?.kind === 'session' && (old.session.owner === undefined || old.session.owner === who?.owner)) {
    return { kind: 'opened', session: site.sessions.renewed(old.session, now, who?.owner), resumed: true }
  }
  const over = await overBudget(site.budgets.sessions, site.addressOf(req))
  if (over) return { kind: 'fault', fault: over }
  if (!who) return { kind: 'opened', session: site.sessions.fresh(now, site.chance), resumed: false }
  const session = site.sessions.ofUser(who.owner, now)
  const known = await site.store.conversations([session.conversation])
  return { kind: 'opened', session, resumed: known.has(session.conversation) }
}

/** Told at most once a day for the same facts, so that a page view is not an event. */
async function identify(
  site: Site,
  session: Session,
  who: KnownUser | undefined,
  profile: Profile,
): Promise<Reply | undefined> {
  if (!who) return undefined
  const day = Math.floor(site.clock.now() / 86_400_000)
  return submitted(site, session, `user:${day}:${factsOf(profile)}`, { type: 'customerIdentified', profile })
}

function welcome(site: Site, { session, resumed }: Extract<Opened, { kind: 'opened' }>) {
  const { bot, limits } = site.settings()
  const languages: readonly Language[] = bot.languages
  return {
    session: site.sessions.token(session),
    expiresAt: session.expiresAt,
    resumed,
    bot: { name: bot.name, languages },
    limits: { fileSize: limits.fileSize, textLength: limits.textLength },
  }
}
