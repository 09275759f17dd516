import type { Request, RequestHandler, Response } from 'express'
import { isInline, sniff, TAKEN_NAMES } from '../../http/file-types.ts'
import type { StoredFile } from '../../store/port.ts'
import { atOnce } from './at-once.ts'
import { linkQuery, parse } from './bodies.ts'
import { type Fault, fault, passingFault } from './errors.ts'
import { failed, ok, overBudget, type Reply, type Site, sendReply, sessionOf } from './routes.ts'
import type { Session } from './session.ts'
import type { WireFile } from './wire.ts'

/** `POST /chat/files`: the bytes are the body, the name is in X-File-Name (percent-encoded). */
export function uploadRoute(site: Site): RequestHandler {
  const { uploadsAtOnce, uploadsAtOncePerAddress } = site.limits
  const underWay = atOnce({ inAll: uploadsAtOnce, perAddress: uploadsAtOncePerAddress })
  return async (req, res) => {
    const who = sessionOf(site, req)
    if (who.kind === 'fault') return refuseBody(req, res, who.fault)
    const address = site.addressOf(req)
    const over = underWay.full(address) ?? (await noRoom(site, who.session, address))
    if (over) return refuseBody(req, res, over)
    const leave = underWay.enter(address)
    try {
      await upload(site, who.session, req, res)
    } finally {
      leave()
    }
  }
}

async function noRoom(site: Site, session: Session, address: string): Promise<Fault | undefined> {
  if (!site.submit()) return passingFault('stopping', 2000)
  return (
    (await overBudget(site.budgets.files, session.chat)) ??
    (await overBudget(site.budgets.addressFiles, address))
  )
}

async function upload(site: Site, session: Session, req: Request, res: Response): Promise<void> {
  const limit = site.settings().limits.fileSize
  const body = await bodyUpTo(req, limit)
  if (body.kind === 'aborted') return
  if (body.kind === 'tooLarge')
    return refuseBody(req, res, fault('fileTooLarge', { limit: limit / 1_048_576 }))
  sendReply(req, res, await keep(site, session, body.bytes, givenName(req)))
}

async function keep(site: Site, session: Session, bytes: Uint8Array, name: string): Promise<Reply> {
  if (bytes.length === 0) return failed(fault('fileEmpty'))
  const sniffed = await sniff(bytes, name)
  if (sniffed.kind === 'refused') {
    return failed(fault('fileType', { found: sniffed.found, allowed: TAKEN_NAMES }))
  }
  const at = site.clock.now()
  const { mime, shown, name: safeName } = sniffed
  const file = { id: site.chance.token(16), kind: shown, name: safeName, mime, size: bytes.length }
  await site.blobs.put(file.id, bytes)
  await site.store.saveUpload({ ...file, conversation: session.conversation, at })
  const answer: WireFile = { ...file, url: site.links.url(file.id, at) }
  return ok(answer, 201)
}

type Body =
  | { readonly kind: 'whole'; readonly bytes: Uint8Array }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'aborted' }

/** Counts while it arrives: what is too large is given up at the limit, whatever Content-Length said. */
async function bodyUpTo(req: Request, limit: number): Promise<Body> {
  if (Number(req.headers['content-length'] ?? 0) > limit) return { kind: 'tooLarge' }
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of req.iterator({ destroyOnReturn: false })) {
      size += chunk.length
      if (size > limit) return { kind: 'tooLarge' }
      chunks.push(chunk)
    }
  } catch {
    return { kind: 'aborted' }
  }
  return { kind: 'whole', bytes: Buffer.concat(chunks) }
}

/** Answers before the body has arrived; what is left of it is not read, so the connection cannot be used again. */
function refuseBody(req: Request, res: Response, of: Fault): void {
  if (!req.complete) res.set('Connection', 'close')
  sendReply(req, res, failed(of))
}

function givenName(req: Request): string {
  const name = req.headers['x-file-name']
  try {
    return decodeURIComponent(typeof name === 'string' ? name : 'file')
  } catch {
    return 'file'
  }
}

/** `GET /chat/files/:id?e=&s=`: by a signed link, or by the token of the conversation the file is of. */
export function downloadRoute(site: Site): RequestHandler {
  const { downloadsAtOnce, downloadsAtOncePerAddress } = site.limits
  const underWay = atOnce({ inAll: downloadsAtOnce, perAddress: downloadsAtOncePerAddress })
  return async (req, res) => {
    const id = String(req.params.id)
    const address = site.addressOf(req)
    const refused = (await mayRead(site, req, id)) ?? underWay.full(address)
    if (refused) return sendReply(req, res, failed(refused))
    // Its bytes stay in memory until the reader has them all, or is gone.
    res.once('close', underWay.enter(address))
    const [file, bytes] = await Promise.all([site.store.file(id), site.blobs.get(id)])
    if (!file || !bytes) return sendReply(req, res, failed(fault('noSuchFile')))
    res.status(200).set(fileHeaders(file)).end(bytes)
  }
}

async function mayRead(site: Site, req: Request, id: string): Promise<Fault | undefined> {
  const query = parse(linkQuery, req.query)
  if (query.kind === 'bad') return query.fault
  const { e, s } = query.value
  if (e === undefined || s === undefined) return ofOwnConversation(site, req, id)
  const link = site.links.read(id, e, s, site.clock.now())
  if (link === 'good') return undefined
  return fault(link === 'expired' ? 'linkExpired' : 'noSuchFile')
}

async function ofOwnConversation(site: Site, req: Request, id: string): Promise<Fault | undefined> {
  const who = sessionOf(site, req)
  if (who.kind === 'fault') return who.fault
  const file = await site.store.file(id)
  return file?.conversation === who.session.conversation ? undefined : fault('noSuchFile')
}

function fileHeaders(file: StoredFile) {
  const inline = isInline(file.mime)
  const name = encodeURIComponent(file.name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16)}`,
  )
  return {
    'Content-Type': inline ? file.mime : 'application/octet-stream',
    'Content-Disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    // The link is signed for at least a day and its file never changes.
    'Cache-Control': 'private, max-age=86400, immutable',
    // Sites on the list show pictures on their own pages.
    'Cross-Origin-Resource-Policy': 'cross-origin',
  }
}
