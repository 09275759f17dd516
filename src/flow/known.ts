/** Values a customer told before they were asked: they wait in the frame for the question that wants them. */
import type { Frame } from '../domain/conversation/state.ts'
import type { Variables } from '../domain/message.ts'
import type { AskNode } from './graph.ts'
import { visible } from './scope.ts'

const KNOWN = '?known:'
export const knownKey = (name: string) => KNOWN + name

// A number or an hour in the first text may be anything; a value of any other kind is what it looks like.
const VAGUE_TYPES = ['text', 'number', 'time', 'yes_no', 'file']

/** Under which name a value for this question waits: the variable's own, or the type's. */
export function kindKnown({ variables }: Frame, { save, expect }: AskNode): string | undefined {
  const type = expect?.type
  const names = [save, VAGUE_TYPES.includes(type ?? 'text') ? undefined : type]
  return names.find((name) => name !== undefined && Object.hasOwn(variables, knownKey(name)))
}

/** What another flow gets: the variables, and what the customer told already. */
export function handedOn(variables: Variables): Variables {
  const told = Object.entries(variables).filter(([name]) => name.startsWith(KNOWN))
  return { ...visible(variables), ...Object.fromEntries(told) }
}

/** Values the first text gave, under the names questions look for. */
export function offered(known: Variables): Variables {
  return Object.fromEntries(Object.entries(known).map(([name, value]) => [knownKey(name), value]))
}
