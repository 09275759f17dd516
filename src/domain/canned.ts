/** Canned replies: found by a few letters, and filled with what is known about the ticket. */
import type { Ticket } from './desk/state.ts'
import type { Settings } from './settings.ts'

export interface CannedReply {
  readonly name: string
  readonly text: string
}

/** By name first, then by their words; all of them when nothing is asked for. */
export function cannedFor(replies: Settings['cannedReplies'], wanted: string): readonly CannedReply[] {
  const all = Object.entries(replies).map(([name, text]) => ({ name, text }))
  const asked = wanted.trim().toLowerCase()
  const exact = all.filter(({ name }) => name.toLowerCase() === asked)
  if (exact.length > 0) return exact
  const byName = all.filter(({ name }) => name.toLowerCase().startsWith(asked))
  const rest = all.filter((reply) => !byName.includes(reply))
  return [...byName, ...rest.filter(({ name, text }) => `${name} ${text}`.toLowerCase().includes(asked))]
}

export type Filled =
  | { readonly kind: 'filled'; readonly text: string }
  /** The text names these, and they have no value: it must not go to a customer so. */
  | { readonly kind: 'missing'; readonly names: readonly string[] }

// Data, never a template: a value is put in as it is and not read again.
const PLACE = /\{\{\s*([\p{L}\d_.]+)\s*\}\}/gu

/** `{{ name }}` the customer's, `{{ operator }}`, `{{ ticket }}`, and every variable the bot collected. */
export function filledCanned(text: string, ticket: Ticket, operator: string): Filled {
  const missing = new Set<string>()
  const filled = text.replace(PLACE, (place, name: string) => {
    const value = known(name, ticket, operator)
    if (value === undefined) missing.add(place)
    return value ?? place
  })
  return missing.size > 0 ? { kind: 'missing', names: [...missing] } : { kind: 'filled', text: filled }
}

function known(name: string, { id, customer, variables }: Ticket, operator: string): string | undefined {
  if (name === 'ticket') return String(id)
  if (name === 'operator') return operator
  if (name === 'name') return customer.name
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
