/** Who, which conversation, which message. */

/** Whose words these are: the signed user's id; empty for nobody. */
export function ownerOf(user: unknown): string {
  return typeof user === 'object' && user !== null && 'id' in user ? String(user.id) : ''
}

/** The conversation a token is of. */
export const chatOf = (token: string) => token.split('.')[1]

/** 128 random bits; `crypto.randomUUID` exists on secure pages only, and a site may still be plain HTTP. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
