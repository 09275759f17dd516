/** A customer in VK and an operator in a thread of Telegram: neither sees where the other is. */
import { expect, it, onTestFinished } from 'vitest'
import { passUntil } from '../channels/vk/world.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { FakeTelegram } from '../fakes/telegram/fake.ts'
import { FakeVk } from '../fakes/vk/fake.ts'
import { openKotik } from '../whole/kotik.ts'

const TOKEN = '7000000001:fake-operators-bot'
const JPEG = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]),
  Buffer.from('JFIF'),
  Buffer.alloc(8),
])

async function openTown() {
  const clock = new ManualClock()
  const telegram = await FakeTelegram.start({ clock, budgets: 'off' })
  onTestFinished(() => telegram.stop())
  const vk = await FakeVk.start({ clock })
  onTestFinished(() => vk.stop())
  const community = vk.newCommunity()
  const vera = vk.newPerson({ firstName: 'Вера', lastName: 'Котова' }).with(community)
  const bot = telegram.newBot({ token: TOKEN, username: 'kotik_bot' })
  const person = telegram.newPerson({ id: 5001, firstName: 'Ольга' })
  const group = telegram.newGroup({ title: 'Поддержка', forum: true, owner: person })
  group.addBot(bot, 'all')
  const kotik = await openKotik({
    clock,
    env: {
      ...{ DESK_TELEGRAM_TOKEN: TOKEN, TELEGRAM_API_URL: telegram.url },
      ...{ DESK_TELEGRAM_CHATS: String(group.id), DESK_TELEGRAM_PACE: 'off' },
      ...{ VK_TOKEN: community.token, VK_GROUP_ID: String(community.id), VK_API_URL: vk.url },
    },
  })
  onTestFinished(async () => {
    let stopped = false
    void kotik.stop().finally(() => {
      stopped = true
    })
    await passUntil(clock, () => stopped, 'the stop')
  })
  const olga = person.in(group)
  const until = <T>(probe: () => T | undefined | false, what: string) => passUntil(clock, probe, what)
  const reads = (fits: RegExp, thread?: number) =>
    until(
      () => olga.messages(thread).find(({ byBot, text }) => byBot && fits.test(text)),
      `the group reads ${fits}`,
    )
  const sees = (fits: RegExp) =>
    until(() => vera.messages().find(({ byGroup, text }) => byGroup && fits.test(text)), `Вера sees ${fits}`)
  const threadOfVera = async () => {
    await until(() => community.longPoll.polling, 'the long poll')
    // Whoever made the group is an operator and the lead.
    await reads(/^Готово/u)
    olga.say('/on')
    vera.say('оператор')
    return until(
      () => [...group.chat.threads.values()].find(({ name }) => name.startsWith('#1 '))?.id,
      'a thread',
    )
  }
  return { vk, community, olga, vera, until, reads, sees, threadOfVera }
}

it('what somebody writes by hand in VK is read in the thread', async () => {
  const { vera, reads, sees, community, vk, threadOfVera } = await openTown()
  const thread = await threadOfVera()
  await sees(/Ольга/u)
  const admin = vk.newPerson({ firstName: 'Нина', lastName: 'Админова' })
  const person = vk.personOf(vera.peerId)
  community.adminSays(person, 'Отвечу сама', admin.id)
  const { text } = await reads(/Отвечу сама/u, thread)
  expect(text).toContain('Нина Админова · вручную, в мессенджере')
})

it('words, pictures, answers and edits go both ways', async () => {
  const { olga, vera, until, reads, sees, threadOfVera } = await openTown()
  const thread = await threadOfVera()
  await reads(/Вера Котова/u, thread)

  const asked = vera.attach({ text: 'Почему так?', bytes: JPEG })
  const shown = await until(
    () => olga.messages(thread).find(({ text, byBot }) => byBot && /Почему так\?/u.test(text)),
    'the question with its picture',
  )
  expect(shown.media?.type).toBe('photo')

  olga.say('Сечас посмотрю', { thread, replyTo: shown.id })
  const answer = await sees(/Сечас посмотрю/u)
  expect(answer.replyTo).toBe(asked.cmid)

  const picture = olga.attach({ type: 'photo', bytes: JPEG, caption: 'вот здесь', thread })
  expect(picture.id).toBeGreaterThan(0)
  const got = await sees(/вот здесь/u)
  expect(got.files.map(({ type }) => type)).toEqual(['photo'])

  const own = olga.messages(thread).find(({ text }) => text === 'Сечас посмотрю')
  olga.edit(own?.id ?? 0, 'Сейчас посмотрю')
  const edited = await sees(/Сейчас посмотрю/u)
  expect(edited).toMatchObject({ cmid: answer.cmid, edited: true })

  vera.edit(asked.cmid, 'Почему так дорого?')
  await reads(/Почему так дорого\?/u, thread)

  vera.deny()
  olga.say('Вы здесь?', { thread })
  await reads(/запретил сообщения/u, thread)
  vera.allow()
  await reads(/снова разрешил сообщения/u, thread)
})
