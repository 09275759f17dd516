/** A question as cards to leaf through, where the client has them (dev.vk.com/api/bots/development/messages). */
import type { PromptId } from '../../domain/ids.ts'
import type { Card, Cards, Outgoing, ShownButton } from '../../domain/message.ts'
import { cut, pressOf, shown } from './keyboards.ts'
import { isPhoto } from './media.ts'
import type { ClientInfo } from './updates.ts'

// One card alone is a message; VK takes ten, with 80 characters in either line.
const FEWEST = 2
const MOST = 10
const LONGEST_LINE = 80

export interface Carousel {
  readonly prompt: PromptId
  /** VK refuses a carousel without words. */
  readonly text: string
  readonly cards: Cards['cards']
  readonly buttons: readonly ShownButton[]
  readonly press: 'callback' | 'text'
}

/** Undefined: this message, or this client, has none. */
export function carouselOf({ cards: told, prompt }: Outgoing, client: ClientInfo = {}): Carousel | undefined {
  if (!told || !prompt || client.carousel === false) return undefined
  const { cards, text } = told
  const buttons = prompt.buttons.filter(({ option }) => cards.some((card) => card.option === option))
  const fits = cards.length >= FEWEST && cards.length <= MOST && buttons.length === cards.length
  if (!fits || text === '' || !cards.every(({ picture }) => isPhoto(picture.kind, picture.mime)))
    return undefined
  return { prompt: prompt.id, text, cards, buttons, press: pressOf(client) }
}

/** As VK takes it. `photos` are VK's names of the pictures, in order, as `photo1_2_key`. */
export function templateOf({ prompt, cards, buttons, press }: Carousel, photos: readonly string[]): object {
  const elements = cards.map((card, index) => ({
    ...linesOf(card),
    photo_id: (photos[index] ?? '')
      .replace(/^photo/u, '')
      .split('_')
      .slice(0, 2)
      .join('_'),
    action: { type: 'open_photo' },
    buttons: buttons
      .filter(({ option }) => option === card.option)
      .flatMap((button) => shown(prompt, button, press, false)),
  }))
  return { type: 'carousel', elements }
}

/** All cards have the same lines, and none may be empty. */
function linesOf({ title, about }: Card) {
  return { title: cut(title, LONGEST_LINE), description: cut(about === '' ? title : about, LONGEST_LINE) }
}
