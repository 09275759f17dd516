/** @jsxImportSource ./dom */
import type { WireCards } from '../../channels/site/wire.ts'
import { Button, standing } from './buttons.tsx'
import type { Line } from './timeline.ts'
import type { Shown } from './view.tsx'

/** A question as cards to leaf through, a button on each until it is answered. */
export function Cards({ cards, line, shown }: { cards: WireCards; line: Line; shown: Shown }) {
  const { prompt, files = [] } = line
  if (!prompt) return null
  const { off, pending, chosen } = standing(prompt.id, shown)
  return (
    <ul class="cards">
      {cards.cards.map(({ option, title, about, file }) => {
        const picture = files.find(({ id }) => id === file)
        const button = prompt.buttons.find((one) => one.option === option)
        return (
          <li key={option}>
            {picture && <img src={shown.chat.url(picture.url)} alt="" loading="lazy" />}
            <b>{title}</b>
            <span class="about">{about}</span>
            {button && !off && (
              <Button {...{ button, shown }} prompt={prompt.id} chosen={option === chosen} off={pending} />
            )}
          </li>
        )
      })}
    </ul>
  )
}
