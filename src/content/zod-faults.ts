/** What zod found → faults in words. Of a union's branches only the one that was meant is told about. */
import type { z } from 'zod'
import { type FlowFault, fault, nearest, type Path } from '../flow/fault.ts'
import { FORMS, type Form, type Words } from '../flow/schema/shape.ts'

const EMPTY_FILE: Words = { ru: 'Заполните его или удалите', en: 'Fill it in or delete it' }

type Issue = z.core.$ZodIssue

export function faultsOf(error: z.ZodError, data: unknown): readonly FlowFault[] {
  const told = error.issues.flatMap((issue) => explain(issue, [], data))
  return once(
    withoutEchoes(
      told.map((one) => inList(one, told)),
      data,
    ),
  )
}

/** `- Label: value` is one mistake, not a missing label and an unknown word. */
function inList(one: FlowFault, all: readonly FlowFault[]): FlowFault {
  const parent = one.path.slice(0, -1)
  if (one.at !== 'key' || typeof parent.at(-1) !== 'number') return one
  if (!all.some(({ path, at }) => at === 'value' && same(path, [...parent, 'label']))) return one
  const key = wordOf(one.path)
  const words = { ru: `${key}: надпись стоит прямо в списке`, en: `${key}: a label stands right in the list` }
  const allowed = {
    ru: 'Уберите «- » или напишите { label: …, value: … }',
    en: 'Take away the "- ", or write { label: …, value: … }',
  }
  return fault(one.path, words, { at: 'key', allowed })
}

/** What only follows from another fault: a label that went with `inList`, lines that belong under an empty word. */
function withoutEchoes(faults: readonly FlowFault[], data: unknown): readonly FlowFault[] {
  const labels = faults.filter((one) => one.at === 'key' && typeof one.path.at(-2) === 'number')
  const empty = faults.filter((one) => one.at === 'value' && valueAt(data, one.path) === null)
  return faults.filter(({ path, at }) => {
    const parent = path.slice(0, -1)
    if (at === 'value' && path.at(-1) === 'label' && valueAt(data, path) === undefined)
      return !labels.some((label) => same(label.path.slice(0, -1), parent) && label.suggestion === undefined)
    return at !== 'key' || !empty.some((one) => same(one.path.slice(0, -1), parent) && path.length > 0)
  })
}

function once(faults: readonly FlowFault[]): readonly FlowFault[] {
  const keys = faults.map(({ path, found }) => JSON.stringify([path, found.en]))
  return faults.filter((_, i) => keys.indexOf(keys[i] ?? '') === i)
}

const same = (a: Path, b: Path): boolean => JSON.stringify(a) === JSON.stringify(b)

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
      return [isRange(issue) ? outOfRange(issue, path, data) : unfit(path, data, issue.message)]
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

/** A number's form says only what kind of number; a text or list that is too short is told by its form. */
function isRange(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): boolean {
  return ['number', 'int'].includes(issue.origin)
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
  const allowed = knownWords(known, suggestion !== undefined)
  return fault(
    [...path, key],
    { ru: `${key}: нет такого слова`, en: `${key}: no such word` },
    {
      at: 'key',
      ...(allowed && { allowed }),
      ...(suggestion && { suggestion }),
    },
  )
}

// The phrases are some seventy words: with the right one at hand the list only hides it.
const LONG_LIST = 30

function knownWords(known: readonly string[], suggested: boolean): Words | undefined {
  const list = known.join(', ')
  if (known.length > LONG_LIST && suggested) return undefined
  return { ru: `Здесь бывают: ${list}`, en: `Words here: ${list}` }
}

function unfit(path: Path, data: unknown, message: string, at: FlowFault['at'] = 'value'): FlowFault {
  const form = formOf(message)
  const key = wordOf(path)
  const words = at === 'value' && valueAt(data, path) === null ? emptyAt(path) : doesNotFit(path, data, at)
  // a misspelt `title` looks like a block that is no list
  const suggestion = form === 'block' && path.length === 1 ? nearest(key, ['title', 'topic']) : undefined
  const choice = choiceOf(message)
  const allowed = form ? { ru: `Нужно: ${FORMS[form].ru}`, en: `It takes ${FORMS[form].en}` } : choice
  return fault(path, words, { at, ...(allowed && { allowed }), ...(suggestion && { suggestion }) })
}

function doesNotFit(path: Path, data: unknown, at: FlowFault['at']): Words {
  const key = wordOf(path)
  const value = at === 'key' ? '' : `${shown(valueAt(data, path))}: `
  return { ru: `${key}: ${value}не подходит`, en: `${key}: ${value}does not fit` }
}

function emptyAt(path: Path): Words {
  const key = wordOf(path)
  if (path.length === 0) return { ru: 'файл пуст', en: 'the file is empty' }
  if (typeof path.at(-1) === 'number') return { ru: `${key}: пусто`, en: `${key}: is empty` }
  return { ru: `${key}: после двоеточия пусто`, en: `${key}: nothing stands behind the colon` }
}

function missing(path: Path, message: string): FlowFault {
  if (path.length === 0) return fault(path, emptyAt(path), { allowed: EMPTY_FILE })
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
