/**
 * As much VKScript as clients pack with: `return [API.a.b({…}), API.c.d({…})];`, or one call alone. Everything else
 * does not compile here.
 */

import { isObject } from '../../messenger/objects.ts'
import { vkError } from '../errors.ts'
import type { Wire } from '../world/model.ts'

export interface ScriptCall {
  readonly method: string
  readonly fields: Wire
}

export interface Script {
  readonly calls: readonly ScriptCall[]
  /** Whether it returns a list. */
  readonly list: boolean
}

export function scriptOf(code: string): Script {
  const body = /^\s*return\b([\s\S]*?);?\s*$/u.exec(code)?.[1]?.trim()
  if (body === undefined) throw vkError(12, 'only a return of API calls is understood here')
  const list = body.startsWith('[')
  if (list && !body.endsWith(']')) throw vkError(12, 'a bracket is missing')
  return { calls: callsIn(list ? body.slice(1, -1) : body), list }
}

function callsIn(body: string): readonly ScriptCall[] {
  const calls: ScriptCall[] = []
  let rest = body.trim()
  while (rest !== '') {
    const head = /^API\.(\w+(?:\.\w+)?)\s*\(/u.exec(rest)
    if (!head) throw vkError(12, `unexpected ${rest.slice(0, 20)}`)
    const end = closing(rest, head[0].length)
    calls.push({ method: head[1] ?? '', fields: fieldsOf(rest.slice(head[0].length, end)) })
    const after = rest.slice(end + 1).trim()
    if (after !== '' && !after.startsWith(',')) throw vkError(12, `unexpected ${after.slice(0, 20)}`)
    rest = after.slice(1).trim()
  }
  return calls
}

/** Where the bracket opened before `from` closes; brackets in strings do not count. */
function closing(text: string, from: number): number {
  let [depth, quoted] = [1, false]
  for (let at = from; at < text.length; at++) {
    const sign = text[at]
    if (quoted) {
      if (sign === '\\') at++
      else if (sign === '"') quoted = false
    } else if (sign === '"') quoted = true
    else if (sign === '(') depth++
    else if (sign === ')' && --depth === 0) return at
  }
  throw vkError(12, 'a bracket is missing')
}

function fieldsOf(text: string): Wire {
  if (text.trim() === '') return {}
  try {
    const said: unknown = JSON.parse(text)
    if (isObject(said)) return said
  } catch {
    // Said below.
  }
  throw vkError(12, `unexpected ${text.slice(0, 20)}`)
}
