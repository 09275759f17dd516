/** Every route, tried by everyone: what each may do is written once in the table below, and the router is held against it. */
import type express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Route } from '../../../src/desk/web/route.ts'
import { ROUTES } from '../../../src/desk/web/routes.ts'
import { type Answer, type Bench, bench, fresh, type Page } from './harness.ts'

type Person = 'nobody' | 'stranger' | 'colleague' | 'owner' | 'lead'
type Outcome = 'in' | 401 | 404 | 409

/**
 * stranger: of another group · colleague: of the ticket's group, while another has it · owner: has it · lead.
 * `in`: let through (what the domain then says is another matter).
 */
const EXPECTED: { readonly [who in Route['who']]: { readonly [person in Person]: Outcome } } = {
  anyone: { nobody: 'in', stranger: 'in', colleague: 'in', owner: 'in', lead: 'in' },
  operator: { nobody: 401, stranger: 'in', colleague: 'in', owner: 'in', lead: 'in' },
  reader: { nobody: 401, stranger: 404, colleague: 404, owner: 'in', lead: 'in' },
  holder: { nobody: 401, stranger: 404, colleague: 404, owner: 'in', lead: 'in' },
  member: { nobody: 401, stranger: 404, colleague: 'in', owner: 'in', lead: 'in' },
}

/** What to send: an empty object would be a 400 before anybody could be let through. */
const BODIES: { readonly [path: string]: object } = {
  'post /tickets/:ticket/claim': { id: 'claim-00' },
  'post /tickets/:ticket/transfer': { to: { group: 'nowhere' } },
  'post /tickets/:ticket/second-line': { id: 'short' },
  'post /tickets/:ticket/tag': { topic: 'nowhere' },
  'post /tickets/:ticket/snooze': { until: 1 },
  'post /tickets/:ticket/replies': { text: 'Здравствуйте!' },
  'post /tickets/:ticket/notes': { text: 'Заметка' },
}

const PEOPLE: readonly Person[] = ['nobody', 'stranger', 'colleague', 'owner', 'lead']
const table = ROUTES.filter((route) => route.path !== '/events' && route.path !== '/session').flatMap(
  (route) => PEOPLE.map((person) => ({ route, person, name: `${route.method} ${route.path}` })),
)

let desk: Bench
let people: { readonly [person in Person]: Page }
beforeAll(async () => {
  desk = await bench()
  people = {
    nobody: desk.page(),
    stranger: await desk.operator('petr', { groups: ['finance'] }),
    colleague: await desk.operator('boris'),
    owner: await desk.operator('anna'),
    lead: await desk.operator('olga', { lead: true, groups: [] }),
  }
  await desk.customer('vera')
  await people.owner.post('/tickets/1/claim', { id: fresh() })
})
afterAll(() => desk.stop())

function attempt(route: Route, person: Person): Promise<Answer> {
  const name = `${route.method} ${route.path}`
  const path = route.path.replace(':ticket', '1').replace(':file', 'none')
  const query = route.path.endsWith('/lines') ? '?before=9' : ''
  const body = route.method === 'get' ? undefined : { id: fresh(), ...BODIES[name] }
  return people[person].ask(route.method.toUpperCase(), path + query, body)
}

describe('who may do what', () => {
  it.each(table)('$name by $person', async ({ route, person }) => {
    const wanted = EXPECTED[route.who][person]
    const answer = await attempt(route, person)
    // A file that is not there is a 404 for everybody: files have a test of their own.
    const letIn = route.path.endsWith('/:file') ? 404 : 'in'
    if (wanted !== 'in') return expect(answer.status).toBe(wanted)
    if (letIn === 404) return expect(answer.status).toBe(404)
    expect([401, 403, 404]).not.toContain(answer.body?.error?.code === 'badLink' ? 0 : answer.status)
  })

  it('says nothing about a foreign ticket that it does not say about a missing one', async () => {
    const foreign = await people.stranger.get('/tickets/1')
    const missing = await people.stranger.get('/tickets/999999')
    const nonsense = await people.stranger.get('/tickets/1e0')
    expect([foreign.status, foreign.body]).toEqual([missing.status, missing.body])
    expect([nonsense.status, nonsense.body]).toEqual([missing.status, missing.body])
  })
})

describe('the router', () => {
  it('has no route beside the table', () => {
    const declared = ROUTES.map(({ method, path }) => `${method} ${path}`)
    expect(routesIn(desk.web.router)).toEqual([...declared, 'get /,/enter'])
    expect(new Set(declared).size).toBe(declared.length)
  })
})

/** What express really holds, nested routers and all. */
function routesIn(router: express.Router): readonly string[] {
  return router.stack.flatMap((layer) => {
    if (layer.route) return layer.route.stack.map((one) => `${one.method} ${String(layer.route?.path)}`)
    return isRouter(layer.handle) ? routesIn(layer.handle) : []
  })
}

function isRouter(handle: unknown): handle is express.Router {
  return typeof handle === 'function' && 'stack' in handle
}
