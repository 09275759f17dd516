/** Which variables a parsed template reads, and which of those reads are safe when the variable was never set. */
import {
  AssignTag,
  CaseTag,
  type Expression,
  ForTag,
  IfTag,
  Output,
  type Template as Part,
  type Token,
  TypeGuards,
  UnlessTag,
  Value,
} from 'liquidjs'

/** `path`: `['customer', 'name']`. `safe`: guarded by `default`, by an `if` around it, or only tested. */
export interface Read {
  readonly path: readonly string[]
  readonly safe: boolean
}

/** What is known where an expression stands: names made by the template itself, and reads that were tested before. */
interface Scope {
  readonly locals: ReadonlySet<string>
  readonly tested: ReadonlySet<string>
  readonly loops: number
}

export class TemplateFault extends Error {}

const NOWHERE: Scope = { locals: new Set(), tested: new Set(), loops: 0 }

export function readsOf(parts: readonly Part[]): readonly Read[] {
  return readsOfParts(parts, NOWHERE)
}

/** Reads of a condition on its own, and the paths that surely have a value where it holds. */
export function readsOfCondition(value: Value): {
  readonly reads: readonly Read[]
  readonly holds: readonly string[]
} {
  return { reads: readsOfValue(value, NOWHERE, true), holds: testedBy(value.initial).holds }
}

function readsOfParts(parts: readonly Part[], outer: Scope): Read[] {
  let scope = outer
  const reads: Read[] = []
  for (const part of parts) {
    const own = readsOfPart(part, scope)
    assertEnvAsItIs(part, own)
    reads.push(...own)
    const made = part instanceof AssignTag ? [...part.localScope()].map((name) => name.content) : []
    if (made.length > 0) scope = { ...scope, locals: new Set([...scope.locals, ...made]) }
  }
  return reads
}

/** The value of an `env` is filled in by the sender: here it can only stand where it stands, nothing can be made of it. */
function assertEnvAsItIs(part: Part, reads: readonly Read[]): void {
  if (!reads.some(({ path }) => path[0] === 'env')) return
  const plain =
    part instanceof Output &&
    part.value.initial.postfix.length === 1 &&
    // the last one is the engine's own
    part.value.filters.slice(0, -1).every(({ name }) => name === 'default')
  if (!plain) throw new TemplateFault('envUse')
}

function readsOfPart(part: Part, scope: Scope): Read[] {
  if (part instanceof Output) return readsOfValue(part.value, scope, false)
  if (part instanceof IfTag || part instanceof UnlessTag) return readsOfIf(part, scope)
  if (part instanceof ForTag) return readsOfFor(part, scope)
  if (part instanceof CaseTag) {
    const values = part.branches.flatMap((branch) =>
      branch.values.flatMap((token) => readsOfToken(token, scope)),
    )
    const inner = [...part.branches.flatMap((branch) => readsOfParts(branch.templates, scope))]
    return [
      ...readsOfValue(part.value, scope, true),
      ...values,
      ...inner,
      ...readsOfParts(part.elseTemplates, scope),
    ]
  }
  if (part instanceof AssignTag) {
    return [...part.arguments()].flatMap((arg) =>
      arg instanceof Value ? readsOfValue(arg, scope, false) : [],
    )
  }
  return []
}

function readsOfIf(part: IfTag | UnlessTag, scope: Scope): Read[] {
  const branches = part.branches.flatMap(({ value, templates }) => {
    const tested = part instanceof IfTag ? testedBy(value.initial).holds : []
    const inner = { ...scope, tested: new Set([...scope.tested, ...tested]) }
    return [...readsOfValue(value, scope, true), ...readsOfParts(templates, inner)]
  })
  return [...branches, ...readsOfParts(part.elseTemplates ?? [], scope)]
}

function readsOfFor(part: ForTag, scope: Scope): Read[] {
  // Two loops inside each other are 10,000 turns at most; three would be a million.
  if (scope.loops >= 2) throw new TemplateFault('loops')
  const inner = {
    ...scope,
    loops: scope.loops + 1,
    locals: new Set([...scope.locals, part.variable, 'forloop']),
  }
  const rest = readsOfParts(part.elseTemplates ?? [], scope)
  return [...readsOfToken(part.collection, scope), ...readsOfParts(part.templates, inner), ...rest]
}

