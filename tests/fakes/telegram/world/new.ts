/** What is said of something that is to be made. */
import type { Chat, Content, Thread, User, Wire } from './model.ts'

export interface Post {
  readonly chat: Chat
  readonly from: User
  readonly content: Content
  readonly thread?: number | undefined
  readonly replyTo?: number | undefined
  readonly quote?: string | undefined
  readonly markup?: Wire | undefined
  readonly forwardedFrom?: Wire | undefined
  /** This message opens a thread, which is named by its id. */
  readonly opens?: (id: number) => Thread
}

export interface NewUser {
  readonly id?: number
  readonly firstName: string
  readonly lastName?: string
  readonly username?: string
  readonly languageCode?: string
}

export interface NewBot {
  readonly token?: string
  readonly username?: string
  readonly firstName?: string
  readonly readsAll?: boolean
  readonly topicsEnabled?: boolean
}

export interface NewGroup {
  readonly title: string
  readonly id?: number
  /** Default: a supergroup; a forum is always one. */
  readonly basic?: boolean
  readonly forum?: boolean
  readonly username?: string
  readonly owner: User
  readonly members?: readonly User[]
}
