/** All commands, and how one is run: who asks, about which ticket, and what they read about it. */
import type { Message } from 'grammy/types'
import { type InputKey, ticketId } from '../../../domain/ids.ts'
import { minutes } from '../../../domain/time.ts'
import { ticketNumbered } from '../deeds.ts'
import { behind, doing, isLeft, mayTouch, placeNow, type Told, threadAt } from '../guard.ts'
import type { Joining } from '../join.ts'
import type { Place } from '../model.ts'
import type { Room } from '../room.ts'
import {
  type Answer,
  type Asked,
  type Command,
  type OpenCommand,
  say,
  type TicketCommand,
  usage,
} from './command.ts'
import { peopleCommands } from './people.ts'
import { SHIFT_COMMANDS } from './shift.ts'
import { TALK_COMMANDS } from './talk.ts'
import { TICKET_COMMANDS } from './tickets.ts'

/** In the order of the menu: what is needed in every chat first. */
export function commandsOf(joining: Pick<Joining, 'ask'>): readonly Command[] {
  const all = (): readonly Command[] => list
  const { web, group, join, help } = peopleCommands(joining, all)
  const list: readonly Command[] = [
    ...TALK_COMMANDS,
    ...TICKET_COMMANDS,
    ...SHIFT_COMMANDS,
    web,
    group,
    join,
    help,
  ]
  return list
}

const DONE_MARK = '👌'
const NOT_DONE_MARK = '👎'
// By repeating a command a stranger could spend the twenty messages of the group's minute.
const ANSWERED_FOR = minutes(1)

export interface CommandParts {
  readonly room: Room
  readonly told: Told
}

/** Rejects only when the update must come again. */
export async function runCommand(
  { room, told }: CommandParts,
  command: Command,
  message: Message,
  words: string,
  key: InputKey,
): Promise<void> {
  const place = placeNow(room, message)
  const chat = room.chats.get(place.chat)
  const answered = () => told.fresh(`${command.name}:${message.chat.id}:${message.from?.id}`, ANSWERED_FOR)
  if (chat?.begun === false) {
    if (answered()) reply(room, message, place, say(room.words.command.notBegun), command)
    return
  }
  const found = await behind(room, doing(message))
  if (command.about === 'anybody') {
    if (found.kind === 'operator' || answered())
      reply(room, message, place, await command.run({ room, message, place, words }), command)
    return
  }
  if (found.kind === 'nobody') {
    if (told.nobody(found.why, doing(message)))
      reply(room, message, place, say(room.words.nobody[found.why]), command)
    else if (found.why === 'unsure') mark(room, message, NOT_DONE_MARK)
    return
  }
  const asked = { room, message, place, words, doer: { account: found.account, key } }
  const answer = await answerTo(command, asked)
  reply(room, message, place, answer, command)
}

function answerTo(command: Exclude<Command, OpenCommand>, asked: Asked): Answer | Promise<Answer> {
  if (command.about === 'ticket') return aboutTicket(command, asked)
  return extraWords(command, asked) ?? command.run(asked)
}

function extraWords(
  { wordless }: Command,
  { room, words }: Pick<Asked, 'room' | 'words'>,
): Answer | undefined {
  return wordless && words !== '' ? usage(room.words.command.extraWords(words)) : undefined
}

/** The ticket of the thread, or the one that is named: `#142`, and `142` where a number can mean nothing else. */
async function aboutTicket(command: TicketCommand, asked: Asked): Promise<Answer> {
  const { room, words, place } = asked
  const form = command.bare ? /^[#№]?(\d+)(?:\s+|$)/u : /^[#№](\d+)(?:\s+|$)/u
  const [prefix = '', number] = form.exec(words) ?? []
  const id = number === undefined ? threadAt(room, place)?.ticket : ticketId(Number(number))
  if (id === undefined) return isLeft(room, place) ? say(room.words.movedAway) : whichTicket(command, room)
  const ticket = await ticketNumbered(room, id)
  if (ticket === undefined || !(await mayTouch(room, asked.doer.account, ticket, place)))
    return usage(room.words.refused.noSuchTicket(id))
  const rest = words.slice(prefix.length).trim()
  return extraWords(command, { room, words: rest }) ?? command.run({ ...asked, ticket, words: rest })
}

/** With the command's own example, as one writes it outside of a thread. */
function whichTicket({ name, bare, said }: TicketCommand, { words, language }: Room): Answer {
  const [first = ''] = said[language].example.split(', ')
  const behind = first.slice(name.length + 1).replace(/^ \d+$/, '')
  const why = words.command.whichTicket(`/${name} ${bare ? '' : '#'}142${behind}`)
  return { kind: 'usage', why, exemplary: true }
}

function reply(room: Room, message: Message, place: Place, answer: Answer, command: Command): void {
  if (answer.kind === 'promised') {
    void answer.answer.then((kept) => reply(room, message, place, kept, command))
    return
  }
  if (answer.kind === 'done') {
    mark(room, message, DONE_MARK)
    return
  }
  const letter = { place, urgency: 'first', kept: true, replyTo: message.message_id } as const
  if (answer.kind === 'say') {
    const { kind, ...rest } = answer
    void room.writer.write({ ...letter, ...rest })
    return
  }
  const { form, example } = command.said[room.language]
  const { usage: full, form: short } = room.words.command
  const text = [answer.why, answer.exemplary ? short(form) : full(form, example)].filter(Boolean).join('\n')
  void room.writer.write({ ...letter, text })
}

function mark(room: Room, { chat, message_id: message }: Message, emoji: string): void {
  void room.writer.react({ chat: chat.id, message, emoji, urgency: 'first', kept: true })
}
