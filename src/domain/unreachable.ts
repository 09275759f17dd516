/** Ends every switch over a union: a new member then fails the build wherever it must be thought about. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable value: ${JSON.stringify(value)}`)
}
