/** The groups of the desk: adopted (trusted), begun (somebody pressed [Начать работу]), in trouble. Kept in the notes. */
import { z } from 'zod'
import { type GroupName, groupName } from '../../domain/ids.ts'
import type { Json } from '../../domain/message.ts'
import type { Store } from '../../store/port.ts'
import { type ChatChange, type ChatTrouble, DESK_SURFACE, type DeskChat, type DeskChats } from './model.ts'

/** Adopted: the bot talks there; tickets come once it has begun. */
export interface AdoptedChat extends DeskChat {
  readonly begun: boolean
}

const TROUBLES = ['kicked', 'rights', 'noThreads'] as const satisfies readonly ChatTrouble[]

export class Chats implements DeskChats {
  readonly #store: Pick<Store, 'notes' | 'note'>
  readonly #chats = new Map<number, AdoptedChat>()
  readonly #moves = new Map<number, number>()
  /** New number → old one, as soon as Telegram says so. */
  readonly #origins = new Map<number, number>()
  readonly #listeners = new Set<(change: ChatChange) => void>()

  constructor(store: Pick<Store, 'notes' | 'note'>) {
    this.#store = store
  }

  async load(): Promise<void> {
    for (const [key, note] of await this.#store.notes(DESK_SURFACE, 'chat:')) {
      const id = Number(key.slice('chat:'.length))
      this.#chats.set(id, fromNote(id, note))
    }
    for (const [key, to] of await this.#store.notes(DESK_SURFACE, 'moved:'))
      if (typeof to === 'number') {
        const from = Number(key.slice('moved:'.length))
        this.#moves.set(from, to)
        this.comes(from, to)
      }
  }

  moves(): ReadonlyMap<number, number> {
    return this.#moves
  }

  all(): readonly DeskChat[] {
    return [...this.#chats.values()].filter(({ begun }) => begun)
  }

  adopted(): readonly AdoptedChat[] {
    return [...this.#chats.values()]
  }

  get(id: number): AdoptedChat | undefined {
    return this.#chats.get(id)
  }

  subscribe(hear: (change: ChatChange) => void): () => void {
    this.#listeners.add(hear)
    return () => void this.#listeners.delete(hear)
  }

  /** Durable when it resolves; nothing is written when nothing is new. */
  async put(chat: AdoptedChat): Promise<void> {
    const known = this.#chats.get(chat.id)
    if (known && JSON.stringify(toNote(known)) === JSON.stringify(toNote(chat))) return
    await this.#store.note(DESK_SURFACE, new Map([[`chat:${chat.id}`, toNote(chat)]]))
    this.#chats.set(chat.id, chat)
    if (chat.begun) this.#tell({ kind: 'changed', chat })
  }

  /** In trouble, or out of it. False when that was known. */
  async trouble(id: number, trouble: ChatTrouble | undefined): Promise<boolean> {
    const known = this.#chats.get(id)
    if (known === undefined || known.trouble === trouble) return false
    const { trouble: _, ...rest } = known
    await this.put(trouble === undefined ? rest : { ...rest, trouble })
    return true
  }

  /** The group became a supergroup. The old id leads to the new one for as long as the settings name it. */
  async migrate(from: number, to: number): Promise<void> {
    const known = this.#chats.get(from)
    if (known === undefined) return
    const moved = { ...known, id: to }
    const notes = new Map<string, Json | undefined>([
      [`chat:${from}`, undefined],
      [`chat:${to}`, toNote(moved)],
      [`moved:${from}`, to],
    ])
    for (const kind of ['setup-message:', 'join:']) {
      for (const [key, note] of await this.#store.notes(DESK_SURFACE, `${kind}${from}`)) {
        notes.set(key, undefined)
        notes.set(`${kind}${to}${key.slice(`${kind}${from}`.length)}`, note)
      }
    }
    await this.#store.note(DESK_SURFACE, notes)
    this.#chats.delete(from)
    this.#chats.set(to, moved)
    this.#moves.set(from, to)
    this.#tell({ kind: 'migrated', from, to: moved })
  }

  /** What a chat of the settings is called by now. */
  now(id: number): number {
    const to = this.#moves.get(id)
    return to === undefined ? id : this.now(to)
  }

  /** The group with this number had that one before; what is kept follows by `migrate`. */
  comes(from: number, to: number): void {
    if (!this.numbers(from).includes(to)) this.#origins.set(to, from)
  }

  /** All numbers a group has had, the given one first, the oldest last. */
  numbers(id: number): readonly number[] {
    const from = this.#origins.get(id)
    return from === undefined ? [id] : [id, ...this.numbers(from)]
  }

  /** The number it had first: a name that moves with nobody. */
  first(id: number): number {
    return this.numbers(id).at(-1) ?? id
  }

  #tell(change: ChatChange): void {
    for (const hear of this.#listeners) hear(change)
  }
}

/** Whether tickets of this group of operators go to that chat. */
export const serves = (chat: DeskChat, group: GroupName): boolean =>
  chat.groups.length === 0 || chat.groups.includes(group)

function toNote({ title, groups, begun, personal = false, trouble }: AdoptedChat): Json {
  return { title, groups: [...groups], begun, personal, ...(trouble === undefined ? {} : { trouble }) }
}

const form = z.object({
  title: z.string().catch(''),
  groups: z.array(z.string().transform(groupName)).catch([]),
  begun: z.boolean().catch(false),
  personal: z.boolean().catch(false),
  trouble: z.enum(TROUBLES).optional().catch(undefined),
})

/** What cannot be read is set up anew: a group is never given up for a note. */
function fromNote(id: number, note: Json): AdoptedChat {
  const { personal, trouble, ...known } = form.parse(note)
  return { id, ...known, ...(personal ? { personal } : {}), ...(trouble === undefined ? {} : { trouble }) }
}
