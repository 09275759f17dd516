/** A group that became a supergroup: what is still on its way to the old number goes to the new one, notes and calls alike. */
import type { Json } from '../../domain/message.ts'
import type { DeskChats, Place } from './model.ts'
import type { Notebook } from './notebook.ts'
import type { Transport } from './transport.ts'

type Moves = ReadonlyMap<number, number>

const nowAt = (moves: Moves, chat: number): number => {
  const to = moves.get(chat)
  return to === undefined ? chat : nowAt(moves, to)
}

/** The same calls, at where the chats are now. */
export function followingMoves(transport: Transport, chats: Pick<DeskChats, 'moves'>): Transport {
  const now = (chat: number) => nowAt(chats.moves(), chat)
  const place = <P extends Place>(at: P): P => ({ ...at, chat: now(at.chat) })
  return {
    createThread: (chat, ...rest) => transport.createThread(now(chat), ...rest),
    editThread: (at, ...rest) => transport.editThread(place(at), ...rest),
    closeThread: (at) => transport.closeThread(place(at)),
    reopenThread: (at) => transport.reopenThread(place(at)),
    send: (at, ...rest) => transport.send(place(at), ...rest),
    sendFiles: (at, ...rest) => transport.sendFiles(place(at), ...rest),
    copy: (at, ...rest) => transport.copy(place(at), ...rest),
    edit: (chat, ...rest) => transport.edit(now(chat), ...rest),
    pin: (chat, ...rest) => transport.pin(now(chat), ...rest),
    react: (chat, ...rest) => transport.react(now(chat), ...rest),
    icons: () => transport.icons(),
  }
}

// What names the chat in the note's key, and what names it in its value.
const KEYED = ['post:', 'retired:']
const VALUED = ['making:', 'stray:']

/** The mirror's notes about a chat, under its new number; those of threads are the book's. */
export async function movedNotes(
  notes: Pick<Notebook, 'read'>,
  from: number,
  to: number,
): Promise<ReadonlyMap<string, Json | undefined>> {
  const moved = new Map<string, Json | undefined>()
  for (const kind of KEYED) {
    for (const [key, note] of await notes.read(`${kind}${from}:`)) {
      moved.set(key, undefined)
      moved.set(`${kind}${to}:${key.slice(`${kind}${from}:`.length)}`, note)
    }
  }
  for (const kind of VALUED)
    for (const [key, note] of await notes.read(kind)) if (note === from) moved.set(key, to)
  for (const kind of ['board:', 'spent:']) {
    const note = (await notes.read(`${kind}${from}`)).get(`${kind}${from}`)
    if (note === undefined) continue
    moved.set(`${kind}${from}`, undefined)
    moved.set(`${kind}${to}`, note)
  }
  return moved
}
