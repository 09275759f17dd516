/** The community as VK sees it: the key, whose it is, how its events come. */
import { z } from 'zod'
import { VkApi } from '../../channels/vk/api.ts'
import { readFailure } from '../../channels/vk/errors.ts'
import type { VkConfig } from '../../config.ts'
import { QUIET } from '../../runtime/log.ts'
import { type World, words } from '../world.ts'
import { type Finding, fine, wrong } from './finding.ts'
import { SAID } from './words.ts'

const communities = z.looseObject({
  groups: z.array(z.looseObject({ id: z.int(), name: z.string() })),
})
const settings = z.looseObject({ is_enabled: z.boolean() })
const servers = z.looseObject({
  items: z.array(z.looseObject({ url: z.string(), status: z.string() })),
})

export async function vkFindings(world: World): Promise<readonly Finding[]> {
  const { config, language, clock } = world
  const { vk } = config
  if (!vk) return [fine(words(SAID.noVk, language))]
  const api = new VkApi({ token: vk.token, root: vk.apiUrl, clock, log: QUIET })
  try {
    const [own] = communities.parse(await api.groups.getById({})).groups
    if (own?.id !== vk.group) return [foreign(world, vk, own)]
    const { name } = own
    return [fine(words(SAID.vk, language, { name })), ...(await events(world, vk, api))]
  } catch (error) {
    return [failed(world, vk, error)]
  } finally {
    await api.close()
  }
}

function foreign(
  { language }: World,
  { group }: VkConfig,
  own: { readonly id: number; readonly name: string } | undefined,
): Finding {
  const said = { name: own?.name ?? '?', id: own?.id ?? '?', group }
  return wrong(words(SAID.vkOther, language, said), words(SAID.vkOtherFix, language, said))
}

async function events(world: World, vk: VkConfig, api: VkApi): Promise<readonly Finding[]> {
  const found: Finding[] = []
  if (vk.mode !== 'callback') found.push(await longPoll(world, vk, api))
  if (vk.mode !== 'longpoll') found.push(await callback(world, vk, api))
  return found
}

async function longPoll({ language }: World, { group }: VkConfig, api: VkApi): Promise<Finding> {
  const { is_enabled: on } = settings.parse(await api.groups.getLongPollSettings({ group_id: group }))
  return fine(words(on ? SAID.vkLongPoll : SAID.vkLongPollOff, language))
}

async function callback({ config, language }: World, { group }: VkConfig, api: VkApi): Promise<Finding> {
  const url = `${new URL(config.publicUrl ?? '').origin}/vk`
  const { items } = servers.parse(await api.groups.getCallbackServers({ group_id: group }))
  const server = items.find((one) => one.url === url)
  const said = { url }
  if (!server)
    return wrong(words(SAID.vkNoCallback, language, said), words(SAID.vkNoCallbackFix, language, said))
  return server.status === 'ok'
    ? fine(words(SAID.vkCallback, language, said))
    : wrong(words(SAID.vkCallbackBad, language, said), words(SAID.vkCallbackBadFix, language, said))
}

function failed({ language }: World, { apiUrl: url }: VkConfig, error: unknown): Finding {
  const failure = readFailure(error)
  const { why } = failure
  switch (failure.kind) {
    case 'unauthorized':
      return wrong(words(SAID.vkBadToken, language), words(SAID.vkBadTokenFix, language))
    case 'passing':
    case 'slow':
      return wrong(words(SAID.vkUnreachable, language, { url, why }), words(SAID.vkUnreachableFix, language))
    default:
      return wrong(words(SAID.vkRights, language, { why }), words(SAID.vkRightsFix, language))
  }
}
