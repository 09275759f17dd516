/** Operators enough for two thousand chats at once, and chats of each: as many as content may allow. */
export const OPERATORS = 20
export const CHATS_EACH = 100
