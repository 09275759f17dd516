/** What the page knows, and who is told when it changes. */
import { type Chat, fetchMessages, fetchTown, type Message, type Place, type Town } from './api.ts'

export interface State {
  readonly town: Town
  /** Who sits at the screen. */
  readonly me: number
  readonly place: Place | undefined
  readonly messages: readonly Message[]
  readonly replyTo: number | undefined
  readonly editing: number | undefined
}

let state: State = {
  town: { bots: [], people: [], chats: [] },
  me: 0,
  place: undefined,
  messages: [],
  replyTo: undefined,
  editing: undefined,
}
const listeners: ((state: State) => void)[] = []

/** The newest message each person has seen in each chat. */
const read = new Map<string, number>()

export const current = (): State => state

export function onState(listener: (state: State) => void): void {
  listeners.push(listener)
}

export function set(change: Partial<State>): void {
  state = { ...state, ...change }
  for (const listener of listeners) listener(state)
}

/** Chats this person has. */
export const chatsOf = ({ chats }: Town, person: number): readonly Chat[] =>
  chats.filter((chat) =>
    chat.bot === undefined ? chat.members.some(({ id }) => id === person) : chat.person === person,
  )

export const baseOf = (chat: Chat, as: number): Place =>
  chat.bot === undefined ? { as, chat: chat.id } : { as, bot: chat.bot }

/** Where one lands: a forum opens at General. */
export const placeOf = (chat: Chat, as: number): Place => ({
  ...baseOf(chat, as),
  ...(chat.forum ? { thread: 'general' } : {}),
})

export const isAt = (place: Place | undefined, chat: Chat): boolean =>
  place !== undefined && (chat.bot === undefined ? place.chat === chat.id : place.bot === chat.bot)

export const openChat = ({ town, me, place }: State): Chat | undefined =>
  chatsOf(town, me).find((chat) => isAt(place, chat))

const keyOf = (chat: Chat, person: number): string => `${person} ${chat.id} ${chat.bot ?? ''}`

export const isUnread = (chat: Chat, person: number): boolean =>
  chat.last !== undefined &&
  chat.last.fromId !== person &&
  chat.last.id > (read.get(keyOf(chat, person)) ?? 0)

export function sitDown(person: number): void {
  const [first] = chatsOf(state.town, person)
  set({
    me: person,
    place: first ? placeOf(first, person) : undefined,
    messages: [],
    replyTo: undefined,
    editing: undefined,
  })
  void refresh()
}

export function go(place: Place | undefined): void {
  set({ place, messages: [], replyTo: undefined, editing: undefined })
  void refresh()
}

let [running, again] = [false, false]

/** Asks for everything shown; calls that come meanwhile are one more turn. */
export async function refresh(): Promise<void> {
  again = true
  if (running) return
  running = true
  while (again) {
    again = false
    await renew().catch(() => {})
  }
  running = false
}

async function renew(): Promise<void> {
  const { place } = state
  const [town, messages] = await Promise.all([fetchTown(), place ? fetchMessages(place) : []])
  if (place !== state.place) return
  if (state.me === 0) {
    set({ town })
    const first = town.people[0]
    if (first) sitDown(first.id)
    return
  }
  const chat = openChat({ ...state, town })
  if (chat?.last) read.set(keyOf(chat, state.me), chat.last.id)
  set({ town, messages })
}
