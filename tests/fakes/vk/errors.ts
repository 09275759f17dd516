/**
 * What VK refuses: the codes and their words are those of its published errors, the details after the colon those
 * that people met, because libraries and bots tell errors apart by them.
 */

/** A refusal, answered with HTTP 200 as VK does; nothing was performed. */
export class VkError extends Error {
  readonly code: number
  /** What comes beside the code: a captcha's id and picture. */
  readonly extra: { readonly [name: string]: unknown }

  constructor(code: number, message: string, extra: { readonly [name: string]: unknown } = {}) {
    super(message)
    this.code = code
    this.extra = extra
  }
}

const WORDS: { readonly [code: number]: string } = {
  1: 'Unknown error occurred',
  3: 'Unknown method passed',
  5: 'User authorization failed',
  6: 'Too many requests per second',
  7: 'Permission to perform this action is denied',
  8: 'Invalid request',
  9: 'Flood control',
  10: 'Internal server error',
  12: 'Unable to compile code',
  13: 'Runtime error occurred during code invocation',
  14: 'Captcha needed',
  15: 'Access denied',
  18: 'User was deleted or banned',
  27: 'Group authorization failed',
  29: 'Rate limit reached',
  100: 'One of the parameters specified was missing or invalid',
  113: 'Invalid user id',
  900: "Can't send messages for users from blacklist",
  901: "Can't send messages for users without permission",
  902: "Can't send messages to this user due to their privacy settings",
  909: "Can't edit this message, because it's too old",
  911: 'Keyboard format is invalid',
  913: 'Too many forwarded messages',
  914: 'Message is too long',
  917: "You don't have access to this chat",
  920: "Can't edit this kind of message",
  921: "Can't forward these messages",
  924: "Can't delete this message for everybody",
  927: 'Chat does not exist',
  936: 'Contact not found',
  950: "Can't send message, reply timed out",
  2000: 'Servers number limit is reached',
}

export const wordsOfCode = (code: number): string => WORDS[code] ?? `Error ${code}`

export const vkError = (code: number, detail?: string, extra?: { readonly [name: string]: unknown }) =>
  new VkError(code, detail === undefined ? wordsOfCode(code) : `${wordsOfCode(code)}: ${detail}`, extra)

export const badParam = (detail: string): VkError => vkError(100, detail)
export const badKeyboard = (detail: string): VkError => vkError(911, detail)
