/**
 * The number by which VK knows a message that comes a second time. It follows from the outbox row, so that a retry has the
 * same, and from when the message was said, so that a database restored from a backup, which counts its rows anew, does not
 * hit upon a number that stood for other words.
 */
import { createHash } from 'node:crypto'
import type { Instant } from '../../domain/time.ts'

export interface SentPart {
  readonly peer: number
  readonly delivery: number
  readonly at: Instant
  /** Of a message that goes as several. */
  readonly part: number
}

/** 1 to 2^31 − 1: VK takes 32 bits with a sign, and 0 stands for "do not look". */
export function randomId({ peer, delivery, at, part }: SentPart): number {
  const digest = createHash('sha256').update(`${peer}:${delivery}:${at}:${part}`).digest()
  return digest.readUInt32BE(0) & 0x7fff_ffff || 1
}
