/**
 * Callback API: `ok` is said after the commit and never before; anything else makes VK bring the event again, later each
 * time. The secret is compared before anything is believed.
 */
import express, { Router } from 'express'
import { z } from 'zod'
import { sameSecret } from '../../http/same-secret.ts'
import { ComeAgain } from '../../messengers/come-again.ts'
import type { MessengerLog } from '../../messengers/log.ts'

export interface CallbackParts {
  readonly group: number
  readonly secret: string
  /** What VK wants to read before it believes that the address is the community's. */
  readonly confirmation: string
  readonly log: MessengerLog
  /** Resolves when the event is durable. */
  take(told: unknown): Promise<void>
}

// A message with ten attachments and a hundred forwarded ones is about 300 kB.
const LARGEST = '2mb'

const event = z.looseObject({ type: z.string(), group_id: z.int(), secret: z.string().optional() })

/** `POST /` of whatever it is mounted at. */
export function callbackRouter({ group, secret, confirmation, log, take }: CallbackParts): Router {
  const router = Router()
  const json = express.json({ limit: LARGEST, strict: true, type: () => true })
  router.post('/', json, async (req, res) => {
    const body = event.safeParse(req.body).data
    if (!body) return void res.status(400).end()
    if (body.group_id !== group) return void res.status(403).end()
    res.type('text/plain')
    if (body.type === 'confirmation') return void res.send(confirmation)
    if (!sameSecret(body.secret ?? '', secret)) return void res.status(403).end()
    try {
      await take(body)
      res.send('ok')
    } catch (error) {
      const wait = error instanceof ComeAgain ? error.retryAfter : 1_000
      if (!(error instanceof ComeAgain)) log.debug({ err: error }, 'an event is to come again')
      res.status(503).set('Retry-After', String(Math.ceil(wait / 1000)))
      res.end()
    }
  })
  return router
}
