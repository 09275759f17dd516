/**
 * One call from the key to the answer: who calls, faults, rates, the method, the journal. HTTP is above it (`http/`),
 * the world below.
 */
import { type Answer, gatewayPage, lineInstead, onItsWay } from '../messenger/answer.ts'
import type { FakeClock } from '../messenger/clock.ts'
import { Faults } from '../messenger/faults.ts'
import type { Call } from './api/call.ts'
import { peerOf } from './api/call.ts'
import { METHODS } from './api/methods.ts'
import { Params } from './api/params.ts'
import { type ScriptCall, scriptOf } from './api/vkscript.ts'
import { type Fault, isCaptcha, ONLY_BY_NAME } from './delivery/faults.ts'
import { PostOffice } from './delivery/post-office.ts'
import { type Rates, Spending } from './delivery/rates.ts'
import { VkError, vkError, wordsOfCode } from './errors.ts'
import { Journal } from './journal.ts'
import type { Group, Message, Wire } from './world/model.ts'
import { World } from './world/world.ts'

/** One call as it was asked for. */
interface Asked {
  readonly method: string
  readonly params: Params
  readonly group: Group
  readonly token: string
  /** Inside an `execute`. */
  readonly packed: boolean
}

const CALLS_PACKED_MOST = 25
// Shapes changed before it; the fake answers with those of 5.199 only.
const OLDEST_VERSION = 199

export class Engine {
  readonly world: World
  readonly office: PostOffice
  readonly faults = new Faults<Fault>(...ONLY_BY_NAME)
  readonly journal = new Journal()
  /** Undefined: no limits. */
  rates: Rates | undefined
  readonly #spending: Spending

  constructor(clock: FakeClock, rates: Rates | undefined, numbersFrom = 0) {
    this.world = new World(clock, numbersFrom)
    this.office = new PostOffice(clock, numbersFrom)
    this.rates = rates
    this.#spending = new Spending(clock)
    this.world.onEvent = (group, event) => this.office.tell(group, event)
  }

  /** The address files and the long poll are told with. */
  setBase(base: string): void {
    this.world.base = base
    this.office.base = base
  }

  answer(method: string, params: Params, token: string): Answer {
    const group = this.world.groupByToken(token)
    const shown = shownParams(method, params)
    try {
      if (token === '') throw vkError(5, 'no access_token passed.')
      if (!group) throw vkError(5, 'invalid access_token (4).')
      checkVersion(params)
    } catch (error) {
      return refusal(error, shown)
    }
    const asked = { method, params, group, token, packed: false }
    const scripted = method.toLowerCase() === 'execute'
    const fault = this.#meet(asked)
    const before = fault && instead(fault)
    if (before) return this.#noted(asked, before, 'an injected fault')
    try {
      if (this.rates) this.#spending.call(this.rates, token)
      if (fault?.kind === 'error') throw injected(fault)
      const answer = scripted ? this.#execute(asked) : respond(this.#perform(asked))
      return this.#noted(asked, fault ? { ...answer, ...onItsWay(fault) } : answer, undefined)
    } catch (error) {
      return this.#noted(asked, refusal(error, shown), error)
    }
  }

  /** An upload or a long poll: faults that name it, and nothing else. */
  faultAt(method: string): Answer | undefined {
    const fault = this.faults.meet({ method, place: undefined, token: '' })
    if (fault === undefined) return undefined
    return instead(fault) ?? { status: 200, body: '', ...onItsWay(fault) }
  }

