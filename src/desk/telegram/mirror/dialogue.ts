/** What was said before a thread began, read from the log for its card. */
import type { ConversationId, TicketId } from '../../../domain/ids.ts'
import type { LoggedEvent, Store } from '../../../store/port.ts'
import { cut, join, plain } from '../rich.ts'
import type { Rich } from '../transport.ts'
import { marked } from './parts.ts'
import { isEarlierFile, type Reader, told } from './told.ts'

export interface Before {
  /** What the card tells, folded. */
  readonly dialogue: Rich
  /** Place in the log up to which it does. */
  readonly upTo: number
  /** From there on the log is shown: earlier than `upTo` when files must follow. */
  readonly shown: number
}

// A talk with the bot is some dozens of events; a longer one is told from its end.
const PAGE = 300
// A card holds some 2,000 characters of it.
const LINE_MOST = 300
// A customer's earlier days are told by earlier tickets.
const FILES_WITHIN = 40

/** Up to the last request for a person, or up to `upTo` when a thread is made again. */
export async function before(
  store: Pick<Store, 'conversationTail'>,
  conversation: ConversationId,
  ticket: TicketId,
  upTo: number | undefined,
  reader: Reader,
): Promise<Before> {
  const to = upTo === undefined ? Number.MAX_SAFE_INTEGER : upTo + 1
  const tail = await store.conversationTail(conversation, to, PAGE)
  const named = tail.findIndex(({ event }) => 'ticket' in event && event.ticket === ticket)
  const asked = lastAsked(named < 0 ? tail : tail.slice(0, named))
  const end = upTo ?? tail[asked]?.seq ?? 0
  const said = tail.filter(({ seq }) => seq <= end)
  const file = upTo === undefined ? said.slice(-FILES_WITHIN).find(isEarlierFile) : undefined
  return { dialogue: transcript(said, reader), upTo: end, shown: file === undefined ? end : file.seq - 1 }
}

const lastAsked = (events: readonly LoggedEvent[]): number =>
  events.findLastIndex(({ event }) => event.type === 'handoffRequested')

/** Everybody's words, one line each, the speaker named. */
export function transcript(events: readonly LoggedEvent[], reader: Reader): Rich {
  const lines = events.flatMap((logged) => {
    const one = told(logged, reader)
    if (one?.kind !== 'line' || one.who === 'sign') return []
    const files = one.attachments.map(({ name }) => `📎 ${name}`).join(' ')
    const rich = join([
      cut(one.rich, LINE_MOST),
      one.rich.text !== '' && files !== '' ? ' ' : '',
      plain(files),
    ])
    return [marked({ mark: one.mark, rich })]
  })
  return join(lines, '\n')
}
