/** Where one writes: text, files, answers, corrections; the bot's own keyboard; commands while one types "/". */
import { act, attach, type Chat, type Message, type ReplyButton } from './api.ts'
import { button, h } from './dom.ts'
import { toast } from './messages.ts'
import { current, refresh, type State, set } from './state.ts'
import { say } from './words.ts'

const about = h('div', { class: 'about' })
const keyboard = h('div', { class: 'keyboard' })
const commands = h('div', { class: 'keyboard commands' })
const text = h('textarea', {
  attributes: { rows: '1', placeholder: say('write'), 'aria-label': say('write'), maxlength: '4096' },
})
const file = h('input', { class: 'file', attributes: { type: 'file', 'aria-label': say('attach') } })
const form = h('form', { class: 'composer' })
let editing: number | undefined

export function makeComposer(): HTMLElement {
  const clip = button('📎', () => file.click(), { class: 'clip', title: say('attach') })
  const send = h('button', { class: 'send', title: say('send'), attributes: { type: 'submit' } }, '➤')
  form.append(about, commands, keyboard, h('div', { class: 'line' }, clip, file, text, send))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void submit()
  })
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault()
      void submit()
    }
    if (event.key === 'Escape') cancel()
  })
  text.addEventListener('input', () => {
    fit()
    drawCommands(current())
  })
  file.addEventListener('change', () => void sendFile())
  return form
}

export function drawComposer(state: State, chat: Chat | undefined): void {
  const thread = chat?.threads.find(({ id }) => id === state.place?.thread)
  form.classList.toggle('off', chat === undefined || chat.blocked)
  drawAbout(state, chat?.blocked ? say('blocked') : thread?.closed ? say('closed') : '')
  drawKeyboard(state.messages)
  drawCommands(state)
  if (state.editing !== undefined && state.editing !== editing) {
    text.value = state.messages.find(({ id }) => id === state.editing)?.text ?? ''
    fit()
  }
  if ((state.editing ?? state.replyTo) !== undefined) text.focus()
  editing = state.editing
}

function drawAbout({ replyTo, editing: edited, messages }: State, why: string): void {
  const id = edited ?? replyTo
  if (id === undefined) {
    about.replaceChildren(why)
    return
  }
  const said = messages.find((message) => message.id === id)?.text.slice(0, 60) ?? ''
  about.replaceChildren(
    h('span', {}, `${say(edited === undefined ? 'replying' : 'editing')}: ${said}`),
    button('✕', cancel, { class: 'quiet', title: say('cancel') }),
  )
}

function cancel(): void {
  if (current().editing !== undefined) text.value = ''
  set({ replyTo: undefined, editing: undefined })
}

/** The newest keyboard a bot brought, unless it took it away since. */
function drawKeyboard(messages: readonly Message[]): void {
  const newest = messages.findLast((message) => message.byBot && message.keyboard !== undefined)
  const rows = newest?.keyboard?.keyboard ?? []
  const now = JSON.stringify(rows)
  if (keyboard.dataset.rows === now) return
  keyboard.dataset.rows = now
  keyboard.replaceChildren(
    ...rows.map((row) =>
      h(
        'div',
        { class: 'buttons' },
        ...row.map((one) => button(one.text, () => void pressKey(one), { class: 'inline' })),
      ),
    ),
  )
}

async function pressKey({ text: said, request_contact, request_location }: ReplyButton): Promise<void> {
  const { place, town } = current()
  if (!place) return
  // In VK a button also carries its payload.
  if (town.platform === 'vk') await act(place, 'press', { text: said })
  // A number and a place nobody has.
  else if (request_contact) await act(place, 'contact', { phone: '+79000000000' })
  else if (request_location) await act(place, 'location', { latitude: 59.9386, longitude: 30.3141 })
  else await act(place, 'say', { text: said })
}

function drawCommands({ place, town }: State): void {
  const begun = /^\/(\w*)$/u.exec(text.value)?.[1]
  const known = town.bots.find(({ id }) => id === place?.bot)?.commands ?? []
  const fitting = begun === undefined ? [] : known.filter(({ command }) => command.startsWith(begun))
  commands.replaceChildren(
    ...fitting.map(({ command, description }) =>
      button(
        `/${command} — ${description}`,
        () => {
          text.value = `/${command}`
          void submit()
        },
        { class: 'inline' },
      ),
    ),
  )
}

async function submit(): Promise<void> {
  const { place, replyTo, editing: edited } = current()
  const said = text.value.trim()
  if (!place || said === '') return
  text.value = ''
  fit()
  set({ replyTo: undefined, editing: undefined })
  await tryTo(
    edited === undefined
      ? act(place, 'say', { text: said, ...(replyTo === undefined ? {} : { reply_to: replyTo }) })
      : act(place, 'edit', { message: edited, text: said }),
  )
  drawCommands(current())
}

async function sendFile(): Promise<void> {
  const { place } = current()
  const [chosen] = file.files ?? []
  if (!place || !chosen) return
  const caption = text.value.trim()
  text.value = ''
  file.value = ''
  await tryTo(attach(place, chosen, caption))
}

async function tryTo(deed: Promise<unknown>): Promise<void> {
  await deed.then(refresh, (error: unknown) => toast(error instanceof Error ? error.message : String(error)))
}

/** As tall as what is written, up to the limit in the styles. */
function fit(): void {
  text.style.height = 'auto'
  text.style.height = `${text.scrollHeight}px`
}
