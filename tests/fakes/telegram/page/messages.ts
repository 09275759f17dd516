/** The messages of the open chat; only what changed is drawn again. */
import { act, fetchAnswer, type InlineButton, type Message, type Place } from './api.ts'
import { button, byId, h } from './dom.ts'
import { current, refresh, type State, set } from './state.ts'
import { formatted } from './text.ts'
import { say } from './words.ts'

interface Drawn {
  readonly from: string
  readonly element: HTMLElement
}

const drawn = new Map<number, Drawn>()
let drawnPlace: Place | undefined

/** The reader is at the newest message, and stays there whatever comes. */
let atEnd = true
// As much as a thumb leaves without meaning to go up.
const NEAR_PX = 80

const toEnd = (list: HTMLElement): void => {
  if (atEnd) list.scrollTop = list.scrollHeight
}

/** Pictures grow when they come, and the list shrinks when a keyboard appears under it. */
export function keepAtEnd(list: HTMLElement): void {
  list.addEventListener('scroll', () => {
    atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_PX
  })
  list.addEventListener('load', () => toEnd(list), true)
  new ResizeObserver(() => toEnd(list)).observe(list)
}

export function drawMessages(list: HTMLElement, { messages, place, me }: State): void {
  if (place !== drawnPlace) drawn.clear()
  if (place !== drawnPlace) atEnd = true
  drawnPlace = place
  const byId = new Map(messages.map((message) => [message.id, message]))
  const elements = messages.map((message) => {
    const answered = message.replyTo === undefined ? undefined : byId.get(message.replyTo)
    const from = JSON.stringify([message, answered?.text])
    const known = drawn.get(message.id)
    if (known?.from === from) return known.element
    const element = message.service ? serviceLine(message) : bubble(message, answered, me)
    drawn.set(message.id, { from, element })
    return element
  })
  const wanted = elements.length > 0 ? elements : [nothingYet(place)]
  if (
    wanted.length !== list.children.length ||
    wanted.some((element, index) => list.children[index] !== element)
  )
    list.replaceChildren(...wanted)
  toEnd(list)
}

const nothingYet = (place: Place | undefined): HTMLElement =>
  h(
    'div',
    { class: 'empty' },
    h('p', {}, say('empty')),
    place?.bot !== undefined && button(say('start'), () => void act(place, 'start'), { class: 'inline' }),
  )

const EMOJI = ['👍', '❤', '🔥', '👎']

function bubble(message: Message, answered: Message | undefined, me: number): HTMLElement {
  const mine = message.fromId === me
  const side = mine ? 'mine' : message.byBot ? 'bot' : 'person'
  return h(
    'article',
    { class: `message ${side}`, attributes: { 'data-id': String(message.id) } },
    h(
      'div',
      { class: 'bubble' },
      !mine && h('b', { class: 'from' }, message.from),
      message.forwarded && h('span', { class: 'aside' }, say('forwarded')),
      answered &&
        h('span', { class: 'answered' }, h('b', {}, answered.from), ` ${answered.text.slice(0, 80)}`),
      ...content(message),
      h(
        'span',
        { class: 'meta' },
        [message.pinned && '📌', message.edited && say('edited'), time(message.date)]
          .filter(Boolean)
          .join(' '),
      ),
    ),
    message.reactions.length > 0 && h('span', { class: 'reactions' }, message.reactions.join(' ')),
    ...(message.carousel ?? []).map((card) =>
      h(
        'div',
        { class: 'card' },
        h('b', {}, card.title),
        h('span', {}, ` ${card.description}`),
        h('div', { class: 'buttons' }, ...card.buttons.map((one) => inlineButton(message, one))),
      ),
    ),
    ...message.buttons.map((row) =>
      h('div', { class: 'buttons' }, ...row.map((one) => inlineButton(message, one))),
    ),
    tools(message, mine),
  )
}

function content(message: Message): readonly Node[] {
  const { text, entities, media, files = media ? [media] : [], location, contact } = message
  const parts: Node[] = files.map(picture)
  if (location) parts.push(h('span', { class: 'card' }, `📍 ${location.latitude}, ${location.longitude}`))
  if (contact) parts.push(h('span', { class: 'card' }, `👤 ${contact.first_name}, ${contact.phone_number}`))
  if (text) {
    const command = (said: string) => void act(placeNow(), 'say', { text: said })
    parts.push(h('div', { class: 'text' }, ...formatted(text, entities, command)))
  }
  return parts
}

