/** What was said before a thread began, read from the log for its card. */
import type { ConversationId, MessageNumber, TicketId } from '../../../domain/ids.ts'
import { asRead, type Content } from '../../../domain/message.ts'
import type { LoggedEvent, Store } from '../../../store/port.ts'
import { DESK_SURFACE } from '../model.ts'
import { cut, fromContent, join } from '../rich.ts'
import type { Rich } from '../transport.ts'
import { marked } from './parts.ts'
import { isEarlierFile, type Line, type Reader, told } from './told.ts'
import { rewritten } from './words.ts'

export interface Before {
  /** What the card tells, folded. */
  readonly dialogue: Rich
  readonly amended: Amended
  /** Place in the log up to which it does. */
  readonly upTo: number
  /** From there on the log is shown: earlier than `upTo` when files must follow. */
  readonly shown: number
}

// A talk with the bot is some dozens of events; a longer one is told from its end.
const PAGE = 300
// A card holds some 2,000 characters of it.
const LINE_MOST = 300
// Of what an edit replaced.
const WAS_MOST = 100
// A customer's earlier days are told by earlier tickets.
const FILES_WITHIN = 40

export interface Asked {
  readonly conversation: ConversationId
  readonly ticket: TicketId
  /** Of a thread that is made again. */
  readonly upTo: number | undefined
  /** What the thread shows: later edits come as lines of their own. */
  readonly shown: number
}

/** Up to the last request for a person, or up to `upTo` when a thread is made again. */
export async function before(
  store: Pick<Store, 'conversationTail' | 'conversationEvents'>,
  { conversation, ticket, upTo, shown }: Asked,
  reader: Reader,
): Promise<Before> {
  const to = upTo === undefined ? Number.MAX_SAFE_INTEGER : upTo + 1
  const tail = await store.conversationTail(conversation, to, PAGE)
  const named = tail.findIndex(({ event }) => 'ticket' in event && event.ticket === ticket)
  const asked = lastAsked(named < 0 ? tail : tail.slice(0, named))
  const end = upTo ?? tail[asked]?.seq ?? 0
  const said = tail.filter(({ seq }) => seq <= end)
  const file = upTo === undefined ? said.slice(-FILES_WITHIN).find(isEarlierFile) : undefined
  const since = await store.conversationEvents(conversation, end, PAGE)
  const amended = amendedBy([...said, ...since], Math.max(end, shown))
  const dialogue = transcript(said, reader, amended)
  return { dialogue, amended, upTo: end, shown: file === undefined ? end : file.seq - 1 }
}

const lastAsked = (events: readonly LoggedEvent[]): number =>
  events.findLastIndex(({ event }) => event.type === 'handoffRequested')

/** What became of words after they were said. */
export interface Amended {
  readonly edits: ReadonlyMap<MessageNumber, Content>
  readonly undelivered: ReadonlySet<MessageNumber>
}

/** What an operator edits in a thread is told nowhere else, whenever it was. */
function amendedBy(events: readonly LoggedEvent[], upTo: number): Amended {
  const edits = new Map<MessageNumber, Content>()
  const undelivered = new Set<MessageNumber>()
  for (const { seq, event } of events) {
    if (event.type === 'deliveryRefused') undelivered.add(event.number)
    if (event.type === 'messageEdited' && (seq <= upTo || event.externalId?.startsWith(DESK_SURFACE)))
      edits.set(event.number, event.content)
  }
  return { edits, undelivered }
}

/** Everybody's words, one line each, the speaker named. */
export function transcript(events: readonly LoggedEvent[], reader: Reader, amended: Amended): Rich {
  const lines = events.flatMap((logged) => {
    const one = told(logged, reader)
    if (one?.kind !== 'line' || one.who === 'sign') return []
    return [marked({ mark: one.mark, rich: wordsOf(one, reader, amended) })]
  })
  return join(lines, '\n')
}

function wordsOf(
  { rich, attachments, number }: Line,
  { words }: Reader,
  { edits, undelivered }: Amended,
): Rich {
  const edit = number === undefined ? undefined : edits.get(number)
  const said = edit
    ? rewritten(cut(fromContent(asRead(edit)), LINE_MOST), cut(rich, WAS_MOST), words)
    : cut(rich, LINE_MOST)
  const files = attachments.map(({ name }) => `📎 ${name}`)
  const lost = number !== undefined && undelivered.has(number) ? [`⚠️ ${words.undelivered}`] : []
  return join(
    [said, ...files, ...lost].filter((piece) => (typeof piece === 'string' ? piece : piece.text) !== ''),
    ' ',
  )
}
