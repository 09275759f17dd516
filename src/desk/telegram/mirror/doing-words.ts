/** People's words on their way into a thread. */

import { channelAndChat, messageNumber } from '../../../domain/ids.ts'
import { asRead, type Json } from '../../../domain/message.ts'
import { unreachable } from '../../../domain/unreachable.ts'
import type { LoggedEvent } from '../../../store/port.ts'
import type { Ended } from '../chat-line.ts'
import type { Post, Thread } from '../model.ts'
import { CAPTION_LIMIT, cut, fromContent, join, plain, TEXT_LIMIT } from '../rich.ts'
import type { Called, Rich } from '../transport.ts'
import { cardNow } from './doing-card.ts'
import type { Face } from './face.ts'
import { failed } from './failing.ts'
import { marked, type Part } from './parts.ts'
import type { Step } from './plan.ts'
import { numbersIn, withoutRecent, withRecent } from './recent.ts'
import { readerOf, type Stage, sceneOf } from './stage.ts'
import { type Line, told } from './told.ts'
import { type NextWords, type Progress, rewritten } from './words.ts'

const DONE: Ended = { kind: 'done' }

type Saying = Extract<Step, { readonly do: 'words' }>

export async function say(stage: Stage, face: Face, step: Saying, thread: Thread): Promise<Ended> {
  const { words } = step
  if (words.kind === 'none') {
    await stood(stage, face, step, words.progress, [])
    return DONE
  }
  if (words.kind === 'edit') return edit(stage, face, step, words, thread)
  await stage.notes.put(new Map([stage.flights.begin(thread.ticket), stage.line(thread.place.chat).note()]))
  const called = await send(stage, face, words.part, thread, words.replyTo)
  if (called.kind !== 'done') return failed(stage, face, step, called)
  face.unsure = false
  face.plainness = 0
  await stood(stage, face, step, words.progress, called.result)
  return DONE
}

async function send(
  stage: Stage,
  face: Face,
  part: Part,
  { conversation, place }: Thread,
  replyTo: number | undefined,
): Promise<Called<readonly number[]>> {
  const { transport } = stage
  const reply = replyTo === undefined ? {} : { replyTo }
  switch (part.kind) {
    case 'text': {
      const called = await transport.send(place, {
        rich: honest(stage, face, part.rich, TEXT_LIMIT),
        ...reply,
      })
      return called.kind === 'done' ? { kind: 'done', result: [called.result] } : called
    }
    case 'files':
      if (face.plainness > 1) return lost(stage, part, place)
      return transport.sendFiles(place, part.files, {
        rich: honest(stage, face, part.rich, CAPTION_LIMIT),
        ...reply,
      })
    case 'copy':
      return transport.copy(place, {
        chat: Number(channelAndChat(conversation).chat),
        messages: part.messages,
      })
    default:
      return unreachable(part)
  }
}

/** With the mark where it may be a repetition; without formatting where Telegram did not take it. */
function honest(stage: Stage, { unsure, plainness }: Face, rich: Rich, most: number): Rich {
  const words = plainness > 0 ? plain(rich.text) : rich
  return unsure ? cut(join([`${sceneOf(stage).words.maybeTwice}\n`, words]), most) : words
}

/** The text still goes, and which files did not. */
async function lost(
  stage: Stage,
  { files, rich }: Extract<Part, { readonly kind: 'files' }>,
  place: Thread['place'],
): Promise<Called<readonly number[]>> {
  const why = sceneOf(stage).words.fileLost
  const names = files.map(({ name }) => `📎 ${name}: ${why}`).join('\n')
  const called = await stage.transport.send(place, {
    rich: cut(join([plain(rich.text), rich.text === '' ? '' : '\n', names]), TEXT_LIMIT),
  })
  return called.kind === 'done' ? { kind: 'done', result: [called.result] } : called
}

// Who answers or edits looks at the last screens.
const OWN_KEPT = 40

