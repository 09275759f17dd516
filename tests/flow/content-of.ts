import { formatFaults, releaseFromSources } from '../../src/content/load.ts'
import type { Release } from '../../src/content/release.ts'
import type { Sources } from '../../src/content/sources.ts'
import type { Customer, Frame } from '../../src/domain/conversation/state.ts'
import { customerId, flowName } from '../../src/domain/ids.ts'
import type { Act, Given, Run, ScriptContext } from '../../src/domain/rules.ts'
import { instant } from '../../src/domain/time.ts'
import { createRegistry, type ReleaseRegistry } from '../../src/flow/compiled.ts'

/** Content of a few flows; each is started by an intent of its own, so that none is an orphan. */
export function sourcesOf(flows: { readonly [name: string]: string }, more: Sources = {}): Sources {
  const intents = Object.keys(flows).map(
    (name) => `i-${name}: { title: T, flow: ${name}, examples: [ex ${name}] }`,
  )
  return {
    ...Object.fromEntries(Object.entries(flows).map(([name, text]) => [`flows/${name}.yml`, text])),
    'intents/all.yml': intents.join('\n'),
    ...more,
  }
}

export interface Making {
  readonly env?: { readonly [name: string]: string }
  readonly registry?: ReleaseRegistry
}

export function releaseOf(sources: Sources, making: Making = {}): Release {
  const result = releaseFromSources(sources, { language: 'en', registry: createRegistry(), ...making })
  if (result.kind === 'faults') throw new Error(formatFaults(result.faults, 'en'))
  return result.release
}

/** Each fault as one line: `file:line:column  text`. */
export function faultsOf(sources: Sources, language: 'ru' | 'en' = 'en'): readonly string[] {
  const result = releaseFromSources(sources, { language })
  return result.kind === 'faults' ? formatFaults(result.faults, language).split('\n').slice(0, -1) : []
}

/** Faults of one flow that stands as `flows/a.yml` (with a start that needs no title of its own). */
export function faultsOfFlow(text: string, more: Sources = {}): readonly string[] {
  return faultsOf(sourcesOf({ a: text }, more))
}

export const CUSTOMER: Customer = {
  id: customerId('site:1'),
  language: 'ru',
  verified: false,
  attributes: {},
}

export function contextOf(customer: Partial<Customer> = {}, seed = 1): ScriptContext {
  // a Saturday
  return { customer: { ...CUSTOMER, ...customer }, now: instant(Date.UTC(2026, 10, 21, 9)), seed }
}

/** A conversation with one flow, as a test reads it. */
export class Talk {
  readonly release: Release
  run: Run
  private seed = 1
  private readonly customer: Partial<Customer>

  constructor(release: Release, flow = 'a', known = {}, customer: Partial<Customer> = {}) {
    this.release = release
    this.customer = customer
    this.run = release.rules.script.start([], flowName(flow), known, false, contextOf(customer))
  }

  get stack(): readonly Frame[] {
    return this.run.stack
  }

  /** What the customer sees of the last run. */
  get said(): readonly string[] {
    return this.run.acts.flatMap((act) => (act.act === 'say' || act.act === 'ask' ? [act.content.text] : []))
  }

  get buttons(): readonly string[] {
    return this.run.acts.flatMap((act) =>
      act.act === 'ask' ? act.buttons.map((button) => button.label) : [],
    )
  }

  act<K extends Act['act']>(kind: K): Extract<Act, { act: K }> | undefined {
    return this.run.acts.find((act): act is Extract<Act, { act: K }> => act.act === kind)
  }

  give(given: Given): this {
    this.seed += 1
    this.run = this.release.rules.script.resume(this.run.stack, given, contextOf(this.customer, this.seed))
    return this
  }

  say(text: string): this {
    return this.give({ kind: 'text', text, entities: [] })
  }
}

export function talk(flow: string, more: Sources = {}, making: Making = {}): Talk {
  return new Talk(releaseOf(sourcesOf({ a: flow }, more), making))
}
