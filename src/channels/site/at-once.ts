import { type Fault, passingFault } from './errors.ts'

/** Counts what is under way, in all and per address. */
export interface AtOnce {
  /** Why there is no room for one more of this address, or undefined. */
  full(address: string): Fault | undefined
  /** Returns what to call, once, when it is over. */
  enter(address: string): () => void
}

// Most transfers take a second or two.
const ROOM_LATER = 5000

export function atOnce(most: { readonly inAll: number; readonly perAddress: number }): AtOnce {
  let underWay: readonly string[] = []
  return {
    full(address) {
      if (underWay.length >= most.inAll) return passingFault('overloaded', ROOM_LATER)
      const own = underWay.filter((other) => other === address).length
      return own >= most.perAddress ? passingFault('tooManyRequests', ROOM_LATER) : undefined
    },
    enter(address) {
      underWay = [...underWay, address]
      return () => {
        underWay = underWay.toSpliced(underWay.indexOf(address), 1)
      }
    },
  }
}
