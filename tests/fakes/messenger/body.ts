/** Bodies of calls: JSON, urlencoded, multipart; the query string counts too. */
import type { IncomingMessage } from 'node:http'
import { isObject } from './objects.ts'

export interface Upload {
  readonly name: string | undefined
  readonly mime: string | undefined
  readonly bytes: Uint8Array
}

/** What a request brought. */
export interface Given {
  readonly fields: ReadonlyMap<string, unknown>
  readonly uploads: ReadonlyMap<string, Upload>
}

/** A body that is no body, or too large for one. */
export class BadBody extends Error {
  readonly tooLarge: boolean

  constructor(why: string, tooLarge = false) {
    super(why)
    this.tooLarge = tooLarge
  }
}

// Over the largest upload, so that the method itself can say what is wrong with a file a little too large.
const BODY_MOST = 60 * 1024 * 1024

export function bodyOf(request: IncomingMessage): Promise<Buffer> {
  // Events, not `for await`: at 20,000 calls a second the iterator is felt.
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= BODY_MOST) chunks.push(chunk)
    })
    request.on('error', reject)
    request.on('end', () => {
      const [only] = chunks
      if (size > BODY_MOST) reject(new BadBody('the body is too large', true))
      else resolve(chunks.length === 1 && only ? only : Buffer.concat(chunks))
    })
  })
}

export function givenIn(contentType: string, body: Buffer, query: URLSearchParams | undefined): Given {
  const fields = new Map<string, unknown>(query)
  if (body.length > 0 && contentType.startsWith('multipart/form-data'))
    return { fields, uploads: addMultipart(fields, contentType, body) }
  if (body.length > 0 && contentType.startsWith('application/json')) addJson(fields, body.toString())
  else for (const [name, value] of new URLSearchParams(body.toString())) fields.set(name, value)
  return { fields, uploads: new Map() }
}

function addJson(fields: Map<string, unknown>, body: string): void {
  let said: unknown
  try {
    said = JSON.parse(body)
  } catch {
    throw new BadBody("can't parse parameters: Can't parse JSON object")
  }
  if (!isObject(said)) throw new BadBody("can't parse parameters: expected an Object")
  for (const name in said) if (said[name] !== null) fields.set(name, said[name])
}

function addMultipart(
  fields: Map<string, unknown>,
  contentType: string,
  body: Buffer,
): ReadonlyMap<string, Upload> {
  const boundary = /boundary="?([^";]+)"?/iu.exec(contentType)?.[1]
  if (boundary === undefined) throw new BadBody("can't parse multipart: no boundary")
  const uploads = new Map<string, Upload>()
  for (const part of partsOf(body, Buffer.from(`--${boundary}`))) {
    const headers = part.head
    const name = /\bname="([^"]*)"/iu.exec(headers)?.[1]
    if (name === undefined) continue
    // Quoted or bare: libraries differ.
    const file = /\bfilename=(?:"([^"]*)"|([^;\r\n]*))/iu.exec(headers)
    if (!file) fields.set(name, part.bytes.toString())
    else {
      const mime = /content-type:\s*([^\r\n;]+)/iu.exec(headers)?.[1]
      const called = file[1] ?? file[2]
      uploads.set(name, { name: called || undefined, mime, bytes: Buffer.from(part.bytes) })
    }
  }
  return uploads
}

interface Part {
  readonly head: string
  readonly bytes: Buffer
}

function* partsOf(body: Buffer, mark: Buffer): Generator<Part> {
  let at = body.indexOf(mark)
  while (at >= 0) {
    const start = at + mark.length
    if (body.subarray(start, start + 2).toString() === '--') return
    const next = body.indexOf(mark, start)
    const head = body.indexOf('\r\n\r\n', start)
    if (next < 0 || head < 0 || head > next) return
    // A part ends with the line break before the next mark.
    yield { head: body.subarray(start, head).toString(), bytes: body.subarray(head + 4, next - 2) }
    at = next
  }
}
