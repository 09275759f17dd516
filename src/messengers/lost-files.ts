/** Files that did not come, beside the words they were sent with: operators read why, the customer is told by the domain. */
import type { Besides } from '../domain/message.ts'
import { unreachable } from '../domain/unreachable.ts'
import type { Fetched } from './incoming-files.ts'
import type { MessengerWords } from './words.ts'

export const lostIn = (fetched: readonly Fetched[], words: MessengerWords): readonly Besides[] =>
  fetched.flatMap((file) => lost(file, words))

function lost(file: Fetched, words: MessengerWords): readonly Besides[] {
  if (file.kind === 'kept') return []
  const shown = shownIn(file, words)
  // Nobody misses a sticker, or can send a smaller one.
  if (file.sent === 'sticker') return [{ kind: 'sticker', shown }]
  if (file.kind !== 'tooLarge') return [{ kind: 'lostFile', shown, why: file.kind }]
  return [{ kind: 'lostFile', shown, why: 'tooLarge', limit: file.limit }]
}

function shownIn(file: Exclude<Fetched, { readonly kind: 'kept' }>, words: MessengerWords): string {
  switch (file.kind) {
    case 'tooLarge':
      return words.tooLarge(file.name, Math.floor(file.limit / 1_048_576))
    case 'gone':
      return words.fileGone(file.name)
    case 'refused':
      return words.fileRefused(file.name)
    default:
      return unreachable(file)
  }
}
