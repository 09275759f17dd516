import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fault, faultText, passingFault, SITE_ERRORS } from '../../../src/channels/site/errors.ts'
import { SITE_LIMITS } from '../../../src/channels/site/limits.ts'

const docs = readFileSync('docs/site-api.md', 'utf8')
const rows = [...docs.matchAll(/^\| `(\w+)` \| ([45]\d\d) \| (.+) \|$/gm)].map(([, code, status, text]) => ({
  ...{ code, status: Number(status), text },
}))

describe('the catalogue of errors', () => {
  it('is what docs/site-api.md lists, in both directions', () => {
    const catalogue = Object.entries(SITE_ERRORS).map(([code, { status, en }]) => ({
      code,
      status,
      text: en,
    }))
    expect(rows).toEqual(catalogue)
  })

  it.each(Object.entries(SITE_ERRORS))('%s says the same in both languages', (_, { ru, en }) => {
    const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort()
    expect(places(ru)).toEqual(places(en))
    expect(ru.split('. ').length).toBeGreaterThanOrEqual(2)
  })

  it('fills in what was found', () => {
    expect(faultText(fault('fileTooLarge', { limit: 10 }), 'ru')).toContain('больше 10 МБ')
    expect(faultText(passingFault('overloaded', 1200), 'en')).toContain('in 2 s')
  })
})

describe('the limits', () => {
  it('are the ones docs/site-api.md promises', () => {
    const told = [...docs.matchAll(/^\| `(\w+)` \| (\d[\d ]*) \|/gm)]
      .filter(([, name]) => name !== undefined && name in SITE_LIMITS)
      .map(([, name, value]) => [name, Number(value?.replaceAll(' ', ''))])
    expect(Object.fromEntries(told)).toEqual(SITE_LIMITS)
  })
})
