/** Keyboards: their shape and Telegram's limits. */

import { isObject } from '../../messenger/objects.ts'
import { badRequest } from '../errors.ts'
import type { Wire } from '../world/model.ts'
import type { Params } from './params.ts'

const MOST_BUTTONS = 100
const MOST_IN_A_ROW = 8
const DATA_BYTES = 64

/** The keyboard of a message; undefined when none was given. */
export function markupOf(params: Params): Wire | undefined {
  const markup = params.object('reply_markup')
  if (markup === undefined) return undefined
  if (markup.inline_keyboard !== undefined) return { inline_keyboard: inlineRows(markup.inline_keyboard) }
  if (markup.keyboard !== undefined) return { ...markup, keyboard: replyRows(markup.keyboard) }
  if (markup.remove_keyboard !== undefined || markup.force_reply !== undefined) return markup
  if (Object.keys(markup).length === 0) return undefined
  throw badRequest('object expected as reply markup')
}

/** Only inline keyboards can be edited in. */
export function inlineMarkupOf(params: Params): Wire | undefined {
  const markup = markupOf(params)
  if (markup !== undefined && markup.inline_keyboard === undefined)
    throw badRequest('inline keyboard expected')
  const rows = markup?.inline_keyboard
  return Array.isArray(rows) && rows.length > 0 ? markup : undefined
}

function rowsOf(rows: unknown): readonly (readonly unknown[])[] {
  if (!Array.isArray(rows)) throw badRequest("can't parse reply keyboard markup JSON object")
  const given = rows.map((row) => {
    if (!Array.isArray(row))
      throw badRequest("can't parse inline keyboard button: expected an Array of Array")
    return row
  })
  if (given.flat().length > MOST_BUTTONS || given.some((row) => row.length > MOST_IN_A_ROW))
    throw badRequest('BUTTON_COUNT_INVALID: reply markup is too long')
  return given.filter((row) => row.length > 0)
}

const inlineRows = (rows: unknown): readonly (readonly Wire[])[] =>
  rowsOf(rows).map((row) => row.map(inlineButton))

function inlineButton(button: unknown): Wire {
  if (!isObject(button)) throw badRequest("can't parse inline keyboard button: expected an Object")
  if (typeof button.text !== 'string' || button.text.trim() === '')
    throw badRequest("can't parse inline keyboard button: Text buttons must have non-empty text")
  const { callback_data: data, url } = button
  if (data !== undefined) {
    const bytes = Buffer.byteLength(String(data))
    if (bytes < 1 || bytes > DATA_BYTES) throw badRequest('BUTTON_DATA_INVALID')
    return { ...button, callback_data: String(data) }
  }
  if (url !== undefined) {
    if (!/^(?:https?|tg|ton):\/\/\S+$/iu.test(String(url)) && !/^[\w-]+(?:\.[\w-]+)+/u.test(String(url)))
      throw badRequest(`inline keyboard button URL '${String(url)}' is invalid: Wrong HTTP URL`)
    return button
  }
  const other = [
    'web_app',
    'login_url',
    'switch_inline_query',
    'switch_inline_query_current_chat',
    'copy_text',
    'pay',
  ]
  if (other.some((name) => button[name] !== undefined)) return button
  throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
}

const replyRows = (rows: unknown): readonly (readonly Wire[])[] =>
  rowsOf(rows).map((row) =>
    row.map((button) => {
      const made = typeof button === 'string' ? { text: button } : button
      if (!isObject(made) || typeof made.text !== 'string' || made.text === '')
        throw badRequest("can't parse keyboard button: Text buttons must have non-empty text")
      return made
    }),
  )
