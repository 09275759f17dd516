/** @jsxImportSource ./dom */

import type { WireFile } from '../../channels/site/wire.ts'
import { Buttons } from './buttons.tsx'
import { Cards } from './cards.tsx'
import type { Child } from './dom/jsx-runtime.ts'
import { day, size, time } from './format.ts'
import { Check, Clock, Sheet } from './icons.tsx'
import type { Failure, Item } from './outbox.ts'
import { QueueCard } from './queue-card.tsx'
import { Rating } from './rating.tsx'
import { Away, Rich } from './text.tsx'
import type { Line } from './timeline.ts'
import type { Shown } from './view.tsx'

/** Pressed votes show in their own row; a bubble with only a thumb would say it twice. */
const isThumb = (line: Line) => line.pressed !== undefined && !/[\p{L}\p{N}]/u.test(line.text)

export function Lines({ shown }: { shown: Shown }) {
  const { talk, waiting, failures } = shown.picture
  const lines = talk.lines.filter((line) => !isThumb(line))
  const rows: Child[] = []
  lines.forEach((line, n) => {
    const before = lines[n - 1]
    const newDay = !before || day(before.at, shown.language) !== day(line.at, shown.language)
    if (newDay) rows.push(<DayRow key={`d${line.number}`} at={line.at} shown={shown} />)
    rows.push(
      <LineRow
        key={line.number}
        {...{ line, shown }}
        first={newDay || !together(before, line)}
        last={!together(line, lines[n + 1])}
      />,
    )
  })
  for (const item of waiting) {
    if (item.kind === 'messages') rows.push(<WaitingRow key={item.id} {...{ item, shown }} />)
  }
  for (const failure of failures) rows.push(<FailedRow key={failure.id} {...{ failure, shown }} />)
  return rows
}

// Two minutes: a person's pause within one thought.
const ONE_THOUGHT = 120_000

function together(one: Line | undefined, other: Line | undefined): boolean {
  if (!one || !other || other.at - one.at > ONE_THOUGHT) return false
  return speaker(one) === speaker(other) && !other.control && !one.control
}

/** A system line that waits for an answer is a question like any other, not a remark at the edge. */
const voice = ({ author, prompt }: Line) => (author.kind === 'system' && prompt ? 'bot' : author.kind)
const speaker = (line: Line) => `${voice(line)} ${line.author.kind === 'operator' ? line.author.name : ''}`

function DayRow({ at, shown }: { at: number; shown: Shown }) {
  const { today, yesterday } = shown.words
  const named = day(at, shown.language)
  const now = Date.now()
  const word =
    named === day(now, shown.language)
      ? today
      : named === day(now - 86_400_000, shown.language)
        ? yesterday
        : named
  return (
    <p class="day">
      <span>{word}</span>
    </p>
  )
}

interface RowProps {
  readonly line: Line
  readonly shown: Shown
  readonly first: boolean
  readonly last: boolean
}

function LineRow({ line, shown, first, last }: RowProps) {
  const kind = voice(line)
  if (line.control?.kind === 'queue') return <QueueCard {...{ line, shown }} control={line.control} />
  if (line.control?.kind === 'rating') return <Rating {...{ line, shown }} control={line.control} />
  const name = line.author.kind === 'operator' ? line.author.name : kind === 'bot' ? shown.picture.bot : ''
  return (
    <div class={`row ${kind}${first ? ' first' : ''}${last ? ' last' : ''}`}>
      {first && name !== '' && <span class="name">{name}</span>}
      {kind === 'customer' && <span class="hidden">{shown.words.you}:</span>}
      {!line.cards && line.files?.map((file) => <FileView key={file.id} {...{ file, shown }} />)}
      {line.text !== '' && (
        <div class="bubble">
          {line.pressed && <Check />}
          <Rich text={line.cards?.text ?? line.text} entities={line.entities ?? []} />
          <time datetime={new Date(line.at).toISOString()}>{time(line.at, shown.language)}</time>
        </div>
      )}
      {line.cards ? <Cards {...{ line, shown }} cards={line.cards} /> : <Buttons {...{ line, shown }} />}
    </div>
  )
}

function FileView({ file, shown }: { file: WireFile; shown: Shown }) {
  const url = shown.chat.url(file.url)
  if (file.kind === 'image') {
    return (
      <Away url={url} class="picture">
        <img src={url} alt={file.name} loading="lazy" />
      </Away>
    )
  }
  return (
    <Away url={url} class="file">
      <Sheet />
      <span>
        <b>{file.name}</b>
        <small>{size(file.size, shown.words.bytes)}</small>
      </span>
    </Away>
  )
}

function WaitingRow({ item, shown }: { item: Extract<Item, { kind: 'messages' }>; shown: Shown }) {
  const { words, picture } = shown
  return (
    <div class="row customer first last unsent">
      {item.files.map((file) => (
        <div key={file.id} class="file">
          <Sheet />
          <b>{file.name}</b>
        </div>
      ))}
      {item.text !== '' && <div class="bubble">{item.text}</div>}
      <small class="state">
        <Clock />
        {picture.online ? words.sending : words.waiting}
      </small>
    </div>
  )
}

function FailedRow({ failure, shown }: { failure: Failure; shown: Shown }) {
  return (
    <div class="row customer first last failed">
      {failure.text !== '' && <div class="bubble">{failure.text}</div>}
      <small class="state">
        {failure.text !== '' && `${shown.words.failed}: `}
        {failure.why}
      </small>
      <button type="button" class="link" onClick={() => shown.chat.dismiss(failure.id)}>
        {shown.words.dismiss}
      </button>
    </div>
  )
}
