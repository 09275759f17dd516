/** @jsxImportSource ./dom */
import type { Control } from '../../domain/message.ts'
import { Buttons } from './buttons.tsx'
import { Cat, Check } from './icons.tsx'
import { Rich } from './text.tsx'
import type { Line } from './timeline.ts'
import type { Shown } from './view.tsx'

interface QueueCardProps {
  readonly line: Line
  readonly control: Extract<Control, { kind: 'queue' }>
  readonly shown: Shown
}

/** The place in the queue: the number first, the honest range in words, updated where it stands. */
export function QueueCard({ line, control, shown }: QueueCardProps) {
  const { words } = shown
  if (control.state !== 'waiting') {
    return (
      <p class="day done">
        <Check />
        <span>{control.state === 'taken' ? words.queueTaken : words.queueLeft}</span>
      </p>
    )
  }
  return (
    <section class="card queue" aria-label={words.queuePlace(control.ahead)}>
      <div class="place">
        {control.ahead === 0 ? <Cat /> : <b>{control.ahead}</b>}
        <i />
      </div>
      <p aria-live="polite">
        <Rich text={line.text} entities={line.entities ?? []} />
      </p>
      <Buttons {...{ line, shown }} />
    </section>
  )
}
