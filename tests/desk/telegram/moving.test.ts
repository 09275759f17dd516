/** The group gets another number (it becomes a supergroup) while tickets are open in it. */
import { describe, expect, test } from 'vitest'
import type { Json } from '../../../src/domain/message.ts'
import { storeOf } from './store.ts'
import { asks, joins, openTown, says } from './world.ts'

async function moved() {
  const town = await openTown()
  await joins(town, town.ivan)
  await says(town, town.ivan, '/on')
  const { seat: vera, ticket } = await asks(town)
  const thread = await town.thread(ticket)
  const asked = vera.say('до переезда')
  const shown = await town.reads(/^до переезда$/, thread)
  const { chat: old, id: from } = town.group
  const to = town.group.migrate()
  town.group.setForum(true)
  // The fake's new group is empty; of one with threads we promise that they are known by their ids.
  const { chat } = town.group
  for (const [id, one] of old.threads) chat.threads.set(id, one)
  for (const [id, message] of old.messages) chat.messages.set(id, { ...message, chat })
  const ivan = town.people.ivan.in(town.group)
  const last = Math.max(...old.messages.keys())
  while (ivan.say('…').id <= last);
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
