/**
 * Buttons within VK's limits. Up to ten stand in the message and answer in place; up to forty stand under the writing field
 * until one is pressed; more, or what a client cannot show, becomes a numbered list.
 */
import type { PromptId } from '../../domain/ids.ts'
import type { Outgoing, ShownButton } from '../../domain/message.ts'
import { payloadOf } from './payload.ts'
import type { ClientInfo } from './updates.ts'

// dev.vk.com/api/bots/development/keyboard: inline 10 buttons in 6 rows of 5, normal 40 in 10 rows of 5, labels of 40.
const INLINE = { buttons: 10, rows: 6 }
const NORMAL = { buttons: 40, rows: 10 }
const ROW_BUTTONS = 5
const LONGEST_LABEL = 40
// A row of a phone holds about this many characters in all, padding of each button counted as some.
const ROW_WIDTH = 32
const BUTTON_PADDING = 4

export interface Button {
  readonly action: { readonly type: string; readonly [field: string]: string }
  readonly color?: 'primary' | 'secondary'
}

export interface Keyboard {
  readonly inline?: boolean
  readonly one_time?: boolean
  readonly buttons: readonly (readonly Button[])[]
}

export type Shown =
  | { readonly kind: 'inline'; readonly keyboard: Keyboard }
  | { readonly kind: 'normal'; readonly keyboard: Keyboard }
  | { readonly kind: 'list'; readonly buttons: readonly ShownButton[] }
  | { readonly kind: 'none' }

/** Takes a normal keyboard away; goes with any message that has no buttons of its own. */
export const NO_KEYBOARD: Keyboard = { one_time: true, buttons: [] }
/** In an edit: takes away the buttons under the message. */
export const NO_INLINE: Keyboard = { inline: true, buttons: [] }

type Asking = Pick<Outgoing, 'prompt' | 'control'>

/** How these buttons are shown to somebody whose client can do this much; `plainly`: VK refused them as buttons. */
export function shownButtons(message: Asking, client: ClientInfo = {}, plainly = false): Shown {
  const { prompt } = message
  const buttons = prompt ? starred(message).filter(({ url }) => url === undefined || isLink(url)) : []
  if (!prompt || buttons.length === 0) return { kind: 'none' }
  if (plainly) return { kind: 'list', buttons }
  const press = pressOf(client)
  const links = isAble(client, 'open_link')
  const inline = inRows(buttons.flatMap((button) => shown(prompt.id, button, press, links)))
  if (client.inline_keyboard !== false && fits(inline, INLINE)) {
    return { kind: 'inline', keyboard: { inline: true, buttons: inline } }
  }
  // Under the writing field a press is a message, so that the keyboard goes when it is pressed.
  const normal = inRows(buttons.flatMap((button) => shown(prompt.id, button, 'text', links)))
  if (client.keyboard !== false && isAble(client, 'text') && fits(normal, NORMAL)) {
    return { kind: 'normal', keyboard: { one_time: true, buttons: normal } }
  }
  return { kind: 'list', buttons }
}

const isAble = ({ button_actions: able }: ClientInfo, action: string) => able?.includes(action) ?? true

/** A press that is answered in place, where the client has such buttons; else one that writes its label. */
export const pressOf = (client: ClientInfo) => (isAble(client, 'callback') ? 'callback' : 'text')

/** What of a list can be chosen: a link is opened, not answered with. */
export const answersOf = (buttons: readonly ShownButton[]) => buttons.filter(({ url }) => url === undefined)

/** The list's lines; the numbers are what a customer may type, and `choose` asks for one. */
export function numbered(buttons: readonly ShownButton[], choose: string): string {
  const links = buttons.flatMap(({ label, url }) => (url === undefined ? [] : [`${label}: ${url}`]))
  const answers = answersOf(buttons).map(({ label }, index) => `${index + 1}. ${label}`)
  return [...links, ...(answers.length > 0 ? [choose, ...answers] : [])].join('\n')
}

function starred({ prompt, control }: Asking): readonly ShownButton[] {
  const buttons = prompt?.buttons ?? []
  return control?.kind === 'rating' ? buttons.map((one) => ({ ...one, label: `${one.label}⭐` })) : buttons
}

/** None where this client opens no links. */
export function shown(
  prompt: PromptId,
  { option, label: text, url, tone }: ShownButton,
  press: 'callback' | 'text',
  links: boolean,
): readonly Button[] {
  const label = cut(text, LONGEST_LABEL)
  if (url !== undefined) return links ? [{ action: { type: 'open_link', link: url, label } }] : []
  const color = tone === 'primary' ? 'primary' : 'secondary'
  return [{ action: { type: press, label, payload: payloadOf(prompt, option) }, color }]
}

/** In UTF-16 units, never half a character. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const characters = [...text]
  while (characters.join('').length >= most) characters.pop()
  return `${characters.join('')}…`
}

/** Short ones share a row; a link has one of its own; the order stays. */
function inRows(buttons: readonly Button[]): readonly (readonly Button[])[] {
  const rows: Button[][] = []
  let width = ROW_WIDTH
  for (const button of buttons) {
    const alone = button.action.type === 'open_link'
    const own = alone ? ROW_WIDTH : (button.action.label?.length ?? 0) + BUTTON_PADDING
    const row = rows.at(-1)
    if (row && row.length < ROW_BUTTONS && width + own <= ROW_WIDTH) row.push(button)
    else {
      rows.push([button])
      width = 0
    }
    width += own
  }
  return rows
}

/** Others open nothing in VK, and it refuses the whole keyboard for one. */
const isLink = (url: string) => URL.canParse(url) && /^https?:\/\/\S+$/u.test(url)

const fits = (rows: readonly (readonly Button[])[], most: typeof INLINE) =>
  rows.length > 0 && rows.length <= most.rows && rows.flat().length <= most.buttons
