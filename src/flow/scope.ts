/** What templates see, and how localized texts become what is sent. */
import type { Frame } from '../domain/conversation/state.ts'
import type { Content, Json, Language, Variables } from '../domain/message.ts'
import type { ScriptContext } from '../domain/rules.ts'
import { markOf, unmarked } from '../domain/secret.ts'
import type { Compiled } from './compiled.ts'
import type { JsonTemplate, Label, Localized, Said, Text } from './graph.ts'
import { evaluate, render, type Scope } from './template/template.ts'

// Telegram's longest message; a customer's long text inside a template must not make ours undeliverable.
const MAX_TEXT = 4096

export function languageOf(compiled: Compiled, context: ScriptContext): Language {
  const asked = context.customer.language
  return compiled.languages.includes(asked) ? asked : (compiled.languages[0] ?? 'ru')
}

/** Everything but `env`. */
export function scopeOf(compiled: Compiled, variables: Variables, context: ScriptContext): Scope {
  const names = { ...visible(variables), customer: customerNames(compiled, context), now: context.now }
  const language = languageOf(compiled, context)
  return { names, language, timezone: compiled.timezone }
}

/** For what a `call` sends: `env` holds marks, the sender knows the values. Nothing else may look like a mark. */
export function callScope(compiled: Compiled, variables: Variables, context: ScriptContext): Scope {
  const { names, ...scope } = scopeOf(compiled, variables, context)
  const env = Object.keys(compiled.env).map((name) => [name, markOf(name)] as const)
  return { ...scope, names: { ...cleanedAll(names), env: Object.fromEntries(env) } }
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return unmarked(value)
  if (Array.isArray(value)) return value.map(cleaned)
  return typeof value === 'object' && value !== null ? cleanedAll(value) : value
}

function cleanedAll(values: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [unmarked(name), cleaned(value)]))
}

function customerNames(compiled: Compiled, { customer }: ScriptContext): Variables {
  const attributes = compiled.attributes.flatMap((name) => {
    const value = Object.hasOwn(customer.attributes, name) ? customer.attributes[name] : undefined
    return value === undefined ? [] : [[name, value] as const]
  })
  const { id, name, email, phone, language, verified } = customer
  const first = name?.trim().split(/\s+/)[0]
  return {
    ...Object.fromEntries(attributes),
    ...{ id, language, verified },
    ...(name && { name }),
    ...(first && { first_name: first }),
    ...(email && { email }),
    ...(phone && { phone }),
  }
}

// The runner's own notes are kept among the variables of a frame; no variable of content can begin so.
const HIDDEN = '?'

export function visible(variables: Variables): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !name.startsWith(HIDDEN)))
}

export function pick<T>(localized: Localized<T>, language: Language): T | undefined {
  return localized[language] ?? localized.ru ?? localized.en
}

/** One of the variants, chosen by the seed and the place so that two texts of one turn vary apart. */
export function sayText(text: Text, scope: Scope, seed: number): string {
  const variants = pick(text, scope.language) ?? []
  const chosen = variants[Math.abs(seed) % Math.max(1, variants.length)]
  return chosen ? cut(render(chosen, scope)) : ''
}

export function sayLabel(label: Label, scope: Scope): string {
  const template = pick(label, scope.language)
  return template ? render(template, scope) : ''
}

export function sayContent(said: Said, scope: Scope, seed: number): Content {
  const text = sayText(said.text, scope, seed)
  return said.attachments.length > 0 ? { text, attachments: said.attachments } : { text }
}

export function fillJson(template: JsonTemplate, scope: Scope): Json {
  switch (template.kind) {
    case 'constant':
      return template.value
    case 'template':
      return evaluate(template.template, scope)
    case 'list':
      return template.items.map((item) => fillJson(item, scope))
    case 'object':
      return Object.fromEntries(template.entries.map(([key, value]) => [key, fillJson(value, scope)]))
  }
}

function cut(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT - 1)}…`
}

export function withVariable(frame: Frame, name: string, value: Json): Frame {
  return { ...frame, variables: { ...frame.variables, [name]: value } }
}

export function withoutVariable(frame: Frame, name: string): Frame {
  return {
    ...frame,
    variables: Object.fromEntries(Object.entries(frame.variables).filter(([key]) => key !== name)),
  }
}
