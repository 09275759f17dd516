/** The group gets another number (it becomes a supergroup) while tickets are open in it. */
import { describe, expect, test } from 'vitest'
import type { Json } from '../../../src/domain/message.ts'
import { storeOf } from './store.ts'
import { asks, type DeskTown, joins, openTown, says } from './world.ts'

/** Ivan has Vera's chat. */
async function talking() {
  const town = await openTown()
  await joins(town, town.ivan)
  await says(town, town.ivan, '/on')
  const { seat: vera, ticket } = await asks(town)
  return { town, vera, ticket, thread: await town.thread(ticket) }
}

function move(town: DeskTown) {
  const { chat: old, id: from } = town.group
  const to = town.group.migrate()
  town.group.setForum(true)
  // The fake's new group is empty; of one with threads we promise that they are known by their ids.
  const { chat } = town.group
  const ivan = town.people.ivan.in(town.group)
  const last = Math.max(...old.messages.keys())
  while (ivan.say('…').id <= last);
  for (const [id, one] of old.threads) chat.threads.set(id, one)
  for (const [id, message] of old.messages) chat.messages.set(id, { ...message, chat })
  return { from, to, ivan }
}

async function moved() {
  const { town, vera, ticket, thread } = await talking()
  const asked = vera.say('до переезда')
  const shown = await town.reads(/^до переезда$/, thread)
  const { from, to, ivan } = move(town)
  const talks = async (word: string) => {
    vera.say(`вопрос ${word}`)
    await town.reads(new RegExp(`вопрос ${word}`), thread)
    ivan.say(`ответ ${word}`, { thread })
    await town.sees(vera, new RegExp(`ответ ${word}`))
  }
  return { town, vera, ivan, ticket, thread, asked, shown, from, to, talks }
}

describe('a group with another number', () => {
  test('open tickets go on in their threads, and every note moves', async () => {
    const { town, ivan, vera, thread, asked, shown, from, talks } = await moved()
    await talks('раз')
    ivan.say('это про то', { thread, replyTo: shown.id })
    expect((await town.sees(vera, /это про то/)).replyTo).toBe(asked.id)
    await town.kotik.restart()
    await talks('два')
    const left = await storeOf(town, async (store) =>
      [...(await store.notes('telegram-desk', '')).entries()].filter(
        ([key, note]) => !key.startsWith('moved:') && `${key} ${JSON.stringify(note)}`.includes(String(from)),
      ),
    )
    expect(left).toEqual([])
  })

  test('killed in the middle of the move, the next start does the rest', async () => {
    const { town, ivan, ticket, talks, from, to } = await moved()
    await talks('раз')
    await town.kotik.stop()
    await storeOf(town, async (store) => {
      const notes = await store.notes('telegram-desk', '')
      const back = [...notes].flatMap(([key, note]): readonly (readonly [string, Json | undefined])[] => {
        if (!/^(?:thread|post|member|board|spent):/.test(key)) return []
        const old: Json = JSON.parse(JSON.stringify(note).replaceAll(String(to), String(from)))
        const before = key.replaceAll(String(to), String(from))
        return before === key
          ? [[key, old]]
          : [
              [key, undefined],
              [before, old],
            ]
      })
      await store.note('telegram-desk', new Map(back))
    })
    await town.kotik.restart()
    await talks('два')
    expect(await says(town, ivan, `/snooze #${ticket} 1h`)).toMatch(/отложен/)
  })
})

describe('a group that moves at this very moment', () => {
  const pictures = (town: DeskTown) =>
    town.log.flatMap(({ event }) =>
      event.type === 'messageSent' && event.message.content.attachments ? [event.message.content] : [],
    )

  test('what was written in the old group and is read after the move is said, in its order', async () => {
    const { town, vera, ticket, thread } = await talking()
    const away = town.fake.inject({ kind: 'refuse' }, { method: 'getUpdates' })
    await town.until(() => away.hits > 0, 'the poll to fail')
    town.ivan.say('первое', { thread })
    town.ivan.attachAlbum([{ type: 'photo', caption: 'второе' }, { type: 'photo' }], { thread })
    town.ivan.say('// тайна', { thread })
    town.ivan.say('/topic оплата', { thread })
    const { ivan } = move(town)
    ivan.say('третье', { thread })
    town.fake.healAll()
    await town.sees(vera, /третье/)
    const got = vera.messages().flatMap(({ text }) => /первое|второе|третье|тайна/.exec(text)?.[0] ?? [])
    expect(got).toEqual(['первое', 'второе', 'третье'])
    expect(pictures(town).map(({ attachments }) => attachments?.length)).toEqual([2])
    expect(town.log.some(({ event }) => event.type === 'noteAdded')).toBe(true)
    expect(town.log.findLast(({ event }) => event.type === 'ticketTagged')?.event).toMatchObject({
      ticket: { id: ticket, topic: 'payment' },
    })
  })

  test('an album of which parts were kept is said once', async () => {
    const { town, vera, thread } = await talking()
    town.ivan.attachAlbum([{ type: 'photo', caption: 'обе' }, { type: 'photo' }], { thread })
    await town.until(() => town.bot.pending === 0, 'the parts to be kept')
    const { ivan } = move(town)
    await town.sees(vera, /обе/)
    ivan.say('дальше', { thread })
    await town.sees(vera, /дальше/)
    expect(pictures(town).map(({ attachments }) => attachments?.length)).toEqual([2])
  })

  test('an edit of what was said before the move finds it', async () => {
    const { town, vera, thread } = await talking()
    const said = town.ivan.say('черновик', { thread })
    await town.sees(vera, /черновик/)
    const { ivan } = move(town)
    ivan.edit(said.id, 'чистовик')
    await town.sees(vera, /чистовик/)
  })

  test('a chat that was just closed: its end is told, and its thread is closed, in the new group', async () => {
    const { town, vera, thread } = await talking()
    town.ivan.say('Починили', { thread })
    await town.sees(vera, /Починили/)
    const late = town.fake.inject({ kind: 'status', status: 502 }, { chat: town.group.id })
    town.ivan.say('/close', { thread })
    const isYes = ({ text }: { readonly text: string }) => /Да/.test(text)
    const question = await town.sees(vera, ({ buttons }) => buttons.flat().some(isYes))
    vera.press(question.buttons.flat().find(isYes)?.text ?? '', question.id)
    await town.heard('chatClosed')
    move(town)
    late.remove()
    await town.reads(/✅ Решено/, thread)
    await town.until(() => town.group.chat.threads.get(thread)?.closed, 'the thread to be closed')
  })
})
