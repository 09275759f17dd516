/** What must hold of each customer who talks with the bot alone, whatever the program died of. */
import { conversationId } from '../../../src/domain/ids.ts'
import type { Store } from '../../../src/store/port.ts'
import type { Seat } from '../../fakes/telegram/people/seat.ts'

/** Opens a flow that answers with several messages in a row. */
export const START = '/start three'

/** Every broken promise to this customer, in words; and how many messages came twice. */
export async function ofCustomer(
  store: Store,
  seat: Seat,
  kills: number,
): Promise<{ readonly broken: readonly string[]; readonly repeats: number }> {
  const conversation = conversationId('telegram', String(seat.chat.id))
  const events = (await store.conversationEvents(conversation, 0, 100_000)).map(({ event }) => event)
  const written = seat.messages().flatMap(({ byBot, text }) => (byBot ? [] : [text]))
  const heard = events.flatMap((event) => {
    if (event.type === 'customerSaid') return [event.content.text]
    return event.type === 'flowStarted' ? [START] : []
  })
  const numbers = events.flatMap((event) => (event.type === 'messageSent' ? [event.message.number] : []))
  const names = await store.sentAs(conversation, numbers)
  const known = numbers.map((number) => Number(names.get(number)))
  const repeats = repeatsIn(seat, known)
  const name = seat.person.firstName
  const broken = [
    ...(written.join() === heard.join() ? [] : [`${name} wrote ${written}; heard was ${heard}`]),
    ...(known.every(Number.isInteger) ? [] : [`${name}: some messages were never sent`]),
    ...repeats.flatMap((several) => disorder(name, several, kills)),
  ]
  return { broken, repeats: repeats.flat().length - repeats.length }
}

/** What the customer reads, up to each message that the program knows to have sent; the last are those it does not know. */
function repeatsIn(seat: Seat, known: readonly number[]): readonly (readonly string[])[] {
  const read = seat.messages().filter(({ byBot }) => byBot)
  const ends = [...known, Number.POSITIVE_INFINITY]
  const between = ends.map((end, index) => {
    const begin = ends[index - 1] ?? 0
    return read.flatMap(({ id, text }) => (id > begin && id <= end ? [text] : []))
  })
  return between.at(-1)?.length === 0 ? between.slice(0, -1) : between
}

/** One message, and the same as often before it as the program was killed at most: never the one before it, never the next. */
function disorder(name: string, several: readonly string[], kills: number): readonly string[] {
  const [first] = several
  if (first === undefined) return [`${name}: messages are out of order or not there`]
  if (several.some((text) => text !== first)) return [`${name} reads in one place: ${several.join(' | ')}`]
  return several.length > kills + 1 ? [`${name} reads ${several.length} times: ${first}`] : []
}
