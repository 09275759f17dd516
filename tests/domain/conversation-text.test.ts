import { describe, expect, it } from 'vitest'
import { callsPerson, matterIn } from '../../src/domain/conversation/person-call.ts'
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

describe('a person called in so many words', () => {
  it.each([
    'оператор',
    'не проходит оплата, позовите оператора',
    'Не работает звук. Оператора!',
    'дайте мне уже живого человека',
    'а можно с человеком пообщаться? списали деньги',
    'хочу поговорить с живым оператором',
    'оператора позовите пожалуйста',
    'бот не помогает нужен человек',
    'оператор нагрубил, переключите на другого сотрудника',
    'payment fails, get me a human',
    'I want to talk to a real person',
  ])('yes: %s', (text) => {
    expect(callsPerson(text)).toBe(true)
  })

  it.each([
    'оператор нагрубил и ничего не решил',
    'долго отвечали',
    'не зовите оператора',
    'не нужен оператор, просто скажите цену',
    'мне нужен оператор связи',
    'хочу сменить мобильного оператора',
    'переведите деньги другому человеку',
    'можно с другим человеком смотреть',
    'сколько человек может смотреть',
    'I do not want an operator',
    'can another person use my account',
    '',
  ])('no: %s', (text) => {
    expect(callsPerson(text)).toBe(false)
  })
})

describe('what a call is about', () => {
  it.each([
    ['не проходит оплата, позовите оператора', 'не проходит оплата'],
    ['Не работает звук. Оператора!', 'Не работает звук'],
    ['позовите оператора', 'позовите оператора'],
    ['Не работает звук. Совсем!', 'Не работает звук. Совсем!'],
  ])('%s', (text, matter) => {
    expect(matterIn(text)).toBe(matter)
  })
})
