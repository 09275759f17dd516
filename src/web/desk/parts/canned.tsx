import { me } from '../state.ts'
import { words } from '../words.ts'

export interface CannedReply {
  readonly name: string
  readonly text: string
}

/** A text that begins with `/` searches the canned replies, by name first; undefined for any other text. */
export function cannedFor(text: string): readonly CannedReply[] | undefined {
  const wanted = /^\/([^\n]*)$/.exec(text)?.[1]?.toLowerCase().trim()
  if (wanted === undefined) return undefined
  const all = me.value?.desk.cannedReplies ?? []
  const byName = all.filter((reply) => reply.name.toLowerCase().startsWith(wanted))
  const byText = all.filter(
    (reply) => !byName.includes(reply) && `${reply.name} ${reply.text}`.toLowerCase().includes(wanted),
  )
  return [...byName, ...byText].slice(0, 8)
}

interface CannedListProps {
  readonly replies: readonly CannedReply[]
  readonly chosen: number
  readonly onChoose: (reply: CannedReply) => void
}

export function CannedList({ replies, chosen, onChoose }: CannedListProps) {
  const said = words.value
  return (
    <div class="canned">
      <p class="soft">{replies.length > 0 ? said.canned : said.noCanned}</p>
      <div id="canned" role="listbox" aria-label={said.canned}>
        {replies.map((reply, index) => (
          <button
            key={reply.name}
            id={`canned-${index}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            onClick={() => onChoose(reply)}
          >
            <b>/{reply.name}</b>
            <span>{reply.text}</span>
          </button>
        ))}
      </div>
    </div>
  )
}
