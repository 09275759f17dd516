/**
 * A house with both rooms of Telegram: Вера writes to its bot and Анна answers her at the web desk; Пётр writes on the site and
 * Ольга answers him in a thread of her group. Its way to Telegram can be another one after each restart, and its log is kept.
 */
import { Writable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { createLog } from '../../src/runtime/log.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { passUntil } from '../fakes/pass-until.ts'
import { FakeTelegram } from '../fakes/telegram/fake.ts'
import type { BotHandle } from '../fakes/telegram/people/bot-handle.ts'
import type { Seat } from '../fakes/telegram/people/seat.ts'
import { Customer } from '../whole/customer.ts'
import { openKotik, type Person, temporaryFolder, type Whole } from '../whole/kotik.ts'
import { Operator } from '../whole/operator.ts'

const TOKEN = '7000000001:fake-customers-bot'
// Whoever signed in stays signed in.
const SECRET = 's'.repeat(40)

export interface House {
  readonly fake: FakeTelegram
  readonly clock: ManualClock
  readonly vera: Seat
  readonly olga: Seat
  readonly petr: Customer
  /** The thread of Пётр's chat. */
  readonly thread: number
  /** All that was logged, a line each, as the program writes it. */
  readonly logged: readonly string[]
  /** Anna's words to Вера. */
  reply(text: string): Promise<void>
  readonly bot: BotHandle
  /** Starts again with this address of the Bot API, and this token. */
  dial(url: string, token?: string): Promise<void>
  until<T>(probe: () => T | undefined | false, what: string): Promise<T>
}

export async function openHouse(): Promise<House> {
  const clock = new ManualClock()
  const fake = await FakeTelegram.start({ clock })
  onTestFinished(() => fake.stop())
  const bot = fake.newBot({ token: TOKEN })
  const owner = fake.newPerson('Ольга')
  const group = fake.newGroup({ title: 'Поддержка', forum: true, owner })
  group.addBot(bot, 'all')
  const [vera, olga] = [fake.newPerson('Вера').with(bot), owner.in(group)]
  const { dial, kotik, logged } = await runs(clock, { DESK_TELEGRAM_CHATS: String(group.id) }, fake.url)
  const until = <T>(probe: () => T | undefined | false, what: string) => passUntil(clock, probe, what)
  const sees = (fits: RegExp) =>
    until(() => vera.messages().some(({ text }) => fits.test(text)), String(fits))

  await until(() => olga.messages().some(({ byBot }) => byBot), 'the desk')
  olga.say('/on')
  const petr = await Customer.open(kotik.url)
  await petr.say('оператор')
  const thread = await until(
    () => olga.threads.find(({ name }) => name.startsWith('#1 '))?.id,
    'a thread for Пётр',
  )
  const anna = await Operator.open(kotik.url, 'anna')
  vera.say('оператор')
  await sees(/подключается Анна/u)
  const ticket = await anna.given()
  await anna.leave()
  const reply = async (text: string) => {
    const { status } = await anna.reply(ticket, text)
    if (status !== 200) throw new Error(`Анна's words were answered by ${status}`)
  }
  return { ...{ fake, bot, clock, vera, olga, petr, thread, logged }, reply, dial, until }
}

async function runs(clock: ManualClock, desk: { readonly [name: string]: string }, url: string) {
  const logged: string[] = []
  const out = new Writable({
    write(line, _, done) {
      logged.push(String(line))
      done()
    },
  })
  const folder = temporaryFolder()
  const log = createLog({ level: 'warn', readable: false, out })
  const whole = (api: string, port: string, token: string, people: readonly Person[] = []) =>
    openKotik({
      ...{ clock, folder, log, people },
      env: {
        TELEGRAM_TOKEN: token,
        TELEGRAM_API_URL: api,
        DESK_TELEGRAM_PACE: 'off',
        PORT: port,
        SECRET,
        ...desk,
      },
    })
  let kotik: Whole = await whole(url, '0', TOKEN, [{ login: 'anna', name: 'Анна' }])
  const { port } = new URL(kotik.url)
  const dial = async (api: string, token = TOKEN) => {
    await kotik.stop()
    kotik = await whole(api, port, token)
  }
  return { kotik, dial, logged }
}
