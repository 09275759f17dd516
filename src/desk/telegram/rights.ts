/** What the bot must be allowed to do in a group of the desk, and what it lacks. */
import type { ChatMember } from 'telegraf/types'
import { readFailure } from '../../telegram/errors.ts'
import { type Calls, type GroupFacts, isIn } from './calls.ts'
import type { ChatTrouble } from './model.ts'

/** In the order a person would put them right. */
export const NEEDS = [
  'threads',
  'administrator',
  'can_manage_topics',
  'can_pin_messages',
  'can_delete_messages',
] as const
export type Need = (typeof NEEDS)[number]

export type Rights =
  | { readonly kind: 'fine' }
  | { readonly kind: 'lacks'; readonly needs: readonly Need[] }
  | { readonly kind: 'notThere' }

/** Rejects when Telegram cannot be asked just now. */
export async function rightsIn(calls: Calls, chat: number, me: number): Promise<Rights & { title?: string }> {
  try {
    const [facts, member] = await Promise.all([calls.group(chat), calls.member(chat, me)])
    return { ...rightsOf(facts, member), title: facts.title }
  } catch (error) {
    if (isRefusal(error)) return { kind: 'notThere' }
    throw error
  }
}

export function rightsOf({ forum }: Pick<GroupFacts, 'forum'>, member: ChatMember): Rights {
  if (!isIn(member)) return { kind: 'notThere' }
  const needs = NEEDS.filter((need) => !has(need, forum, member))
  return needs.length === 0 ? { kind: 'fine' } : { kind: 'lacks', needs }
}

function has(need: Need, forum: boolean, member: ChatMember): boolean {
  if (need === 'threads') return forum
  // One word about being an administrator is enough; the rights are told once it is one.
  if (member.status !== 'administrator') return need !== 'administrator'
  return need === 'administrator' || member[need] === true
}

/** What the mirror must know of it. */
export function troubleOf(rights: Rights): ChatTrouble | undefined {
  if (rights.kind === 'fine') return undefined
  if (rights.kind === 'notThere') return 'kicked'
  return rights.needs.includes('threads') ? 'noThreads' : 'rights'
}

const REFUSALS: readonly string[] = ['chatGone', 'noRights', 'blocked', 'badContent']

/** Telegram said no, and will say it again: not there, kicked, no such chat. */
export const isRefusal = (error: unknown): boolean => REFUSALS.includes(readFailure(error).kind)
