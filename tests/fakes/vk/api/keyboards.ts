/** Keyboards and carousels: their limits are VK's, and most refusals have its words. */

import { isObject } from '../../messenger/objects.ts'
import { badKeyboard, badParam } from '../errors.ts'
import type { Wire } from '../world/model.ts'

// 10 rows and 40 buttons under the field, 6 rows and 10 buttons under a message; 5 in a row in both.
const NORMAL = { rows: 10, buttons: 40 }
const INLINE = { rows: 6, buttons: 10 }
const IN_A_ROW = 5
const LABEL_MOST = 40
const PAYLOAD_MOST = 255

/** Which fields each kind of button has; all others are refused. */
const ACTIONS: { readonly [type: string]: readonly string[] } = {
  text: ['label', 'payload'],
  callback: ['label', 'payload'],
  open_link: ['link', 'label', 'payload'],
  location: ['payload'],
  vkpay: ['payload', 'hash'],
  open_app: ['app_id', 'owner_id', 'payload', 'label', 'hash'],
}
const COLORED = new Set(['text', 'callback'])
const COLORS = new Set(['primary', 'secondary', 'negative', 'positive', 'default'])

/** The keyboard with payloads as text, as it comes back in messages. */
export function checkedKeyboard(said: unknown): Wire | undefined {
  if (said === undefined) return undefined
  if (!isObject(said)) throw badKeyboard('keyboard should be an object')
  const inline = said.inline === true
  if (inline && said.one_time === true) throw badKeyboard('one_time is not allowed in an inline keyboard')
  const rows = said.buttons
  if (!Array.isArray(rows)) throw badKeyboard('buttons should be an array')
  const { rows: mostRows, buttons: most } = inline ? INLINE : NORMAL
  if (rows.length > mostRows) throw badKeyboard('there are too much rows')
  const checked = rows.map((row: unknown, index) => checkedRow(row, index))
  if (checked.flat().length > most) throw badKeyboard('there are too much buttons')
  return { one_time: said.one_time === true, inline, buttons: checked }
}

function checkedRow(row: unknown, index: number): readonly Wire[] {
  if (!Array.isArray(row) || row.length === 0) throw badKeyboard(`row ${index} is empty`)
  if (row.length > IN_A_ROW) throw badKeyboard(`row ${index} contains too much columns`)
  return row.map((button: unknown, column) => checkedButton(button, `button [${index}][${column}]`))
}

function checkedButton(button: unknown, where: string): Wire {
  if (!isObject(button) || !isObject(button.action)) throw badKeyboard(`${where} has no action`)
  const { action, color } = button
  const type = String(action.type)
  const allowed = ACTIONS[type]
  if (!allowed) throw badKeyboard(`${where} action has unknown type`)
  if (Object.keys(action).some((name) => name !== 'type' && !allowed.includes(name)))
    throw badKeyboard('action contains unknown fields')
  if (color !== undefined && !COLORED.has(type))
    throw badKeyboard(`${where} color is not allowed for ${type}`)
  if (color !== undefined && !COLORS.has(String(color))) throw badKeyboard(`${where} color is unknown`)
  if (allowed.includes('label')) checkLabel(action.label, where)
  if (type === 'open_link' && !isLink(action.link)) throw badKeyboard(`${where} link is invalid`)
  const payload = payloadText(action, where)
  const shown = { ...action, ...(payload === undefined ? {} : { payload }) }
  return { action: shown, ...(COLORED.has(type) ? { color: color ?? 'default' } : {}) }
}

function checkLabel(label: unknown, where: string): void {
  if (typeof label !== 'string' || label === '')
    throw badKeyboard(`${where} label should be at least 1 letters length`)
  if (label.length > LABEL_MOST)
    throw badKeyboard(`${where} label should be no more than ${LABEL_MOST} letters length`)
}

const isLink = (link: unknown): boolean => typeof link === 'string' && /^https?:\/\/\S+$/u.test(link)

/** JSON as text or as itself; null is refused. */
function payloadText(action: Wire, where: string): string | undefined {
  if (!('payload' in action)) return undefined
  const { payload } = action
  if (payload === null) throw badKeyboard(`${where} payload is invalid`)
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
  if (text !== '' && !isJson(text)) throw badKeyboard(`${where} payload should be valid JSON`)
  if (text.length > PAYLOAD_MOST)
    throw badKeyboard(`${where} payload should be no more than ${PAYLOAD_MOST} letters length`)
  return text
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const ELEMENTS_MOST = 10
const ELEMENT_BUTTONS_MOST = 3
const WORDS_MOST = 80
const ELEMENT_FIELDS = ['title', 'description', 'photo_id', 'buttons', 'action']

/** A carousel; every element has what the first has. */
export function checkedTemplate(said: Wire | undefined, text: string): Wire | undefined {
  if (said === undefined) return undefined
  if (said.type !== 'carousel') throw badParam('template type is unknown')
  // Clients too old for carousels show only the text.
  if (text === '') throw badParam('message is empty: a template needs one')
  const { elements } = said
  if (!Array.isArray(elements) || elements.length === 0) throw badParam('template elements are empty')
  if (elements.length > ELEMENTS_MOST)
    throw badParam(`template elements should contain less or equal to ${ELEMENTS_MOST} elements`)
  const checked = elements.map((element: unknown, index) => checkedElement(element, index))
  const shape = shapeOf(checked[0] ?? {})
  if (checked.some((element) => shapeOf(element) !== shape))
    throw badParam('template elements should have the same structure')
  return { elements: checked }
}

function checkedElement(element: unknown, index: number): Wire {
  const where = `template element ${index}`
  if (!isObject(element)) throw badParam(`${where} should be an object`)
  const unknown = Object.keys(element).find((name) => !ELEMENT_FIELDS.includes(name))
  if (unknown !== undefined) throw badParam(`${where} contains unknown fields`)
  const { title, description, photo_id: photo, buttons } = element
  for (const [name, words] of [['title', title] as const, ['description', description] as const]) {
    if (words === undefined) continue
    if (typeof words !== 'string' || words === '' || words.length > WORDS_MOST)
      throw badParam(`${where} ${name} should be 1 to ${WORDS_MOST} letters length`)
  }
  if (photo === undefined && (title === undefined || description === undefined))
    throw badParam(`${where} should have photo_id or title and description`)
  if (!Array.isArray(buttons) || buttons.length === 0 || buttons.length > ELEMENT_BUTTONS_MOST)
    throw badKeyboard(`${where} should have 1 to ${ELEMENT_BUTTONS_MOST} buttons`)
  return {
    ...element,
    buttons: buttons.map((button, at) => checkedButton(button, `button [${index}][${at}]`)),
  }
}

const shapeOf = (element: Wire): string =>
  ELEMENT_FIELDS.map((name) => {
    const value = element[name]
    return Array.isArray(value) ? value.length : value === undefined ? 0 : 1
  }).join()
