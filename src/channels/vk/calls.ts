/**
 * Calls of the API in their turn: 20 a second for a token. While a call is free each goes alone, for `execute` does its
 * calls one after the other; when more wait than may be made, up to 25 go as one. What nobody misses (typing, read marks)
 * takes the places left behind them, and a call of its own only when little is going on.
 */
import { APIError, type APIRequest } from 'vk-io'
import { z } from 'zod'
import { type Clock, duration, later } from '../../domain/time.ts'
import type { MessengerLog } from '../../messengers/log.ts'
import { Window } from './window.ts'

export interface CallsParts {
  readonly clock: Clock
  readonly log: MessengerLog
  /** One call; the JSON that came back. Rejects when none did. */
  perform(method: string, params: APIRequest['params'], signal: AbortSignal): Promise<unknown>
}

// VK's limit for a community's token.
const PER_SECOND = 20
// `execute` takes 25 calls.
const PACK = 25
// Its code is a form field; 25 long messages stay below what VK's servers take.
const PACK_BYTES = 60_000
// Past that a call hangs; a send may be tried again, for VK knows it by its random_id.
const HUNG = duration(25_000)
const TOO_MANY = 6
const TOO_MANY_PAUSE_MS = 1_000
const TOO_MANY_TRIES = 3
// Of what nobody misses no more is kept than this.
const IDLE_ROOM = 200
// Calls that are kept for what matters.
const IDLE_SPARES = 2

const UNIMPORTANT = new Set(['messages.setActivity', 'messages.markAsRead'])
const URGENT = new Set(['messages.sendMessageEventAnswer'])
// What `execute` does not do, as vk-io knows it, and itself.
const ALONE = /^(?:execute|photos\.save|docs\.save|audio\.save|messages\.setChatPhoto|groups\.)/u

const answer = z.looseObject({
  response: z.unknown().optional(),
  error: z.looseObject({ error_code: z.number(), error_msg: z.string().default('') }).optional(),
  execute_errors: z
    .array(z.looseObject({ error_code: z.number(), error_msg: z.string().default('') }))
    .optional(),
})
type Told = NonNullable<z.infer<typeof answer>['error']>

export class Calls {
  readonly #parts: CallsParts
  readonly #window: Window
  #waiting: APIRequest[] = []
  #idle: APIRequest[] = []
  readonly #unimportant = new WeakSet<APIRequest>()
  #pumping = false
  #alarm: { cancel(): void } | undefined
  #ended = false
  readonly #underWay = new Set<AbortController>()

  constructor(parts: CallsParts) {
    this.#parts = parts
    this.#window = new Window(parts.clock, PER_SECOND)
  }

