import { BlockList, isIP } from 'node:net'

/**
 * Which addresses belong to the public internet. Everything else (private, loopback, link-local, carrier NAT, multicast,
 * documentation, tunnels that carry an IPv4 address inside) is refused to names: IANA's special-purpose registries.
 */
const NOT_PUBLIC_4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // cloud metadata lives here
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

// Of IPv6 only 2000::/3 is handed out; inside it these are not hosts of the internet. Mapped and NAT64 forms of IPv4
// (::ffff:…, 64:ff9b::…) and local ones (::1, fc00::/7, fe80::/10) lie outside of it.
const GLOBAL_6: readonly [string, number] = ['2000::', 3]
const NOT_PUBLIC_6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

const global6 = new BlockList()
global6.addSubnet(...GLOBAL_6, 'ipv6')
const notPublic = new BlockList()
for (const [net, bits] of NOT_PUBLIC_4) notPublic.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of NOT_PUBLIC_6) notPublic.addSubnet(net, bits, 'ipv6')

/** False also for what is no address at all. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !notPublic.check(address, 'ipv4')
    case 6:
      return global6.check(address, 'ipv6') && !notPublic.check(address, 'ipv6')
    default:
      return false
  }
}
