/** The channel alone over the fake: messages are handed to `send`, arrivals to a list. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Channel, Receipt, SendResult, TypingSignal } from '../../../src/channels/port.ts'
import { vkChannel } from '../../../src/channels/vk/vk.ts'
import { CONTENT_FILES, conversationId, messageNumber } from '../../../src/domain/ids.ts'
import type { Arrived } from '../../../src/domain/input.ts'
import type { Attachment, Outgoing } from '../../../src/domain/message.ts'
import { systemChance } from '../../../src/runtime/clock.ts'
import { Broadcast } from '../../../src/runtime/live.ts'
import { openBlobs } from '../../../src/store/blobs.ts'
import type { Blobs, LoggedEvent, Store } from '../../../src/store/port.ts'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import { rulesWith, SETTINGS } from '../../domain/desk-world.ts'
import { ManualClock } from '../../fakes/manual-clock.ts'
import { type FakeOptions, FakeVk } from '../../fakes/vk/fake.ts'
import type { Community } from '../../fakes/vk/people/community.ts'
import type { Seat } from '../../fakes/vk/people/seat.ts'
import { MIGRATIONS } from '../../store/temporary.ts'
import { passUntil } from './world.ts'

export interface Alone {
  readonly fake: FakeVk
  readonly community: Community
  readonly clock: ManualClock
  readonly channel: Channel
  readonly store: Store
  readonly blobs: Blobs
  readonly live: Broadcast<readonly LoggedEvent[]>
  readonly signals: Broadcast<TypingSignal>
  /** What was submitted, in order. */
  readonly arrived: Arrived[]
  /** Answers to the next submissions; the rest are done. */
  readonly answers: (Receipt | Promise<Receipt>)[]
  /** Warnings and errors of the log. */
  readonly told: string[]
  readonly vera: Seat
  /** A message to Вера; its number is its place in the test. Turns the clock until there is a result. */
  send(message: Partial<Outgoing>, delivery?: number): Promise<SendResult>
  /** The same, to anybody, without turning the clock. */
  sendTo(seat: Seat, message: Partial<Outgoing>, delivery: number): Promise<SendResult>
  /** A file of ours with these bytes. */
  file(about: Pick<Attachment, 'kind' | 'mime' | 'name'>, bytes: Uint8Array): Promise<Attachment>
  /** Another process on the same data and the same VK. */
  again(): Promise<Alone>
}

type World = Pick<Alone, 'fake' | 'community' | 'clock' | 'vera'>

export async function openAlone(rates: FakeOptions['rates'] = 'off'): Promise<Alone> {
  const clock = new ManualClock()
  const fake = await FakeVk.start({ clock, rates })
  onTestFinished(() => fake.stop())
  const community = fake.newCommunity()
  const vera = fake.newPerson({ firstName: 'Вера', lastName: 'Котова' }).with(community)
  const folder = mkdtempSync(join(tmpdir(), 'kotik-vk-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  vera.allow()
  return opened(folder, { fake, community, clock, vera })
}

async function opened(folder: string, world: World): Promise<Alone> {
  const { fake, community, clock, vera } = world
  const store = await openSqliteStore({ url: `file:${folder}/kotik.db`, migrationsDir: MIGRATIONS })
  const blobs = await openBlobs(join(folder, 'files'))
  const told: string[] = []
  const tell = (_: object, message: string) => void told.push(message)
  const log = { debug: () => {}, info: () => {}, warn: tell, error: tell, child: () => log }
  const live = new Broadcast<readonly LoggedEvent[]>(log)
  const signals = new Broadcast<TypingSignal>(log)
  const rules = { ...rulesWith(SETTINGS), phrase: () => 'Это кнопка из прошлого вопроса.' }
  const vk = vkChannel({
    ...{ store, blobs, live, signals, clock, chance: systemChance, log, rules: () => rules },
    ...{ token: community.token, group: community.id, apiUrl: fake.url, mode: 'longpoll' },
  })
  const { channel } = vk
  const arrived: Arrived[] = []
  const answers: (Receipt | Promise<Receipt>)[] = []
  await channel.start(async (input) => {
    arrived.push(input)
    return answers.shift() ?? { kind: 'done', at: clock.now() }
  })
  let closing: Promise<void> | undefined
  const close = async () => {
    closing ??= channel.stop()
    let stopped = false
    void closing.finally(() => {
      stopped = true
    })
    await passUntil(clock, () => stopped, 'the stop')
    await vk.close()
    await store.close()
  }
  let closed = false
  const closeOnce = async () => {
    if (!closed) await close()
    closed = true
  }
  onTestFinished(closeOnce)
  await passUntil(clock, () => community.longPoll.polling, 'the long poll')
  let last = 0
  const sendTo = (seat: Seat, message: Partial<Outgoing>, delivery: number) => {
    const number = messageNumber(++last)
    const plain = { number, author: { kind: 'bot' }, content: { text: '' }, at: clock.now() } as const
    return channel.send(conversationId('vk', String(seat.peerId)), { ...plain, ...message }, delivery)
  }
  return {
    ...world,
    ...{ channel, store, blobs, live, signals, arrived, answers, told, sendTo },
    send: async (message, delivery = 1_000 + last) => {
      let result: SendResult | undefined
      void sendTo(vera, message, delivery).then((sent) => {
        result = sent
      })
      return passUntil(clock, () => result, 'the result of a send')
    },
    file: async (about, bytes) => {
      const attachment = { ...about, id: systemChance.token(16), size: bytes.length }
      await blobs.put(attachment.id, bytes)
      await store.saveFile({ ...attachment, conversation: CONTENT_FILES, at: clock.now() })
      return attachment
    },
    again: async () => {
      await closeOnce()
      return opened(folder, world)
    },
  }
}
