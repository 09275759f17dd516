/** `photo-1_5_key,doc-1_6,wall-1_7`: what a community attaches, found by name. */
import { badParam } from '../errors.ts'
import type { Attachment } from '../world/model.ts'
import { FILE_KINDS } from '../world/model.ts'
import type { Call } from './call.ts'

const ATTACHMENTS_MOST = 10
/** What is named and never kept here. */
const OTHERS = new Set(['video', 'audio', 'wall', 'market', 'poll', 'article', 'story'])

export function attachmentsOf(call: Call): readonly Attachment[] {
  const words = call.params.words('attachment')
  if (words.length > ATTACHMENTS_MOST) throw badParam('too many attachments')
  return words.map((word) => attachmentNamed(call, word))
}

function attachmentNamed({ world, group }: Call, word: string): Attachment {
  const [, type = '', owner, id, key] = /^([a-z_]+?)(-?\d+)_(\d+)(?:_(\w+))?$/u.exec(word) ?? []
  const ids = { owner_id: Number(owner), id: Number(id) }
  if (OTHERS.has(type)) return { kind: 'thing', type, object: { ...ids, text: '' } }
  if (!FILE_KINDS.some((kind) => kind === type)) throw badParam('attachment is invalid')
  const file = world.files.named(type, ids.owner_id, ids.id)
  // Its own need no key; a stranger's does.
  const mayTake = file && (file.ownerId === -group.id || key === file.accessKey)
  if (!mayTake) throw badParam(`attachment ${word} is invalid`)
  return { kind: 'file', file }
}
