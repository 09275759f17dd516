/** What a messenger sends, at most `limit` bytes; undefined when there are more, and the connection is cut. */
export async function bytesUpTo(limit: number, body: AsyncIterable<Buffer>): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    // Leaving the loop cuts the connection.
    if (size > limit) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
