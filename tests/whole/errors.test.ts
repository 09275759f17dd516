/** docs/errors.md and the code say the same, in both directions. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { refusalFault, SITE_ERRORS } from '../../src/channels/site/errors.ts'
import { VARIABLES } from '../../src/config.ts'
import { PROBLEMS, problemOf } from '../../src/desk/web/problem.ts'
import type { Refusal } from '../../src/domain/decision.ts'
import { PHRASES } from '../../src/domain/phrases.ts'
import { STORE_ERRORS } from '../../src/store/errors.ts'

const page = readFileSync('docs/errors.md', 'utf8')

/** The rows of the table under a heading, without the code marks around a cell. */
function table(heading: string): readonly (readonly string[])[] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  const rows = section.split('\n').filter((line) => line.startsWith('| '))
  return rows.slice(1).map((line) =>
    line
      .slice(2, -2)
      .split(/ (?<!\\)\| /)
      .map((cell) => cell.replace(/^`([^`]*)`$/, '$1').replaceAll('\\|', '|')),
  )
}

const joined = (...parts: readonly (string | undefined)[]) => parts.filter((part) => part !== '—').join(' ')
const codesIn = (path: string, type: string) => {
  const [, rest = ''] = readFileSync(path, 'utf8').split(`export type ${type} =`)
  const [declared = ''] = rest.split('\n\n')
  return [...declared.matchAll(/'(\w+)'/g)].map((match) => match[1])
}

describe('docs/errors.md', () => {
  it('has every error of the site chat, with its status and its words', () => {
    const told = table('The site chat').map(([code, status, says, cure]) => [
      code,
      Number(status),
      joined(says, cure),
    ])
    expect(told).toEqual(Object.entries(SITE_ERRORS).map(([code, { status, en }]) => [code, status, en]))
  })

  it('has every problem of the web desk, with its status, its words and a cure', () => {
    const rows = table('The web desk')
    const told = rows.map(([code, status, says]) => [code, Number(status), says])
    expect(told).toEqual(Object.entries(PROBLEMS).map(([code, { status, en }]) => [code, status, en]))
    for (const [, , , cure] of rows) expect(cure).toMatch(/\w{3,}/)
  })

  it('has every error of the store', () => {
    const told = table('The database and the disk')
    const known = Object.entries(STORE_ERRORS).map(([code, { en }]) => [code, en.found, en.allowed, en.fix])
    expect(told).toEqual(known)
  })

  it('has every setting', () => {
    const known = Object.entries(VARIABLES).map(([name, { allowed }]) => [name, allowed.en])
    expect(table('Settings')).toEqual(known)
  })

  it('has every refusal of the rules, as customers and as operators hear it', () => {
    const rows = table('Refusals of the rules')
    expect(rows.map(([code]) => code)).toEqual(codesIn('src/domain/decision.ts', 'Refusal'))
    for (const [code, customers, operators] of rows) {
      const refusal = { code } as Refusal
      expect([refusalFault(refusal).code, problemOf(refusal).code]).toEqual([customers, operators])
    }
  })

  it('has every reason to bring an input again later', () => {
    const port = readFileSync('src/channels/port.ts', 'utf8')
    const [, busy = ''] = /kind: 'busy'[\s\S]*?why: ([^\n}]+)/.exec(port) ?? []
    const known = [...busy.matchAll(/'(\w+)'/g)].map((match) => match[1])
    const rows = table('Inputs that are not taken now')
    expect(rows.map(([why]) => why).toSorted()).toEqual(known.toSorted())
    for (const [why, status] of rows)
      expect(SITE_ERRORS).toHaveProperty([why ?? '', 'status'], Number(status))
  })

  it('has every reason why a message cannot reach a customer', () => {
    const known = codesIn('src/domain/input.ts', 'RefusalReason')
    expect(table('Messages that cannot reach the customer').map(([why]) => why)).toEqual(known)
  })

  it('has every answer outside of chat and desk', () => {
    const source = readFileSync('src/http/problem.ts', 'utf8')
    const known = [...source.matchAll(/code: '(\w+)'/g)].map((match) => match[1])
    const rows = table('Any other address')
    expect(rows.map(([code]) => code).toSorted()).toEqual(known.toSorted())
    for (const [, , says] of rows) expect(source).toContain(says)
  })

  it('has every trouble with the address to listen on', () => {
    const source = readFileSync('src/main.ts', 'utf8')
    const known = [...source.matchAll(/^ {2}(E[A-Z]+): \{$/gm)].map((match) => match[1])
    const rows = table('The address to listen on')
    expect(rows.map(([code]) => code)).toEqual(known)
    // In the code the address stands where the page has an ellipsis.
    for (const [, says = ''] of rows) for (const part of says.split('…')) expect(source).toContain(part)
  })

  it('has every trouble of the command line', () => {
    const told = table('The command line').map(([says]) => says)
    expect([...told].toSorted()).toEqual([...troublesOfTheCommandLine()].toSorted())
    for (const [, code] of table('The command line')) expect(['1', '2', '3']).toContain(code)
  })

  it('names phrases that there are, in their words', () => {
    const known: { readonly [name: string]: { readonly en: string } } = PHRASES
    const rows = table('What the bot itself says')
    expect(rows.length).toBeGreaterThan(5)
    for (const [name = '', says] of rows) expect(known[name]?.en).toBe(says)
  })
})

/** The English words of everything that is thrown as a `CommandFailure` or told about the command line. */
function troublesOfTheCommandLine(): ReadonlySet<string> {
  const files = readdirSync('src/cli', { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )
  return new Set(files.flatMap((name) => troublesIn(readFileSync(join('src/cli', name), 'utf8'))))
}

function troublesIn(source: string): readonly string[] {
  const used =
    /(?:found: words\(|refused\(words\(|failure\(language, |refuse\(world, ')(?:SAID\.)?(?!found\b)(\w+)/g
  const named = [...source.matchAll(used)].map((match) => match[1] ?? '')
  const usage = [...source.matchAll(/'(commander\.\w+)': /g)].map((match) => `'${match[1]}'`)
  return [...named, ...usage].flatMap((name) => englishOf(name, source))
}

function englishOf(name: string, source: string): readonly string[] {
  const [, rest] = source.split(new RegExp(`${name.replaceAll('.', '\\.')}(?:: Said)?(?: =|:) \\{`))
  const [, single, double] = /en: (?:'([^']*)'|"([^"]*)")/.exec(rest ?? '') ?? []
  return [single ?? double ?? `${name}: no English words found`]
}
