/**
 * `/_fake/…`: the people's side for another process. Every POST takes JSON (or multipart, for a file) and answers JSON.
 * The list of routes with examples is in docs/fake-telegram.md.
 */
import type { ServerResponse } from 'node:http'
import { crowdOf, Flood, type FloodOf } from '../../messenger/flood.ts'
import type { OtherRoutes } from '../../messenger/local-server.ts'
import { type Routes, peopleRoutes as shared } from '../../messenger/people-routes.ts'
import type { Params } from '../api/params.ts'
import { badRequest } from '../errors.ts'
import type { FakeTelegram } from '../fake.ts'
import { DEEDS, ownGroup, seatOf, whole } from '../people/deeds.ts'
import { everything, wireSeen } from '../people/screen.ts'
import type { Wire } from '../world/model.ts'
import { budgetsOf, faultOf, whereOf } from './injected.ts'
import { paramsIn } from './server.ts'

function routesOf(fake: FakeTelegram): Routes<Params> {
  let flood: Flood | undefined
  return {
    'GET state': () => everything(fake),
    'GET messages': (params) => {
      const thread = params.text('thread')
      const seat = seatOf(fake, params)
      return seat
        .messages(thread === 'general' || thread === '' ? thread || undefined : Number(thread))
        .map(wireSeen)
    },
    'POST do': (params) => {
      const deed = DEEDS[params.text('do')]
      if (!deed) throw badRequest(`do: ${Object.keys(DEEDS).join(', ')}`)
      return deed(seatOf(fake, params), params) ?? {}
    },
    'POST own': (params) => ownGroup(fake, params),
    'POST bots': (params) => newBot(fake, params),
    'POST people': (params) => {
      const id = params.whole('id')
      return {
        id: fake.newPerson({ firstName: params.text('name'), ...(id === undefined ? {} : { id }) }).id,
      }
    },
    'POST groups': (params) => newGroup(fake, params),
    'POST faults': (params) => {
      fake.inject(faultOf(params), whereOf(params))
      return {}
    },
    'DELETE faults': () => fake.healAll(),
    'POST budgets': (params) => {
      fake.setBudgets(budgetsOf(params))
      return {}
    },
    'GET counts': () => ({ counts: fake.journal.counts, sends: fake.journal.sends.length }),
    'GET sends': (params) => fake.journal.sends.slice(params.whole('from') ?? 0),
    'GET calls': (params) => fake.journal.calls.slice(params.whole('from') ?? 0),
    'DELETE journal': () => fake.journal.clear(),
    'GET answer': (params) => fake.world.presses.answers.get(params.text('id')) ?? {},
    'GET bot': (params) => {
      const bot = fake.handleOf(whole(params, 'id'))
      return {
        id: bot.id,
        token: bot.token,
        pending: bot.pending,
        polling: bot.polling,
        webhook: bot.webhook,
      }
    },
    'POST flood': (params) => {
      const handle = fake.handleOf(whole(params, 'bot'))
      const of = floodOf(params)
      flood = new Flood(
        crowdOf(fake, of.people, (person) => person.with(handle)),
        of,
      )
      flood.begin()
      return {}
    },
    'GET flood': () => (flood ? { finished: flood.finished, ...flood.seen() } : {}),
  }
}

function floodOf(params: Params): FloodOf {
  const perSecond = params.number('per_second')
  const text = params.text('text')
  return {
    people: whole(params, 'people'),
    messages: whole(params, 'messages'),
    ...(perSecond === undefined ? {} : { perSecond }),
    ...(text === '' ? {} : { text }),
  }
}

function newBot(fake: FakeTelegram, params: Params): Wire {
  const token = params.text('token')
  const bot = fake.newBot({
    ...(token === '' ? {} : { token }),
    ...(params.has('username') ? { username: params.text('username') } : {}),
    ...(params.has('name') ? { firstName: params.text('name') } : {}),
    readsAll: params.flag('reads_all'),
    topicsEnabled: params.flag('topics'),
  })
  return { id: bot.id, token: bot.token, username: bot.username }
}

function newGroup(fake: FakeTelegram, params: Params): Wire {
  const id = params.whole('id')
  const group = fake.newGroup({
    title: params.text('title'),
    forum: params.flag('forum'),
    basic: params.flag('basic'),
    owner: fake.personOf(whole(params, 'owner')),
    members: (params.list('members') ?? []).map((member) => fake.personOf(Number(member))),
    ...(id === undefined ? {} : { id }),
  })
  for (const bot of params.list('bots') ?? []) group.addBot(fake.handleOf(Number(bot)), 'all')
  return { id: group.id }
}

/** Everything under `/_fake/`. */
export function peopleRoutes(fake: FakeTelegram): OtherRoutes {
  const routes = shared({
    routes: routesOf(fake),
    paramsIn,
    onChange: (tell) => fake.onChange((chat) => tell(chat?.id, chat?.bot?.user.id)),
  })
  return (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    if (!path.startsWith(FILES)) return routes(request, response)
    sendFile(fake, path.slice(FILES.length), response)
    return true
  }
}

const FILES = '/_fake/file/'

function sendFile(fake: FakeTelegram, key: string, response: ServerResponse): void {
  const file = fake.world.files.byKey(key)
  if (!file) {
    response.writeHead(404).end()
    return
  }
  // Shown in the page: never as a page of its own.
  const headers = {
    'content-type': file.mime,
    'content-security-policy': 'sandbox',
    'x-content-type-options': 'nosniff',
  }
  response.writeHead(200, headers).end(file.bytes)
}
