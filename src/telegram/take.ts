/** The contract between what brings updates (a poller, a webhook) and who handles them. */
import type { Update } from 'grammy/types'

/**
 * Resolves when what the update says is durable, or of no interest; rejects when it must come again. Must hand over what
 * it has to say before it waits for anything: updates are given one after the other, and that is the order of a chat.
 */
export type TakeUpdate = (update: Update) => Promise<void>
