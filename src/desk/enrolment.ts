/**
 * Keeps the desk's operators equal to the accounts in the store, also when `kotik operator` changes them while Kotik runs.
 * The accounts are looked at again every few seconds: a removed or changed operator must not work on for long.
 */
import type { Submit } from '../channels/port.ts'
import { groupName, inputKey, operatorId } from '../domain/ids.ts'
import type { DeskInput } from '../domain/input.ts'
import { type Clock, later, seconds } from '../domain/time.ts'
import type { OperatorAccount, Store } from '../store/port.ts'

// A changed role ends sessions within five seconds (docs/desk-api.md); the desk itself follows in the same time.
const LOOK_EVERY = seconds(3)

export interface EnrolmentParts {
  readonly store: Pick<Store, 'operators' | 'desk'>
  readonly submit: Submit
  readonly clock: Clock
  readonly log: { error(fields: object, message: string): void }
}

export class Enrolment {
  readonly #parts: EnrolmentParts
  #known: ReadonlyMap<string, string> = new Map()
  #timer: { cancel(): void } | undefined
  #turn = 0

  constructor(parts: EnrolmentParts) {
    this.#parts = parts
  }

  /** Resolves when everybody with an account is known to the desk; goes on looking until `stop`. */
  async start(): Promise<void> {
    // Who was removed while Kotik was not running is still on the desk.
    const { state } = await this.#parts.store.desk()
    this.#known = new Map(Object.keys(state.operators).map((id) => [id, '']))
    await this.#look()
    this.#again()
  }

  stop(): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }

  #again(): void {
    const { clock, log } = this.#parts
    this.#timer = clock.at(later(clock.now(), LOOK_EVERY), () => {
      this.#look()
        .catch((error: unknown) => log.error({ err: error }, 'operators’ accounts could not be read'))
        .finally(() => this.#timer && this.#again())
    })
  }

  async #look(): Promise<void> {
    const accounts = await this.#parts.store.operators()
    const now = new Map<string, string>(accounts.map((account) => [account.id, fingerprint(account)]))
    const gone = [...this.#known.keys()].filter((id) => !now.has(id))
    const fresh = accounts.filter((account) => this.#known.get(account.id) !== fingerprint(account))
    const inputs = [...fresh.map(enrolled), ...gone.map(removed)]
    const receipts = await Promise.all(inputs.map((input) => this.#tell(input)))
    // What was not taken (the store is busy, we are stopping) is told again at the next look.
    if (receipts.every(({ kind }) => kind !== 'busy')) this.#known = now
  }

  #tell(input: DeskInput) {
    const { submit, clock } = this.#parts
    this.#turn += 1
    return submit({ to: 'desk', key: inputKey(`desk:enrolment:${clock.now()}:${this.#turn}`), input })
  }
}

function fingerprint({ name, lead, groups, capacity }: OperatorAccount): string {
  return JSON.stringify([name, lead, groups, capacity])
}

function enrolled({ id, name, lead, groups, capacity }: OperatorAccount): DeskInput {
  const own = capacity === undefined ? {} : { capacity }
  return { type: 'operatorEnrolled', operator: id, name, lead, groups: groups.map(groupName), ...own }
}

function removed(id: string): DeskInput {
  return { type: 'operatorRemoved', operator: operatorId(id) }
}
