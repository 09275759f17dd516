/**
 * LiquidJS, fenced in: it is not a sandbox by itself. No tags that read files, a list of filters instead of all of them,
 * own properties only, and limits; loops have their own cap because the render limit is not looked at while a loop's body
 * is empty (900,000 empty turns blocked for 360 ms inside a limit of 500 ms).
 */
import { ForTag, Hash, Liquid, type Parser, type TagToken, type TopLevelToken, TypeGuards } from 'liquidjs'
import { ALLOWED_FILTERS, OWN_FILTERS } from './filters.ts'

export const MAX_TURNS = 100
const ALLOWED_TAGS = ['if', 'unless', 'case', 'assign', 'comment', '#']

/** A value that cannot be shown: missing, or not a text or number. */
export class UnshowableValue extends Error {}

export const engine = new Liquid({
  strictFilters: true,
  strictVariables: true,
  lenientIf: true,
  ownPropertyOnly: true,
  // 20,000 characters are five longest messages.
  parseLimit: 20_000,
  // 200 ms: a template of this size takes about 0.05 ms; the rest is for a pause of the garbage collector.
  renderLimit: 200,
  // A million characters made while rendering, all together; enough for any message, far from hurting the process.
  memoryLimit: 1_000_000,
  outputEscape: shown,
})

class CappedFor extends ForTag {
  constructor(token: TagToken, rest: TopLevelToken[], liquid: Liquid, parser: Parser) {
    super(token, rest, liquid, parser)
    if (TypeGuards.isRangeToken(this.collection)) throw new Error('ranges are not allowed in loops')
    const written: unknown = this.hash.hash.limit
    if (written === undefined) this.hash.hash.limit = new Hash(`limit: ${MAX_TURNS}`).hash.limit
    else if (!TypeGuards.isNumberToken(written) || written.content > MAX_TURNS) {
      throw new Error(`a loop's limit must be a number up to ${MAX_TURNS}`)
    }
  }
}

for (const name of Object.keys(engine.tags))
  if (!ALLOWED_TAGS.includes(name)) Reflect.deleteProperty(engine.tags, name)
for (const name of Object.keys(engine.filters))
  if (!ALLOWED_FILTERS.includes(name)) engine.unregisterFilter(name)
for (const [name, filter] of Object.entries(OWN_FILTERS)) engine.registerFilter(name, filter)
engine.registerTag('for', CappedFor)

export const KNOWN_FILTERS: readonly string[] = [...ALLOWED_FILTERS, ...Object.keys(OWN_FILTERS)]
export const KNOWN_TAGS: readonly string[] = [...ALLOWED_TAGS, 'for']

function shown(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.join(', ')
  throw new UnshowableValue(value === undefined || value === null ? 'no value' : 'an object cannot be shown')
}
