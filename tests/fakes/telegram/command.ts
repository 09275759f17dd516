/**
 * `kotik fake telegram`: the fake as a command, with a small town to play in. The CLI imports this file when it is
 * asked to, compiled from dist or as it is.
 */
import { FakeTelegram } from './fake.ts'
import { pageRoutes } from './http/page.ts'
import { peopleRoutes } from './http/people-routes.ts'
import { settleTown, type Town } from './town.ts'

export interface CommandOptions {
  readonly port: number
  readonly budgets: 'on' | 'off'
}

export interface RunningFake {
  readonly url: string
  readonly town: Town
  stop(): Promise<void>
}

export async function runFakeTelegram({ port, budgets }: CommandOptions): Promise<RunningFake> {
  const fake = await FakeTelegram.start({
    port,
    budgets,
    routes: (made) => {
      const [people, page] = [peopleRoutes(made), pageRoutes()]
      return (request, response) => people(request, response) || page(request, response)
    },
  })
  const town = settleTown(fake)
  return { url: fake.url, town, stop: () => fake.stop() }
}
