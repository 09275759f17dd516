/** Something on the way to Telegram that passes calls on, and may cut an answer in its middle. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { request } from 'undici'
import { onTestFinished } from 'vitest'
import { bodyOf } from '../fakes/messenger/body.ts'

/** A call, and what Telegram answers to it. */
export interface Passing {
  readonly method: string
  readonly body: string
  readonly answer: string
}

export interface Between {
  readonly url: string
  /** How many answers were cut. */
  readonly cuts: number
  /** The next answer that fits comes by half; Telegram has performed the call. */
  cutOne(fits: (passing: Passing) => boolean): void
}

export async function openBetween(telegram: string): Promise<Between> {
  const rules: ((passing: Passing) => boolean)[] = []
  let cuts = 0
  const pass = async (asked: IncomingMessage, response: ServerResponse) => {
    const path = asked.url ?? '/'
    const body = await bodyOf(asked)
    const leaving = new AbortController()
    response.once('close', () => leaving.abort())
    const type = asked.headers['content-type'] ?? 'application/json'
    const given = await request(telegram + path, {
      ...{ method: 'POST', body, headers: { 'content-type': type }, signal: leaving.signal },
    })
    const answer = await given.body.text()
    const method = path.slice(path.lastIndexOf('/') + 1)
    const rule = rules.findIndex((fits) => fits({ method, body: body.toString(), answer }))
    response.writeHead(given.statusCode, { 'content-length': Buffer.byteLength(answer) })
    if (rule < 0) return void response.end(answer)
    rules.splice(rule, 1)
    cuts += 1
    response.write(answer.slice(0, answer.length / 2), () => response.destroy())
  }
  const server = createServer((asked, response) => {
    pass(asked, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    get cuts() {
      return cuts
    },
    cutOne: (fits) => void rules.push(fits),
  }
}
