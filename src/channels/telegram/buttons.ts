/** Keyboards. A button carries the prompt's id and the option's index and nothing else: it survives restarts and releases. */
import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types'
import { type PromptId, promptId } from '../../domain/ids.ts'
import { isSafeLink } from '../../domain/link.ts'
import type { Outgoing, ShownButton } from '../../domain/message.ts'

// Bot API: at most 100 buttons under a message.
const MOST = 100
// What stays readable on a phone: beyond it clients cut the label themselves.
const LONGEST_LABEL = 60
// A row of a phone holds about this many characters in all, padding of each button counted as some.
const ROW_WIDTH = 34
const BUTTON_PADDING = 4
const ROW_BUTTONS = 5

export function keyboardOf({ prompt, control }: Pick<Outgoing, 'prompt' | 'control'>) {
  if (!prompt || prompt.buttons.length === 0) return undefined
  const stars = control?.kind === 'rating'
  const buttons = prompt.buttons
    .slice(0, MOST)
    .flatMap((button) => shown(prompt.id, stars ? { ...button, label: `${button.label}⭐` } : button))
  return buttons.length === 0
    ? undefined
    : ({ inline_keyboard: inRows(buttons) } satisfies InlineKeyboardMarkup)
}

/** The same without links: Telegram refuses a whole message for one address it does not like. */
export function withoutLinks({ inline_keyboard: rows }: InlineKeyboardMarkup): InlineKeyboardMarkup {
  return { inline_keyboard: rows.map((row) => row.filter((button) => !('url' in button))) }
}

function shown(prompt: PromptId, { option, label, url }: ShownButton): readonly InlineKeyboardButton[] {
  const text = label.length > LONGEST_LABEL ? `${beginning(label)}…` : label
  if (url === undefined) return [{ text, callback_data: `${prompt}:${option}` }]
  return isSafeLink(url) ? [{ text, url }] : []
}

/** Telegram takes no half of an emoji. */
const beginning = (label: string) => label.slice(0, LONGEST_LABEL - 1).replace(/[\uD800-\uDBFF]$/u, '')

/** Short ones share a row; the order stays. */
function inRows(buttons: readonly InlineKeyboardButton[]): InlineKeyboardButton[][] {
  const rows: InlineKeyboardButton[][] = []
  let width = 0
  for (const button of buttons) {
    const own = button.text.length + BUTTON_PADDING
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

/** What a press says; undefined for data we never gave out. */
export function pressIn(
  data: string | undefined,
): { readonly prompt: PromptId; readonly option: number } | undefined {
  const found = /^(p[0-9a-z]{1,12}):(\d{1,3})$/u.exec(data ?? '')
  return found ? { prompt: promptId(found[1] ?? ''), option: Number(found[2]) } : undefined
}
