/** What stands in a message's text besides what was said: stars that were given, the list of answers. Pure. */
import type { Content, Outgoing } from '../../domain/message.ts'
import { numbered, type Shown } from './keyboards.ts'
import type { Words } from './words.ts'

export function worded({ content, control }: Outgoing, shown: Shown, words: Words): Content {
  const stars = control?.kind === 'rating' && control.score !== undefined ? '⭐'.repeat(control.score) : ''
  const list = shown.kind === 'list' ? numbered(shown.buttons, words.chooseByNumber) : ''
  const own = content.text !== '' || shown.kind === 'none' || list !== ''
  const text = [own ? content.text : words.buttonsBelow, stars, list].filter(Boolean).join('\n')
  return { ...content, text }
}
