/** From the bot to a person: asking the desk, a refusal with a way out, an address instead of a chat. */
import type { ConversationInput } from '../input.ts'
import type { Variables } from '../message.ts'
import { answersHandoff } from './desk-answer.ts'
import type { Draft } from './draft.ts'
import { openingText } from './opening.ts'
import { leaveQueue, sayPlaceAgain } from './queue.ts'
import type { Frame, HandoffRequest } from './state.ts'

type Wanted = Pick<HandoffRequest, 'reason' | 'summary'> & Partial<HandoffRequest>
type Refused = Extract<ConversationInput, { type: 'handoffRefused' }>

/** Asks the desk for a person. In the queue already: says the place once more. With an operator: nothing, they read it. */
export function requestHandoff(draft: Draft, wanted: Wanted) {
  if (draft.state.phase === 'queued') return sayPlaceAgain(draft)
  if (draft.state.phase !== 'bot') return
  const request = completed(draft, wanted)
  leaveFlows(draft, 'handoff')
  if (wanted.reason === 'reopened') draft.sayPhrase('reopened', {})
  // Who hears of trouble was told in the same breath that a person is called.
  else if (wanted.reason !== 'poison') draft.sayPhrase('handingOff', {})
  draft.log({ type: 'handoffRequested', request })
  const topic = request.topic ? { handoffTopic: request.topic } : {}
  draft.change({ misses: 0, expecting: undefined, refusedHandoff: request, ...topic })
  draft.enter({ phase: 'handingOff', handoff: request.upTo })
  askDesk(draft, request)
}

function askDesk(draft: Draft, request: HandoffRequest) {
  const { id, customer, closed } = draft.state
  const reopen = request.reason === 'reopened' ? closed?.ticket : undefined
  draft.tellDesk({
    type: 'handoffRequested',
    conversation: id,
    customer,
    request,
    ...(reopen === undefined ? {} : { reopen }),
    ...(closed?.operator === undefined ? {} : { previousOperator: closed.operator }),
  })
}

function completed(draft: Draft, wanted: Wanted): HandoffRequest {
  const { state } = draft
  const topic = wanted.topic ?? topicAtHand(draft)
  const variables = { ...state.collected, ...ownVariables(state.stack) }
  return {
    ...(topic ? { topic } : {}),
    ...(wanted.group ? { group: wanted.group } : {}),
    priority: wanted.priority ?? 'normal',
    summary: wanted.summary,
    variables: { ...variables, ...wanted.variables },
    upTo: state.lastMessage,
    reason: wanted.reason,
  }
}

/** What the flows know, outermost first; names with a ? in front are the flow language's own marks. */
function ownVariables(stack: readonly Frame[]): Variables {
  const known = stack.flatMap(({ variables }) => Object.entries(variables))
  return Object.fromEntries(known.filter(([name]) => !name.startsWith('?')))
}

/** What the customer came with: the flow they are in (not a digression above it), else what was understood last. */
function topicAtHand({ state, turn: { rules } }: Draft) {
  const [frame] = state.stack
  const ofFlow = frame && rules.script.topic(frame.release, frame.flow)
  return ofFlow ?? (state.lastIntent && rules.intent(state.lastIntent)?.topic)
}

/** Flows in progress end without their own end; their open buttons go with them. */
export function leaveFlows(draft: Draft, how: 'left' | 'handoff') {
  for (const frame of draft.state.stack) draft.log({ type: 'flowEnded', flow: frame.flow, how })
  draft.closeStepPrompts()
  draft.change({ stack: [], trail: [], waiting: undefined })
}

/** The desk has no room or is closed: a clear refusal with a way out, no ticket in the queue. */
export function handoffRefused(draft: Draft, input: Refused) {
  if (answersHandoff(draft, input.answers)) offerEmail(draft, refusalText(draft, input))
}

/** The request itself was set aside: nobody stays between the bot and a person, the way out is that of a full queue. */
export function handoffLost(draft: Draft) {
  offerEmail(draft, draft.phrase('queueFull', {}))
}

function offerEmail(draft: Draft, text: string) {
  draft.enter({ phase: 'bot' })
  draft.change({ expecting: { kind: 'email' } })
  draft.say({ text }, { options: [{ label: draft.phrase('leaveEmail', {}), action: { do: 'leaveEmail' } }] })
}

function refusalText(draft: Draft, { why, opensAt }: Refused) {
  if (why === 'queueFull') return draft.phrase('queueFull', {})
  if (opensAt === undefined) return draft.phrase('deskClosedNoHours', {})
  return draft.phrase('deskClosed', { opens: openingText(draft, opensAt) })
}

/** An address arrived: for the ticket in the queue, or for the hand-off that was refused. */
export function keepEmail(draft: Draft, email: string) {
  rememberEmail(draft, email)
  if (draft.state.phase === 'queued') return leaveQueue(draft, email)
  const request = draft.state.refusedHandoff ?? completed(draft, { reason: 'asked', summary: '' })
  const { id, customer } = draft.state
  draft.tellDesk({ type: 'emailLeft', conversation: id, customer, request, email })
  draft.change({ expecting: undefined, refusedHandoff: undefined })
  draft.sayPhrase('emailKept', { email })
}

/** What a site has vouched for is not mixed with what anybody can type: an operator trusts the one as the other. */
function rememberEmail(draft: Draft, email: string) {
  const { customer } = draft.state
  if (!customer.verified) draft.change({ customer: { ...customer, email } })
}
