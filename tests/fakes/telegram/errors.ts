/**
 * What the Bot API refuses, in its own words: the texts are those of tdlib/telegram-bot-api and of the servers behind
 * it, because libraries and bots tell errors apart by them.
 */

export interface ErrorParameters {
  readonly retry_after?: number
  readonly migrate_to_chat_id?: number
}

/** A refusal; nothing was performed. */
export class ApiError extends Error {
  readonly code: number
  readonly description: string
  readonly parameters: ErrorParameters | undefined

  constructor(code: number, description: string, parameters?: ErrorParameters) {
    super(`${code} ${description}`)
    this.code = code
    this.description = description
    this.parameters = parameters
  }
}

export const badRequest = (why: string, parameters?: ErrorParameters) =>
  new ApiError(400, `Bad Request: ${why}`, parameters)
export const forbidden = (why: string) => new ApiError(403, `Forbidden: ${why}`)
export const conflict = (why: string) => new ApiError(409, `Conflict: ${why}`)

export const unauthorized = () => new ApiError(401, 'Unauthorized')
export const unknownMethod = () => new ApiError(404, 'Not Found: method not found')
export const tooLarge = () => new ApiError(413, 'Request Entity Too Large')
export const tooManyRequests = (retryAfter: number) =>
  new ApiError(429, `Too Many Requests: retry after ${retryAfter}`, { retry_after: retryAfter })

export const chatNotFound = () => badRequest('chat not found')
export const threadNotFound = () => badRequest('message thread not found')
export const threadClosed = () => badRequest('TOPIC_CLOSED')
export const wrongFile = () => badRequest('wrong file identifier/HTTP URL specified')
export const notModified = () =>
  badRequest(
    'message is not modified: specified new message content and reply markup are exactly the same as a current ' +
      'content and reply markup of the message',
  )
export const upgraded = (to: number) =>
  badRequest('group chat was upgraded to a supergroup chat', { migrate_to_chat_id: to })
export const pollerConflict = () =>
  conflict('terminated by other getUpdates request; make sure that only one bot instance is running')
export const webhookConflict = () =>
  conflict(
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  )
