/** A text with `{{ … }}`, parsed once when the content is loaded. */
import { Context, isTruthy, Output, type Template as Part, Tokenizer, toValueSync, Value } from 'liquidjs'
import type { Json, Language } from '../../domain/message.ts'
import type { Path } from '../fault.ts'
import { engine } from './engine.ts'
import { LANGUAGE, TIMEZONE } from './filters.ts'
import { type Read, readsOf, readsOfCondition, TemplateFault } from './reads.ts'

export interface Template {
  readonly source: string
  /** Where it stands in its file. */
  readonly path: Path
  readonly reads: readonly Read[]
  /** Undefined when there is nothing to fill in. */
  readonly parts?: readonly Part[]
}

export interface Condition {
  readonly source: string
  readonly path: Path
  readonly reads: readonly Read[]
  /** Dotted paths that surely have a value where the condition holds. */
  readonly holds: readonly string[]
  readonly value: Value
}

/** What a template may read: the names, and in which language and zone filters write. */
export interface Scope {
  readonly names: Readonly<Record<string, unknown>>
  readonly language: Language
  readonly timezone: string
}

/** Throws a `TemplateFault` or Liquid's own parse error. */
export function parseTemplate(source: string, path: Path): Template {
  if (!source.includes('{{') && !source.includes('{%')) return { source, path, reads: [] }
  const parts = engine.parse(source)
  return { source, path, reads: readsOf(parts), parts }
}

/** Throws a `TemplateFault` or Liquid's own parse error. */
export function parseCondition(source: string, path: Path): Condition {
  if (source.includes('{{') || source.includes('{%')) throw new TemplateFault('braces')
  const tokenizer = new Tokenizer(source, engine.options.operators)
  const value = new Value(tokenizer.readFilteredValue(), engine)
  tokenizer.skipBlank()
  if (!tokenizer.end()) throw new TemplateFault('syntax')
  return { source, path, value, ...readsOfCondition(value) }
}

/** Throws when a value is missing or a limit is reached; the flow then goes to a person. */
export function render(template: Template, scope: Scope): string {
  if (template.parts === undefined) return template.source
  const made: unknown = engine.renderSync([...template.parts], scope.names, { globals: globalsOf(scope) })
  return String(made)
}

/** A template that is one `{{ … }}` and nothing else gives the value itself, so that numbers stay numbers. */
export function evaluate(template: Template, scope: Scope): Json {
  const only = template.parts?.length === 1 ? template.parts[0] : undefined
  if (!(only instanceof Output)) return render(template, scope)
  const filters = only.value.filters.slice(0, -1) // the last one is the engine's `shown`
  const context = contextOf(scope)
  let value: unknown = toValueSync(only.value.initial.evaluate(context, filters[0]?.name === 'default'))
  for (const filter of filters) value = toValueSync(filter.render(value, context))
  return plain(value)
}

/** A missing value is simply not there: conditions may ask about anything. */
export function holds(condition: Condition, scope: Scope): boolean {
  const context = contextOf(scope)
  return isTruthy(toValueSync(condition.value.value(context, true)), context)
}

function contextOf(scope: Scope): Context {
  return new Context(
    scope.names,
    engine.options,
    { sync: true, globals: globalsOf(scope) },
    { liquid: engine },
  )
}

function globalsOf(scope: Scope): object {
  return { [LANGUAGE]: scope.language, [TIMEZONE]: scope.timezone }
}

function plain(value: unknown): Json {
  if (value === undefined || value === null) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return JSON.parse(JSON.stringify(value))
}