function picture({ type, name, mime, size, url }: NonNullable<Message['media']>): HTMLElement {
  if ((type === 'photo' || type === 'sticker') && size > 100)
    return h('img', { class: 'picture', attributes: { src: url, alt: name ?? '', loading: 'lazy' } })
  if (type === 'voice' || type === 'audio')
    return h('audio', { attributes: { controls: '', preload: 'none', src: url } })
  const label = `${type === 'voice' ? say('voice') : (name ?? say('file'))} · ${sizeOf(size)}`
  return h(
    'a',
    { class: 'card', title: mime, attributes: { href: url, download: name ?? '' } },
    `📎 ${label}`,
  )
}

const sizeOf = (bytes: number): string =>
  bytes < 1024
    ? `${bytes} B`
    : bytes < 1_048_576
      ? `${Math.round(bytes / 1024)} kB`
      : `${Math.round(bytes / 1_048_576)} MB`

const time = (seconds: number): string =>
  new Date(seconds * 1_000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })

function placeNow(): Place {
  const { place } = current()
  if (!place) throw new Error('no chat is open')
  return place
}

function inlineButton(message: Message, { text, kind, data, url }: InlineButton): HTMLElement {
  if (url !== undefined)
    return h(
      'a',
      { class: 'inline', attributes: { href: url, target: '_blank', rel: 'noopener noreferrer' } },
      `${text} ↗`,
    )
  if (kind !== undefined && kind !== 'callback')
    return button(text, () => void act(placeNow(), 'press', { message: message.id, text }), {
      class: 'inline',
    })
  return button(text, () => void press(message, data ?? ''), { class: 'inline' })
}

/** Presses, and shows what the bot answers to it. */
async function press(message: Message, data: string): Promise<void> {
  const { id } = await act<{ readonly id: string }>(placeNow(), 'press', { message: message.id, data })
  pressed.add(id)
  await showAnswers()
}

const pressed = new Set<string>()

/** Asked after every change: an answer is one. */
export async function showAnswers(): Promise<void> {
  for (const id of pressed) {
    const { text, alert: box } = await fetchAnswer(id)
    if (text === undefined) continue
    pressed.delete(id)
    if (box) alert(text)
    else if (text) toast(text)
  }
}

let toastTimer = 0

export function toast(text: string): void {
  const element = byId('toast')
  element.textContent = text
  element.classList.add('shown')
  clearTimeout(toastTimer)
  // As long as Telegram shows its own.
  toastTimer = setTimeout(() => element.classList.remove('shown'), 3_000)
}

function tools(message: Message, mine: boolean): HTMLElement {
  const react = (emoji: string) =>
    act(placeNow(), 'react', { message: message.id, emoji: message.reactions.includes(emoji) ? [] : [emoji] })
  return h(
    'div',
    { class: 'tools' },
    button('↩', () => set({ replyTo: message.id, editing: undefined }), { title: say('reply') }),
    mine && button('✎', () => set({ editing: message.id, replyTo: undefined }), { title: say('edit') }),
    mine &&
      button('✕', () => void act(placeNow(), 'delete', { message: message.id }).then(refresh), {
        title: say('delete'),
      }),
    ...(current().town.platform === 'vk' ? [] : EMOJI).map((emoji) =>
      button(emoji, () => void react(emoji), { title: say('react', { emoji }) }),
    ),
  )
}

function serviceLine({ service = {} }: Message): HTMLElement {
  return h('p', { class: 'service' }, serviceText(service))
}

function serviceText(service: { readonly [name: string]: unknown }): string {
  const named = (value: unknown): string =>
    typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : ''
  if (service.forum_topic_created) return say('threadCreated', { name: named(service.forum_topic_created) })
  if (service.forum_topic_edited) {
    const name = named(service.forum_topic_edited)
    return name === '' ? say('threadIcon') : say('threadRenamed', { name })
  }
  if (service.forum_topic_closed) return say('threadClosed')
  if (service.forum_topic_reopened) return say('threadReopened')
  if (service.pinned_message) return say('pinned')
  if (service.new_chat_members) return say('joined')
  if (service.left_chat_member) return say('left')
  return service.migrate_to_chat_id || service.migrate_from_chat_id ? say('migrated') : say('somethingElse')
}
