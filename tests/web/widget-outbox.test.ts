import { describe, expect, it } from 'vitest'
import { backoff } from '../../src/web/widget/backoff.ts'
import { type Failure, type Item, type Memory, Outbox, type Sent } from '../../src/web/widget/outbox.ts'

function fakeMemory(): Memory & { readonly all: Map<string, string> } {
  const all = new Map<string, string>()
  return {
    all,
    get: (name) => all.get(name) ?? null,
    set: (name, value) => void all.set(name, value),
    remove: (name) => void all.delete(name),
  }
}

const message = (id: string, owner = ''): Item => ({
  kind: 'messages',
  id,
  text: id,
  files: [],
  at: 0,
  owner,
})

/** Answers by id; everything else is taken. */
function server(answers: { readonly [id: string]: Sent } = {}) {
  const got: string[] = []
  const send = async ({ id }: Item): Promise<Sent> => {
    got.push(id)
    return answers[id] ?? { kind: 'taken' }
  }
  return { got, send }
}

describe('the outbox', () => {
  it('sends in order and forgets only what the server has', async () => {
    const memory = fakeMemory()
    const outbox = new Outbox(memory, '')
    for (const id of ['one', 'two', 'three']) outbox.add(message(id))
    const { got, send } = server()
    expect(await outbox.flush(send, () => undefined)).toBeUndefined()
    expect(got).toEqual(['one', 'two', 'three'])
    expect(memory.all.size).toBe(0)
  })

  it('keeps everything from the first that cannot be sent, through a reload', async () => {
    const memory = fakeMemory()
    const outbox = new Outbox(memory, '')
    for (const id of ['one', 'two', 'three']) outbox.add(message(id))
    const offline = server({ two: { kind: 'later', wait: 4000 } })
    expect(await outbox.flush(offline.send, () => undefined)).toEqual({ wait: 4000 })
    const reloaded = new Outbox(memory, '')
    expect(reloaded.items().map(({ id }) => id)).toEqual(['two', 'three'])
    const online = server()
    await reloaded.flush(online.send, () => undefined)
    expect(online.got).toEqual(['two', 'three'])
  })

  it('leaves alone what somebody else wrote in this browser, until they are back', async () => {
    const memory = fakeMemory()
    new Outbox(memory, 'anna').add(message('of anna', 'anna'))
    const boris = new Outbox(memory, 'boris')
    boris.add(message('of boris', 'boris'))
    const sent = server()
    await boris.flush(sent.send, () => undefined)
    expect(sent.got).toEqual(['of boris'])
    expect(new Outbox(memory, 'anna').items().map(({ id }) => id)).toEqual(['of anna'])
  })

  it('tells what was refused and goes on behind it', async () => {
    const outbox = new Outbox(fakeMemory(), '')
    outbox.add(message('bad'))
    outbox.add(message('good'))
    const told: Failure[] = []
    const { got, send } = server({ bad: { kind: 'refused', why: 'слишком длинно' } })
    await outbox.flush(send, (failure) => told.push(failure))
    expect(told).toEqual([{ id: 'bad', text: 'bad', why: 'слишком длинно' }])
    expect(got).toEqual(['bad', 'good'])
    expect(outbox.items()).toEqual([])
  })

  it('takes along what is added while it sends', async () => {
    const outbox = new Outbox(fakeMemory(), '')
    outbox.add(message('one'))
    const got: string[] = []
    await outbox.flush(
      async ({ id }) => {
        got.push(id)
        if (id === 'one') outbox.add(message('two'))
        return { kind: 'taken' }
      },
      () => undefined,
    )
    expect(got).toEqual(['one', 'two'])
  })

  it('sends a visitor’s words as the user who signed in, but nobody’s as somebody else', () => {
    const memory = fakeMemory()
    new Outbox(memory, '').add(message('anonymous'))
    new Outbox(memory, '17').add(message('of 17', '17'))
    expect(new Outbox(memory, '17').items().map(({ id }) => id)).toEqual(['anonymous', 'of 17'])
    expect(new Outbox(memory, '18').items().map(({ id }) => id)).toEqual(['anonymous'])
  })

  it('begins anew when what it remembers is broken', () => {
    const memory = fakeMemory()
    for (const broken of ['{', 'null', '{"a":1}', '']) {
      memory.set('outbox', broken)
      expect(new Outbox(memory, '').items()).toEqual([])
    }
  })
})

describe('waiting for the next try', () => {
  it('doubles up to half a minute, half of it by chance', () => {
    expect([0, 1, 2, 5, 50].map((failures) => backoff(failures, 0))).toEqual([
      500, 1000, 2000, 15_000, 15_000,
    ])
    expect([0, 1, 2, 5, 50].map((failures) => backoff(failures, 1))).toEqual([
      1000, 2000, 4000, 30_000, 30_000,
    ])
  })
})
