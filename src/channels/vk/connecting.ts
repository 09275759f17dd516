/** The beginning of a run: VK is told what we read, and we go on where the last run ended. VK may be away meanwhile. */
import { z } from 'zod'
import type { Clock } from '../../domain/time.ts'
import type { MessengerLog } from '../../messengers/log.ts'
import { backOff, type Pauses } from '../../messengers/pause.ts'
import type { VkApi } from './api.ts'
import type { CatchUp } from './catch-up.ts'
import type { Cursor } from './cursor.ts'
import { readFailure } from './errors.ts'
import type { LongPoll } from './long-poll.ts'
import { KINDS } from './updates.ts'

export interface ConnectingParts {
  readonly api: VkApi
  readonly group: number
  readonly mode: 'longpoll' | 'callback' | 'both'
  readonly clock: Clock
  readonly log: MessengerLog
  readonly pauses: Pauses
  readonly cursor: Cursor
  readonly catchUp: CatchUp
  /** Unless only the Callback API is heard. */
  readonly longPoll: LongPoll | undefined
}

const VERSION = '5.199'
const named = z.looseObject({ groups: z.array(z.looseObject({ name: z.string() })) })

/** Rejects never; resolves when VK has answered, or the pauses have ended. */
export async function connect(parts: ConnectingParts): Promise<void> {
  const { mode, pauses, longPoll } = parts
  if (mode !== 'callback') await switchOn(parts)
  if (pauses.ended) return
  longPoll?.start()
  if (mode === 'callback') await readWhatWasMissed(parts)
  if (!pauses.ended) await sayWhoWeAre(parts)
}

async function sayWhoWeAre({ api, group, log }: ConnectingParts): Promise<void> {
  try {
    const told: unknown = await api.groups.getById({ group_id: group })
    log.info({ group, name: named.safeParse(told).data?.groups[0]?.name }, 'the community is connected')
  } catch (error) {
    log.warn({ why: readFailure(error).why }, 'VK did not say who the community is')
  }
}

/** A token without the right to manage says no; then somebody must do it by hand (docs/ru/vk.md). */
async function switchOn({ api, group, log }: ConnectingParts): Promise<void> {
  const events = Object.fromEntries(KINDS.map((kind) => [kind, 1]))
  try {
    await api.groups.setLongPollSettings({ group_id: group, enabled: 1, api_version: VERSION, ...events })
  } catch (error) {
    log.warn(
      { why: readFailure(error).why },
      'the events of the community could not be switched on by themselves',
    )
  }
}

/** VK gives up an event after some hours of silence; the dialogues still have it. */
async function readWhatWasMissed({ clock, log, pauses, cursor, catchUp }: ConnectingParts): Promise<void> {
  const began = clock.now()
  const { place } = cursor
  for (let failures = 0; place && !pauses.ended; failures++) {
    try {
      await catchUp.since(place)
      break
    } catch (error) {
      log.warn({ why: readFailure(error).why, failures }, 'the dialogues could not be read; trying again')
      await pauses.wait(backOff(failures))
    }
  }
  if (pauses.ended) return
  cursor.move(undefined, began)
  await cursor.save()
}
