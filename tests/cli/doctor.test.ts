import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { hours, instant } from '../../src/domain/time.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { FakeTelegram } from '../fakes/telegram/fake.ts'
import { kotik } from './terminal.ts'

const TOKEN = '7000000001:fake-customers-bot'

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'kotik-doctor-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

async function town() {
  const fake = await FakeTelegram.start()
  onTestFinished(() => fake.stop())
  const bot = fake.newBot({ token: TOKEN, username: 'kotik_bot' })
  const group = fake.newGroup({ title: 'Поддержка', forum: true, owner: fake.newPerson('Ольга') })
  const env = {
    DATABASE_URL: `file:${folder()}/kotik.db`,
    TELEGRAM_TOKEN: TOKEN,
    TELEGRAM_API_URL: fake.url,
    DESK_TELEGRAM_CHATS: String(group.id),
  }
  return { fake, bot, group, env }
}

describe('kotik doctor', () => {
  test('finds nothing wrong in an empty environment', async () => {
    const { code, out } = await kotik(['doctor'], { env: { DATABASE_URL: `file:${folder()}/kotik.db` } })
    expect(out).toMatch(/^✓ Настройки: ошибок нет\n✓ База: .*появится при первом запуске\n✓ Содержание: /)
    expect(out).toMatch(/✓ Telegram: не подключён/)
    expect(code).toBe(0)
  })

  test('tells wrong settings by their own lines', async () => {
    const { code, out } = await kotik(['doctor'], { env: { PORT: 'abc', TELEGRAM_TOKEN: 'секрет' } })
    expect(out).toMatch(/✗ PORT: abc\n {2}Что делать: впишите: целое число/)
    expect(out).not.toContain('секрет')
    expect(code).toBe(1)
  })

  test('a bot with all its rights is fine', async () => {
    const { bot, group, env } = await town()
    group.addBot(bot, 'all')
    const { code, out } = await kotik(['doctor'], { env })
    expect(out).toMatch(/✓ Бот клиентов и операторов: @kotik_bot\n✓ Сообщения: приходят опросом/)
    expect(out).toMatch(
      /✓ Группа «Поддержка»: все права есть\n✓ Часы: как у Telegram\n.*ВКонтакте: не подключён.*\n\nВсё в порядке/,
    )
    expect(code).toBe(0)
  })

  test('names each right that is missing, and says how to give it', async () => {
    const { bot, group, env } = await town()
    group.addBot(bot, ['can_manage_topics'])
    const some = await kotik(['doctor'], { env })
    expect(some.out).toMatch(
      /✗ Группа «Поддержка»: не хватает: «Закрепление сообщений», «Удаление сообщений»\n {2}Что делать: настройки группы → «Администраторы» → бот/,
    )
    group.demote(bot)
    group.setForum(false)
    const none = await kotik(['doctor'], { env })
    expect(none.out).toMatch(/не хватает: темы, права администратора \(и слов операторов он не видит/)
    group.kick(bot)
    const gone = await kotik(['doctor'], { env })
    expect(gone.out).toMatch(/✗ Группа -\d+: бота там нет/)
    expect([some.code, none.code, gone.code]).toEqual([1, 1, 1])
  })

  test('a group of the settings that the content does not have is told, with those it has', async () => {
    const { bot, group, env } = await town()
    group.addBot(bot, 'all')
    const { code, out } = await kotik(['doctor'], {
      env: { ...env, DESK_TELEGRAM_CHATS: `frst-line=${group.id}` },
    })
    expect(out).toMatch(/✗ DESK_TELEGRAM_CHATS: группы «frst-line» нет в flows\/_bot\.yml/)
    expect(out).toMatch(/Что делать: впишите одну из: first-line, /)
    expect(code).toBe(1)
  })

  test('a revoked token, a server that is away, a webhook of somebody else: told, never with the token', async () => {
    const { fake, bot, group, env } = await town()
    group.addBot(bot, 'all')
    await fetch(`${fake.url}/bot${TOKEN}/setWebhook?url=https://other.example.com/hook`)
    const hooked = await kotik(['doctor'], { env })
    expect(hooked.out).toMatch(/✗ Сообщения: настроен опрос, а у бота стоит вебхук https:\/\/other\.example/)
    bot.revokeToken()
    const revoked = await kotik(['doctor'], { env })
    expect(revoked.out).toMatch(
      /✗ Бот клиентов и операторов: Telegram не принял токен\n.*@BotFather.*TELEGRAM_TOKEN/,
    )
    await fake.unplug()
    const away = await kotik(['doctor'], { env })
    expect(away.out).toMatch(/✗ Бот клиентов и операторов: до http:\/\/127\.0\.0\.1:\d+ не достучаться/)
    for (const { out, err, code } of [hooked, revoked, away]) {
      expect(out + err).not.toContain(TOKEN.slice(11))
      expect(code).toBe(1)
    }
  })

  test('own threads that are wanted and off, and a clock that is wrong', async () => {
    const { bot, group, env } = await town()
    group.addBot(bot, 'all')
    const clock = new ManualClock(instant(Date.now() + hours(1)))
    const { out, code } = await kotik(['doctor'], {
      env: { ...env, DESK_TELEGRAM_PERSONAL: 'finance' },
      clock,
    })
    expect(out).toMatch(/✗ Личные ветки операторов: заданы, но у бота выключены\n.*@BotFather/)
    expect(out).toMatch(/✗ Часы: расходятся с Telegram на 3\d\d\d с/)
    expect(code).toBe(1)
    bot.setTopics(true)
    expect((await kotik(['doctor'], { env: { ...env, DESK_TELEGRAM_PERSONAL: 'finance' } })).code).toBe(0)
  })
})
