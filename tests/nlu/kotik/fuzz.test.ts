import { beforeAll, expect, it } from 'vitest'
import { seeded } from '../../../src/nlu/kotik/chance.ts'
import { kotik } from '../../../src/nlu/kotik/matcher.ts'
import type { Matcher } from '../../../src/nlu/port.ts'
import { PHRASES } from './phrases.ts'

// A machine that does other things as well may stop any one reading, never most: what was slow is read again.
const LONGEST_MS = 5
const RUNS = 21
const TEXTS = 10_000
const PATIENCE = 120_000

const SPECIAL = [
  'constructor',
  '__proto__',
  'а'.repeat(100_000),
  'ﷺ'.repeat(50_000),
  '\ud800',
  "'",
  "n't",
  '_',
  '̈'.repeat(5_000),
]

let matcher: Matcher
beforeAll(async () => {
  matcher = await kotik.train(PHRASES, {})
})

it(
  'never throws and never takes long, whatever the text',
  async () => {
    const chance = seeded(1)
    const slow: string[] = []
    for (let n = 0; n < TEXTS; n++) {
      const text = SPECIAL[n] ?? oddText(chance, n % 100 === 0 ? 100_000 : 300)
      const before = performance.now()
      const { intents } = await matcher.read(text, { language: 'ru' })
      if (performance.now() - before > LONGEST_MS) slow.push(text)
      expect(intents.every(({ confidence }) => confidence >= 0 && confidence <= 1)).toBe(true)
    }
    for (const text of slow) expect(await medianOf(text)).toBeLessThanOrEqual(LONGEST_MS)
  },
  PATIENCE,
)

/** Milliseconds of one reading: one or two fall on a collection of garbage or on another process, not half. */
async function medianOf(text: string): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < RUNS; n++) {
    const before = performance.now()
    await matcher.read(text, { language: 'ru' })
    times.push(performance.now() - before)
  }
  return times.sort((a, b) => a - b)[(RUNS - 1) / 2] ?? 0
}

/** Any code units at all: whole alphabets, emoji, halves of pairs, controls, and real words among them. */
function oddText(chance: () => number, longest: number): string {
  const length = Math.floor(chance() * longest)
  const highest = [128, 0x500, 0x3000, 0xffff][Math.floor(chance() * 4)] ?? 128
  let text = ''
  while (text.length < length) {
    text += chance() < 0.1 ? ' подписка отменить ' : String.fromCharCode(Math.floor(chance() * highest))
  }
  return text
}
