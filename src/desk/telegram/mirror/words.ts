/**
 * The next message a thread needs, out of all that waits for it: words that wait together go as one. Pure.
 */
import type { MessageNumber, OperatorId } from '../../../domain/ids.ts'
import type { Urgency } from '../model.ts'
import { bold, fromContent, join, plain, TEXT_LIMIT } from '../rich.ts'
import type { ThreadWords } from '../texts.ts'
import type { Rich } from '../transport.ts'
import { RANK } from '../urgency.ts'
import { marked, type Part, partsOf } from './parts.ts'
import type { Edit, Here, Line, Told } from './told.ts'

/** A conversation's message and whose it is. */
interface Numbered {
  readonly number: MessageNumber
  readonly by?: OperatorId
}

/** What follows when the message stands there: up to where the log is shown, and with how many parts of the next line. */
export interface Progress {
  readonly shown: number
  readonly part: number
  readonly stands: readonly Numbered[]
  readonly heres: readonly Here[]
  /** It ends with the ticket's state. */
  readonly state: boolean
}

export type NextWords =
  | { readonly kind: 'part'; readonly part: Part; readonly replyTo?: number; readonly progress: Progress }
  | {
      readonly kind: 'edit'
      readonly number: MessageNumber
      readonly message: number
      readonly progress: Progress
    }
  /** Nothing to send: all of it stands there already. */
  | { readonly kind: 'none'; readonly progress: Progress }

export interface Page {
  readonly told: readonly Told[]
  /** Parts of the first line that stand there already. */
  readonly part: number
  /** The ticket's state, when the thread does not tell it yet. */
  readonly state?: Rich
  readonly words: ThreadWords
  readonly copies: boolean
  messageOf(number: MessageNumber): number | undefined
}

export function nextWords(page: Page): NextWords | undefined {
  const heres = leading(page.told)
  const first = page.told[heres.length]
  if (first === undefined) {
    if (page.state !== undefined) return block(page, [], heres)
    const shown = heres.at(-1)?.seq
    return shown === undefined ? undefined : { kind: 'none', progress: progress(shown, { heres }) }
  }
  if (first.kind === 'edit' && page.messageOf(first.number) !== undefined) return edit(page, first, heres)
  const line = first.kind === 'edit' ? inWords(first, page.words) : first
  if (line.kind === 'here') return undefined
  const parts = partsOf(line, page.copies)
  const part = parts[page.part] ?? parts.at(-1)
  if (part === undefined) return { kind: 'none', progress: progress(line.seq, { heres }) }
  if (parts.length === 1 && part.kind === 'text') return block(page, page.told.slice(heres.length), heres)
  const last = page.part + 1 >= parts.length
  const reply = replyOf(page, line)
  return {
    kind: 'part',
    part,
    ...reply,
    progress: last
      ? progress(line.seq, { heres, stands: numbered(line) })
      : progress(heres.at(-1)?.seq ?? 0, { heres, part: page.part + 1, stands: numbered(line) }),
  }
}

function leading(told: readonly Told[]): readonly Here[] {
  const heres: Here[] = []
  for (const one of told) {
    if (one.kind !== 'here') break
    heres.push(one)
  }
  return heres
}

const progress = (shown: number, more: Partial<Progress>): Progress => ({
  ...{ shown, part: 0, stands: [], heres: [], state: false },
  ...more,
})

const numbered = ({ number, by }: Pick<Line, 'number' | 'by'>): readonly Numbered[] =>
  number === undefined ? [] : [by === undefined ? { number } : { number, by }]

function replyOf({ messageOf }: Page, { replyTo }: Line): { readonly replyTo?: number } {
  const message = replyTo === undefined ? undefined : messageOf(replyTo)
  return message === undefined ? {} : { replyTo: message }
}

