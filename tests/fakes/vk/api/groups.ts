/** The community itself, people's names, and how events are asked for. */
import { badParam, vkError } from '../errors.ts'
import type { CallbackServer, EventSettings, Wire } from '../world/model.ts'
import { EVENT_TYPES } from '../world/model.ts'
import { API_VERSION, wireGroup, wireUser } from '../world/wire.ts'
import type { Call, Methods } from './call.ts'

const USERS_MOST = 1_000
const SERVERS_MOST = 10
const TITLE_MOST = 14
const SECRET = /^[\w-]{0,50}$/u

/** A community's key is good for that community only. */
function ownGroup({ group, params }: Call): void {
  if (params.needed('group_id') !== group.id) throw vkError(15, 'no access to this group')
}

function getById({ world, group, params }: Call): Wire {
  const asked = [...params.words('group_ids'), ...params.words('group_id')]
  const groups = [...world.groups.values()]
  const found = asked.flatMap(
    (name) => groups.find((one) => String(one.id) === name || one.screenName === name) ?? [],
  )
  if (asked.length > 0 && found.length === 0) throw vkError(100, 'group_ids is undefined')
  return { groups: (asked.length === 0 ? [group] : found).map(wireGroup), profiles: [] }
}

function getUsers({ world, params }: Call): readonly Wire[] {
  const asked = params.words('user_ids')
  if (asked.length > USERS_MOST) throw badParam('user_ids should contain less or equal to 1000 elements')
  const fields = params.words('fields')
  const users = [...world.users.values()]
  return asked.flatMap((name) => {
    const user = world.users.get(Number(name)) ?? users.find((one) => one.screenName === name)
    return user ? [wireUser(user, fields)] : []
  })
}

const wireEvents = (events: EventSettings['events']): Wire =>
  Object.fromEntries(EVENT_TYPES.map((type) => [type, events.has(type) ? 1 : 0]))

/** Those that the call names; others stay as they are. */
function changeEvents({ params }: Call, events: EventSettings['events']): void {
  for (const type of EVENT_TYPES) {
    if (!params.has(type)) continue
    if (params.flag(type)) events.add(type)
    else events.delete(type)
  }
}

function setLongPollSettings(call: Call): 1 {
  ownGroup(call)
  const { longPoll } = call.group
  if (call.params.has('enabled')) longPoll.enabled = call.params.flag('enabled')
  changeEvents(call, longPoll.events)
  return 1
}

function addServer(call: Call): Wire {
  ownGroup(call)
  const { params, group, delivery } = call
  const [url, title, secret] = [params.text('url'), params.text('title'), params.text('secret_key')]
  if (!/^https?:\/\/\S+$/u.test(url)) throw badParam('url is invalid')
  if (title === '' || title.length > TITLE_MOST) throw badParam('title is invalid')
  if (!SECRET.test(secret)) throw badParam('secret_key is invalid')
  if (group.servers.size >= SERVERS_MOST) throw vkError(2000)
  return { server_id: delivery.addServer(group, title, url, secret) }
}

function serverOf({ group, params }: Call): CallbackServer {
  const server = group.servers.get(params.needed('server_id'))
  if (!server) throw badParam('server_id is invalid')
  return server
}

export const GROUPS: Methods = {
  'groups.getById': getById,
  'users.get': getUsers,
  'groups.getLongPollServer': (call) => {
    ownGroup(call)
    if (!call.group.longPoll.enabled) throw badParam('longpoll for this group is not enabled')
    return call.delivery.longPollServer(call.group)
  },
  'groups.getLongPollSettings': (call) => {
    ownGroup(call)
    const { enabled, events } = call.group.longPoll
    return { is_enabled: enabled, api_version: API_VERSION, events: wireEvents(events) }
  },
  'groups.setLongPollSettings': setLongPollSettings,
  'groups.getCallbackConfirmationCode': (call) => {
    ownGroup(call)
    return { code: call.group.confirmation }
  },
  'groups.addCallbackServer': addServer,
  'groups.deleteCallbackServer': (call) => {
    ownGroup(call)
    call.delivery.removeServer(call.group, serverOf(call).id)
    return 1
  },
  'groups.getCallbackServers': (call) => {
    ownGroup(call)
    const items = [...call.group.servers.values()].map(({ id, title, url, secret, status }) => ({
      id,
      title,
      url,
      secret_key: secret,
      status,
      creator_id: 1,
    }))
    return { count: items.length, items }
  },
  'groups.getCallbackSettings': (call) => {
    ownGroup(call)
    return { api_version: API_VERSION, events: wireEvents(serverOf(call).events) }
  },
  'groups.setCallbackSettings': (call) => {
    ownGroup(call)
    changeEvents(call, serverOf(call).events)
    return 1
  },
}
