/** Pages of a site: sessions signed with the bench's secret, messages by HTTP, and thousands of open streams that wait. */
import { connect, type Socket } from 'node:net'
import { Agent, request } from 'undici'
import { siteSessions } from '../src/channels/site/session.ts'
import { systemChance, systemClock } from '../src/runtime/clock.ts'
import { SECRET } from './programme.ts'

const sessions = siteSessions(SECRET)
const freshToken = () => sessions.token(sessions.fresh(systemClock.now(), systemChance))

// One address may hold 500 streams and ask 1,200 times a minute, so the visitors come from many: all of 127.0.0.0/8 is ours.
const PER_ADDRESS = 400
const addressOf = (visitor: number) => `127.0.3.${1 + Math.floor(visitor / PER_ADDRESS)}`
// More at once would only queue up in the kernel's list of connections not yet accepted.
const AT_ONCE = 200

/** Opens so many streams and resolves when each has had its `ready`. */
export async function openStreams(url: string, count: number): Promise<readonly Socket[]> {
  const { port } = new URL(url)
  const open: Socket[] = []
  let next = 0
  const opener = async () => {
    while (next < count) open.push(await openStream(Number(port), next++))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, opener))
  return open
}

function openStream(port: number, visitor: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: addressOf(visitor) })
    socket.once('error', reject)
    socket.once('close', () => reject(new Error(`Stream ${visitor} was closed.`)))
    socket.write(
      `GET /chat/events HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${freshToken()}\r\n\r\n`,
    )
    let said = ''
    socket.on('data', (bytes) => {
      said += bytes.toString('latin1')
      if (!said.startsWith('HTTP/1.1 200')) reject(new Error(`Stream ${visitor}: ${said.slice(0, 200)}`))
      if (!said.includes('event: ready')) return
      socket.removeAllListeners()
      socket.on('error', () => undefined)
      socket.resume()
      resolve(socket)
    })
  })
}

/** So many customers who each ask a few things, one after the other, by HTTP. */
export async function chat(url: string, customers: number, texts: readonly string[]): Promise<void> {
  let next = 0
  const talker = async () => {
    while (next < customers) await conversation(url, next++, texts)
  }
  await Promise.all(Array.from({ length: 16 }, talker))
}

const agents = new Map<string, Agent>()

function agentOf(address: string): Agent {
  const agent = agents.get(address) ?? new Agent({ localAddress: address })
  agents.set(address, agent)
  return agent
}

async function conversation(url: string, visitor: number, texts: readonly string[]): Promise<void> {
  const headers = { authorization: `Bearer ${freshToken()}`, 'content-type': 'application/json' }
  // Few enough that no address asks more often than it may.
  const dispatcher = agentOf(`127.0.4.${1 + (visitor % 200)}`)
  for (const [index, text] of texts.entries()) {
    const body = JSON.stringify({ id: `visitor-${visitor}-${index}`, text })
    const answer = await request(`${url}/chat/messages`, { method: 'POST', headers, body, dispatcher })
    const said = await answer.body.text()
    if (answer.statusCode !== 200) throw new Error(`A visitor was answered by ${answer.statusCode}: ${said}`)
  }
}
