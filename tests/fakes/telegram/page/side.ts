/** The left column: who I am, my chats, the threads of a forum. */
import { act, type Chat, type Thread, type Town } from './api.ts'
import { button, byId, h } from './dom.ts'
import {
  baseOf,
  chatsOf,
  current,
  go,
  isAt,
  isUnread,
  placeOf,
  refresh,
  type State,
  sitDown,
} from './state.ts'
import { say } from './words.ts'

let shown = ''

export function drawSide(state: State): void {
  const { town, me, place } = state
  // Drawn again only when it changed, so that the focus stays.
  const now = JSON.stringify([town, me, place])
  if (now === shown) return
  shown = now
  byId('side').replaceChildren(
    h(
      'header',
      { class: 'brand' },
      h('img', { attributes: { src: '/cat.svg', alt: '', width: '32', height: '32' } }),
      h('h1', {}, titleOf(town)),
    ),
    h('h2', {}, say('whoAmI')),
    h(
      'div',
      { class: 'people', attributes: { role: 'group', 'aria-label': say('whoAmI') } },
      ...people(state),
    ),
    h('h2', {}, say('chats')),
    h('ul', { class: 'chats' }, ...chatsOf(town, me).map((chat) => chatRow(chat, state))),
  )
}

export const titleOf = ({ platform }: Town): string => say(platform === 'vk' ? 'titleVk' : 'title')

const people = ({ town, me }: State): readonly HTMLElement[] =>
  town.people.map(({ id, name }) => {
    const news = id !== me && chatsOf(town, id).some((chat) => chat.bot !== undefined && isUnread(chat, id))
    const pressed = { 'aria-pressed': String(id === me) }
    return button(name, () => sitDown(id), { class: news ? 'person news' : 'person', attributes: pressed })
  })

function chatRow(chat: Chat, state: State): HTMLElement {
  const { me, place } = state
  const open = isAt(place, chat)
  // On a phone a chat hides this list: on the way back its threads must be here, whichever is open.
  const unfolded = open || place === undefined
  const last = chat.last?.text || (chat.last?.media ? say('file') : '')
  const label = h(
    'button',
    {
      class: open ? 'row open' : 'row',
      on: { click: () => go(placeOf(chat, me)) },
      attributes: { type: 'button', ...(open ? { 'aria-current': 'true' } : {}) },
    },
    h('span', { class: `face ${chat.bot === undefined ? 'group' : 'bot'}` }, chat.title.slice(0, 1)),
    h('span', { class: 'what' }, h('b', {}, chat.title), h('span', { class: 'last' }, last)),
    !open && isUnread(chat, me) && h('span', { class: 'dot', title: '•' }),
  )
  return h('li', {}, label, unfolded && (chat.forum || chat.threads.length > 0) && threadList(chat, state))
}

function threadList(chat: Chat, { me, place }: State): HTMLElement {
  const row = (name: string, thread: number | 'general', color: string, closed: boolean) => {
    const here = place?.thread === thread
    return h(
      'li',
      {},
      h(
        'button',
        {
          class: here ? 'thread open' : 'thread',
          on: { click: () => go({ ...baseOf(chat, me), thread }) },
          attributes: { type: 'button', ...(here ? { 'aria-current': 'true' } : {}) },
        },
        h('span', { class: `hash ${color}` }, closed ? '🔒' : '#'),
        h('span', { class: 'name' }, name),
      ),
    )
  }
  const rows = chat.threads.map((thread) => row(thread.name, thread.id, colorOf(thread), thread.closed))
  return h(
    'ul',
    { class: 'threads', attributes: { 'aria-label': say('threads') } },
    row(say('general'), 'general', 'plain', false),
    ...rows,
    chat.forum &&
      h(
        'li',
        {},
        button(`+ ${say('newThread')}`, () => void newThread(chat), { class: 'thread new' }),
      ),
  )
}

const colorOf = ({ color }: Thread): string => `c${color.toString(16).padStart(6, '0')}`

async function newThread(chat: Chat): Promise<void> {
  const name = prompt(say('threadName'))
  if (!name) return
  const { me } = current()
  const made = await act<Thread>({ as: me, chat: chat.id }, 'createThread', { name })
  await refresh()
  go({ as: me, chat: chat.id, thread: made.id })
}