  #meet({ method, params, token }: Asked): Fault | undefined {
    const met = { method: method.toLowerCase(), place: peerIn(params), token }
    const answersCaptcha = params.has('captcha_sid') && params.has('captcha_key')
    return this.faults.meet(met, (fault) => answersCaptcha && isCaptcha(fault))
  }

  #perform({ method, params, group }: Asked): unknown {
    const known = METHODS.get(method.toLowerCase())
    if (!known) throw vkError(3)
    return known.run(this.#callOf(group, params))
  }

  #callOf(group: Group, params: Params): Call {
    const { world, office } = this
    return {
      world,
      group,
      params,
      delivery: office,
      mayWrite: (peer, text) => {
        if (this.rates) this.#spending.text(this.rates, `${group.id} ${peer}`, text)
      },
      sent: (message, repeated) => this.#sent(message, repeated),
    }
  }

  #sent(message: Message, repeated: boolean): void {
    const { dialog, content, id, cmid, randomId } = message
    const where = { at: this.world.clock.now(), group: dialog.group.id, peer: dialog.peerId }
    const sent = { ...where, message: id, cmid, text: content.text, randomId }
    if (repeated) this.journal.repeated(sent)
    else this.journal.sent(sent)
  }

  /** A fault that stops a packed call on its way stops all of them: they are one request. */
  #execute(asked: Asked): Answer {
    const { calls, list } = scriptOf(asked.params.text('code'))
    if (calls.length > CALLS_PACKED_MOST) throw vkError(13, 'Too many api calls')
    const packed = calls.map((call) => {
      const one = { ...asked, method: call.method, params: Params.of(call.fields), packed: true }
      return { one, fault: this.#meet(one) }
    })
    for (const { fault } of packed) {
      const before = fault && instead(fault)
      if (before) return before
    }
    const errors: Wire[] = []
    const results = packed.map(({ one, fault }, index) => {
      const result = this.#packedCall(one, fault, calls[index])
      if (result.error) errors.push(result.error)
      return result.response
    })
    const way = packed.map(({ fault }) => (fault ? onItsWay(fault) : {})).find((one) => one.way)
    const response = list ? results : (results[0] ?? null)
    const body = { response, ...(errors.length > 0 ? { execute_errors: errors } : {}) }
    return { status: 200, body: JSON.stringify(body), ...way }
  }

  /** False where a call failed, with the error beside. */
  #packedCall(one: Asked, fault: Fault | undefined, call: ScriptCall | undefined) {
    try {
      if (fault?.kind === 'error') throw injected(fault)
      const response = this.#perform(one)
      this.#noted(one, respond(response), undefined)
      return { response }
    } catch (error) {
      if (!(error instanceof VkError)) throw error
      this.#noted(one, refusal(error, []), error)
      const said = { method: call?.method, error_code: error.code, error_msg: error.message }
      return { response: false, error: said }
    }
  }

  #noted({ method, params, group, packed }: Asked, answer: Answer, why: unknown): Answer {
    const error = why instanceof VkError ? why : undefined
    this.journal.called({
      at: this.world.clock.now(),
      group: group.id,
      method: METHODS.get(method.toLowerCase())?.name ?? method,
      peer: peerIn(params),
      packed,
      code: error?.code ?? (why === undefined ? undefined : 0),
      why: error?.message ?? (why === undefined ? undefined : String(why)),
      answered: answer.way !== 'cut' && answer.way !== 'hang',
    })
    return answer
  }
}

/** The peer, if the call names exactly one. */
function peerIn(params: Params): number | undefined {
  try {
    const several = params.wholes('peer_ids', 100)
    return several.length === 1 ? several[0] : peerOf(params)
  } catch {
    return undefined
  }
}

function checkVersion(params: Params): void {
  const version = params.text('v')
  if (version === '') throw vkError(8, 'v (version) is required')
  const minor = Number(/^5\.(\d+)$/u.exec(version)?.[1])
  if (!(minor >= OLDEST_VERSION)) throw vkError(8, `versions below 5.${OLDEST_VERSION} are deprecated`)
}

const respond = (response: unknown): Answer => ({ status: 200, body: JSON.stringify({ response }) })

/** Without the key, as VK gives it back. */
function shownParams(method: string, params: Params): readonly Wire[] {
  const said = params.entries.filter(([name]) => name !== 'access_token')
  const all = [['method', method] as const, ['oauth', '1'] as const, ...said]
  return all.map(([key, value]) => ({ key, value }))
}

export function refusal(error: unknown, request_params: readonly Wire[]): Answer {
  const known = error instanceof VkError ? error : vkError(10, String(error))
  const said = { error_code: known.code, error_msg: known.message, ...known.extra, request_params }
  return { status: 200, body: JSON.stringify({ error: said }) }
}

function injected({ code, message }: Extract<Fault, { kind: 'error' }>): VkError {
  const captcha = { captcha_sid: '239633676097', captcha_img: 'http://127.0.0.1/captcha.png' }
  return new VkError(code, message ?? wordsOfCode(code), code === 14 ? captcha : {})
}

/** A fault that comes instead of the call; undefined lets it be asked for. */
function instead(fault: Fault): Answer | undefined {
  switch (fault.kind) {
    case 'status':
      return fault.body === undefined
        ? gatewayPage(fault.status, String(fault.status), 'kittenx')
        : { status: fault.status, body: fault.body }
    case 'error':
      return undefined
    default:
      return lineInstead(fault)
  }
}
