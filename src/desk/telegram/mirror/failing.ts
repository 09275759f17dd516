/** A call that did not work: what it says about the chat, the thread and the ticket, and what is done about it. */
import { ownerOf } from '../../../domain/desk/ticket.ts'
import type { NoOwnThread } from '../../../domain/event.ts'
import { unreachable } from '../../../domain/unreachable.ts'
import { type Ended, nextTry } from '../chat-line.ts'
import type { ChatTrouble, Thread } from '../model.ts'
import type { Called, Fault } from '../transport.ts'
import { cardFacts } from './card.ts'
import type { Face } from './face.ts'
import type { Step } from './plan.ts'
import type { Stage } from './stage.ts'

type Failed = Exclude<Called<unknown>, { readonly kind: 'done' }>

const AGAIN: Ended = { kind: 'again' }

export function failed(stage: Stage, face: Face, step: Step, called: Failed, chat?: number): Ended {
  const place = chat ?? stage.book.of(face.ticket.id)?.place.chat
  const perhaps = called.kind === 'again' && called.perhaps
  // What surely stands nowhere needs no mark after a restart.
  if (!perhaps && !face.unsure && stage.flights.has(face.ticket.id))
    write(stage, stage.flights.end(face.ticket.id))
  switch (called.kind) {
    case 'wait':
      return { kind: 'wait', until: called.until }
    case 'again':
      return later(stage, face, step, called.perhaps)
    case 'moved':
      if (place !== undefined) stage.moved(place, called.to)
      return later(stage, face, step, false)
    case 'refused':
      stage.log.warn({ ticket: face.ticket.id, step: step.do, why: called.why }, 'Telegram refused')
      return refused(stage, face, step, called.fault, called.why, place)
    default:
      return unreachable(called)
  }
}

function later(stage: Stage, face: Face, step: Step, perhaps: boolean): Ended {
  face.failures += 1
  face.notBefore = nextTry(face.failures, stage.clock.now())
  if (perhaps && (step.do === 'words' || step.do === 'card')) face.unsure = true
  if (perhaps && step.do === 'create') face.strayed = true
  return AGAIN
}

function refused(
  stage: Stage,
  face: Face,
  step: Step,
  fault: Fault,
  why: string,
  chat: number | undefined,
): Ended {
  // An operator's own chat that does not work is no trouble of the desk: the group has threads.
  if (chat !== undefined && chat > 0 && fault !== 'content' && fault !== 'message')
    return fallBack(stage, face, step, { why: NO_THREAD[fault], detail: why })
  switch (fault) {
    case 'thread':
      return lose(stage, face)
    case 'closed':
      face.shut = true
      return AGAIN
    case 'chat':
    case 'blocked':
    case 'rights':
    case 'topics':
      if (chat !== undefined) troubled(stage, chat, fault)
      return later(stage, face, step, false)
    case 'message':
    case 'content':
      return unfit(stage, face, step)
    default:
      return unreachable(fault)
  }
}

/** The thread was deleted by hand: made again for a ticket that is open, and let go for one that is over. */
function lose(stage: Stage, face: Face): Ended {
  const thread = stage.book.of(face.ticket.id)
  if (thread === undefined) return AGAIN
  if (face.ticket.status === 'closed') {
    face.pending = []
    write(stage, stage.book.set({ ...thread, closed: true, told: `closed:${face.ticket.closedAt}` }))
    return AGAIN
  }
  face.lost = thread
  face.shut = false
  // It may still be there, of a bot that was blocked for a while.
  write(stage, stage.book.leave(thread))
  write(stage, stage.book.forget(thread.ticket))
  return AGAIN
}

/** What a fault means for an operator's own chat. */
const NO_THREAD = {
  chat: 'notStarted',
  blocked: 'blocked',
  rights: 'noThreads',
  topics: 'noThreads',
  thread: 'threadGone',
  closed: 'threadGone',
} as const satisfies { readonly [F in Exclude<Fault, 'content' | 'message'>]: NoOwnThread }

interface NoThread {
  readonly why: NoOwnThread
  readonly detail: string
}

function fallBack(stage: Stage, face: Face, step: Step, found: NoThread): Ended {
  const operator = ownerOf(face.ticket)
  if (operator !== undefined) {
    stage.homes.shut(operator, found.why, stage.clock.now())
    stage.trouble({ kind: 'fallback', ticket: face.ticket.id, operator, ...found })
  }
  // A thread that could not be made leaves the one before it as it is.
  return step.do === 'create' ? AGAIN : lose(stage, face)
}

function troubled(stage: Stage, chat: number, fault: 'chat' | 'blocked' | 'rights' | 'topics'): void {
  const kinds: { readonly [F in typeof fault]: ChatTrouble } = {
    chat: 'kicked',
    blocked: 'kicked',
    rights: 'rights',
    topics: 'noThreads',
  }
  stage.line(chat).rest()
  stage.trouble({ kind: 'chat', chat, trouble: kinds[fault] })
}

// Without copying and formatting, then without files.
const PLAINEST = 2

/** Telegram does not take it as it is: once more in its plainest form, then it is passed over. */
function unfit(stage: Stage, face: Face, step: Step): Ended {
  const thread = stage.book.of(face.ticket.id)
  if (step.do === 'words' && face.plainness < PLAINEST) {
    face.plainness += 1
    return AGAIN
  }
  if (thread) passOver(stage, face, step, thread)
  face.plainness = 0
  return AGAIN
}

function passOver(stage: Stage, face: Face, step: Step, thread: Thread): void {
  stage.log.error(
    { ticket: thread.ticket, step: step.do },
    'Telegram takes it in no form; it is at the web desk',
  )
  if (step.do === 'words') {
    const { shown, part } = step.words.progress
    const upTo = Math.max(thread.shown, shown)
    face.pending = face.pending.filter(({ seq }) => seq > upTo)
    write(stage, stage.book.set({ ...thread, shown: upTo, part, ...(step.told ? { told: step.told } : {}) }))
  }
  // What is only tidy is not tried again until something changes.
  if (step.do === 'rename') {
    const mark = step.icon === undefined ? {} : { icon: step.icon }
    write(stage, stage.book.set({ ...thread, title: step.title, ...mark }))
  }
  if (step.do === 'rewriteCard') write(stage, stage.book.set({ ...thread, facts: cardFacts(face.ticket) }))
  if (step.do === 'close') write(stage, stage.book.set({ ...thread, closed: true }))
  if (step.do === 'reopen') {
    face.shut = false
    write(stage, stage.book.set({ ...thread, closed: false }))
  }
}

function write(stage: Stage, note: readonly [string, unknown]): void {
  const notes = new Map([note]) as Parameters<Stage['notes']['put']>[0]
  stage.notes.put(notes).catch((error: unknown) => stage.log.error({ err: error }, 'a note was not written'))
}
