/** All methods the fake answers, by their name in lower case: VK does not mind the case. */
import type { Method, Methods } from './call.ts'
import { CHANGING } from './changing.ts'
import { GROUPS } from './groups.ts'
import { READING } from './reading.ts'
import { send } from './sending.ts'
import { UPLOADS } from './uploads.ts'

const ALL: Methods = { 'messages.send': send, ...CHANGING, ...READING, ...GROUPS, ...UPLOADS }

export interface KnownMethod {
  readonly name: string
  readonly run: Method
}

export const METHODS: ReadonlyMap<string, KnownMethod> = new Map(
  Object.entries(ALL).map(([name, run]) => [name.toLowerCase(), { name, run }]),
)
