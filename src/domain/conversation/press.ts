/** A button was pressed. What it means is in the state; the channel only said which prompt and which option. */
import type { IntentName, PromptId } from '../ids.ts'
import type { AnswerSource, ButtonAction, Prompt } from '../message.ts'
import type { Given } from '../rules.ts'
import { between, seconds } from '../time.ts'
import { unreachable } from '../unreachable.ts'
import { giveToStep, goOn, startFlow } from './acts.ts'
import { answerClosing } from './closing.ts'
import { callPerson, follow, obey } from './dialogue.ts'
import { type Draft, ticketOf } from './draft.ts'
import { personButton } from './person-button.ts'
import { isAttended } from './phases.ts'
import { leaveQueue } from './queue.ts'
import { rate, skipComment } from './rating.ts'

// A nervous double click comes within a second; who presses again later means it.
const DOUBLE_PRESS = seconds(2)

export function pressed(draft: Draft, promptId: PromptId, index: number) {
  const { prompts, lastCustomerAt } = draft.state
  const prompt = prompts.find(({ id }) => id === promptId)
  const option = prompt?.options[index]
  if (!prompt || !option) return draft.refuse({ code: 'oldButton' })
  const again = prompt.chosen === index
  if (again && (isSettled(option.action) || between(lastCustomerAt, draft.turn.at) < DOUBLE_PRESS)) return
  draft.change({ lastCustomerAt: draft.turn.at })
  record(draft, promptId, index, option.label)
  act(draft, prompt, index, option.action)
}

/** Chosen once, it says the same for ever: pressing it again later adds nothing. */
const isSettled = ({ do: what }: ButtonAction) => what === 'vote' || what === 'skipComment'

function record(draft: Draft, prompt: PromptId, option: number, label: string) {
  const ticket = ticketOf(draft.state)
  draft.log({
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
  if (action.do === 'vote') draft.log({ type: 'answerVoted', about: action.about, good: action.good })
  if (!botIsSilent(draft)) answerPress(draft, prompt, index, action)
}

type Answered = Exclude<ButtonAction, { do: 'confirmClosing' | 'rate' }>

function answerPress(draft: Draft, prompt: Prompt, index: number, action: Answered) {
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
      return thankForVote(draft, action.about, action.good)
    case 'person':
      return callPerson(draft, prompt.options[index]?.label ?? '', action.about)
    case 'leaveQueue':
      return leaveQueue(draft)
    case 'leaveEmail':
      return askEmail(draft)
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
const botIsSilent = ({ state }: Draft) => isAttended(state) || state.phase === 'handingOff'

function giveToOpenStep(draft: Draft, prompt: Prompt, index: number, given: Given) {
  if (draft.state.openPrompt !== prompt.id) return void draft.sayPhrase('oldButton', {})
  draft.closePrompt(prompt.id, index)
  draft.change({ misses: 0 })
  goOn(draft, giveToStep(draft, given))
}

function chooseReading(draft: Draft, prompt: Prompt, intent: IntentName) {
  const rule = draft.turn.rules.intent(intent)
  if (!rule) return void draft.sayPhrase('oldButton', {})
  const among = prompt.options.flatMap(({ action }) => (action.do === 'intent' ? [action.intent] : []))
  draft.log({ type: 'intentChosen', intent, among })
  const { told } = draft.state
  draft.change({ told: undefined })
  follow(draft, rule, told)
}

function thankForVote(draft: Draft, about: AnswerSource, good: boolean) {
  if (good) {
    if (draft.state.expecting?.kind === 'badAnswerReason') draft.change({ expecting: undefined })
    return void draft.sayPhrase('voteThanks', {})
  }
  draft.change({ expecting: { kind: 'badAnswerReason', about } })
  draft.sayPhrase('voteWhatWrong', {}, { options: [personButton(draft, about)] })
}

function askEmail(draft: Draft) {
  const ticket = ticketOf(draft.state)
  draft.change({ expecting: { kind: 'email', ...(ticket === undefined ? {} : { ticket }) } })
  draft.sayPhrase('askEmail', {})
}
