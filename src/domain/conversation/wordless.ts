/** What comes without words and is no plain file: voices, places, stickers, files that were lost. Nobody matches them. */
import type { Besides, Content } from '../message.ts'
import { NOTHING_READ } from '../nlu.ts'
import type { Given } from '../rules.ts'
import { unreachable } from '../unreachable.ts'
import { giveToStep, goOn, isAsking, repeatQuestion } from './acts.ts'
import { type Draft, SYSTEM } from './draft.ts'
import { requestHandoff } from './handoff.ts'
import { personButton } from './person-button.ts'
import { reopens } from './reopen.ts'
import { isWordless } from './text.ts'

const ANSWERS = {
  voice: 'voiceNotUnderstood',
  place: 'placeKept',
  sticker: 'stickerSeen',
  other: 'wordsPlease',
} as const

type Wordless = keyof typeof ANSWERS | 'lost'

/** Undefined for words and for files that a step or a person can look at. */
export function wordlessIn(content: Content): Wordless | undefined {
  const { attachments = [], besides = [] } = content
  if (!isWordless(content)) return undefined
  const file = attachments.find(({ kind }) => kind !== 'sticker')
  if (file) return file.kind === 'voice' ? 'voice' : undefined
  const [seen] = besides.flatMap(({ kind }) => (kind === 'lostFile' ? [] : [kind]))
  return seen ?? (attachments.length > 0 ? 'sticker' : besides.length > 0 ? 'lost' : undefined)
}

/** Back to the closed ticket when it comes soon after, an answer where a step takes it, else plainly what it is. */
export function answerWordless(draft: Draft, content: Content, kind: Wordless) {
  if (isAsking(draft)) return answerStep(draft, content, kind)
  // A 👍 after all is said is no new question.
  if (kind !== 'sticker' && reopens(draft, NOTHING_READ)) {
    return requestHandoff(draft, { reason: 'reopened', summary: draft.phrase('summaryReopened', {}) })
  }
  sayWhat(draft, kind)
}

function answerStep(draft: Draft, content: Content, kind: Wordless) {
  const given = givenBy(draft, content, kind)
  const run = given && giveToStep(draft, given)
  if (run?.fits) {
    draft.change({ misses: 0 })
    return goOn(draft, run)
  }
  sayWhat(draft, kind)
  if (kind !== 'lost') repeatQuestion(draft)
}

/** Of lost files it was said already. */
function sayWhat(draft: Draft, kind: Wordless) {
  if (kind !== 'lost') draft.sayPhrase(ANSWERS[kind], {}, { options: [personButton(draft)] })
}

/** Where any words will do, a place is as good as an address. */
function givenBy(draft: Draft, { attachments, besides = [] }: Content, kind: Wordless): Given | undefined {
  if (attachments?.length) return { kind: 'files', text: '', attachments }
  const { stack, customer } = draft.state
  const takesWords = draft.turn.rules.script.waiting(stack, customer.language)?.kind === 'text'
  if (kind !== 'place' || !takesWords) return undefined
  return { kind: 'text', text: besides.map(({ shown }) => shown).join('\n'), entities: [] }
}

type LostFile = Extract<Besides, { readonly kind: 'lostFile' }>

/** Whoever has the chat, the customer hears of files that did not come: once for each reason. */
export function tellLost(draft: Draft, content: Content) {
  const lost = (content.besides ?? []).filter((one): one is LostFile => one.kind === 'lostFile')
  const told = [...new Set(lost.map((one) => lostText(draft, one, lost)))]
  const calling = draft.state.phase === 'bot' && wordlessIn(content) === 'lost'
  for (const [n, text] of told.entries()) {
    const last = n === told.length - 1
    draft.say({ text }, { author: SYSTEM, options: calling && last ? [personButton(draft)] : [] })
  }
}

function lostText(draft: Draft, file: LostFile, all: readonly LostFile[]): string {
  const count = all.filter(({ why }) => why === file.why).length
  switch (file.why) {
    case 'tooLarge':
      return draft.phrase('fileTooLarge', { count, megabytes: Math.floor(file.limit / 1_048_576) })
    case 'gone':
      return draft.phrase('fileGone', { count })
    case 'refused':
      return draft.phrase('fileRefused', { count })
    default:
      return unreachable(file)
  }
}
