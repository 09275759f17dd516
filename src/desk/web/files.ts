/** Files of a conversation, reached only through a ticket one may read. Always a download, never a page. */
import express from 'express'
import { CONTENT_FILES } from '../../domain/ids.ts'
import type { Attachment } from '../../domain/message.ts'
import { sniff } from '../../http/file-types.ts'
import type { StoredFile } from '../../store/port.ts'
import { Problem } from './problem.ts'
import { type AskedAboutTicket, parsed, queryOf } from './route.ts'
import * as shapes from './shapes.ts'
import type { FileView } from './views.ts'

const MEGABYTE = 1024 * 1024

/** The body is the file itself; the same kinds and sizes as customers may send. */
export async function upload(asked: AskedAboutTicket): Promise<FileView> {
  const { room, request, response, ticket } = asked
  const { name: given } = queryOf(asked, shapes.fileName)
  if (ticket.status === 'closed') throw new Problem('ticketClosed')
  const limit = room.deps.settings().limits.fileSize
  await parsed(express.raw({ limit, type: () => true }), request, response)
  const bytes: unknown = request.body
  if (!Buffer.isBuffer(bytes) || bytes.length === 0)
    throw new Problem('badRequest', { what: 'an empty file' })
  const found = await sniff(bytes, given)
  if (found.kind === 'refused') throw new Problem('badFile')
  const file: Attachment = {
    id: room.deps.chance.token(16),
    kind: found.shown,
    name: found.name,
    mime: found.mime,
    size: bytes.length,
  }
  await room.deps.blobs.put(file.id, bytes)
  await room.deps.store.saveUpload({ ...file, conversation: ticket.conversation, at: room.deps.clock.now() })
  return file
}

/** A file may be sent only into the conversation it was uploaded to. */
export async function mayTravel({ room, ticket }: AskedAboutTicket, id: string): Promise<Attachment> {
  const file = await room.deps.store.file(id)
  if (file?.conversation !== ticket.conversation) throw new Problem('notFound')
  const { kind, name, mime, size } = file
  return { id, kind, name, mime, size }
}

export async function download(asked: AskedAboutTicket): Promise<undefined> {
  const { room, request, response } = asked
  const id = String(request.params.file)
  const file = await room.deps.store.file(id)
  const bytes = file && within(asked, file) ? await room.deps.blobs.get(id) : undefined
  if (!file || !bytes) throw new Problem('notFound')
  response.set({
    'Content-Type': file.mime,
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    // Bytes under an id never change; only this browser may keep them, and only for the working day.
    'Cache-Control': 'private, max-age=36000, immutable',
  })
  response.send(Buffer.from(bytes))
  return undefined
}

/** What the bot shows anybody may see. What came after a ticket closed belongs to the next one. */
function within({ ticket, account }: AskedAboutTicket, file: StoredFile): boolean {
  if (file.conversation === CONTENT_FILES) return true
  if (file.conversation !== ticket.conversation) return false
  return account.lead || ticket.status !== 'closed' || file.at <= ticket.closedAt
}

export const megabytes = (bytes: number) => Math.floor(bytes / MEGABYTE)
