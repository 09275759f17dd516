import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Which room may enter which. A room may always enter itself; `web` is the browser's and stands apart. */
const MAY_ENTER: { readonly [room: string]: readonly string[] } = {
  domain: [],
  config: ['domain', 'nlu'],
  flow: ['domain'],
  nlu: ['domain'],
  content: ['domain', 'flow', 'nlu'],
  store: ['domain'],
  http: ['domain'],
  // What all messengers share.
  messengers: ['domain', 'http', 'store/port'],
  // What the bots of customers and of operators share.
  telegram: ['domain', 'http', 'messengers', 'channels/port', 'store/port'],
  channels: ['domain', 'http', 'messengers', 'telegram', 'store/port'],
  // Operators may send the same kinds of files as customers: one list.
  desk: ['domain', 'http', 'messengers', 'telegram', 'channels/port', 'store/port'],
  runtime: ['domain', 'http', 'channels/port', 'desk/port', 'store/port', 'nlu/port', 'content/release'],
  reports: ['domain', 'store/port'],
  learn: ['domain', 'flow', 'nlu/port', 'content', 'reports'],
  stories: ['domain', 'flow', 'nlu', 'content', 'runtime'],
  cli: [
    'domain',
    'flow',
    'nlu',
    'content',
    'store',
    'channels',
    'telegram',
    'desk',
    'runtime',
    'reports',
    'learn',
    'http',
    'stories',
    'config',
  ],
  // Pure files that say what travels between server and page.
  web: ['web', 'domain', 'channels/site/wire', 'desk/web/views', 'desk/web/cards', 'desk/web/lines'],
}
const FREE = new Set(['main', 'start', 'bots', 'desk-bots', 'releases', 'config'])

const SRC = resolve('src')

function files(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return files(path)
    return /\.tsx?$/u.test(name) ? [path] : []
  })
}

const place = (path: string) => relative(SRC, path).replace(/\.tsx?$/u, '')
const room = (path: string) => place(path).split('/')[0] ?? ''

function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/gu)].map((match) =>
    resolve(file, '..', match[1] ?? ''),
  )
}

function trespasses(): readonly string[] {
  return files(SRC).flatMap((file) =>
    importsOf(file)
      .filter((target) => !mayEnter(file, target))
      .map((target) => `${place(file)} enters ${place(target)}`),
  )
}

function mayEnter(from: string, to: string): boolean {
  const [inside, other] = [room(from), room(to)]
  if (inside === other || FREE.has(inside)) return true
  return (MAY_ENTER[inside] ?? []).some(
    (open) => place(to) === open || place(to).startsWith(`${open}/`) || other === open,
  )
}

describe('the house', () => {
  it('lets imports point inward only', () => {
    expect(trespasses()).toEqual([])
  })

  it('knows every room', () => {
    const rooms = readdirSync(SRC).filter((name) => statSync(join(SRC, name)).isDirectory())
    expect(rooms.filter((name) => !(name in MAY_ENTER))).toEqual([])
  })

  it('reads the clock and chance in one file only', () => {
    const readers = files(SRC).filter(
      (file) =>
        room(file) !== 'web' &&
        /Date\.now\(\)|new Date\(\)|Math\.random\(|randomUUID\(|randomBytes\(/u.test(
          readFileSync(file, 'utf8'),
        ),
    )
    expect(readers.map(place)).toEqual(['runtime/clock'])
  })

  it('reads the environment in one file only', () => {
    const readers = files(SRC).filter((file) => /process\.env/u.test(readFileSync(file, 'utf8')))
    expect(readers.map(place)).toEqual(['config'])
  })

  it('sends to customers from one file only', () => {
    const senders = files(SRC).filter((file) => /channel\.send\(/u.test(readFileSync(file, 'utf8')))
    expect(senders.map(place)).toEqual(['runtime/delivery'])
  })
})
