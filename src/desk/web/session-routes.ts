import { z } from 'zod'
import { operatorId } from '../../domain/ids.ts'
import { passwordFits } from '../password.ts'
import { enrol } from './command.ts'
import { Problem } from './problem.ts'
import { type Asked, bodyOf, forAnyone, forOperator, type Route } from './route.ts'
import { endSession, forgetCookie, startSession } from './session.ts'

const PASSWORD = z.strictObject({ login: z.string().min(1).max(64), password: z.string().min(1).max(200) })
const LINK = z.strictObject({ token: z.string().min(20).max(100) })

// An unknown login is checked against this, so that it answers no sooner than a known one. No password fits it.
const NOBODY = `scrypt$${2 ** 15}$8$3$${'A'.repeat(22)}$${'A'.repeat(43)}`

export const sessionRoutes: readonly Route[] = [
  forAnyone('post', '/session', async (asked) => {
    const { login, password } = await bodyOf(asked, PASSWORD)
    const name = login.trim().toLowerCase()
    const address = asked.request.ip ?? ''
    await asked.room.attempts.tryToSignIn(name, address)
    const operator = await signsIn(asked, name, password)
    await asked.room.attempts.forgive(name, address)
    await startSession(asked.room.deps, asked.request, asked.response, operator)
    return {}
  }),
  forAnyone('post', '/session/link', async (asked) => {
    const { token } = await bodyOf(asked, LINK)
    await asked.room.attempts.tryFrom(asked.request.ip ?? '')
    const operator = asked.room.links.use(token)
    const account = operator && (await accountOf(asked, operator))
    if (!account) throw new Problem('badLink')
    await enrol(asked.room, account)
    await startSession(asked.room.deps, asked.request, asked.response, account.id)
    return {}
  }),
  forOperator('delete', '/session', async ({ room, request, response, tokenHash }) => {
    await endSession(room.deps, request)
    room.streams.endOf(tokenHash)
    forgetCookie(room.deps, response)
    return {}
  }),
]

async function signsIn(asked: Asked, login: string, password: string) {
  const account = await accountOf(asked, login)
  const fits = await passwordFits(password, account?.passwordHash ?? NOBODY)
  if (!account?.passwordHash || !fits) {
    asked.room.deps.log.warn({ address: asked.request.ip }, 'a sign-in to the desk was refused')
    throw new Problem('wrongPassword')
  }
  await enrol(asked.room, account)
  return account.id
}

async function accountOf({ room }: Asked, login: string) {
  return (await room.deps.store.operators()).find((one) => one.id === operatorId(login))
}
