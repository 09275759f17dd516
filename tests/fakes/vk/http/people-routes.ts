/**
 * `/_fake/…`: the people's side for another process. Every POST takes JSON (or multipart, for a file) and answers JSON.
 * The list of routes with examples is in docs/fake-vk.md.
 */
import type { IncomingMessage } from 'node:http'
import { bodyOf } from '../../messenger/body.ts'
import { crowdOf, Flood } from '../../messenger/flood.ts'
import type { OtherRoutes } from '../../messenger/local-server.ts'
import { isObject } from '../../messenger/objects.ts'
import { type Routes, peopleRoutes as shared } from '../../messenger/people-routes.ts'
import { Params } from '../api/params.ts'
import { badParam } from '../errors.ts'
import type { FakeVk } from '../fake.ts'
import { DEEDS, seatOf } from '../people/deeds.ts'
import { everything, wireMessages } from '../people/screen.ts'
import type { Wire } from '../world/model.ts'
import { faultOf, ratesOf, whereOf } from './injected.ts'
import { paramsIn } from './server.ts'

function routesOf(fake: FakeVk): Routes<Params> {
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

function ownersRoutes(fake: FakeVk): Routes<Params> {
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

const faultRoutes = (fake: FakeVk): Routes<Params> => ({
  'POST faults': (params) => void fake.inject(faultOf(params), whereOf(params)),
  'DELETE faults': () => fake.healAll(),
  'POST rates': (params) => fake.setRates(ratesOf(params)),
})

const journalRoutes = ({ journal }: FakeVk): Routes<Params> => ({
  'GET counts': () => {
    const { counts, sends, repeats } = journal
    return { counts, sends: sends.length, repeats: repeats.length, doubled: journal.doubled() }
  },
  'GET sends': (params) => journal.sends.slice(params.whole('from') ?? 0),
  'GET calls': (params) => journal.calls.slice(params.whole('from') ?? 0),
  'DELETE journal': () => journal.clear(),
})

function floodRoutes(fake: FakeVk): Routes<Params> {
  let flood: Flood | undefined
  return {
    'POST flood': (params) => {
      const [people, perSecond, text] = [
        params.needed('people'),
        params.fraction('per_second'),
        params.text('text'),
      ]
      const community = communityIn(fake, params)
      flood = new Flood(
        crowdOf(fake, people, (person) => person.with(community)),
        {
          people,
          messages: params.needed('messages'),
          ...(perSecond === undefined ? {} : { perSecond }),
          ...(text === '' ? {} : { text }),
        },
      )
      flood.begin()
      return {}
    },
    'GET flood': () => (flood ? { finished: flood.finished, ...flood.seen() } : {}),
  }
}

/** Everything under `/_fake/`. */
export const peopleRoutes = (fake: FakeVk): OtherRoutes =>
  shared({
    routes: routesOf(fake),
    paramsIn: said,
    onChange: (tell) => fake.onChange((dialog) => tell(dialog?.peerId, dialog?.group.id)),
  })

/** JSON, or what VK itself takes. */
async function said(request: IncomingMessage): Promise<Params> {
  if (!request.headers['content-type']?.startsWith('application/json')) return paramsIn(request)
  const body: unknown = JSON.parse((await bodyOf(request)).toString())
  return Params.of(isObject(body) ? body : {})
}
