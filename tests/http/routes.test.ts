import express from 'express'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Health, healthRoutes } from '../../src/http/health.ts'
import { notFound, problemHandler } from '../../src/http/problem.ts'
import { proxyWarning } from '../../src/http/proxy-warning.ts'
import { securityHeaders } from '../../src/http/security-headers.ts'

const TOKEN = 'a-token-of-more-than-thirty-two-characters'

const HEALTHY: Health = {
  status: 'ok',
  ready: true,
  troubles: [],
  release: 'r1',
  uptime: 1,
  backlog: 0,
  channels: ['site'],
  troubled: [],
}

async function serve(health: Health, metricsToken?: string) {
  const failures: string[] = []
  const warnings: string[] = []
  const app = express()
  app.disable('x-powered-by')
  app.use(...securityHeaders())
  app.use(proxyWarning(0, { warn: (_fields, message) => void warnings.push(message) }))
  const metricsPage = async () => ({ type: 'text/plain', text: 'up 1\n' })
  app.use(healthRoutes({ health: () => health, metricsPage }, metricsToken))
  app.post('/json', express.json({ limit: 100 }), (request, response) => void response.json(request.body))
  app.get('/broken', () => {
    throw new Error('secret detail')
  })
  app.use(notFound)
  app.use(problemHandler({ error: (_fields, message) => void failures.push(message) }))
  const server = app.listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    get: (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init),
    failures,
    warnings,
  }
}

describe('health and metrics', () => {
  it('tells live from ready', async () => {
    const { get } = await serve({ ...HEALTHY, status: 'degraded', ready: false, troubles: ['disk full'] })
    expect((await get('/health/live')).status).toBe(200)
    const ready = await get('/health/ready')
    expect(ready.status).toBe(503)
    expect(await ready.json()).toEqual({ status: 'degraded', ready: false, troubles: ['disk full'] })
    expect((await get('/health')).status).toBe(200)
  })

  it('prints the metrics', async () => {
    const { get } = await serve(HEALTHY)
    const page = await get('/metrics')
    expect(page.headers.get('content-type')).toContain('text/plain')
    expect(await page.text()).toBe('up 1\n')
    expect((await get('/health/ready')).status).toBe(200)
  })

  it.each(['X-Forwarded-For', 'X-Real-IP', 'Forwarded', 'Via', 'X-Forwarded-Host'])(
    'prints none for whom a proxy asks (%s)',
    async (header) => {
      const { get } = await serve(HEALTHY, TOKEN)
      const page = await get('/metrics', { headers: { [header]: '127.0.0.1' } })
      expect(page.status).toBe(404)
      expect(await page.text()).not.toContain('up 1')
    },
  )

  it('prints them from anywhere for the token, and for no other', async () => {
    const { get } = await serve(HEALTHY, TOKEN)
    const ask = async (authorization: string) =>
      (await get('/metrics', { headers: { authorization, 'X-Forwarded-For': '203.0.113.7' } })).status
    expect(await ask(`Bearer ${TOKEN}`)).toBe(200)
    for (const wrong of [`Bearer ${TOKEN}x`, 'Bearer x', `Basic ${TOKEN}`, 'Bearer ']) {
      expect(await ask(wrong)).toBe(404)
    }
    const without = await serve(HEALTHY)
    const undefinedToken = { headers: { authorization: 'Bearer undefined' } }
    expect((await without.get('/metrics', undefinedToken)).status).toBe(404)
  })
})

describe('a proxy nobody told of', () => {
  it('is warned of once', async () => {
    const { get, warnings } = await serve(HEALTHY)
    await get('/health')
    expect(warnings).toEqual([])
    await get('/health', { headers: { 'X-Forwarded-For': '203.0.113.7' } })
    await get('/health', { headers: { 'X-Forwarded-For': '203.0.113.8' } })
    expect(warnings).toEqual([expect.stringContaining('TRUST_PROXY')])
  })
})

describe('every response', () => {
  it('carries a policy without unsafe words, and is kept by nobody', async () => {
    const { get } = await serve(HEALTHY)
    for (const path of ['/health', '/nowhere', '/broken']) {
      const { headers } = await get(path)
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('content-security-policy')).not.toContain('unsafe')
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('x-powered-by')).toBeNull()
    }
  })

  it('of a fault has one shape, and tells nothing of ours', async () => {
    const { get, failures } = await serve(HEALTHY)
    const post = (body: string) =>
      get('/json', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    expect((await get('/nowhere')).status).toBe(404)
    const broken = await get('/broken')
    expect(broken.status).toBe(500)
    expect(await broken.text()).not.toContain('secret detail')
    expect(failures).toEqual(['request failed'])
    const bad = await post('{"a":')
    expect(bad.status).toBe(400)
    expect(await bad.json()).toMatchObject({ error: { code: 'badRequest' } })
    const large = await post(JSON.stringify({ a: 'x'.repeat(200) }))
    expect(large.status).toBe(413)
    expect(await large.json()).toMatchObject({ error: { code: 'tooLarge' } })
  })
})