/** Several edits of one message that wait together are the last of them. */
function edit(page: Page, first: Edit, heres: readonly Here[]): NextWords {
  let { seq } = first
  for (const one of page.told.slice(heres.length + 1)) {
    if (one.kind !== 'edit' || one.number !== first.number) break
    seq = one.seq
  }
  const message = page.messageOf(first.number) ?? 0
  return { kind: 'edit', number: first.number, message, progress: progress(seq, { heres }) }
}

/** An edit of a message that is too far up: told as a line of its own. */
function inWords({ seq, at, urgency, content, number, by }: Edit, words: ThreadWords): Line {
  const author = by === undefined ? {} : { by }
  return {
    ...{ kind: 'line', seq, at, urgency, number, ...author, who: 'sign', mark: bold(`✏️ ${words.edited}`) },
    rich: fromContent(content),
    attachments: [],
  }
}

interface Gathered {
  readonly lines: readonly Line[]
  readonly heres: readonly Here[]
  readonly shown: number
  readonly all: boolean
}

/** As many lines as one message holds, from the first on. */
function block(page: Page, told: readonly Told[], before: readonly Here[]): NextWords {
  const { lines, heres, shown, all } = gather(page, told, before)
  const whole = together(lines, all ? page.state : undefined)
  const ends = all && page.state !== undefined && whole.text.length <= TEXT_LIMIT
  const rich = ends ? whole : together(lines, undefined)
  const [first] = lines
  return {
    kind: 'part',
    part: { kind: 'text', rich },
    ...(first ? replyOf(page, first) : {}),
    progress: progress(shown, { heres, stands: lines.flatMap(numbered), state: ends }),
  }
}

function gather(page: Page, told: readonly Told[], before: readonly Here[]): Gathered {
  const lines: Line[] = []
  const heres: Here[] = [...before]
  let shown = before.at(-1)?.seq ?? 0
  // Marks come on top once somebody else speaks; the ticket's state is short.
  let length = page.state?.text.length ?? 0
  for (const one of told) {
    if (one.kind === 'here') heres.push(one)
    else if (one.kind === 'edit' && lines.some(({ number }) => number === one.number)) {
      rewrite(lines, one, page.words)
    } else {
      const line = one.kind === 'edit' ? inWords(one, page.words) : one
      const farther = one.kind === 'edit' && page.messageOf(one.number) !== undefined
      const answers = lines.length > 0 && replyOf(page, line).replyTo !== undefined
      length += marked(line).text.length + 1
      const full = lines.length > 0 && (length > TEXT_LIMIT || line.attachments.length > 0)
      if (farther || answers || full) return { lines, heres, shown, all: false }
      lines.push(line)
    }
    shown = one.seq
  }
  return { lines, heres, shown, all: true }
}

function rewrite(lines: Line[], { number, content }: Edit, words: ThreadWords): void {
  const at = lines.findIndex((line) => line.number === number)
  const line = lines[at]
  if (line) lines[at] = { ...line, rich: rewritten(fromContent(content), line.rich, words) }
}

/** Both are kept: what it says now and what it said. */
export function rewritten(now: Rich, before: Rich, words: ThreadWords): Rich {
  return join([now, plain(`\n✏️ ${words.edited}, ${words.was}: «`), before, '»'])
}

/** Who speaks is said only where not all of it is the customer's. */
function together(lines: readonly Line[], state: Rich | undefined): Rich {
  const alone = lines.every(({ who }) => who === 'customer')
  const words = lines.map((line) => (alone ? line.rich : marked(line)))
  return join(state === undefined ? words : [...words, state], '\n')
}

/** How urgent all that waits is, and since when. */
export function mostUrgent(
  told: readonly Told[],
): { readonly urgency: Urgency; readonly since: number } | undefined {
  let found: { urgency: Urgency; since: number } | undefined
  for (const one of told) {
    if (one.kind === 'here') continue
    if (found === undefined || RANK[one.urgency] < RANK[found.urgency])
      found = { urgency: one.urgency, since: one.at }
  }
  return found
}
