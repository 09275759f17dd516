/**
 * Updates by webhook. The secret is checked before the body is read, and 200 is said after the commit; anything else makes
 * Telegram bring the update again. It brings one chat's updates one after the other.
 */
import express, { Router } from 'express'
import type { Update } from 'grammy/types'
import { z } from 'zod'
import { sameSecret } from '../http/same-secret.ts'
import { ComeAgain } from '../messengers/come-again.ts'
import type { MessengerLog } from '../messengers/log.ts'
import type { TakeUpdate } from './take.ts'

export interface WebhookParts {
  readonly secret: string
  readonly take: TakeUpdate
  readonly log: MessengerLog
}

// A message of 4096 characters with 100 formats and a quoted one is about 60 kB.
const LARGEST_UPDATE = '1mb'

// Only the number is ours to check: the rest is read field by field, and Telegram adds fields every month.
const updateBody = z.looseObject({ update_id: z.int() })

/** `POST /` of whatever it is mounted at. */
export function webhookRouter({ secret, take, log }: WebhookParts): Router {
  const router = Router()
  const guard: express.RequestHandler = (req, res, next) => {
    if (sameSecret(req.get('x-telegram-bot-api-secret-token') ?? '', secret)) return next()
    res.status(401).end()
  }
  const json = express.json({ limit: LARGEST_UPDATE, strict: true, type: () => true })
  router.post('/', guard, json, async (req, res) => {
    const body = updateBody.safeParse(req.body)
    if (!body.success) return void res.status(400).end()
    try {
      await take(asUpdate(body.data))
      res.status(200).end()
    } catch (error) {
      const wait = error instanceof ComeAgain ? error.retryAfter : 1_000
      if (!(error instanceof ComeAgain)) log.debug({ err: error }, 'an update is to come again')
      res
        .status(503)
        .set('Retry-After', String(Math.ceil(wait / 1000)))
        .end()
    }
  })
  return router
}

const asUpdate = (body: { readonly update_id: number }): Update => ({ ...body })
