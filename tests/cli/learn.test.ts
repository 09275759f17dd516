/** `kotik learn` over a log that the real rules wrote, and a copy of the sample content. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { EXIT } from '../../src/cli/exit-code.ts'
import { runCommandLine } from '../../src/cli/program.ts'
import { terminalOver } from '../../src/cli/terminal.ts'
import { readConfig } from '../../src/config.ts'
import { hours } from '../../src/domain/time.ts'
import { systemChance } from '../../src/runtime/clock.ts'
import { ManualClock } from '../fakes/manual-clock.ts'
import { PlayedLog } from '../reports/played-log.ts'
import { kotik } from './terminal.ts'

const clock = new ManualClock()
const played = mkdtempSync(join(tmpdir(), 'kotik-learn-'))
const REPLY = 'Скачать фильм можно в приложении на телефоне: стрелка под названием.'

beforeAll(async () => {
  const log = await PlayedLog.open(`file:${played}/kotik.db`, clock)
  for (const [customer, text] of [
    ['vera', 'зюзюкнуть фильмец в самолётик'],
    ['oleg', 'зюзюкнуть фильмец на самолётик, мой номер 89261234567'],
    ['inna', 'Зюзюкнуть фильмец в самолётик!'],
    ['petr', 'абырвалг хрюндель'],
  ] as const) {
    await log.says(customer, text)
  }
  await log.presses('vera', 'Позвать человека')
  await log.annaSays('vera', 'Здравствуйте!')
  await log.annaSays('vera', REPLY)
  await log.pass(hours(1))
  await log.close()
}, 60_000)
afterAll(() => rmSync(played, { recursive: true }))

let folder = ''
let env: { readonly [name: string]: string }
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kotik-content-'))
  cpSync('flows', join(folder, 'flows'), { recursive: true })
  cpSync('intents', join(folder, 'intents'), { recursive: true })
  rmSync(join(played, 'learn'), { recursive: true, force: true })
  env = { CONTENT_DIR: folder, DATABASE_URL: `file:${played}/kotik.db` }
})
afterEach(() => rmSync(folder, { recursive: true }))

const learn = (...args: readonly string[]) => kotik(['learn', ...args], { env, clock })
const intents = (file: string) => readFileSync(join(folder, 'intents', file), 'utf8')

describe('kotik learn', { timeout: 60_000 }, () => {
  test('lists groups, the most frequent first', async () => {
    const { code, out, err } = await learn()
    expect({ code, err }).toEqual({ code: EXIT.ok, err: '' })
    expect(out).toContain('Прочитано вопросов: 4. Не понято или не помогло, раз: 4; групп: 2.\n')
    expect(out).toMatch(/^№ {4}раз {2}фраза +ближе всего$/mu)
    expect(out).toMatch(/^1 {6}3 {2}Зюзюкнуть фильмец в самолётик/mu)
    expect(out).toMatch(/^ {10}не понято 3 · позвали человека 1$/mu)
    expect(out).toContain(`ответ оператора: ${REPLY}`)
    expect(out).toMatch(/^2 {6}1 {2}абырвалг хрюндель/mu)
    expect(out).not.toContain('8926')
    expect((await kotik(['learn', '--lang', 'en'], { env, clock })).out).toContain('Questions read: 4.')
  })

  test('--json has everything', async () => {
    const { out } = await learn('--json')
    expect(JSON.parse(out)).toMatchObject({
      questions: 4,
      groups: [
        {
          number: 1,
          count: 3,
          phrases: [
            { text: 'Зюзюкнуть фильмец в самолётик!', count: 2 },
            { text: 'зюзюкнуть фильмец на самолётик, мой номер ***', count: 1 },
          ],
          reasons: { notUnderstood: 3, between: 0, badAnswer: 0, person: 1 },
          answer: REPLY,
        },
        { number: 2, count: 1 },
      ],
    })
  })

  test('--since leaves out what is older', async () => {
    const later = new ManualClock(clock.now())
    later.advance(hours(48))
    const { code, out } = await kotik(['learn', '--since', '1d'], { env, clock: later })
    expect(code).toBe(EXIT.ok)
    expect(out).toContain('Учить нечему')
  })

  test('--group shows all its phrases with their numbers', async () => {
    await learn()
    const { code, out } = await learn('--group', '1')
    expect(code).toBe(EXIT.ok)
    expect(out).toMatch(/^ {2}1 {2}Зюзюкнуть фильмец в самолётик! {2}×2$/mu)
    expect(out).toMatch(/^ {2}2 {2}зюзюкнуть фильмец на самолётик, мой номер \*\*\*$/mu)
  })
})

describe('accepting', { timeout: 60_000 }, () => {
  test('adds lines to the file of the intent, and the group comes no more', async () => {
    await learn()
    const before = intents('playback.yml')
    const name = /^([a-z][\w-]*):$/mu.exec(before)?.[1] ?? ''
    const { code, out } = await learn('--accept', '1', '--intent', name, '--only', '1')
    expect(code).toBe(EXIT.ok)
    expect(out).toContain(`intents/playback.yml: в «${name}» добавлено примеров: 1.\n`)
    const after = intents('playback.yml')
    expect(after.replace('    - Зюзюкнуть фильмец в самолётик!\n', '')).toBe(before)
    const left = await learn('--group', '1')
    expect(left.out).not.toContain('Зюзюкнуть')
    expect(left.out).toContain('зюзюкнуть фильмец на самолётик')
    expect((await kotik(['check'], { env })).code).toBe(EXIT.ok)
  })

  test('keeps the numbers of the last list, and says when a group is done', async () => {
    await learn()
    expect((await learn('--dismiss', '1')).out).toBe('Больше не покажу фраз: 2.\n')
    expect((await learn('--accept', '2', '--intent', 'off-topic')).out).toContain('+ абырвалг хрюндель')
    const again = await learn('--accept', '1', '--intent', 'off-topic')
    expect(again).toMatchObject({ code: EXIT.found })
    expect(again.err).toContain('Группа 1 уже разобрана.')
    expect((await learn()).out).toContain('Учить нечему')
  })

  test('makes a new intent with the operator’s answer', async () => {
    await learn()
    const { code, out } = await learn('--accept', '1', '--new', 'offline', '--title', 'Скачать фильм')
    expect({ code, out }).toMatchObject({ code: EXIT.ok })
    const file = /intents\/(\S+\.yml)/u.exec(out)?.[1] ?? ''
    expect(intents(file)).toContain(
      `offline:\n  title: Скачать фильм\n  answer: "${REPLY}"\n  examples:\n    - Зюзюкнуть фильмец в самолётик!\n`,
    )
    expect((await kotik(['check'], { env })).code).toBe(EXIT.ok)
  })

  test('touches nothing when the content would be faulty', async () => {
    await learn()
    const before = readdirSync(join(folder, 'intents')).map(intents)
    const { code, err } = await learn(
      '--accept',
      '1',
      '--new',
      'offline',
      '--title',
      'А',
      '--answer',
      '{{ нет }}',
    )
    expect(code).toBe(EXIT.found)
    expect(err).toMatch(/intents\/\S+\.yml:\d+:\d+.*файлы не тронуты/su)
    expect(readdirSync(join(folder, 'intents')).map(intents)).toEqual(before)
  })

  test('never adds what is there already', async () => {
    await learn()
    const payment = intents('payment.yml')
    writeFileSync(
      join(folder, 'intents/payment.yml'),
      payment.replace('  examples:\n', '  examples:\n    - зюзюкнуть фильмец, в самолётик\n'),
    )
    const { code, out } = await learn('--accept', '1', '--intent', 'off-topic', '--only', '1')
    expect(code).toBe(EXIT.ok)
    expect(out).toContain('уже есть: payment-declined')
    expect(out).toContain('Добавлять нечего')
  })

  test.each([
    [['--accept', '1'], EXIT.usage, /--intent имя или --new/u],
    [['--accept', '9', '--intent', 'refund'], EXIT.found, /Нет группы «9».*от 1 до 2/su],
    [['--accept', '1', '--intent', 'refnd'], EXIT.found, /Нет намерения «refnd».*«refund»/su],
    [
      ['--accept', '1', '--new', 'refund', '--title', 'А', '--answer', 'Б'],
      EXIT.found,
      /уже есть.*--intent refund/su,
    ],
    [['--accept', '2', '--new', 'odd', '--title', 'А'], EXIT.usage, /--answer/u],
    [['--accept', '1', '--intent', 'refund', '--only', '1,7'], EXIT.usage, /«1,7».*от 1 до 2/su],
    [['--accept', '1', '--group', '1'], EXIT.usage, /нельзя вместе/u],
    [['--since', 'вчера'], EXIT.usage, /«вчера».*30d/su],
  ])('refuses %j', async (args, exit, expected) => {
    await learn()
    const before = readdirSync(join(folder, 'intents')).map(intents)
    const { code, err } = await learn(...args)
    expect(err).toMatch(expected)
    expect(code).toBe(exit)
    expect(readdirSync(join(folder, 'intents')).map(intents)).toEqual(before)
  })
})

/** A person at a terminal, who answers each question as it comes. */
async function atTerminal(answers: readonly string[]): Promise<string> {
  const tty = () => Object.assign(new PassThrough(), { isTTY: true })
  const streams = { stdin: tty(), stdout: tty(), stderr: tty() }
  let [out, next] = ['', 0]
  streams.stderr.resume()
  streams.stdout.on('data', (chunk) => {
    out += chunk
    const answer = answers[next]
    if (!String(chunk).endsWith(' ') || answer === undefined) return
    next += 1
    setImmediate(() => streams.stdin.write(`${answer}\n`))
  })
  const settings = readConfig(env)
  const code = await runCommandLine(['learn'], {
    terminal: terminalOver(streams),
    clock,
    chance: systemChance,
    settings,
  })
  expect(code).toBe(EXIT.ok)
  return out
}

describe('at a terminal', { timeout: 60_000 }, () => {
  test('groups are gone through one by one', async () => {
    const out = await atTerminal(['7', '2', 'of-topic', '', '2', 'off-topic', '1', '0'])
    expect(out).toContain('Группа 1 из 2')
    expect(out).toContain('в «off-topic» добавлено примеров: 1')
    expect(intents('small-talk.yml')).toContain('    - Зюзюкнуть фильмец в самолётик!\n')
  })

  test('a group becomes an intent, another is put away, and nothing is left', async () => {
    await atTerminal(['3', '', 'offline', 'Скачать фильм', '', '4'])
    const files = readdirSync(join(folder, 'intents')).map(intents)
    expect(files.filter((text) => text.includes('offline:\n  title: Скачать фильм\n'))).toHaveLength(1)
    expect((await learn()).out).toContain('Учить нечему')
  })

  test('Enter skips and decides nothing', async () => {
    await atTerminal(['', ''])
    expect(existsSync(join(played, 'learn/settled.txt'))).toBe(false)
  })
})
