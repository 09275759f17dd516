/** An update that a messenger is to bring once more, and how often that is worth trying. */
import type { Json } from '../domain/message.ts'

/** Nothing is wrong with the update: it cannot be kept now. Milliseconds. */
export class ComeAgain extends Error {
  readonly retryAfter: number

  constructor(retryAfter: number, why: string) {
    super(why)
    this.name = 'ComeAgain'
    this.retryAfter = retryAfter
  }
}

/** The third failure of the same update is ours, not the world's. */
export const TRIES = 3

/** An update came as JSON and is kept as JSON. */
export const plainJson = (update: object): Json => JSON.parse(JSON.stringify(update))