/** It stands there: from now on the thread shows so much. */
export async function stood(
  stage: Stage,
  face: Face,
  step: Saying,
  { shown, part, stands, state }: Progress,
  messages: readonly number[],
): Promise<void> {
  const thread = stage.book.of(face.ticket.id)
  if (thread === undefined) return
  const upTo = Math.max(thread.shown, shown)
  const own = face.pending.flatMap((one) => (one.kind === 'here' && one.seq <= upTo ? [one.number] : []))
  face.pending = face.pending.filter(({ seq }) => seq > upTo)
  face.failures = 0
  const [first] = messages
  const numbers = stands.map(({ number }) => number)
  const now: Thread = {
    ...thread,
    ...{ shown: upTo, part },
    ...(state && step.told !== undefined ? { told: step.told } : {}),
    ...(face.over && face.pending.length === 0 && face.whole
      ? { over: true }
      : { over: thread.over === true }),
    recent: withRecent(thread.recent, numbers, first),
    own: [...(thread.own ?? []), ...own].slice(-OWN_KEPT),
  }
  const notes = new Map<string, Json | undefined>([stage.book.set(now)])
  // Where nothing was sent, what the last process had under way is as unsure as before.
  if (first !== undefined) notes.set(...stage.flights.end(thread.ticket))
  // Several lines may stand in one message: an answer to it answers the last.
  const last = stands.at(-1)
  if (last !== undefined) {
    const post: Post = { ticket: thread.ticket, conversation: thread.conversation, ...last }
    for (const message of messages) notes.set(...stage.book.keep(thread.place.chat, message, post))
  }
  await stage.notes.put(notes)
}

type Editing = Extract<NextWords, { readonly kind: 'edit' }>

/** The message says both what it says now and what it said. */
async function edit(stage: Stage, face: Face, step: Saying, words: Editing, thread: Thread): Promise<Ended> {
  const { message, progress } = words
  const upTo = Math.max(thread.shown, progress.shown)
  const { letter, what } =
    message === thread.card
      ? { letter: await cardNow(stage, face, { ...thread, shown: upTo }), what: 'text' as const }
      : await reworded(stage, thread, message, upTo)
  const most = what === 'caption' ? CAPTION_LIMIT : TEXT_LIMIT
  const { length } = letter.rich.text
  if (length === 0 || length > most) return tooFar(stage, face, words.number)
  const called = await stage.transport.edit(thread.place.chat, message, letter, what)
  if (called.kind === 'refused' && (called.fault === 'message' || called.fault === 'content'))
    return tooFar(stage, face, words.number)
  if (called.kind !== 'done') return failed(stage, face, step, called)
  await stood(stage, face, step, progress, [])
  return DONE
}

/** A message of people's words, as they are by now. */
async function reworded(stage: Stage, thread: Thread, message: number, upTo: number) {
  const found = await lines(stage, thread, numbersIn(thread.recent, message), upTo)
  const alone = found.every(({ line }) => line.who === 'customer')
  const rich = join(
    found.map(({ line, rich }) => (alone ? rich : marked({ ...line, rich }))),
    '\n',
  )
  const files = found.some(({ line }) => line.attachments.length > 0)
  return { letter: { rich }, what: files ? 'caption' : 'text' } as const
}

/** That message cannot be changed: the edit is told as a line. */
function tooFar(stage: Stage, face: Face, number: number): Ended {
  const thread = stage.book.of(face.ticket.id)
  if (thread) {
    stage.book.set({ ...thread, recent: withoutRecent(thread.recent, number) })
  }
  return DONE
}

// An edited message is within the last screens; its conversation's tail holds them.
const TAIL = 1_000

interface Said {
  readonly line: Line
  readonly rich: Rich
}

/** These lines as they were said first, and as they are by now. */
async function lines(
  stage: Stage,
  thread: Thread,
  numbers: readonly number[],
  upTo: number,
): Promise<readonly Said[]> {
  const tail = await stage.store.conversationTail(thread.conversation, upTo + 1, TAIL)
  // In no chat at all, so that the operators' own words count as words.
  const reader = readerOf(stage, { ...thread, cardUpTo: 0, place: { chat: 0, thread: 0 } })
  const { words } = reader
  return numbers.flatMap((number) => {
    const line = first(tail, messageNumber(number), (logged) => told(logged, reader))
    if (line === undefined) return []
    const last = tail.findLast(
      ({ event }) => event.type === 'messageEdited' && event.number === number,
    )?.event
    if (last?.type !== 'messageEdited') return [{ line, rich: line.rich }]
    return [{ line, rich: rewritten(fromContent(asRead(last.content)), line.rich, words) }]
  })
}

function first(
  tail: readonly LoggedEvent[],
  number: number,
  tell: (logged: LoggedEvent) => ReturnType<typeof told>,
): Line | undefined {
  for (const logged of tail) {
    const one = tell(logged)
    if (one?.kind === 'line' && one.number === number) return one
  }
  return undefined
}
