/** @jsxImportSource ./dom */
import type { Control } from '../../domain/message.ts'
import { Star } from './icons.tsx'
import type { Line } from './timeline.ts'
import type { Shown } from './view.tsx'

interface RatingProps {
  readonly line: Line
  readonly control: Extract<Control, { kind: 'rating' }>
  readonly shown: Shown
}

const SCORES = [1, 2, 3, 4, 5]

/** Five large stars; a press is the rating, another press changes it. The comment is asked for in the chat itself. */
export function Rating({ line, control, shown }: RatingProps) {
  const { picture, words, chat } = shown
  const pending = picture.waiting.find((item) => item.kind === 'ratings' && item.ticket === control.ticket)
  const sent = picture.talk.scores.get(control.ticket) ?? control.score ?? 0
  const score = pending?.kind === 'ratings' ? pending.score : sent
  return (
    <fieldset class="card rating">
      <legend>{line.text}</legend>
      <div class="stars">
        {SCORES.map((star) => (
          <button
            key={star}
            type="button"
            class={star <= score ? 'on' : ''}
            aria-label={words.stars(star)}
            aria-pressed={star === score}
            onClick={() => chat.rate(control.ticket, star)}
          >
            <Star />
          </button>
        ))}
      </div>
      <small aria-live="polite">{score > 0 && words.rateThanks}</small>
    </fieldset>
  )
}
