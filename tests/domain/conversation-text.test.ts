import { describe, expect, it } from 'vitest'
import { yesOrNo } from '../../src/domain/conversation/text.ts'

describe('a text instead of a button under «Вопрос решён?»', () => {
  it.each([
    'да',
    'Да, всё ок, спасибо!',
    'вроде вернулось',
    'спасибо большое',
    'всё решилось',
    'ok thanks',
    'всё в порядке',
  ])('yes: %s', (text) => {
    expect(yesOrNo(text)).toBe(true)
  })

  it.each(['нет', 'Ещё нет', 'не решено', 'not yet'])('no: %s', (text) => {
    expect(yesOrNo(text)).toBe(false)
  })

  it.each([
    'да, но звука по-прежнему нет',
    'спасибо, а когда вернутся деньги?',
    'вернулось не всё',
    'опять не проходит',
    'да я вам уже писал что карта другая и банк другой',
    '',
  ])('something a person should read: %s', (text) => {
    expect(yesOrNo(text)).toBeUndefined()
  })
})
