/** FNV-1a: a feature is a number, so that reading a text makes no strings. 50,000 of 2³² rarely meet, and then only add up. */

const BASIS = 0x811c9dc5
const PRIME = 0x01000193

/** Hash of `text` from..to after `seed`, which keeps kinds of features apart. */
export function hash(seed: number, text: string, from = 0, to = text.length): number {
  let value = (BASIS ^ seed) >>> 0
  for (let at = from; at < to; at++) value = Math.imul(value ^ text.charCodeAt(at), PRIME)
  return finished(value)
}

export function hashOfTwo(seed: number, a: number, b: number): number {
  return finished(Math.imul(Math.imul(BASIS ^ seed ^ a, PRIME) ^ b, PRIME) ^ (b >>> 15))
}

// FNV's low bits alone are poor for short texts; two rounds of mixing make them fit a table of any size.
function finished(value: number): number {
  const mixed = Math.imul(value ^ (value >>> 16), 0x45d9f3b)
  return (mixed ^ (mixed >>> 15)) >>> 0
}
