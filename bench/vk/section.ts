/** The part of the bench that is about VK: Kotik beside a plain vk-io bot, each on a strict fake with VK's limit of calls. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { percentile } from '../load.ts'
import { flagsOfStart } from '../programme.ts'
import { atMost, type Table } from '../table.ts'
import { type Bot, BotProcess } from '../telegram-relay/bots.ts'
import { Customers, type Tally } from './customers.ts'

const CUSTOMERS = 200
const BURST = 3_000
const BURST_PATIENCE_MS = 60_000
const PER_SECOND = 150
const STEADY_MS = 10_000
const STEADY_PATIENCE_MS = 10_000
const WARM_MS = 2_000
const STRUCK = 1_000
const STRUCK_PER_SECOND = 100
const DOWN_MS = 2_000

interface Measured {
  readonly name: string
  readonly speed: number
  readonly p50: number
  readonly p99: number
  readonly tally: Tally
}

export interface Surroundings {
  /** Where the bench is compiled to. */
  readonly home: string
  /** On the disk. */
  readonly folder: string
}

export async function vkSection(table: Table, surroundings: Surroundings): Promise<void> {
  table.section(
    `VK, 20 calls a second: ${BURST.toLocaleString('en')} at once, answered a second; ${PER_SECOND} a second, p50 / p99; kill -9 in ${STRUCK.toLocaleString('en')} and ${DOWN_MS / 1_000} s down, lost / doubled`,
  )
  const plain = await measured('vk-io', surroundings, vkIo)
  table.line(plain.name, told(plain))
  const ours = await measured('Kotik', surroundings, kotik)
  table.line(ours.name, told(ours))
  table.line('lost', String(ours.tally.lost), atMost(0, ours.tally.lost))
  table.line('doubled', String(ours.tally.doubled), atMost(0, ours.tally.doubled))
  table.line('out of order', String(ours.tally.misplaced), atMost(0, ours.tally.misplaced))
}

const told = ({ speed, p50, p99, tally }: Measured) =>
  `${Math.round(speed)}/s, ${p50.toFixed(0)} / ${p99.toFixed(0)} ms, ${tally.lost} / ${tally.doubled}`

type Make = (customers: Customers, surroundings: Surroundings) => Bot

async function measured(name: string, surroundings: Surroundings, make: Make): Promise<Measured> {
  const customers = await Customers.open(CUSTOMERS)
  const bot = make(customers, surroundings)
  try {
    bot.start()
    await customers.connected()
    await customers.greet()
    await customers.steady(PER_SECOND / 3, WARM_MS, STEADY_PATIENCE_MS)
    const delays = await customers.steady(PER_SECOND, STEADY_MS, STEADY_PATIENCE_MS)
    const speed = await customers.burst(BURST, BURST_PATIENCE_MS)
    const tally = await customers.struck(STRUCK_PER_SECOND, STRUCK, async () => {
      await bot.kill()
      await pause(DOWN_MS)
      bot.start()
    })
    return { name, speed, p50: percentile(delays, 0.5), p99: percentile(delays, 0.99), tally }
  } finally {
    await bot.kill()
    await customers.stop()
  }
}

const vkIo: Make = ({ fake, community }, { home }) =>
  new BotProcess('vk-io', community.token, home, {
    args: ['bench/peers/vk-io.js'],
    env: { TOKEN: community.token, GROUP: String(community.id), API: fake.url },
  })

const kotik: Make = ({ fake, community }, { home, folder }) =>
  new BotProcess('Kotik', community.token, home, {
    args: [...flagsOfStart(), 'src/main.js'],
    env: {
      DATABASE_URL: `file:${join(folder, 'vk', 'kotik.db')}`,
      CONTENT_DIR: echo(folder),
      PORT: '0',
      LOG_LEVEL: 'warn',
      VK_TOKEN: community.token,
      VK_GROUP_ID: String(community.id),
      VK_API_URL: fake.url,
    },
  })

const BOT = `name: Эхо
languages: [ru]
greeting: { text: Здравствуйте! }
groups: { first-line: Первая линия }
limits: { messages_per_minute: 10000 }
`
// What is written is an answer to the question that stands, and the next question tells it.
const FLOW = `title: Эхо
start:
  - ask: "Вы написали: {{ said | default: '' }}"
    save: said
  - go: start
`
const INTENTS = `echo:
  title: Эхо
  examples: [эхо, скажи эхо, повторяй за мной, повторюшка, говори как эхо, повтори]
  flow: echo
`

/** A bot that does what the plain one does, with all that Kotik does for it. */
function echo(folder: string): string {
  const content = join(folder, 'echo')
  for (const part of ['flows', 'intents']) mkdirSync(join(content, part), { recursive: true })
  writeFileSync(join(content, 'flows/_bot.yml'), BOT)
  writeFileSync(join(content, 'flows/echo.yml'), FLOW)
  writeFileSync(join(content, 'intents/all.yml'), INTENTS)
  return content
}
