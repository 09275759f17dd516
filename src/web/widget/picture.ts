import type { WireTyping } from '../../channels/site/wire.ts'
import type { Failure, Item } from './outbox.ts'
import type { Talk } from './timeline.ts'
import type { Upload } from './uploads.ts'

/** What the view draws. */
export interface Picture {
  readonly open: boolean
  readonly online: boolean
  /** The past has been read once. */
  readonly loaded: boolean
  readonly loadingOlder: boolean
  readonly older: boolean
  readonly bot: string
  readonly talk: Talk
  readonly waiting: readonly Item[]
  readonly failures: readonly Failure[]
  readonly uploads: readonly Upload[]
  readonly typing?: WireTyping
  readonly unread: number
}

export type Tell = (name: 'open' | 'close' | 'unread', detail?: object) => void
