import { describe, expect, test } from 'vitest'
import { newConversation } from '../../src/domain/conversation/decide.ts'
import { placeOf } from '../../src/domain/conversation/place.ts'
import type { Frame } from '../../src/domain/conversation/state.ts'
import { conversationId, flowName } from '../../src/domain/ids.ts'
import { instant } from '../../src/domain/time.ts'
import { releaseOf, sourcesOf, Talk } from './content-of.ts'

const SOURCES = sourcesOf({
  pay: `
title: Pay
start:
  - ask: How?
    save: how
    buttons: { Card: card, Bonus: bonus }
  - when: how == "bonus"
    run: bonus
  - ask: Which card?
    save: card
    expect: text
  - go: refund
`,
  bonus: 'title: Bonus\nstart:\n  - ask: Sure?\n    save: sure\n    expect: yes_no\n',
  refund: 'title: Refund\nstart:\n  - say: Done',
  other: 'title: Other\nstart:\n  - say: Else',
})
const release = releaseOf(SOURCES)
const { rules } = release
const pay = flowName('pay')
const likely = (stack: readonly Frame[]) => rules.script.likely(stack)

describe('intents that fit the place', () => {
  const talk = new Talk(release, pay)

  test('what the next steps lead to comes first, then the flow itself, then what it leads to later', () => {
    expect(likely(talk.stack)).toEqual(['i-bonus', 'i-pay', 'i-refund'])
    expect(likely(talk.give({ kind: 'button', value: 'card' }).stack)).toEqual([
      'i-refund',
      'i-pay',
      'i-bonus',
    ])
  })

  test('above what is interrupted stands what interrupts it', () => {
    const inBonus = new Talk(release, pay).give({ kind: 'button', value: 'bonus' })
    expect(likely(inBonus.stack)[0]).toBe('i-bonus')
    expect(likely(inBonus.stack)).toContain('i-pay')
    expect(likely(inBonus.stack)).not.toContain('i-other')
  })

  test('nothing is likelier outside of flows, and in a release that is gone', () => {
    const state = newConversation(conversationId('site', 'vera'), instant(0), rules)
    expect(placeOf(state, rules)).toEqual({ language: 'ru' })
    expect(placeOf({ ...state, stack: talk.stack }, rules)).toMatchObject({ likely: likely(talk.stack) })
    const elsewhere = talk.stack.map((frame) => ({ ...frame, flow: flowName('gone') }))
    expect(likely(elsewhere)).toEqual([])
  })
})
