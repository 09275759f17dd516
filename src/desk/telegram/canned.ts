/** Ready replies: sent by their whole name or by a button, never by a guess. */
import { type CannedReply, cannedFor, filledCanned } from '../../domain/canned.ts'
import type { Ticket } from '../../domain/desk/state.ts'
import { cannedButton } from './buttons.ts'
import { type Choice, chosen } from './choices.ts'
import { type Doer, done, outcome, refusal, say, type Told } from './deeds.ts'
import { DESK_SURFACE } from './model.ts'
import type { Room } from './room.ts'

// Telegram holds 4,096 characters; a list longer than this is searched, not read.
const LISTED = 20
const PREVIEW = 60

/** The one that is called so, to the letter; large and small ones are the same. */
export function cannedNamed(room: Room, name: string): CannedReply | undefined {
  const [only, ...others] = cannedFor(room.settings().cannedReplies, name)
  return others.length === 0 && only?.name.toLowerCase() === name.toLowerCase() ? only : undefined
}

/** What a word finds, each with its button; all of them for no word. */
export function whichReply(room: Room, { id }: Ticket, wanted: string): Choice {
  const { words, settings } = room
  const { cannedReplies } = settings()
  if (Object.keys(cannedReplies).length === 0) return { text: words.command.noCanned }
  const found = cannedFor(cannedReplies, wanted).slice(0, LISTED)
  if (found.length === 0) return { text: words.command.noSuchCanned(wanted) }
  const lines = found.map(({ name, text }) => `/t ${name} — ${shortly(text)}`)
  const buttons = found.map(({ name }) => cannedButton(id, name, name))
  const text = [words.command.canned, ...lines].join('\n')
  // Names too long for a button are still there to be typed.
  return chosen(room, id, text, buttons, text)
}

/** The thread shows it by the log, like what is said at the web desk. */
export async function sayCanned(room: Room, doer: Doer, ticket: Ticket, reply: CannedReply): Promise<Told> {
  const filled = filledCanned(reply.text, ticket, doer.account.name)
  if (filled.kind === 'missing')
    return refusal(room.words.command.noValue(filled.names.map((place) => titleOf(room, place))))
  const spoken = { ticket, content: { text: filled.text }, externalId: `${DESK_SURFACE}:canned` }
  const refused = await outcome(room, await say(room, doer, spoken), ticket.id)
  return refused ? refusal(room.words.notSent(refused.text)) : done(room.words.done.said)
}

/** `{{ card_tail }}` as people know it. */
function titleOf({ settings, words }: Room, place: string): string {
  const name = place.replaceAll(/[{}\s]/g, '')
  if (name === 'name') return words.command.customersName
  const { variableTitles } = settings()
  return (Object.hasOwn(variableTitles, name) ? variableTitles[name] : undefined) ?? name
}

const shortly = (text: string) => {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > PREVIEW ? `${line.slice(0, PREVIEW - 1)}…` : line
}
