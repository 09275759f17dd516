/** Things customers do that are not answers: they come, tell who they are, edit, go away. */

import { flowName } from '../ids.ts'
import type { ConversationInput, Profile } from '../input.ts'
import { between } from '../time.ts'
import { unreachable } from '../unreachable.ts'
import { startFlow } from './acts.ts'
import { textWhileClosing } from './closing.ts'
import { talk } from './dialogue.ts'
import { type Draft, ticketOf } from './draft.ts'
import { forgetStale } from './expecting.ts'
import { leaveFlows } from './handoff.ts'
import { sayPlaceAgain } from './queue.ts'
import type { Customer } from './state.ts'
import { cleaned, isEmpty, nameIn } from './text.ts'
import { tellLost } from './wordless.ts'

type Of<T extends ConversationInput['type']> = Extract<ConversationInput, { type: T }>

export function started(draft: Draft, input: Of<'customerStarted'>) {
  if (input.profile) recognise(draft, input.profile)
  const { payload, profile } = input
  draft.log({ type: 'conversationStarted', ...(payload ? { payload } : {}), ...(profile ? { profile } : {}) })
  if (draft.state.phase === 'queued') return sayPlaceAgain(draft)
  if (draft.state.phase !== 'bot') return
  leaveFlows(draft, 'left')
  draft.change({ expecting: undefined, lastCustomerAt: draft.turn.at })
  const { content, buttons } = draft.turn.rules.script.greeting(draft.context())
  draft.say(content, { options: buttons })
  const flow = payload === undefined ? undefined : flowName(payload)
  if (flow && draft.turn.rules.script.opens(flow)) startFlow(draft, flow)
}

/** Every message is recorded first, whoever is to answer it. */
export function said(draft: Draft, input: Of<'customerSaid'>) {
  const { content, cut } = cleaned(input.content, draft.turn.rules.settings.limits.textLength)
  if (isEmpty(content)) return draft.refuse({ code: 'emptyMessage' })
  forgetStale(draft, between(draft.state.lastCustomerAt, draft.turn.at))
  if (input.profile) recognise(draft, input.profile)
  record(draft, { ...input, content })
  if (cut) draft.sayPhrase('textCut', { length: draft.turn.rules.settings.limits.textLength })
  tellLost(draft, content)
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
  draft.log({
    type: 'customerSaid',
    number,
    content,
    ...(externalId ? { externalId } : {}),
    ...(ticket === undefined ? {} : { ticket }),
  })
  draft.change({ unreachable: undefined, lastCustomerAt: draft.turn.at })
}

/** A ticket put aside comes back when its customer writes. */
function wake(draft: Draft) {
  const { state } = draft
  if (state.phase !== 'withOperator' || !state.asleep) return
  draft.enter({ ...state, asleep: false })
  draft.tellDesk({ type: 'customerReturned', ticket: state.ticket, version: state.version })
}

export function edited(draft: Draft, input: Of<'customerEdited'>) {
  const { content } = cleaned(input.content, draft.turn.rules.settings.limits.textLength)
  const known = input.message >= 1 && input.message <= draft.state.lastMessage
  if (!known) draft.refuse({ code: 'noSuchMessage' })
  else {
    const ticket = ticketOf(draft.state)
    const about = ticket === undefined ? {} : { ticket }
    draft.log({ type: 'messageEdited', number: input.message, content, ...about })
  }
}

export function identified(draft: Draft, profile: Profile) {
  recognise(draft, profile)
  draft.log({ type: 'customerIdentified', profile })
}

/** What nobody signed never takes the place of what the site signed; only the language is anybody's to choose. */
/** A name of nothing that can be seen is none. */
function named(told: string): { readonly name?: string } {
  const name = nameIn(told)
  return name === '' ? {} : { name }
}

function recognise(draft: Draft, profile: Profile) {
  const { customer: id, name, ...rest } = profile
  const told = { ...rest, ...(name === undefined ? {} : named(name)) }
  const before = draft.state.customer
  const language = told.language ? { language: told.language } : {}
  if (before.verified && !told.verified) return draft.change({ customer: { ...before, ...language } })
  const attributes = { ...before.attributes, ...told.attributes }
  const customer: Customer = { ...before, ...told, ...(id && told.verified ? { id } : {}), attributes }
  draft.change({ customer })
}
