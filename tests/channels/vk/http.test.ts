/** Whatever stands in VK's place may answer anything. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { NotAnswered, VkHttp } from '../../../src/channels/vk/http.ts'

async function answering(answer: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((_, response) => answer(response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address: AddressInfo | string | null = server.address()
  return typeof address === 'object' && address ? `http://127.0.0.1:${address.port}/` : ''
}

const http = () => {
  const made = new VkHttp()
  onTestFinished(() => made.close())
  return made
}

it('an answer without an end is cut before it fills the memory', async () => {
  let sent = 0
  const url = await answering((response) => {
    const chunk = Buffer.alloc(1_048_576, 32)
    // As much as 200 MB: more than is ever read.
    const more = () => {
      while (sent < 200 && !response.destroyed) {
        sent += 1
        if (!response.write(chunk)) break
      }
    }
    response.on('drain', more)
    response.on('error', () => {})
    more()
    response.on('drain', () => {
      if (sent >= 200) response.end()
    })
  })
  await expect(http().get(url)).rejects.toThrow('an answer without an end')
  expect(sent).toBeLessThan(200)
})

it.each(['<html>', '', '{"response":'])('what is no JSON (%s) is no answer', async (body) => {
  const url = await answering((response) => response.end(body))
  await expect(http().post(url, new URLSearchParams())).rejects.toBeInstanceOf(NotAnswered)
})
