import { describe, expect, it } from 'vitest'
import { opened } from './testing.ts'

async function town() {
  const all = await opened()
  let random = 1
  const sending = (peer_id: number, message: string) =>
    `API.messages.send(${JSON.stringify({ peer_id, random_id: random++, message })})`
  const run = (code: string) => all.call('execute', { code })
  return { ...all, sending, run }
}

describe('execute', () => {
  it('makes calls one after another and answers with all of them, false where one failed', async () => {
    const { run, sending, person, vk, vera } = await town()
    const calls = [
      sending(person.id, 'раз (скобка "и") \\'),
      sending(999, 'никому'),
      sending(person.id, 'два'),
    ]
    const { body } = await run(`return [${calls.join(',')}];`)
    expect(body).toEqual({
      response: [2, false, 3],
      execute_errors: [{ method: 'messages.send', error_code: 936, error_msg: 'Contact not found' }],
    })
    expect(vera.messages().map(({ text }) => text)).toEqual(['здравствуйте', 'раз (скобка "и") \\', 'два'])
    expect(vk.journal.counts).toEqual({ 'messages.send ok': 2, 'messages.send 936': 1, 'execute ok': 1 })
  })

  it('packs 25 and no more, and of VKScript understands this much', async () => {
    const { run, sending, person } = await town()
    const calls = Array.from({ length: 26 }, (_, n) => sending(person.id, String(n)))
    expect((await run(`return [${calls.slice(1).join(', ')}];`)).code).toBeUndefined()
    expect((await run(`return [${calls.join(',')}];`)).code).toBe(13)
    expect((await run(`return ${calls[0]};`)).response).toBe(27)
    for (const code of [
      'var a = 1;',
      'return [API.users.get(',
      'return [1];',
      'return [API.users.get({a})];',
    ])
      expect((await run(code)).code).toBe(12)
  })

  it('is one call of the rate', async () => {
    const { vk, run, sending, person } = await town()
    vk.setRates({ perSecond: 1, sameTextPerMinute: 99 })
    const calls = [sending(person.id, 'раз'), sending(person.id, 'два')]
    expect((await run(`return [${calls.join(',')}];`)).code).toBeUndefined()
    expect((await run(`return [${calls.join(',')}];`)).code).toBe(6)
  })
})
