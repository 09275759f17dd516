import type { Happening, Line } from '../../../desk/web/lines.ts'
import type { FileView } from '../../../desk/web/views.ts'
import { fileUrl } from '../api.ts'
import { discard, type Pending, sendAgain } from '../sending.ts'
import { me, selected } from '../state.ts'
import { clockTime, span } from '../times.ts'
import { words } from '../words.ts'
import { Icon } from './icon.tsx'
import { RichText } from './rich-text.tsx'
import { Stars } from './stars.tsx'

interface LineProps {
  readonly line: Line
  readonly first: boolean
  readonly last: boolean
}

export function OneLine({ line, first, last }: LineProps) {
  if (line.happening) return <HappeningLine happening={line.happening} at={line.at} />
  const said = words.value
  return (
    <article class={`line from-${line.from} ${first ? 'first' : ''}`}>
      {first ? <Author line={line} /> : null}
      <div class="bubble">
        <RichText content={line.content ?? { text: '' }} />
        {line.pressed ? <span class="visually-hidden"> ({said.pressedButton})</span> : null}
        <Files files={line.content?.attachments ?? []} />
      </div>
      {line.buttons ? <Buttons line={line} /> : null}
      {line.failed ? (
        <p class="failed">
          <Icon name="warn" />
          {said.failed}: {said.refusals[line.failed.why]}
        </p>
      ) : null}
      {last || line.edited ? (
        <p class="when">
          {line.edited ? `${said.edited} · ` : ''}
          {clockTime(line.at)}
        </p>
      ) : null}
    </article>
  )
}

function Author({ line }: { readonly line: Line }) {
  const said = words.value
  if (line.from === 'note')
    return (
      <p class="author">
        <Icon name="lock" />
        {said.note} · {line.name} <span class="soft">{said.noteOnly}</span>
      </p>
    )
  if (line.from === 'operator') return <p class="author">{line.name}</p>
  if (line.from === 'byHand')
    return (
      <p class="author">
        {line.name} <span class="soft">{said.byHand}</span>
      </p>
    )
  if (line.from === 'bot') return <p class="author">{me.value?.desk.bot}</p>
  if (line.from === 'system') return <p class="author">{said.system}</p>
  return <p class="visually-hidden">{said.customer}</p>
}

function Buttons({ line }: { readonly line: Line }) {
  return (
    <ul class="buttons">
      {line.buttons?.map((button) => (
        <li key={button.option} class={button.chosen ? 'chosen' : ''}>
          {button.chosen ? <Icon name="check" /> : null}
          {button.label}
        </li>
      ))}
    </ul>
  )
}

function Files({ files }: { readonly files: readonly FileView[] }) {
  const ticket = selected.value
  if (ticket === undefined) return null
  return files.map((file) => (
    <a key={file.id} class={`file ${file.kind}`} href={fileUrl(ticket, file.id)} download={file.name}>
      {file.kind === 'image' ? (
        <img src={fileUrl(ticket, file.id)} alt={file.name} loading="lazy" />
      ) : (
        <>
          <Icon name="file" />
          {file.name} <span class="soft">{sizeOf(file.size)}</span>
        </>
      )}
    </a>
  ))
}

function sizeOf(bytes: number): string {
  const style = { style: 'unit', unitDisplay: 'short', maximumFractionDigits: 1 } as const
  const locale = document.documentElement.lang
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, 'kilobyte'] : [bytes / 1e6, 'megabyte']
  return new Intl.NumberFormat(locale, { ...style, unit }).format(value)
}

function HappeningLine({ happening, at }: { readonly happening: Happening; readonly at: number }) {
  return (
    <p class={`happening ${happening.what}`}>
      <span>{toldOf(happening)}</span> <time>{clockTime(at)}</time>
    </p>
  )
}

function toldOf(happening: Happening) {
  const said = words.value
  switch (happening.what) {
    case 'asked':
      return happening.summary
    case 'waited':
      return said.waited(span(happening.for))
    case 'joined':
      return said.joined(happening.name)
    case 'closed':
      return said.closedBy[happening.by]
    case 'rated':
      return (
        <>
          <Stars score={happening.score} /> {happening.comment}
        </>
      )
    default:
      return said.happenings[happening.what]
  }
}

/** A reply of one's own that is on its way, or was refused. */
export function Waiting({ message }: { readonly message: Pending }) {
  const said = words.value
  const from = message.kind === 'notes' ? 'note' : 'operator'
  return (
    <article class={`line from-${from} first on-its-way`}>
      <p class="author">{message.kind === 'notes' ? `${said.note} · ${me.value?.name}` : me.value?.name}</p>
      <div class="bubble">
        <RichText content={{ text: message.text }} />
        <Files files={message.files} />
      </div>
      {message.refused === undefined ? (
        <p class="when">
          <Icon name="clock" />
          {said.sending}
        </p>
      ) : (
        <p class="failed" role="alert">
          <Icon name="warn" />
          {said.notSent}: {message.refused}
          <button type="button" class="link" onClick={() => sendAgain(message.id)}>
            {said.retry}
          </button>
          <button type="button" class="link" onClick={() => discard(message.id)}>
            {said.discard}
          </button>
        </p>
      )}
    </article>
  )
}
