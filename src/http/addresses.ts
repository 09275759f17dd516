/** Network addresses: whom budgets count, and who stands on this very machine. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'

/** One customer's IPv6 is a whole /64; counting single addresses would count nothing. */
export function addressKey(ip: string | undefined): string {
  if (ip === undefined) return 'unknown'
  if (ip.startsWith('::ffff:')) return ip.slice(7)
  return ip.includes(':') ? expandedPrefix(ip) : ip
}

function expandedPrefix(ip: string): string {
  const [head = '', tail] = ip.split('::')
  const left = head.split(':').filter(Boolean)
  const right = (tail ?? '').split(':').filter(Boolean)
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length
  return [...left, ...Array<string>(Math.max(0, zeros)).fill('0'), ...right].slice(0, 4).join(':')
}

// What nginx, Caddy, Traefik, HAProxy and the clouds add for whoever asked them.
const FORWARDING = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
]

const forwarded = (headers: IncomingHttpHeaders) => FORWARDING.some((name) => headers[name] !== undefined)

/** Asked by a program of this machine for itself, not by a proxy for somebody. */
export function fromThisMachine({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>): boolean {
  const address = addressKey(socket.remoteAddress)
  return (socket.remoteAddress === '::1' || /^127\./u.test(address)) && !forwarded(headers)
}
