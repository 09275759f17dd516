/** The first message of a thread, sent and kept true. */
import { cardButtons } from '../buttons.ts'
import type { Ended } from '../chat-line.ts'
import type { Thread } from '../model.ts'
import { cut, join, plain, TEXT_LIMIT } from '../rich.ts'
import type { Letter, Rich } from '../transport.ts'
import { card, cardFacts, stateKey } from './card.ts'
import { type Before, before, transcript } from './dialogue.ts'
import type { Face } from './face.ts'
import { failed } from './failing.ts'
import type { Step } from './plan.ts'
import { withRecent } from './recent.ts'
import { copies, readerOf, type Stage, sceneOf } from './stage.ts'
import { follow, type Talk } from './told.ts'
import { nextWords, type Progress } from './words.ts'

const DONE: Ended = { kind: 'done' }
// Longer words of a waiting customer follow as a message of their own.
const WAITING_MOST = 1_500

export async function sendCard(stage: Stage, face: Face, step: Step, made: Thread): Promise<Ended> {
  const { ticket } = face
  const told = await readBefore(stage, face, made)
  const thread: Thread = { ...made, shown: told.shown, cardUpTo: told.upTo }
  stage.book.set(thread)
  face.restart(thread)
  await face.load(stage.store, () => readerOf(stage, thread))
  const waiting = firstWords(stage, face, thread)
  const letter = await letterOf(stage, face, told.dialogue, waiting?.rich ?? plain(''), thread.again === true)
  await stage.notes.put(new Map([stage.flights.begin(ticket.id), stage.line(thread.place.chat).note()]))
  const state = stateKey(ticket)
  const facts = cardFacts(ticket)
  const called = await stage.transport.send(thread.place, {
    ...letter,
    rich: marked(stage, face.unsure, letter.rich),
  })
  if (called.kind !== 'done') return failed(stage, face, step, called)
  const shown = Math.max(thread.shown, waiting?.progress.shown ?? 0)
  face.pending = face.pending.filter(({ seq }) => seq > shown)
  const twice = face.unsure ? { twice: true } : {}
  face.unsure = false
  face.failures = 0
  const cardUpTo = Math.max(told.upTo, waiting?.progress.shown ?? 0)
  const stands = waiting?.progress.stands ?? []
  const now: Thread = {
    ...thread,
    ...{ card: called.result, shown, cardUpTo, facts, told: state, ...twice },
    recent: withRecent(
      [],
      stands.map(({ number }) => number),
      called.result,
    ),
  }
  await stage.notes.put(new Map([stage.book.set(now), stage.flights.end(ticket.id)]))
  return DONE
}

/** A thread made again tells all that was shown; one for a chat that others have answered already, all of it. */
async function readBefore(stage: Stage, { ticket }: Face, thread: Thread): Promise<Before> {
  const late = ticket.answeredAt === undefined ? undefined : await stage.store.lastSeq()
  const upTo = thread.again ? thread.cardUpTo : late
  // In no chat at all, so that nothing counts as standing there.
  const reader = readerOf(stage, { ...thread, cardUpTo: 0, place: { chat: 0, thread: 0 } })
  const { shown } = thread
  return before(stage.store, { conversation: ticket.conversation, ticket: ticket.id, upTo, shown }, reader)
}

interface Waiting {
  readonly rich: Rich
  readonly progress: Progress
}

/** What the customer said while waiting goes with the card, where it fits: one call less. */
function firstWords(stage: Stage, face: Face, thread: Thread): Waiting | undefined {
  const words = nextWords({
    told: face.pending,
    part: 0,
    words: sceneOf(stage).words,
    copies: copies(stage, face.ticket),
    messageOf: () => undefined,
  })
  if (words?.kind !== 'part' || words.part.kind !== 'text' || words.part.rich.text.length > WAITING_MOST)
    return undefined
  // Files of before the card stand first in line, and the log is shown in its order.
  return face.pending.some(({ seq }) => seq <= (thread.cardUpTo ?? 0))
    ? undefined
    : { rich: words.part.rich, progress: words.progress }
}

async function letterOf(
  stage: Stage,
  { ticket }: Face,
  dialogue: Rich,
  waiting: Rich,
  again: boolean,
): Promise<Letter> {
  const { store, settings } = stage
  const all = await store.tickets({ customer: ticket.customer.id, limit: 10 })
  const earlier = all.filter(({ id }) => id < ticket.id)
  const scene = sceneOf(stage)
  return {
    rich: card({ ticket, earlier, dialogue, again, waiting }, scene),
    buttons: cardButtons(ticket, settings(), scene.language),
  }
}

const marked = (stage: Stage, twice: boolean, rich: Rich): Rich =>
  twice ? cut(join([`${sceneOf(stage).words.maybeTwice}\n`, rich]), TEXT_LIMIT) : rich

/** The same words with the facts as they are now. */
export async function rewriteCard(stage: Stage, face: Face, step: Step, thread: Thread): Promise<Ended> {
  const { ticket } = face
  if (thread.card === undefined) return DONE
  const facts = cardFacts(ticket)
  const letter = await cardNow(stage, face, thread)
  const called = await stage.transport.edit(thread.place.chat, thread.card, letter, 'text')
  if (called.kind !== 'done') return failed(stage, face, step, called)
  face.failures = 0
  const now = stage.book.of(ticket.id)
  if (now) await stage.notes.put(new Map([stage.book.set({ ...now, facts })]))
  return DONE
}

/** The card of a thread that shows so much. */
export async function cardNow(stage: Stage, face: Face, thread: Thread): Promise<Letter> {
  const { dialogue, waiting } = await said(stage, face, thread)
  const letter = await letterOf(stage, face, dialogue, waiting, thread.again === true)
  return { ...letter, rich: marked(stage, thread.twice === true, letter.rich) }
}

async function said(
  stage: Stage,
  { ticket }: Face,
  thread: Thread,
): Promise<{ readonly dialogue: Rich; readonly waiting: Rich }> {
  const reader = readerOf(stage, { ...thread, cardUpTo: 0, place: { chat: 0, thread: 0 } })
  const upTo = thread.cardUpTo ?? 0
  const whole = thread.again ? upTo : undefined
  const { conversation } = ticket
  const asked = { conversation, ticket: ticket.id, upTo: whole, shown: thread.shown }
  const told = await before(stage.store, asked, reader)
  if (told.upTo >= upTo) return { dialogue: told.dialogue, waiting: plain('') }
  const events = await stage.store.conversationEvents(conversation, told.upTo, 200)
  let talk: Talk = { open: true }
  const own = events.flatMap((logged) => {
    if (logged.seq > upTo) return []
    const followed = follow(talk, logged, ticket.id)
    talk = followed.talk
    return followed.found
  })
  return { dialogue: told.dialogue, waiting: transcript(own, reader, told.amended) }
}
