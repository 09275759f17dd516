import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WireEvent, WireMessage } from '../../src/channels/site/wire.ts'
import { messageNumber, promptId, ticketId } from '../../src/domain/ids.ts'
import { instant } from '../../src/domain/time.ts'
import { type ServerEvent, sseReader } from '../../src/web/widget/sse.ts'
import { Timeline, told, unread } from '../../src/web/widget/timeline.ts'

const at = instant(1)
const line = (number: number, text: string, rest: Partial<WireMessage> = {}): WireMessage => ({
  ...{ number: messageNumber(number), author: { kind: 'bot' }, at, text },
  ...rest,
})
const said = (seq: number, text: string, rest: Partial<WireMessage> = {}): WireEvent => ({
  ...{ type: 'message', seq, at, message: line(seq, text, rest) },
})

describe('the timeline', () => {
  it('is the same whatever order pages and live events come in, however often', () => {
    const events: readonly WireEvent[] = [
      said(1, 'раз', { prompt: { id: promptId('p1'), buttons: [] } }),
      said(2, 'два'),
      { type: 'promptClosed', seq: 3, at, prompt: promptId('p1'), chosen: 1 },
      { type: 'replaced', seq: 4, at, message: line(2, 'два, но лучше') },
      { type: 'operatorJoined', seq: 5, at, name: 'Анна' },
      said(6, 'три', { author: { kind: 'customer' } }),
      { type: 'edited', seq: 7, at, number: messageNumber(6), text: 'четыре' },
      { type: 'rated', seq: 8, at, ticket: ticketId(1), score: 5 },
    ]
    const wanted = told(events)
    expect(wanted.lines.map(({ text }) => text)).toEqual(['раз', 'два, но лучше', 'четыре'])
    expect([wanted.closed.get('p1'), wanted.operator, wanted.scores.get(1)]).toEqual([1, 'Анна', 5])
    const shuffled = fc.shuffledSubarray([...events, ...events], { minLength: 16, maxLength: 16 })
    fc.assert(
      fc.property(shuffled, (order) => {
        const timeline = new Timeline()
        for (const event of order) timeline.add([event])
        expect(timeline.talk).toEqual(wanted)
      }),
    )
  })

  it('keeps a change of a line that is on an older page until that page comes', () => {
    const timeline = new Timeline()
    timeline.add([{ type: 'replaced', seq: 9, at, message: line(1, 'место 2') }])
    expect(timeline.talk.lines).toEqual([])
    timeline.add([said(1, 'место 5')])
    expect(timeline.talk.lines[0]?.text).toBe('место 2')
  })

  it('knows who answers: the operator until they leave or the chat is closed', () => {
    const joined: WireEvent = { type: 'operatorJoined', seq: 1, at, name: 'Анна' }
    expect(told([joined]).operator).toBe('Анна')
    expect(told([joined, { type: 'operatorLeft', seq: 2, at }]).operator).toBeUndefined()
    expect(told([joined, { type: 'chatClosed', seq: 2, at }]).operator).toBeUndefined()
  })

  it('counts as unread what others said after the last look', () => {
    const talk = told([
      said(1, 'a'),
      said(2, 'b', { author: { kind: 'customer' } }),
      said(3, 'c'),
      said(4, 'd'),
    ])
    expect([0, 1, 3, 4].map((readUpTo) => unread(talk, readUpTo))).toEqual([3, 2, 1, 0])
  })
})

describe('reading the stream', () => {
  it('gives the same events however the text is cut', () => {
    const text =
      'retry: 2000\n\n:\n\nid: 7\nevent: message\ndata: {"a":"б"}\n\n:\n\nevent: typing\ndata: {}\n\nid: 9\nevent: re'
    const wanted: readonly ServerEvent[] = [
      { id: '7', event: 'message', data: '{"a":"б"}' },
      { id: '', event: 'typing', data: '{}' },
    ]
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
        const heard: ServerEvent[] = []
        const feed = sseReader((event) => heard.push(event))
        const places = [0, ...cuts.sort((one, other) => one - other), text.length]
        places.slice(1).forEach((to, n) => void feed(text.slice(places[n], to)))
        expect(heard).toEqual(wanted)
      }),
    )
  })
})
