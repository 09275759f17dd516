/** A bot as its owner has it at @BotFather: its token and switches, and how its updates stand. */
import type { PostOffice } from '../delivery/post-office.ts'
import type { Bot, Wire } from '../world/model.ts'
import type { World } from '../world/world.ts'

// Longer than the longest pause between two polls that libraries make.
const RECENT_MS = 60_000

export class BotHandle {
  readonly bot: Bot
  readonly #world: World
  readonly #office: PostOffice

  constructor(world: World, office: PostOffice, bot: Bot) {
    this.#world = world
    this.#office = office
    this.bot = bot
  }

  get id(): number {
    return this.bot.user.id
  }

  get token(): string {
    return this.bot.token
  }

  get username(): string {
    return this.bot.user.username ?? ''
  }

  /** Updates that wait to be confirmed. */
  get pending(): number {
    return this.#office.inbox(this.bot).pending
  }

  /** Whether a getUpdates waits now. */
  get polling(): boolean {
    return this.#office.inbox(this.bot).polling
  }

  /** A webhook is set, or somebody asked for updates within the last minute. */
  get connected(): boolean {
    const { askedAt } = this.#office.inbox(this.bot)
    const recently = askedAt !== undefined && this.#world.clock.now() - askedAt < RECENT_MS
    return this.polling || recently || this.webhook.url !== ''
  }

  get webhook(): Wire {
    return this.#office.webhookInfo(this.bot)
  }

  /** The old token answers 401 from now on. */
  revokeToken(): string {
    return this.#world.revokeToken(this.bot)
  }

  /** update_id goes on from another number, as after a week of silence. */
  restartUpdateIds(next: number): void {
    this.#office.inbox(this.bot).restartIds(next)
  }

  setTopics(enabled: boolean): void {
    this.bot.topicsEnabled = enabled
  }

  setReadsAll(readsAll: boolean): void {
    this.bot.readsAll = readsAll
  }
}
