/**
 * One call from the token to the answer: who calls, faults, budgets, the method, the journal. HTTP is above it
 * (`http/`), the world below.
 */
import { type Answer, gatewayPage, lineInstead, onItsWay } from '../messenger/answer.ts'
import type { FakeClock } from '../messenger/clock.ts'
import { Faults } from '../messenger/faults.ts'
import type { Call } from './api/call.ts'
import { type KnownMethod, METHODS } from './api/methods.ts'
import { Params } from './api/params.ts'
import { type Budgets, Spending } from './delivery/budgets.ts'
import { type Fault, ONLY_BY_NAME } from './delivery/faults.ts'
import { PostOffice } from './delivery/post-office.ts'
import { ApiError, tooManyRequests, unauthorized, unknownMethod } from './errors.ts'
import { Journal } from './journal.ts'
import type { Bot, Wire } from './world/model.ts'
import { wordsOf } from './world/words.ts'
import { World } from './world/world.ts'

export class Engine {
  readonly world: World
  readonly office: PostOffice
  readonly faults = new Faults<Fault>(...ONLY_BY_NAME)
  readonly journal = new Journal()
  /** Undefined: no limits. */
  budgets: Budgets | undefined
  readonly #spending = new Map<number, Spending>()

  constructor(clock: FakeClock, budgets: Budgets | undefined) {
    this.world = new World(clock)
    this.budgets = budgets
    this.office = new PostOffice(clock, (bot, { method, ...fields }) => {
      void this.answer(bot.token, String(method), Params.of(fields), () => {})
    })
    this.world.onUpdate = (bot, type, body, lane) => void this.office.inbox(bot).push(type, body, lane)
  }

  spendingOf(bot: Bot): Spending {
    const known = this.#spending.get(bot.user.id) ?? new Spending(this.world.clock)
    this.#spending.set(bot.user.id, known)
    return known
  }

  async answer(token: string, name: string, params: Params, gone: Call['gone']): Promise<Answer> {
    const bot = this.world.botByToken(token)
    const method = METHODS.get(name.toLowerCase())
    if (!bot) return refusal(unauthorized())
    if (!method) return this.#noted(bot, name, params, refusal(unknownMethod()), undefined)
    const chat = Number(params.text('chat_id')) || undefined
    const fault = this.faults.meet({ method: name.toLowerCase(), place: chat, token })
    const before = fault && instead(fault)
    if (before) return this.#noted(bot, method.name, params, before, 'an injected fault')
    const call = { world: this.world, bot, params, delivery: this.office, gone }
    const { answer, why } = await this.#perform(method, call)
    const faulty = fault ? { ...answer, ...onItsWay(fault) } : answer
    // A poller's every turn would drown what matters.
    return method.name === 'getUpdates' && answer.status === 200
      ? faulty
      : this.#noted(bot, method.name, params, faulty, why)
  }

  async #perform(
    method: KnownMethod,
    call: Call,
  ): Promise<{ readonly answer: Answer; readonly why?: string }> {
    try {
      this.#pay(method, call)
      if (method.name === 'getUpdates') this.#greet(call.bot)
      const result = method.run(call)
      const awaited = result instanceof Promise ? await result : result
      if (method.sends) this.#remember(call.bot, call.params, awaited)
      return { answer: { status: 200, body: JSON.stringify({ ok: true, result: awaited }) } }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      return { answer: refusal(error), why: error.description }
    }
  }

  #pay(method: KnownMethod, call: Call): void {
    if (!this.budgets) return
    const cost = method.cost(call)
    const chat = Number(call.params.text('chat_id'))
    if (cost > 0 && Number.isFinite(chat)) this.spendingOf(call.bot).spend(this.budgets, chat, cost)
  }

  /** A bot that comes for its first updates is a change people see. */
  #greet(bot: Bot): void {
    if (this.office.inbox(bot).askedAt === undefined) setImmediate(() => this.world.onChange(undefined))
  }

  #remember(bot: Bot, params: Params, result: unknown): void {
    const chat = Number(params.text('chat_id'))
    const thread = params.whole('message_thread_id')
    const at = this.world.clock.now()
    const place = this.world.groups.get(chat) ?? this.world.knownPrivateChat(bot, chat)
    for (const sent of Array.isArray(result) ? result : [result]) {
      const message = Number(sent.message_id)
      const content = place?.messages.get(message)?.content
      this.journal.sent({
        at,
        bot: bot.user.id,
        chat,
        thread,
        message,
        text: content ? wordsOf(content) : '',
      })
    }
  }

  #noted(bot: Bot, method: string, params: Params, answer: Answer, why: string | undefined): Answer {
    const { status } = answer
    this.journal.called({
      at: this.world.clock.now(),
      bot: bot.user.id,
      method,
      chat: Number(params.text('chat_id')) || undefined,
      thread: Number(params.text('message_thread_id')) || undefined,
      status: answer.way === 'cut' || answer.way === 'hang' ? 0 : status,
      why,
      performed: status === 200,
    })
    return answer
  }
}

export function refusal({ code, description, parameters }: ApiError): Answer {
  const body: Wire = { ok: false, error_code: code, description, ...(parameters ? { parameters } : {}) }
  return { status: code, body: JSON.stringify(body) }
}

/** A fault that comes instead of the call; undefined lets it be performed. */
function instead(fault: Fault): Answer | undefined {
  switch (fault.kind) {
    case 'status':
      return fault.html
        ? gatewayPage(fault.status, `${fault.status} Bad Gateway`, 'nginx/1.18.0')
        : refusal(new ApiError(fault.status, fault.description ?? 'Internal Server Error'))
    case 'flood':
      return refusal(tooManyRequests(fault.retryAfter))
    default:
      return lineInstead(fault)
  }
}
