/**
 * Does one step for a ticket's thread. Before a call its mark is written, after it what now stands there: a kill in between
 * may double what was under way, and the mark makes the next process say so (`↻`).
 */
import type { Json } from '../../../domain/message.ts'
import { unreachable } from '../../../domain/unreachable.ts'
import type { Ended } from '../chat-line.ts'
import type { Place, Thread } from '../model.ts'
import type { Called } from '../transport.ts'
import { colour, icon, title } from './card.ts'
import { rewriteCard, sendCard } from './doing-card.ts'
import { say } from './doing-words.ts'
import type { Face } from './face.ts'
import { failed } from './failing.ts'
import type { Step } from './plan.ts'
import { type Stage, sceneOf } from './stage.ts'

const DONE: Ended = { kind: 'done' }

/** Rejects never: the store's trouble is a failure like any other. */
export async function run(stage: Stage, face: Face, step: Step, chat: number): Promise<Ended> {
  try {
    return await perform(stage, face, step, chat)
  } catch (error) {
    stage.log.error(
      { err: error, ticket: face.ticket.id },
      'a thread could not be written; it is tried again',
    )
    return failed(stage, face, step, { kind: 'again', perhaps: false, why: 'internal' })
  }
}

function perform(stage: Stage, face: Face, step: Step, chat: number): Promise<Ended> {
  const thread = stage.book.of(face.ticket.id)
  if (step.do === 'create') return create(stage, face, step, chat, thread)
  if (thread === undefined) return Promise.resolve(DONE)
  switch (step.do) {
    case 'card':
      return sendCard(stage, face, step, thread)
    case 'words':
      return say(stage, face, step, thread)
    case 'rewriteCard':
      return rewriteCard(stage, face, step, thread)
    case 'reopen':
      return change(stage, face, step, stage.transport.reopenThread(thread.place), { closed: false })
    case 'close':
      return change(stage, face, step, stage.transport.closeThread(thread.place), { closed: true })
    case 'rename': {
      const mark = step.icon === undefined ? {} : { icon: step.icon }
      const to = { title: step.title, ...mark }
      return change(stage, face, step, stage.transport.editThread(thread.place, to), to)
    }
    default:
      return unreachable(step)
  }
}

/** Nothing is lost when these are done twice. */
async function change(
  stage: Stage,
  face: Face,
  step: Step,
  call: Promise<Called<true>>,
  to: Partial<Thread>,
): Promise<Ended> {
  const called = await call
  if (called.kind !== 'done') return failed(stage, face, step, called)
  if (step.do === 'reopen') face.shut = false
  face.failures = 0
  const thread = stage.book.of(face.ticket.id)
  if (thread) await stage.notes.put(new Map([stage.book.set({ ...thread, ...to })]))
  return DONE
}

const makingKey = (face: Face) => `making:${face.ticket.id}`
export const strayKey = (ticket: number) => `stray:${ticket}`
export const RETIRED = 'retired:'
export const retiredKey = ({ chat, thread }: Required<Place>) => `${RETIRED}${chat}:${thread}`

/** A thread for a ticket that has none, that lost it, or that belongs elsewhere now. */
async function create(
  stage: Stage,
  face: Face,
  step: Step,
  chat: number,
  left: Thread | undefined,
): Promise<Ended> {
  const { ticket } = face
  const scene = sceneOf(stage)
  const name = title(ticket, scene)
  const mark = icon(ticket, stage.icons())
  const look = { title: name, ...(mark === undefined ? {} : { icon: mark }) }
  await stage.notes.put(new Map([[makingKey(face), chat], stage.line(chat).note()]))
  const called = await stage.transport.createThread(chat, { ...look, color: colour(ticket, scene.settings) })
  if (called.kind !== 'done') return failed(stage, face, step, called, chat)
  const before = face.lost ?? left
  const made: Thread = {
    ...{ ticket: ticket.id, conversation: ticket.conversation, closed: false, ...look },
    place: { chat, thread: called.result },
    shown: before?.shown ?? 0,
    ...(before?.card === undefined ? {} : { cardUpTo: before.shown, again: true }),
    ...(before?.over ? { over: true } : {}),
  }
  const notes = new Map<string, Json | undefined>([stage.book.set(made), [makingKey(face), undefined]])
  // The thread before this one may stand there, empty: whoever finds it is led here.
  if (face.strayed) notes.set(strayKey(ticket.id), chat)
  if (left) {
    notes.set(retiredKey(left.place), ticket.id)
    notes.set(...stage.book.leave(left))
  }
  await stage.notes.put(notes)
  face.lost = undefined
  face.strayed = false
  face.failures = 0
  return DONE
}
