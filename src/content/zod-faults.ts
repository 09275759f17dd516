/** What zod found → faults in words. Of a union's branches only the one that was meant is told about. */
import type { z } from 'zod'
import { type FlowFault, fault, nearest, type Path } from '../flow/fault.ts'
import { FORMS, type Form, type Words } from '../flow/schema/shape.ts'

type Issue = z.core.$ZodIssue

export function faultsOf(error: z.ZodError, data: unknown): readonly FlowFault[] {
  return error.issues.flatMap((issue) => explain(issue, [], data))
}

function explain(issue: Issue, base: Path, data: unknown): readonly FlowFault[] {
  const path: Path = [...base, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))]
  switch (issue.code) {
    case 'invalid_union':
      return explainUnion(issue, path, data)
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path, issue.message))
    case 'invalid_key':
      return [unfit(path, data, issue.issues[0]?.message ?? '', 'key')]
    case 'too_small':
    case 'too_big':
      return [formOf(issue.message) ? unfit(path, data, issue.message) : outOfRange(issue, path, data)]
    default:
      return [
        valueAt(data, path) === undefined ? missing(path, issue.message) : unfit(path, data, issue.message),
      ]
  }
}

function explainUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: Path,
  data: unknown,
): readonly FlowFault[] {
  const meant = issue.errors.filter((branch) => branch.length > 0 && !branch.some(isOfAnotherKind))
  const [only] = meant.length === 1 ? meant : closest(meant)
  if (only === undefined) {
    return [
      valueAt(data, path) === undefined ? missing(path, issue.message) : unfit(path, data, issue.message),
    ]
  }
  return only.flatMap((inner) => explain(inner, path, data))
}

/** A branch that wanted a list where a text stands was not meant. */
function isOfAnotherKind(issue: Issue): boolean {
  if (issue.path.length > 0) return false
  if (issue.code === 'invalid_union') return issue.errors.every((branch) => branch.some(isOfAnotherKind))
  return issue.code !== 'unrecognized_keys'
}

/** Among several objects: the one with the fewest words at fault. */
function closest(branches: readonly (readonly Issue[])[]): readonly (readonly Issue[])[] {
  const weight = (branch: readonly Issue[]) =>
    branch.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0)
  return branches.toSorted((a, b) => weight(a) - weight(b))
}

function unknownKey(key: string, path: Path, message: string): FlowFault {
  const known = message.startsWith('keys:') ? message.slice(5).split(',') : []
  const suggestion = nearest(key, known)
  const list = known.join(', ')
  return fault(
    [...path, key],
    { ru: `${key}: нет такого слова`, en: `${key}: no such word` },
    {
      at: 'key',
      allowed: { ru: `Здесь бывают: ${list}`, en: `Words here: ${list}` },
      ...(suggestion && { suggestion }),
    },
  )
}

function unfit(path: Path, data: unknown, message: string, at: FlowFault['at'] = 'value'): FlowFault {
  const form = formOf(message)
  const key = wordOf(path)
  const value = at === 'key' ? '' : `${shown(valueAt(data, path))}: `
  const words = { ru: `${key}: ${value}не подходит`, en: `${key}: ${value}does not fit` }
  // a misspelt `title` looks like a block that is no list
  const suggestion = form === 'block' && path.length === 1 ? nearest(key, ['title', 'topic']) : undefined
  const choice = choiceOf(message)
  const allowed = form ? { ru: `Нужно: ${FORMS[form].ru}`, en: `It takes ${FORMS[form].en}` } : choice
  return fault(path, words, { at, ...(allowed && { allowed }), ...(suggestion && { suggestion }) })
}

function missing(path: Path, message: string): FlowFault {
  const form = formOf(message)
  const key = wordOf(path)
  const words = { ru: `${key}: не хватает`, en: `${key}: is missing` }
  return fault(
    path,
    words,
    form ? { allowed: { ru: `Нужно: ${FORMS[form].ru}`, en: `It takes ${FORMS[form].en}` } } : {},
  )
}

function outOfRange(
  issue: Extract<Issue, { code: 'too_small' | 'too_big' }>,
  path: Path,
  data: unknown,
): FlowFault {
  const value = shown(valueAt(data, path))
  const key = wordOf(path)
  const allowed =
    issue.code === 'too_small'
      ? { ru: `Не меньше ${issue.minimum}`, en: `At least ${issue.minimum}` }
      : { ru: `Не больше ${issue.maximum}`, en: `At most ${issue.maximum}` }
  return fault(
    path,
    { ru: `${key}: ${value}: не подходит`, en: `${key}: ${value}: does not fit` },
    { allowed },
  )
}

function formOf(message: string): Form | undefined {
  const name = message.startsWith('form:') ? message.slice(5) : ''
  return isForm(name) ? name : undefined
}

function isForm(name: string): name is Form {
  return Object.hasOwn(FORMS, name)
}

/** zod's own sentence about a list of words: `Invalid option: expected one of "a"|"b"`. */
function choiceOf(message: string): Words | undefined {
  const options = message
    .match(/"[^"]+"/g)
    ?.map((word) => word.slice(1, -1))
    .join(', ')
  return options ? { ru: `Бывает: ${options}`, en: `It is one of: ${options}` } : undefined
}

/** The nearest word above: `go`, or for an item of a list the list's word. */
function wordOf(path: Path): string {
  const word = path.findLast((part) => typeof part === 'string')
  const index = path.at(-1)
  return typeof index === 'number' ? `${word ?? ''}[${index + 1}]` : String(word ?? '')
}

function shown(value: unknown): string {
  if (value === null) return '—'
  if (typeof value === 'string') return value.length > 60 ? `"${value.slice(0, 60)}…"` : `"${value}"`
  if (typeof value === 'object') return Array.isArray(value) ? '[…]' : '{…}'
  return String(value)
}

function valueAt(data: unknown, path: Path): unknown {
  let value = data
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = Reflect.get(value, part)
  }
  return value
}
