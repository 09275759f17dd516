/** What must hold after any number of deaths: nothing lost, nothing led astray, order kept, what came twice few and marked. */
import type { Side } from './marks.ts'
import type { Town } from './town.ts'
import type { Sight } from './witness.ts'

const SIDES: readonly Side[] = ['вопрос', 'ответ']
// What stands before words that an operator may have read already.
const AGAIN = '↻'
// Of one chat a kill may double one message, either way: the next waits until the end of the one before is durable.
const UNDER_WAY = 1

/** Every broken promise, in words; empty when all hold. */
export async function brokenPromises(town: Town): Promise<readonly string[]> {
  const counts = await town.store.counts()
  return [
    ...town.customers.flatMap((_, customer) => [...SIDES.flatMap((side) => ofSide(town, side, customer))]),
    ...astray(town),
    ...unmarked(town),
    ...(town.bot.pending === 0 ? [] : [`${town.bot.pending} updates were not taken`]),
    ...(counts.undelivered === 0 ? [] : [`${counts.undelivered} rows were left in the outbox`]),
    ...(counts.parked === 0 ? [] : [`${counts.parked} inputs were parked`]),
  ]
}

/** What came more than once, marked or not: after a stop that was no kill there is no reason for it. */
export function doubled({ witness, customers }: Town): readonly string[] {
  return customers.flatMap((_, customer) =>
    SIDES.flatMap((side) =>
      seen(witness.sights[side], customer).again.map(({ text }) => `${side} ${customer} came again: ${text}`),
    ),
  )
}

function ofSide({ witness, written }: Town, side: Side, customer: number): readonly string[] {
  const what = `${side} ${customer}`
  const wanted = written[side][customer] ?? 0
  const { fresh, again } = seen(witness.sights[side], customer)
  const missing = Array.from({ length: wanted }, (_, index) => index + 1).filter(
    (one) => !fresh.includes(one),
  )
  const wrong = fresh.findIndex((one, index) => one < (fresh[index - 1] ?? 0))
  const often = again.filter(
    (sight, index) => again.slice(0, index).filter(({ life }) => life === sight.life).length >= UNDER_WAY,
  )
  return [
    ...(missing.length === 0
      ? []
      : [`${what}: ${missing.length} of ${wanted} lost, the first is ${missing[0]}`]),
    ...(wrong < 0 ? [] : [`${what}: ${fresh[wrong]} came after ${fresh[wrong - 1]}`]),
    ...(often.length === 0
      ? []
      : [`${what}: ${often.length} came again beyond what was under way, in life ${often[0]?.life}`]),
  ]
}

/** The numbers in the order they were first seen, and the messages that brought some of them once more. */
function seen(sights: readonly Sight[], customer: number) {
  const fresh: number[] = []
  const known = new Set<number>()
  const again: Sight[] = []
  for (const sight of sights) {
    const own = sight.marks.filter((mark) => mark.customer === customer).map(({ number }) => number)
    if (own.some((number) => known.has(number))) again.push(sight)
    for (const number of own) {
      if (!known.has(number)) fresh.push(number)
      known.add(number)
    }
  }
  return { fresh, again }
}

/** A thread is one customer's, a customer has one thread, and answers reach whom they were for. */
function astray({ witness, customers }: Town): readonly string[] {
  const thread = new Map<number, number | undefined>()
  const foreign = witness.sights.вопрос.filter((sight) => {
    const [first] = sight.marks
    if (!first || sight.marks.some(({ customer }) => customer !== first.customer)) return true
    const known = thread.get(first.customer) ?? sight.thread
    thread.set(first.customer, known)
    return known !== sight.thread || sight.thread === undefined
  })
  const misled = witness.sights.ответ.filter(({ chat, marks }) =>
    marks.some(({ customer }) => customers[customer]?.id !== chat),
  )
  return [...foreign, ...misled].map(
    ({ chat, thread, text }) => `astray in ${chat}, thread ${thread}: ${text}`,
  )
}

function unmarked({ witness, customers }: Town): readonly string[] {
  const again = customers.flatMap((_, customer) => seen(witness.sights.вопрос, customer).again)
  const silent = again.filter(({ text }) => !text.includes(AGAIN))
  return silent.length === 0
    ? []
    : [`${silent.length} came again without a mark, the first is: ${silent[0]?.text}`]
}
