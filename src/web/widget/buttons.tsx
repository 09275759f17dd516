/** @jsxImportSource ./dom */
import type { ShownButton } from '../../domain/message.ts'
import { Out } from './icons.tsx'
import { Away, safeUrl } from './text.tsx'
import type { Line } from './timeline.ts'
import type { Shown } from './view.tsx'

/** Thumbs stand side by side; everything with words gets a row of its own. */
const isThumb = ({ label }: ShownButton) => !/[\p{L}\p{N}]/u.test(label)

/** The buttons of a message: full-width rows, then the thumbs in one row; of a closed prompt only what still says something. */
export function Buttons({ line, shown }: { line: Line; shown: Shown }) {
  const { prompt } = line
  if (!prompt) return null
  const { off, pending, chosen } = standing(prompt.id, shown)
  const kept = prompt.buttons.filter((one) => !off || one.url || (isThumb(one) && one.option === chosen))
  const row = (name: string, buttons: readonly ShownButton[]) =>
    buttons.length > 0 && (
      <div class={name}>
        {buttons.map((button) => (
          <Button
            key={button.option}
            {...{ button, shown }}
            prompt={prompt.id}
            chosen={button.option === chosen}
            off={off || pending}
          />
        ))}
      </div>
    )
  return [
    row(
      'buttons',
      kept.filter((one) => !isThumb(one)),
    ),
    row('thumbs', kept.filter(isThumb)),
  ]
}

/** `off`: it can be pressed no more; `pending`: a press is on its way. */
export function standing(prompt: string, shown: Shown) {
  const waiting = shown.picture.waiting.find((item) => item.kind === 'presses' && item.prompt === prompt)
  return {
    off: shown.picture.talk.closed.has(prompt),
    pending: waiting !== undefined,
    chosen: waiting?.kind === 'presses' ? waiting.option : chosenOf(prompt, shown),
  }
}

function chosenOf(prompt: string, { picture }: Shown): number | undefined {
  return picture.talk.closed.get(prompt) ?? picture.talk.pressed.get(prompt)
}

interface ButtonProps {
  readonly button: ShownButton
  readonly prompt: string
  readonly shown: Shown
  readonly chosen: boolean
  readonly off: boolean
}

export function Button({ button, prompt, shown, chosen, off }: ButtonProps) {
  const url = safeUrl(button.url)
  if (url) {
    return (
      <Away url={url} class="button">
        {button.label}
        <Out />
      </Away>
    )
  }
  return (
    <button
      type="button"
      class={`button ${button.tone ?? ''}${chosen ? ' chosen' : ''}`}
      disabled={off}
      aria-pressed={chosen || undefined}
      onClick={() => shown.chat.press(prompt, button.option)}
    >
      {button.label}
    </button>
  )
}
