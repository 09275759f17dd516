/**
 * `kotik fake vk`: the fake as a command, with a small town to play in. The CLI imports this file when it is asked to,
 * compiled from dist or as it is. The page is that of the fake Telegram, which knows VK too.
 */
import { SYSTEM_CLOCK, seconds } from '../messenger/clock.ts'
import { pageRoutes } from '../telegram/http/page.ts'
import { FakeVk } from './fake.ts'
import { peopleRoutes } from './http/people-routes.ts'
import { settleTown, type Town } from './town.ts'

export interface CommandOptions {
  readonly port: number
  /** 20 calls a second, as VK has it. */
  readonly rates: 'on' | 'off'
}

export interface RunningFake {
  readonly url: string
  readonly town: Town
  stop(): Promise<void>
}

// In seconds since 1970: numbers stay short.
const YEAR_2026 = 1_767_225_600

export async function runFakeVk({ port, rates }: CommandOptions): Promise<RunningFake> {
  const fake = await FakeVk.start({
    port,
    rates,
    // A bot that ran beside an earlier one knows its numbers and would take these for repeats.
    numbersFrom: seconds(SYSTEM_CLOCK.now()) - YEAR_2026,
    routes: (made) => {
      const [people, page] = [peopleRoutes(made), pageRoutes()]
      return (request, response) => people(request, response) || page(request, response)
    },
  })
  const town = settleTown(fake)
  return { url: fake.url, town, stop: () => fake.stop() }
}
