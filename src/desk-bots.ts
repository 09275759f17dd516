/** The bots of Telegram with the operators' desk on one of them; read only where there is a token. */
import { type Bots, telegramBots } from './bots.ts'
import type { Config } from './config.ts'
import { UNLIMITED } from './desk/telegram/budget.ts'
import { telegramDesk } from './desk/telegram/desk-telegram.ts'
import type { OperatorId } from './domain/ids.ts'
import { DayReport } from './reports/today.ts'
import type { Shared, StartParts } from './start.ts'

export function deskBots(
  parts: StartParts,
  shared: Shared,
  loginPath: (operator: OperatorId) => string,
): Bots {
  const { config, release, log } = parts
  const { deskChats, personalGroups, deskPaced } = config.telegram
  const day = new DayReport(shared.store, shared.clock, () => shared.settings().hours.timezone)
  return telegramBots({
    ...{ ...shared, config, rules: () => release.rules, log },
    desk: (bot) =>
      telegramDesk({
        ...{ ...shared, ...bot },
        entities: release.entities,
        today: () => day.today(),
        ...loginLinks(config, loginPath),
        log: log.child({ room: 'telegram' }),
        chats: deskChats,
        personal: personalGroups,
        ...(deskPaced ? {} : { allowances: { group: UNLIMITED, person: UNLIMITED } }),
        announce: (link) => parts.deskLink?.(link),
      }),
  })
}

/** Only where a browser of an operator reaches the desk: at its public address, or on this very machine. */
function loginLinks({ publicUrl, loopback, host, port }: Config, path: (operator: OperatorId) => string) {
  const own = loopback && port > 0 ? `http://${host}:${port}` : undefined
  const base = publicUrl ?? own
  return base === undefined ? {} : { loginLink: (operator: OperatorId) => base + path(operator) }
}
