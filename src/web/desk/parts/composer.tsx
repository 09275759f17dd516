import { useSignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { api } from '../api.ts'
import { changeDraft, draftOf, whileUploading } from '../drafts.ts'
import { attempt } from '../loading.ts'
import { say } from '../sending.ts'
import { currentCard, holds, selected } from '../state.ts'
import { words } from '../words.ts'
import { Attachments } from './attachments.tsx'
import { CannedList, type CannedReply, cannedFor } from './canned.tsx'
import { nameOf } from './card.tsx'
import { Icon } from './icon.tsx'

const LONGEST = 4000
// One signal in three seconds keeps "is typing" alive for five.
const TYPING_EVERY_MS = 3000
let typedAt = 0

export function Composer() {
  const ticket = selected.value
  const card = currentCard.value
  if (ticket === undefined || !card) return null
  // Whoever does not have the chat may leave a note and nothing else.
  const kind = holds.value ? draftOf(ticket).kind : 'notes'
  return (
    <form
      class={`composer ${kind}`}
      onSubmit={(event) => {
        event.preventDefault()
        send(ticket, kind)
      }}
    >
      <Kinds ticket={ticket} kind={kind} />
      <Field ticket={ticket} kind={kind} name={nameOf(card)} />
      <Attachments ticket={ticket} />
      <Bar ticket={ticket} kind={kind} />
    </form>
  )
}

interface Part {
  readonly ticket: number
  readonly kind: 'replies' | 'notes'
}

function send(ticket: number, kind: 'replies' | 'notes'): void {
  const { text, files } = draftOf(ticket)
  if ((!text.trim() && files.length === 0) || text.length > LONGEST) return
  say({ ticket, kind, text: text.trim(), files })
  changeDraft(ticket, { text: '', files: [], kind: 'replies' })
}

function Kinds({ ticket, kind }: Part) {
  const said = words.value
  const card = currentCard.value
  if (!holds.value)
    return (
      <p class="kinds soft">
        <Icon name="lock" />
        {card?.status === 'closed'
          ? said.closedChat
          : card?.status === 'waiting'
            ? said.noteHint
            : said.notYours}
      </p>
    )
  return (
    <fieldset class="kinds">
      <legend class="visually-hidden">{said.reply}</legend>
      {(['replies', 'notes'] as const).map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={kind === one}
          class={one}
          onClick={() => changeDraft(ticket, { kind: one })}
        >
          <Icon name={one === 'notes' ? 'lock' : 'chat'} />
          {one === 'notes' ? said.note : said.reply}
        </button>
      ))}
    </fieldset>
  )
}

function Field({ ticket, kind, name }: Part & { readonly name: string }) {
  const said = words.value
  const { text } = draftOf(ticket)
  const box = useRef<HTMLTextAreaElement>(null)
  const chosen = useSignal(0)
  const replies = kind === 'replies' ? cannedFor(text) : undefined
  useLayoutEffect(() => grow(box.current), [text, kind, ticket])
  const insert = (reply: CannedReply | undefined) => {
    if (reply) changeDraft(ticket, { text: reply.text })
    chosen.value = 0
    box.current?.focus()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.isComposing) return
    if (replies && cannedKey(event, replies, chosen, insert)) return event.preventDefault()
    if (replies && event.key === 'Escape') {
      changeDraft(ticket, { text: '' })
      return event.preventDefault()
    }
    const plain = event.key === 'Enter' && !event.shiftKey && !isPhone()
    if (!plain && !(event.key === 'Enter' && (event.ctrlKey || event.metaKey))) return undefined
    event.preventDefault()
    return send(ticket, kind)
  }
  return (
    <div class="field">
      {replies ? <CannedList replies={replies} chosen={chosen.value} onChoose={insert} /> : null}
      <textarea
        id="composer"
        ref={box}
        rows={1}
        value={text}
        placeholder={kind === 'notes' ? said.noteHint : said.replyTo(name)}
        aria-label={kind === 'notes' ? said.noteHint : said.replyTo(name)}
        aria-controls={replies ? 'canned' : undefined}
        aria-activedescendant={replies?.[chosen.value] ? `canned-${chosen.value}` : undefined}
        onInput={(event) => {
          changeDraft(ticket, { text: event.currentTarget.value })
          chosen.value = 0
          if (kind === 'replies' && event.currentTarget.value.trim()) tellTyping(ticket)
        }}
        onKeyDown={onKey}
        onPaste={(event) => {
          const files = [...(event.clipboardData?.files ?? [])]
          if (files.length > 0) attachAll(ticket, files)
        }}
      />
    </div>
  )
}

function cannedKey(
  event: KeyboardEvent,
  replies: readonly CannedReply[],
  chosen: { value: number },
  insert: (reply: CannedReply | undefined) => void,
): boolean {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step !== 0) {
    chosen.value = (chosen.value + step + replies.length) % Math.max(1, replies.length)
    return true
  }
  if ((event.key !== 'Enter' && event.key !== 'Tab') || replies.length === 0) return false
  insert(replies[chosen.value])
  return true
}

/** On a phone Enter is a new line: there is a button under the thumb. */
const isPhone = () => matchMedia('(pointer: coarse)').matches

/** As tall as its text, up to a third of the screen; measured, since no style may be written inline by markup. */
function grow(box: HTMLTextAreaElement | null): void {
  if (!box) return
  box.style.height = 'auto'
  box.style.height = `${Math.min(box.scrollHeight, innerHeight / 3)}px`
}

function tellTyping(ticket: number): void {
  if (Date.now() - typedAt < TYPING_EVERY_MS) return
  typedAt = Date.now()
  api.typing(ticket).catch(() => undefined)
}

function Bar({ ticket, kind }: Part) {
  const said = words.value
  const { text, files } = draftOf(ticket)
  const over = text.length - LONGEST
  return (
    <div class="bar">
      <label class="ghost attach" title={said.attach}>
        <Icon name="clip" />
        <span class="visually-hidden">{said.attach}</span>
        <input
          type="file"
          multiple
          onChange={(event) => {
            attachAll(ticket, [...(event.currentTarget.files ?? [])])
            event.currentTarget.value = ''
          }}
        />
      </label>
      <p class={over > 0 ? 'hint bad' : 'hint soft'}>
        {over > 0 ? said.tooLongText(over) : said.composerHint}
      </p>
      <button
        type="submit"
        class={kind === 'notes' ? 'primary save-note' : 'primary'}
        disabled={(!text.trim() && files.length === 0) || over > 0}
      >
        {kind === 'notes' ? said.saveNote : said.send}
        <Icon name={kind === 'notes' ? 'lock' : 'send'} />
      </button>
    </div>
  )
}

function attachAll(ticket: number, files: readonly File[]): void {
  for (const file of files) attach(ticket, file).catch(() => undefined)
}

async function attach(ticket: number, file: File): Promise<void> {
  const stored = await whileUploading(ticket, () => attempt(() => api.upload(ticket, file)))
  if (stored) changeDraft(ticket, { files: [...draftOf(ticket).files, stored] })
}
