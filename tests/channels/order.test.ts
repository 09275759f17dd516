import { expect, it } from 'vitest'
import { Order } from '../../src/channels/order.ts'

function gate() {
  let open: () => void = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

it('hands over at once what is ready, and what must be looked up after what came before', async () => {
  const order = new Order()
  const done: string[] = []
  const first = gate()
  const all = [
    order.run(1, true, async () => {
      done.push('1 begins')
      await first.opened
      done.push('1 ends')
    }),
    order.run(1, false, async () => void done.push('2 looked up')),
    order.run(1, true, async () => void done.push('3')),
    order.run(2, true, async () => void done.push('another chat')),
  ]
  expect(done).toEqual(['1 begins', 'another chat'])
  first.open()
  await Promise.all(all)
  expect(done).toEqual(['1 begins', 'another chat', '1 ends', '2 looked up', '3'])
})

it('goes on after a failure, and forgets a chat at rest', async () => {
  const order = new Order()
  const failed = order.run(1, true, async () => {
    throw new Error('no')
  })
  const after = order.run(1, false, async () => 'yes')
  await expect(failed).rejects.toThrow('no')
  expect(await after).toBe('yes')
  expect(await order.run(1, true, async () => 'again')).toBe('again')
})
