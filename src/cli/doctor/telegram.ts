/** The bots as Telegram sees them: tokens, how updates come, the operators' groups, the clock. */
import { existsSync } from 'node:fs'
import type { UserFromGetMe, WebhookInfo } from 'grammy/types'
import { request } from 'undici'
import { botCalls } from '../../desk/telegram/calls.ts'
import { Chats } from '../../desk/telegram/chats.ts'
import { type Rights, rightsIn } from '../../desk/telegram/rights.ts'
import { type BotApi, botApi } from '../../telegram/api.ts'
import { readFailure } from '../../telegram/errors.ts'
import { withStore } from '../operator/store.ts'
import { type Said, type World, words } from '../world.ts'
import { type Finding, fine, wrong } from './finding.ts'
import { databaseFile } from './house.ts'
import { NEEDED, SAID } from './words.ts'

export async function telegramFindings(world: World): Promise<readonly Finding[]> {
  const { config, language } = world
  const { token, deskToken } = config.telegram
  if (deskToken === undefined) return [fine(words(SAID.noTelegram, language))]
  const shared = deskToken === token
  const bots = [
    ...(token === undefined || shared ? [] : [{ token, who: SAID.customers, name: 'TELEGRAM_TOKEN' }]),
    shared
      ? { token: deskToken, who: SAID.both, name: 'TELEGRAM_TOKEN', desk: true }
      : { token: deskToken, who: SAID.operators, name: 'DESK_TELEGRAM_TOKEN', desk: true },
  ]
  const found: Finding[] = []
  for (const bot of bots) found.push(...(await botFindings(world, bot)))
  return [...found, ...(await clockFinding(world))]
}

interface Bot {
  readonly token: string
  readonly who: Said
  readonly name: string
  readonly desk?: boolean
}

async function botFindings(world: World, bot: Bot): Promise<readonly Finding[]> {
  const { config, language } = world
  const api = botApi(bot.token, config.telegram.apiUrl)
  const who = words(bot.who, language)
  try {
    const me = await api.call<UserFromGetMe>('getMe')
    return [
      fine(words(SAID.bot, language, { who, name: me.username })),
      await updatesFinding(world, api),
      ...(bot.desk ? [...personalFinding(world, me), ...(await groupFindings(world, api, me))] : []),
    ]
  } catch (error) {
    const failure = readFailure(error)
    if (failure.kind === 'unauthorized')
      return [
        wrong(words(SAID.badToken, language, { who }), words(SAID.badTokenFix, language, { name: bot.name })),
      ]
    const why = 'why' in failure ? failure.why : failure.kind
    const said = { who, url: config.telegram.apiUrl, why }
    return [wrong(words(SAID.unreachable, language, said), words(SAID.unreachableFix, language))]
  } finally {
    await api.close()
  }
}

async function updatesFinding({ config, language }: World, api: BotApi): Promise<Finding> {
  const info = await api.call<WebhookInfo>('getWebhookInfo')
  const url = info.url ?? ''
  if (config.telegram.mode === 'polling') {
    if (url === '') return fine(words(SAID.polling, language))
    return wrong(words(SAID.foreignWebhook, language, { url }), words(SAID.foreignWebhookFix, language))
  }
  const wanted = `${config.publicUrl}/telegram/${api.id}`
  if (url !== wanted)
    return wrong(words(SAID.noWebhook, language), words(SAID.noWebhookFix, language, { url: wanted }))
  const { last_error_message: why, pending_update_count: pending } = info
  return why === undefined
    ? fine(words(SAID.webhook, language, { url, pending }))
    : wrong(words(SAID.webhookError, language, { why }), words(SAID.webhookErrorFix, language))
}

function personalFinding({ config, language }: World, me: UserFromGetMe): readonly Finding[] {
  if (config.telegram.personalGroups.length === 0) return []
  if (me.has_topics_enabled) return [fine(words(SAID.personal, language))]
  return [wrong(words(SAID.noPersonal, language), words(SAID.noPersonalFix, language))]
}

async function groupFindings(world: World, api: BotApi, me: UserFromGetMe): Promise<readonly Finding[]> {
  const ids = await groupsOf(world)
  if (ids.length === 0) return [fine(words(SAID.noGroups, world.language))]
  const calls = botCalls(api, world.clock, new AbortController().signal)
  return Promise.all(
    ids.map(async (id) => groupFinding(world, String(id), await rightsIn(calls, id, me.id), me)),
  )
}

function groupFinding(
  { language }: World,
  id: string,
  rights: Rights & { readonly title?: string },
  me: UserFromGetMe,
): Finding {
  const title = rights.title ?? id
  if (rights.kind === 'fine') return fine(words(SAID.group, language, { title }))
  if (rights.kind === 'notThere')
    return wrong(words(SAID.groupGone, language, { title }), words(SAID.groupGoneFix, language))
  const needs = rights.needs.map((need) => words(NEEDED[need], language)).join(', ')
  const blind = rights.needs.includes('administrator') && !me.can_read_all_group_messages
  const said = words(SAID.groupLacks, language, { title, needs })
  const fixes = [
    ...(rights.needs.includes('threads') ? [SAID.topicsFix] : []),
    ...(rights.needs.some((need) => need !== 'threads') ? [SAID.rightsFix] : []),
  ].map((fix) => words(fix, language))
  return wrong(blind ? said + words(SAID.groupPrivacy, language) : said, fixes.join('; '))
}

/** Those of the settings, under the numbers they have by now, and those set up by the link. */
async function groupsOf(world: World): Promise<readonly number[]> {
  const named = world.config.telegram.deskChats.map(({ chat }) => chat)
  if (!existsSync(databaseFile(world.config.databaseUrl))) return [...new Set(named)]
  return withStore(world, async (store) => {
    const chats = new Chats(store)
    await chats.load()
    const moved = await Promise.all(named.map((chat) => chats.now(chat)))
    // Chosen by mistake and left before it began: nobody waits for it.
    const linked = chats.adopted().filter(({ begun, trouble }) => begun || trouble !== 'kicked')
    return [...new Set([...moved, ...linked.map(({ id }) => id)])]
  })
}

// Telegram refuses nothing for a slow clock, but reminders, opening hours and TLS do go wrong by minutes.
const CLOCK_MAY_BE_OFF_S = 30

async function clockFinding({ config, language, clock }: World): Promise<readonly Finding[]> {
  try {
    const { headers, body } = await request(config.telegram.apiUrl, { method: 'HEAD' })
    await body.dump()
    const theirs = Date.parse(String(headers.date))
    if (Number.isNaN(theirs)) return []
    const seconds = Math.abs(Math.round((clock.now() - theirs) / 1000))
    if (seconds <= CLOCK_MAY_BE_OFF_S) return [fine(words(SAID.clock, language))]
    return [wrong(words(SAID.badClock, language, { seconds }), words(SAID.badClockFix, language))]
  } catch {
    // Who cannot be reached was told of already.
    return []
  }
}
