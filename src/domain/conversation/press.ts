/** A button was pressed. What it means is in the state; the channel only said which prompt and which option. */
import type { PromptId } from '../ids.ts'
import type { AnswerSource, ButtonAction, Prompt } from '../message.ts'
import type { Given } from '../rules.ts'
import { unreachable } from '../unreachable.ts'
import { giveToStep, goOn, repeatQuestion, startFlow } from './acts.ts'
import { answerClosing } from './closing.ts'
import { callPerson, follow, obey, personButton } from './dialogue.ts'
import { type Draft, ticketOf } from './draft.ts'
import { leaveQueue } from './handoff.ts'
import { rate, skipComment } from './rating.ts'

export function pressed(draft: Draft, promptId: PromptId, index: number) {
  const prompt = draft.state.prompts.find(({ id }) => id === promptId)
  const option = prompt?.options[index]
  if (!prompt || !option) {
    draft.refusal = { code: 'oldButton' }
    return
  }
  if (prompt.chosen === index) return
  draft.state = { ...draft.state, lastCustomerAt: draft.turn.at }
  record(draft, promptId, index, option.label)
  act(draft, prompt, index, option.action)
}

function record(draft: Draft, prompt: PromptId, option: number, label: string) {
  const ticket = ticketOf(draft.state)
  draft.logForOperator({
    type: 'buttonPressed',
    number: draft.nextNumber(),
    prompt,
    option,
    label,
    ...(ticket === undefined ? {} : { ticket }),
  })
}

function act(draft: Draft, prompt: Prompt, index: number, action: ButtonAction) {
  if (prompt.kind === 'lasting') draft.markChosen(prompt.id, index)
  if (action.do === 'confirmClosing') return answerClosing(draft, prompt.id, index, action)
  if (action.do === 'rate') return rate(draft, action.ticket, action.score)
  if (botIsSilent(draft)) return
  switch (action.do) {
    case 'answer':
      return giveToOpenStep(draft, prompt, index, { kind: 'button', value: action.value })
    case 'guide':
      return giveToOpenStep(draft, prompt, index, { kind: 'guide', worked: action.worked })
    case 'solved':
      return giveToOpenStep(draft, prompt, index, { kind: 'solved', yes: action.yes })
    case 'intent':
      return chooseReading(draft, prompt, action.intent)
    case 'flow':
      return draft.turn.rules.script.opens(action.flow)
        ? startFlow(draft, action.flow)
        : void draft.sayPhrase('oldButton', {})
    case 'vote':
      return vote(draft, action.about, action.good)
    case 'person':
      return callPerson(draft, prompt.options[index]?.label ?? '')
    case 'leaveQueue':
      return leaveQueue(draft)
    case 'leaveEmail':
      return askEmail(draft)
    case 'resume':
      return repeatQuestion(draft, false)
    case 'startOver':
      return obey(draft, 'startOver', '')
    case 'skipComment':
      return skipComment(draft)
    case 'open':
      return
    default:
      unreachable(action)
  }
}

/** While an operator has the chat, or is being called, buttons of the bot are only shown to them. */
function botIsSilent({ state: { phase } }: Draft) {
  return phase === 'withOperator' || phase === 'closing' || phase === 'handingOff'
}

function giveToOpenStep(draft: Draft, prompt: Prompt, index: number, given: Given) {
  if (draft.state.openPrompt !== prompt.id) return void draft.sayPhrase('oldButton', {})
  draft.closePrompt(prompt.id, index)
  draft.state = { ...draft.state, misses: 0 }
  goOn(draft, giveToStep(draft, given))
}

function chooseReading(
  draft: Draft,
  prompt: Prompt,
  intent: Extract<ButtonAction, { do: 'intent' }>['intent'],
) {
  const rule = draft.turn.rules.intent(intent)
  if (!rule) return void draft.sayPhrase('oldButton', {})
  const among = prompt.options.flatMap(({ action }) => (action.do === 'intent' ? [action.intent] : []))
  draft.log({ type: 'intentChosen', intent, among })
  follow(draft, rule)
}

function vote(draft: Draft, about: AnswerSource, good: boolean) {
  draft.log({ type: 'answerVoted', about, good })
  if (good) return void draft.sayPhrase('voteThanks', {})
  draft.state = { ...draft.state, expecting: { kind: 'badAnswerReason', about } }
  draft.sayPhrase('voteWhatWrong', {}, { options: [personButton(draft)] })
}

function askEmail(draft: Draft) {
  const { state } = draft
  const ticket = ticketOf(state)
  draft.state = { ...state, expecting: { kind: 'email', ...(ticket === undefined ? {} : { ticket }) } }
  draft.sayPhrase('askEmail', {})
}
