import { hours, type Instant, instant, later } from '../../domain/time.ts'
import { signer } from './signatures.ts'

export type ReadLink = 'good' | 'expired' | 'forged'

/** Signed addresses of files: an <img> cannot send a token, and a token must not stand in a URL. */
export interface FileLinks {
  url(file: string, now: Instant): string
  read(file: string, expires: number, signature: string, now: Instant): ReadLink
}

const DAY = hours(24)

export function fileLinks(secret: string): FileLinks {
  const { sign, matches } = signer(secret, 'kotik site file')
  return {
    url(file, now) {
      // Rounded up to a whole day, so that the address stays the same for the browser's cache; lives 24 to 48 hours.
      const expires = Math.ceil(later(now, DAY) / DAY) * (DAY / 1000)
      return `/chat/files/${file}?e=${expires}&s=${sign(`${file}.${expires}`)}`
    },
    read(file, expires, signature, now) {
      if (!matches(`${file}.${expires}`, signature)) return 'forged'
      return instant(expires * 1000) <= now ? 'expired' : 'good'
    },
  }
}
