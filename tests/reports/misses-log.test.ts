/** Misses out of a log that the real rules wrote. */
import { expect, onTestFinished, test } from 'vitest'
import { instant, later, minutes } from '../../src/domain/time.ts'
import { gatherMisses } from '../../src/reports/misses-log.ts'
import { PlayedLog } from './played-log.ts'
import { release } from './sample-content.ts'

const rules = {
  isSmallTalk: (name: Parameters<typeof release.rules.intent>[0]) =>
    release.rules.intent(name)?.smallTalk ?? false,
}

async function playing(): Promise<PlayedLog> {
  const played = await PlayedLog.open()
  onTestFinished(() => played.close())
  return played
}

const gathered = (played: PlayedLog, since = instant(0)) => gatherMisses(played.store, since, rules)

test('two misses in a row end with a person, whose answer is the draft', async () => {
  const played = await playing()
  await played.says('vera', 'бурмулька фырчит зюзюкой, пишите на vera@example.org')
  await played.says('vera', 'шмяк хрюндель абырвалг 4276 1234 5678 9010')
  await played.annaSays('vera', 'Здравствуйте! Чем помочь?')
  await played.annaSays('vera', 'Сейчас посмотрю, минуту')
  await played.annaSays('vera', 'Зюзюку можно включить в профиле. Вопросы: anna@example.org')
  await played.annaSays('vera', 'Ещё можно выключить её там же.')
  const { misses, questions } = await gathered(played)
  expect(questions).toBe(2)
  const reply = 'Зюзюку можно включить в профиле. Вопросы: ***'
  expect(misses).toMatchObject([
    { text: 'бурмулька фырчит зюзюкой, пишите на ***', reasons: ['notUnderstood', 'person'], reply },
    { text: 'шмяк хрюндель абырвалг ***', reasons: ['notUnderstood', 'person'], reply },
  ])
})

test('a thumb down under an answer, with the words after it', async () => {
  const played = await playing()
  await played.says('vera', 'сколько стоит подписка')
  await played.presses('vera', '👎')
  await played.says('vera', 'Не написано, сколько стоит для студентов')
  expect((await gathered(played)).misses).toMatchObject([
    {
      text: 'сколько стоит подписка',
      reasons: ['badAnswer'],
      complaint: 'Не написано, сколько стоит для студентов',
    },
  ])
})

test('a person called soon after a sure answer; small talk is no question', async () => {
  const played = await playing()
  await played.says('vera', 'сколько стоит подписка')
  await played.says('vera', 'спасибо')
  await played.says('vera', 'позовите оператора')
  await played.annaSays('vera', 'Для студентов подписка стоит половину.')
  await played.says('oleg', 'сколько стоит подписка')
  await played.pass(minutes(11))
  await played.says('oleg', 'позовите оператора')
  const [miss, ...others] = (await gathered(played)).misses
  expect(miss).toMatchObject({
    text: 'сколько стоит подписка',
    reasons: ['person'],
    reply: 'Для студентов подписка стоит половину.',
  })
  expect(miss?.understoodAs).toBeDefined()
  expect(others).toEqual([])
})

test('what is older than asked for is left out', async () => {
  const played = await playing()
  await played.says('vera', 'бурмулька фырчит зюзюкой')
  await played.pass(minutes(60))
  const since = later(played.clock.now(), minutes(-30))
  expect((await gathered(played, since)).misses).toEqual([])
  await played.says('oleg', 'шмяк хрюндель абырвалг')
  expect((await gathered(played, since)).misses).toMatchObject([{ text: 'шмяк хрюндель абырвалг' }])
})
