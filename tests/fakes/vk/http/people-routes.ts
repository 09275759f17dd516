/**
 * `/_fake/…`: the people's side for another process. Every POST takes JSON (or multipart, for a file) and answers JSON.
 * The list of routes with examples is in docs/fake-vk.md.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { bodyOf } from '../../telegram/http/body.ts'
import { Flood } from '../../telegram/people/flood.ts'
import { isObject, Params } from '../api/params.ts'
import { badParam } from '../errors.ts'
import type { FakeVk } from '../fake.ts'
import { crowdOf } from '../people/crowd.ts'
import { DEEDS, seatOf } from '../people/deeds.ts'
import { everything, wireMessages } from '../people/screen.ts'
import type { Wire } from '../world/model.ts'
import { faultOf, ratesOf, whereOf } from './injected.ts'
import { type OtherRoutes, paramsIn } from './server.ts'

type Route = (params: Params) => unknown

function routesOf(fake: FakeVk): { readonly [methodAndPath: string]: Route } {
  return {
    'GET state': () => everything(fake),
    'GET messages': (params) => wireMessages(fake, seatOf(fake, params).dialog),
    'POST do': (params) => {
      const deed = DEEDS[params.text('do')]
      if (!deed) throw badParam(`do: ${Object.keys(DEEDS).join(', ')}`)
      return deed({ fake, seat: seatOf(fake, params), params })
    },
    'GET answer': (params) => answerTo(fake, params.text('id')),
    ...ownersRoutes(fake),
    ...faultRoutes(fake),
    ...journalRoutes(fake),
    ...floodRoutes(fake),
  }
}

/** What a press was answered; nothing so far, or a notice, perhaps an empty one. */
function answerTo({ world }: FakeVk, id: string): Wire {
  const answer = world.presses.get(id)?.answer
  return answer === undefined ? {} : { ...answer, text: answer.text ?? '', alert: false }
}

const communityIn = (fake: FakeVk, params: Params) => fake.communityOf(params.needed('group'))

function ownersRoutes(fake: FakeVk): { readonly [methodAndPath: string]: Route } {
  return {
    'POST communities': (params) => {
      const [id, name, token] = [params.whole('id'), params.text('name'), params.text('token')]
      const made = fake.newCommunity({
        ...(id === undefined ? {} : { id }),
        ...(name === '' ? {} : { name }),
        ...(token === '' ? {} : { token }),
      })
      return { id: made.id, token: made.token, confirmation: made.confirmation }
    },
    'POST people': (params) => {
      const id = params.whole('id')
      const about = { firstName: params.text('name'), ...(id === undefined ? {} : { id }) }
      return { id: fake.newPerson(about).id }
    },
    'POST chats': (params) => {
      const members = params.wholes('members', 100).map((id) => fake.personOf(id))
      return { id: communityIn(fake, params).newChat(params.text('title'), members).peerId }
    },
    // The confirmation is asked for at once; how it went is in `GET community`.
    'POST callback': (params) => {
      const secret = params.text('secret')
      const adding = communityIn(fake, params).addCallback(
        params.text('url'),
        secret === '' ? {} : { secret },
      )
      adding.catch(() => {})
      return {}
    },
    'GET community': (params) => {
      const community = communityIn(fake, params)
      const { id, token, confirmation, connected, longPoll, group } = community
      const servers = [...group.servers.values()].map((server) => ({
        id: server.id,
        url: server.url,
        status: server.status,
        pending: fake.engine.office.callback(group, server.id)?.pending ?? 0,
      }))
      return { id, token, confirmation, connected, polling: longPoll.polling, ts: longPoll.ts, servers }
    },
    // forget: the history (failed 1); expireKey (failed 2); lose: both (failed 3).
    'POST longpoll': (params) => {
      const { longPoll } = communityIn(fake, params)
      const what = params.text('do')
      if (what === 'forget') longPoll.forget()
      else if (what === 'expireKey') longPoll.expireKey()
      else if (what === 'lose') longPoll.lose()
      else throw badParam('do: forget, expireKey or lose')
      return {}
    },
  }
}

const faultRoutes = (fake: FakeVk): { readonly [methodAndPath: string]: Route } => ({
  'POST faults': (params) => void fake.inject(faultOf(params), whereOf(params)),
  'DELETE faults': () => fake.healAll(),
  'POST rates': (params) => fake.setRates(ratesOf(params)),
})

const journalRoutes = ({ journal }: FakeVk): { readonly [methodAndPath: string]: Route } => ({
  'GET counts': () => {
    const { counts, sends, repeats } = journal
    return { counts, sends: sends.length, repeats: repeats.length, doubled: journal.doubled() }
  },
  'GET sends': (params) => journal.sends.slice(params.whole('from') ?? 0),
  'GET calls': (params) => journal.calls.slice(params.whole('from') ?? 0),
  'DELETE journal': () => journal.clear(),
})

function floodRoutes(fake: FakeVk): { readonly [methodAndPath: string]: Route } {
  let flood: Flood | undefined
  return {
    'POST flood': (params) => {
      const [people, perSecond, text] = [
        params.needed('people'),
        params.fraction('per_second'),
        params.text('text'),
      ]
      flood = new Flood(crowdOf(fake, communityIn(fake, params), people), {
        people,
        messages: params.needed('messages'),
        ...(perSecond === undefined ? {} : { perSecond }),
        ...(text === '' ? {} : { text }),
      })
      flood.begin()
      return {}
    },
    'GET flood': () => (flood ? { finished: flood.finished, ...flood.seen() } : {}),
  }
}

/** Everything under `/_fake/`; what is unknown is refused with the list of what there is. */
export function peopleRoutes(fake: FakeVk): OtherRoutes {
  const routes = routesOf(fake)
  return (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    if (!path.startsWith('/_fake/')) return false
    const name = path.slice('/_fake/'.length)
    if (name === 'events') listen(fake, request, response)
    else void run(routes[`${request.method} ${name}`], Object.keys(routes), request, response)
    return true
  }
}

async function run(
  route: Route | undefined,
  known: readonly string[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (!route) throw badParam(`no such route; there are: ${known.join(', ')}`)
    json(response, 200, route(await said(request)) ?? {})
  } catch (error) {
    json(response, 400, { error: error instanceof Error ? error.message : String(error) })
  }
}

/** JSON, or what VK itself takes. */
async function said(request: IncomingMessage): Promise<Params> {
  if (!request.headers['content-type']?.startsWith('application/json')) return paramsIn(request)
  const body: unknown = JSON.parse((await bodyOf(request)).toString())
  return Params.of(isObject(body) ? body : {})
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

/** Server-sent events: one line for every change, merged while the reader is slow. */
function listen(fake: FakeVk, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write('data: {}\n\n')
  let waiting = false
  const leave = fake.onChange((dialog) => {
    if (waiting) return
    waiting = true
    setImmediate(() => {
      waiting = false
      response.write(`data: ${JSON.stringify({ chat: dialog?.peerId, bot: dialog?.group.id })}\n\n`)
    })
  })
  request.once('close', leave)
}
