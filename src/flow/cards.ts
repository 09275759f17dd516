/** What a question with a picture on each button shows: cards, and the same in words and pictures. */
import type { Cards, Content } from '../domain/message.ts'
import type { AskNode } from './graph.ts'
import { sayLabel } from './scope.ts'
import type { Scope } from './template/template.ts'

/** `text`: the question as it is said. Undefined when its buttons have no pictures. */
export function cardsOf({ choices }: AskNode, text: string, scope: Scope): Cards | undefined {
  const cards = choices.flatMap(({ label, card }, option) => {
    if (!card) return []
    const about = card.about ? sayLabel(card.about, scope) : ''
    return [{ option, title: sayLabel(label, scope), about, picture: card.picture }]
  })
  return cards.length > 0 ? { text, cards } : undefined
}

/** For transcripts, and for channels that have no cards. A title alone is on its button anyway. */
export function inWords({ text, cards }: Cards): Content {
  const lines = cards.flatMap(({ title, about }) => (about === '' ? [] : [`${title} — ${about}`]))
  const attachments = cards.map(({ picture }) => picture)
  return { text: lines.length > 0 ? `${text}\n\n${lines.join('\n')}` : text, attachments }
}