  /** Settles the request when it has been made. */
  add(request: APIRequest): void {
    if (this.#ended) return void request.reject(new Error('the calls have ended'))
    if (UNIMPORTANT.has(request.method)) return this.addIdle(request)
    if (URGENT.has(request.method)) this.#addUrgent(request)
    else this.#waiting.push(request)
    this.#soon()
  }

  /** What nobody misses, whatever its method: rejected when too many of these wait. */
  addIdle(request: APIRequest): void {
    if (this.#ended) return void request.reject(new Error('the calls have ended'))
    this.#unimportant.add(request)
    this.#idle.push(request)
    if (this.#idle.length > IDLE_ROOM) this.#idle.shift()?.reject(new Error('there was more important to do'))
    this.#soon()
  }

  /** Cuts what is under way; what waits is refused. */
  end(): void {
    this.#ended = true
    this.#alarm?.cancel()
    for (const call of this.#underWay) call.abort()
    const waiting = [...this.#waiting, ...this.#idle]
    this.#waiting = []
    this.#idle = []
    for (const request of waiting) request.reject(new Error('the calls have ended'))
  }

  #addUrgent(request: APIRequest): void {
    const behind = this.#waiting.findIndex(({ method }) => !URGENT.has(method))
    this.#waiting.splice(behind < 0 ? this.#waiting.length : behind, 0, request)
  }

  /** Together with what is asked in the same turn of the loop. */
  #soon(): void {
    if (this.#pumping) return
    this.#pumping = true
    setImmediate(() => {
      this.#pumping = false
      this.#pump()
    })
  }

  #pump(): void {
    while (!this.#ended) {
      const { free } = this.#window
      const batch = this.#next(free)
      if (batch.length === 0) break
      this.#window.spend()
      void this.#make(batch)
    }
    const waits = this.#waiting.length > 0 || this.#idle.length > 0
    if (!waits || this.#ended) return
    this.#alarm?.cancel()
    // Idle ones wait for a freer window than the rest.
    const due = this.#waiting.length > 0 ? this.#window.opensAt : later(this.#parts.clock.now(), IDLE_PAUSE)
    this.#alarm = this.#parts.clock.at(due, () => this.#pump())
  }

  #next(free: number): readonly APIRequest[] {
    if (free <= 0) return []
    if (this.#waiting.length === 0) return free > IDLE_SPARES ? this.#idle.splice(0, PACK) : []
    const batch = this.#waiting.length <= free ? this.#waiting.splice(0, 1) : this.#pack()
    // The last in the queue takes them along: they are done after it.
    const room = this.#waiting.length > 0 || batch.some(goesAlone) ? 0 : PACK - batch.length
    return [...batch, ...this.#idle.splice(0, room)]
  }

  #pack(): readonly APIRequest[] {
    const [first] = this.#waiting
    if (first && goesAlone(first)) return this.#waiting.splice(0, 1)
    const taken: APIRequest[] = []
    let bytes = 0
    for (const request of this.#waiting) {
      if (goesAlone(request)) continue
      bytes += Buffer.byteLength(String(request))
      if (taken.length > 0 && (taken.length >= PACK || bytes > PACK_BYTES)) break
      taken.push(request)
    }
    const among = new Set(taken)
    this.#waiting = this.#waiting.filter((request) => !among.has(request))
    return taken
  }

  async #make(batch: readonly APIRequest[]): Promise<void> {
    const { clock, perform } = this.#parts
    const [only] = batch
    const call = new AbortController()
    this.#underWay.add(call)
    const alarm = clock.at(later(clock.now(), HUNG), () => call.abort())
    try {
      const one = only && batch.length === 1
      const code = `return [${batch.map(String).join(',')}];`
      const told = answer.parse(
        await (one
          ? perform(only.method, only.params, call.signal)
          : perform('execute', { code }, call.signal)),
      )
      if (told.error) this.#failed(batch, told.error)
      else if (one) only.resolve(told.response)
      else share(batch, told.response, told.execute_errors ?? [])
    } catch (error) {
      for (const request of batch) request.reject(error)
    } finally {
      alarm.cancel()
      this.#underWay.delete(call)
    }
  }

  #failed(batch: readonly APIRequest[], error: Told): void {
    const again = error.error_code === TOO_MANY && batch.every(({ retries }) => retries < TOO_MANY_TRIES)
    if (!again || this.#ended) {
      for (const request of batch) request.reject(errorOf(error))
      return
    }
    this.#parts.log.warn(
      { waiting: this.#waiting.length },
      'VK says too many calls a second; a second of silence',
    )
    this.#window.close(TOO_MANY_PAUSE_MS)
    for (const request of batch) request.retries += 1
    this.#waiting.unshift(...batch.filter((request) => !this.#unimportant.has(request)))
    this.#idle.unshift(...batch.filter((request) => this.#unimportant.has(request)))
    this.#soon()
  }
}

const IDLE_PAUSE = duration(300)

const goesAlone = ({ method }: APIRequest) => ALONE.test(method)

/** A call of a pack that failed answers `false`, and the errors stand beside in the order of those. */
function share(batch: readonly APIRequest[], response: unknown, errors: readonly Told[]): void {
  const answers: readonly unknown[] = Array.isArray(response) ? response : []
  let failed = 0
  for (const [index, request] of batch.entries()) {
    const one = answers[index]
    if (one !== false && one !== undefined) {
      request.resolve(one)
      continue
    }
    const error = errors[failed]
    failed += 1
    request.reject(error ? errorOf(error) : new Error('execute gave no answer for this call'))
  }
}

const errorOf = (told: Told) => new APIError({ ...told, request_params: [] })
