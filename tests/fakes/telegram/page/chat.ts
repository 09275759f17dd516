/** The right column: the head of the chat, its messages, and where one writes. */
import { act, type BotAccount, type Chat, type Place } from './api.ts'
import { drawComposer, makeComposer } from './composer.ts'
import { button, byId, h } from './dom.ts'
import { drawMessages, keepAtEnd, toast } from './messages.ts'
import { go, openChat, refresh, type State } from './state.ts'
import { say } from './words.ts'

const head = h('header', { class: 'head' })
const notice = h('section', { class: 'notice' })
const list = h('div', {
  class: 'messages',
  attributes: { role: 'log', 'aria-live': 'polite', tabindex: '0' },
})
const composer = makeComposer()
let shown = ''

export function mountChat(): void {
  byId('chat').append(head, notice, list, composer)
  keepAtEnd(list)
}

export function drawChat(state: State): void {
  const chat = openChat(state)
  document.body.classList.toggle('in-chat', state.place !== undefined)
  const now = JSON.stringify([chat, state.place, state.town.bots])
  if (now !== shown) {
    shown = now
    head.replaceChildren(...(chat && state.place ? headOf(chat, state.place) : [h('p', {}, say('choose'))]))
    notice.replaceChildren(...noticeOf(chat, state))
  }
  drawMessages(list, state)
  drawComposer(state, chat)
}

function headOf(chat: Chat, place: Place): readonly HTMLElement[] {
  const thread = chat.threads.find(({ id }) => id === place.thread)
  const typing = chat.typing && (chat.typing.thread === thread?.id || !chat.forum)
  // What it shows ends by itself, and nobody tells of that.
  if (typing) setTimeout(() => void refresh(), TYPING_MS)
  const people = say('members', { n: String(chat.members.length) })
  return [
    button('←', () => go(undefined), { class: 'back', title: say('back') }),
    h(
      'div',
      { class: 'what' },
      h('b', {}, thread ? thread.name : chat.title),
      h(
        'span',
        { class: 'last' },
        typing ? say('typing') : chat.bot === undefined ? `${chat.title} · ${people}` : '',
      ),
    ),
    ...actionsOf(chat, place),
  ]
}

// A little longer than Telegram shows it.
const TYPING_MS = 5_200

/** A narrow screen has room for the sign only. */
const action = (sign: string, words: string, run: () => void): HTMLElement =>
  h(
    'button',
    { class: 'quiet', title: words, on: { click: run }, attributes: { type: 'button' } },
    h('span', { class: 'sign', attributes: { 'aria-hidden': 'true' } }, sign),
    h('span', { class: 'words' }, words),
  )

function actionsOf(chat: Chat, place: Place): readonly HTMLElement[] {
  const run = (deed: string, more: object = {}) => void act(place, deed, more).then(refresh, tell)
  const thread = chat.threads.find(({ id }) => id === place.thread)
  if (thread) {
    const remove = () => {
      run('deleteThread', { thread: thread.id })
      go({ ...place, thread: 'general' })
    }
    const turn = thread.closed
      ? action('🔓', say('openThread'), () => run('reopenThread', { thread: thread.id }))
      : action('🔒', say('closeThread'), () => run('closeThread', { thread: thread.id }))
    return [
      // In a private chat there is nobody to close it to.
      ...(chat.forum ? [turn] : []),
      action('🗑', say('deleteThread'), remove),
    ]
  }
  if (chat.bot === undefined) return []
  return [
    chat.blocked
      ? action('✅', say('unblock'), () => run('unblock'))
      : action('🚫', say('block'), () => run('block')),
  ]
}

/** While no bot has come for its updates: what it needs to be told. */
function noticeOf(chat: Chat | undefined, { town }: State): readonly HTMLElement[] {
  const bot = town.bots.find(({ id }) => id === chat?.bot)
  if (!bot || bot.connected) return []
  const lines = linesFor(bot, town.bots)
  const copy = () => void navigator.clipboard.writeText(lines).then(() => toast(say('copied')), tell)
  return [
    h('p', {}, say('notConnected', { name: bot.name })),
    h('pre', {}, lines),
    button(say('copy'), copy, { class: 'quiet' }),
  ]
}

function linesFor(bot: BotAccount, bots: readonly BotAccount[]): string {
  if (bot.env) return bot.env.join('\n')
  const name = bots.indexOf(bot) === 0 ? 'TELEGRAM_TOKEN' : 'DESK_TELEGRAM_TOKEN'
  return `TELEGRAM_API_URL=${location.origin}\n${name}=${bot.token}`
}

const tell = (error: unknown): void => toast(error instanceof Error ? error.message : String(error))
