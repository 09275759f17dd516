/** Things customers do that are not answers: they come, tell who they are, edit, go away. */

import { flowName } from '../ids.ts'
import type { ConversationInput, Profile } from '../input.ts'
import { unreachable } from '../unreachable.ts'
import { startFlow } from './acts.ts'
import { textWhileClosing } from './closing.ts'
import { talk } from './dialogue.ts'
import { type Draft, ticketOf } from './draft.ts'
import { leaveFlows } from './handoff.ts'
import type { Customer } from './state.ts'
import { cleaned, isEmpty } from './text.ts'

type Of<T extends ConversationInput['type']> = Extract<ConversationInput, { type: T }>

export function started(draft: Draft, input: Of<'customerStarted'>) {
  if (input.profile) recognise(draft, input.profile)
  const { payload, profile } = input
  draft.log({ type: 'conversationStarted', ...(payload ? { payload } : {}), ...(profile ? { profile } : {}) })
  draft.state = { ...draft.state, lastCustomerAt: draft.turn.at }
  if (draft.state.phase !== 'bot') return
  leaveFlows(draft, 'left')
  draft.forget('expecting')
  const { content, buttons } = draft.turn.rules.script.greeting(draft.context())
  draft.say(content, { options: buttons })
  const flow = payload === undefined ? undefined : flowName(payload)
  if (flow && draft.turn.rules.script.opens(flow)) startFlow(draft, flow)
}

/** Every message is recorded first, whoever is to answer it. */
export function said(draft: Draft, input: Of<'customerSaid'>) {
  const { content, cut } = cleaned(input.content, draft.turn.rules.settings.limits.textLength)
  if (isEmpty(content)) {
    draft.refusal = { code: 'emptyMessage' }
    return
  }
  if (input.profile) recognise(draft, input.profile)
  record(draft, { ...input, content })
  if (cut) draft.sayPhrase('textCut', { length: draft.turn.rules.settings.limits.textLength })
  const { state } = draft
  switch (state.phase) {
    case 'bot':
    case 'queued':
      return talk(draft, content, input.reading)
    case 'handingOff':
      return
    case 'withOperator':
      return wake(draft)
    case 'closing':
      return textWhileClosing(draft, content.text)
    default:
      unreachable(state)
  }
}

function record(draft: Draft, { content, externalId }: Of<'customerSaid'>) {
  const number = draft.nextNumber()
  const ticket = ticketOf(draft.state)
  draft.logForOperator({
    type: 'customerSaid',
    number,
    content,
    ...(externalId ? { externalId } : {}),
    ...(ticket === undefined ? {} : { ticket }),
  })
  draft.forget('unreachable')
  draft.state = { ...draft.state, lastCustomerAt: draft.turn.at }
}

/** A ticket put aside comes back when its customer writes. */
function wake(draft: Draft) {
  const { state } = draft
  if (state.phase !== 'withOperator' || !state.asleep) return
  draft.state = { ...state, asleep: false }
  draft.tellDesk({ type: 'customerReturned', ticket: state.ticket, version: state.version })
}

export function edited(draft: Draft, input: Of<'customerEdited'>) {
  const { content } = cleaned(input.content, draft.turn.rules.settings.limits.textLength)
  if (input.message > draft.state.lastMessage) draft.refusal = { code: 'noSuchMessage' }
  else draft.logForOperator({ type: 'messageEdited', number: input.message, content })
}

export function identified(draft: Draft, profile: Profile) {
  recognise(draft, profile)
  draft.logForOperator({ type: 'customerIdentified', profile })
}

function recognise(draft: Draft, profile: Profile) {
  const { customer: id, ...told } = profile
  const before = draft.state.customer
  const attributes = { ...before.attributes, ...told.attributes }
  const customer: Customer = { ...before, ...told, ...(id && told.verified ? { id } : {}), attributes }
  draft.state = { ...draft.state, customer }
}
