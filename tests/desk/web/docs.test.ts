/** docs/desk-api.md and the code say the same, tested both ways. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { PROBLEMS } from '../../../src/desk/web/problem.ts'
import { ROUTES } from '../../../src/desk/web/routes.ts'

const text = readFileSync('docs/desk-api.md', 'utf8')
const rows = (pattern: RegExp) => [...text.matchAll(pattern)].map((row) => row.slice(1, 3).join(' '))

describe('docs/desk-api.md', () => {
  it('lists every route with who may use it, and no other', () => {
    const documented = rows(/^\| `([A-Z]+ \/[^`]*)` \| `(\w+)` \|/gm)
    const real = ROUTES.map(({ method, path, who }) => `${method.toUpperCase()} ${path} ${who}`)
    expect([...documented].sort()).toEqual([...real].sort())
  })

  it('lists every error with its status, and no other', () => {
    const documented = rows(/^\| `(\w+)` \| (\d{3}) \|/gm)
    const real = Object.entries(PROBLEMS).map(([code, { status }]) => `${code} ${status}`)
    expect([...documented].sort()).toEqual([...real].sort())
  })

  it('names every kind of news', () => {
    const views = readFileSync('src/desk/web/views.ts', 'utf8')
    const kinds = [...views.matchAll(/^ {2}\| \{\s+readonly type: '(\w+)'|^ {6}readonly type: '(\w+)'/gm)]
    const real = kinds.map((match) => match[1] ?? match[2])
    expect(real.length).toBeGreaterThan(8)
    for (const kind of real) expect(text).toMatch(new RegExp(`^\\| \`${kind}\` \\|`, 'm'))
  })
})

describe('every problem', () => {
  it.each(Object.entries(PROBLEMS))('%s is told in both languages with the same details', (_code, words) => {
    const details = (said: string) => [...said.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
    expect(new Set(details(words.ru))).toEqual(new Set(details(words.en)))
    expect(words.ru).toMatch(/[.!]$/)
    expect(words.en).toMatch(/[.!]$/)
  })
})