function readsOfValue(value: Value, scope: Scope, lenient: boolean): Read[] {
  assertOneOperand(value.initial)
  const guarded = value.filters[0]?.name === 'default'
  const tested = lenient ? new Set([...scope.tested, ...testedBy(value.initial).asked]) : scope.tested
  const own = value.initial.postfix.flatMap((token) => readsOfToken(token, { ...scope, tested }))
  const args = value.filters.flatMap((filter) =>
    filter.args.flatMap((arg) =>
      Array.isArray(arg) ? readsOfToken(arg[1], scope) : readsOfToken(arg, scope),
    ),
  )
  return [...own.map((read) => (guarded ? { ...read, safe: true } : read)), ...args]
}

function readsOfToken(token: Token | undefined, scope: Scope): Read[] {
  if (TypeGuards.isRangeToken(token)) throw new TemplateFault('range')
  if (!TypeGuards.isPropertyAccessToken(token)) return []
  const inner = token.props.flatMap((prop) => readsOfToken(prop, scope))
  const path = pathOf(token)
  const root = path[0]
  if (root === undefined || scope.locals.has(root)) return inner
  // "there is a customer" says nothing about the name
  const prefixes = path
    .map((_, i) => path.slice(0, i + 1).join('.'))
    .filter((prefix) => prefix !== 'customer')
  const safe = prefixes.some((prefix) => scope.tested.has(prefix))
  return [{ path, safe }, ...inner]
}

/** `a.b["c"]` → a, b, c; stops at what is only known while running (`a[b]`). */
function pathOf(token: Token): readonly string[] {
  if (!TypeGuards.isPropertyAccessToken(token)) return []
  const path: string[] = []
  for (const prop of token.props) {
    if (!TypeGuards.isWordToken(prop) && !TypeGuards.isQuotedToken(prop) && !TypeGuards.isNumberToken(prop))
      break
    path.push(String(prop.content))
  }
  return path
}

/** `method = "card"` and `a b` parse in Liquid and mean something else; refuse what is not one value. */
function assertOneOperand(expression: Expression): void {
  let depth = 0
  for (const token of expression.postfix) {
    if (!TypeGuards.isOperatorToken(token)) depth += 1
    else if (token.operator !== 'not') depth -= 1
    if (depth < 1) throw new TemplateFault('syntax')
  }
  if (depth !== 1) throw new TemplateFault('syntax')
}

/** A part of an expression: a bare path, a written value, or something made of both. */
interface Term {
  readonly path?: string
  readonly written?: 'value' | 'nothing'
  /** Paths that surely have a value when this term holds. */
  readonly holds: readonly string[]
}

interface Tested {
  /** Paths that surely have a value when the whole expression holds. */
  readonly holds: readonly string[]
  /** Paths that are only asked whether they are there, so that reading them is safe. */
  readonly asked: readonly string[]
}

function testedBy(expression: Expression): Tested {
  const asked: string[] = []
  const terms: Term[] = []
  const askIf = (term: Term) => {
    if (term.path !== undefined) asked.push(term.path)
  }
  for (const token of expression.postfix) {
    if (!TypeGuards.isOperatorToken(token)) {
      terms.push(termOf(token))
      continue
    }
    const right = terms.pop() ?? { holds: [] }
    const left = token.operator === 'not' ? { holds: [] } : (terms.pop() ?? { holds: [] })
    if (['and', 'or', 'not'].includes(token.operator)) [left, right].forEach(askIf)
    if (left.written === 'nothing') askIf(right)
    if (right.written === 'nothing') askIf(left)
    terms.push({ holds: holdsAfter(token.operator, left, right) })
  }
  const whole = terms[0] ?? { holds: [] }
  askIf(whole)
  return { holds: whole.holds, asked }
}

function termOf(token: Token): Term {
  const path = pathOf(token).join('.')
  if (path !== '') return { path, holds: [path] }
  const nothing = /^(nil|null|blank|empty|false)$/.test(token.getText())
  return { written: nothing ? 'nothing' : 'value', holds: [] }
}

function holdsAfter(operator: string, left: Term, right: Term): readonly string[] {
  if (operator === 'and') return [...left.holds, ...right.holds]
  // `x == nil` holds for what is missing; a comparison with a written value proves that there is one
  if (operator === '==')
    return left.written === 'value' || right.written === 'value' ? [...left.holds, ...right.holds] : []
  if (['>', '<', '>=', '<=', 'contains'].includes(operator)) return left.holds
  if (operator === '!=')
    return left.written === 'nothing' || right.written === 'nothing' ? [...left.holds, ...right.holds] : []
  return []
}
