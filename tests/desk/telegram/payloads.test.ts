/** Updates as Telegram sends them (tests/fixtures/telegram-desk), one for each branch that reads them. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { asks, type DeskTown, joins, openTown, says } from './world.ts'

const FOLDER = 'tests/fixtures/telegram-desk'

/** Hands an update of the folder over; those of a thread come from the ticket's. Resolves when it is confirmed. */
async function bring(town: DeskTown, name: string, thread: number): Promise<void> {
  const [[kind, body] = []] = Object.entries<object>(
    JSON.parse(readFileSync(`${FOLDER}/${name}.json`, 'utf8')),
  )
  if (kind === undefined || body === undefined) throw new Error(name)
  const placed = 'message_thread_id' in body && body.message_thread_id === 0
  const update = { ...body, ...(placed ? { message_thread_id: thread } : {}) }
  town.fake.world.onUpdate(town.bot.bot, kind, update, town.group.id)
  await town.until(() => town.bot.pending === 0, `${name} to be confirmed`)
}

interface Case {
  /** The customer gets this, or nothing at all. */
  readonly customer?: RegExp
  /** The bot says this in the group. */
  readonly group?: RegExp
  readonly events?: readonly string[]
}

const CASES: { readonly [name: string]: Case } = {
  'left-by-service-message': { group: /Иван больше не в группе/, events: ['operatorRemoved'] },
  'member-kicked': { group: /Иван больше не в группе/, events: ['operatorRemoved'] },
  'member-restricted-outside': { group: /Иван больше не в группе/, events: ['operatorRemoved'] },
  'ownership-transferred': { events: ['operatorChanged'] },
  'anonymous-in-thread': { group: /пишете анонимно/ },
  'channel-post-in-thread': { group: /пишете анонимно/ },
  'another-bot-in-thread': {},
  'forwarded-in-thread': { group: /пока не оператор/ },
  'press-on-inaccessible': { events: [] },
  'press-without-message': {},
  'thread-closed-by-hand': {},
  'pinned-in-thread': {},
  'location-in-thread': { customer: /📍 https:\/\/www\.openstreetmap\.org/ },
  'animated-sticker-in-thread': { customer: /👋/ },
  'poll-in-thread': { group: /Такое я передать не умею/ },
  'command-of-another-bot': {},
  'reply-in-general': {},
  'caption-edited': { group: /Этого сообщения у клиента нет/ },
}

test('there is a case for each payload', () => {
  expect(
    readdirSync(FOLDER)
      .map((name) => name.replace('.json', ''))
      .sort(),
  ).toEqual(Object.keys(CASES).sort())
})

test.each(Object.entries(CASES))('%s', async (name, { customer, group, events }) => {
  const town = await openTown()
  await joins(town, town.ivan)
  await says(town, town.ivan, '/on')
  const { seat: vera, ticket } = await asks(town)
  const thread = await town.thread(ticket)
  await town.until(() => town.bot.pending === 0, 'quiet')
  const before = town.log.length
  await bring(town, name, thread)
  if (group) await town.reads(group)
  for (const type of events ?? [])
    await town.until(() => town.log.slice(before).some(({ event }) => event.type === type), type)
  // What the operator says next comes through, and nothing else did but what should.
  if (!events?.includes('operatorRemoved')) {
    town.ivan.say('дальше', { thread })
    await town.sees(vera, /дальше/)
  }
  if (customer) await town.sees(vera, customer)
  const said = town.log
    .slice(before)
    .flatMap(({ event }) =>
      event.type === 'messageSent' && event.message.author.kind === 'operator'
        ? [event.message.content.text]
        : [],
    )
  const wanted = [...(customer ? [customer] : []), ...(events?.includes('operatorRemoved') ? [] : [/дальше/])]
  expect(said).toHaveLength(wanted.length)
})
