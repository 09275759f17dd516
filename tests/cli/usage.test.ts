import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { EXIT } from '../../src/cli/exit-code.ts'
import { kotikProgram } from '../../src/cli/program.ts'
import { kotik } from './terminal.ts'

const program = kotikProgram({ language: 'ru', run: async () => {} }, { say: () => {} })
const docs = readFileSync('docs/cli.md', 'utf8')

const withSubcommands = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(withSubcommands),
]
const all = withSubcommands(program)

describe('help', () => {
  test.each(all.map((command) => [pathOf(command).join(' '), command] as const))(
    '%s has an example',
    async (_, command) => {
      const path = pathOf(command).slice(1)
      const { code, out } = await kotik([...path, '--help'])
      expect(code).toBe(EXIT.ok)
      expect(out).toMatch(/Пример:\n {2}npx kotik /)
      expect((await kotik([...path, '--help', '--lang', 'en'])).out).toMatch(/Example:\n {2}npx kotik /)
    },
  )

  test('is shown when nothing is asked', async () => {
    expect((await kotik([])).out).toContain('Как писать:')
  })

  test('follows LANG, and --lang before it', async () => {
    expect((await kotik(['--help'], { env: { LANG: 'en_US.UTF-8' } })).out).toContain('Usage:')
    expect((await kotik(['--help'], { env: { LANG: 'C.UTF-8' } })).out).toContain('Как писать:')
    expect((await kotik(['--lang=ru', '--help'], { env: { LANG: 'en_US.UTF-8' } })).out).toContain(
      'Как писать:',
    )
  })
})

describe('a command line that is not understood', () => {
  test.each([
    [['chekc'], /Нет команды «chekc».*check, chat.*Может быть, «check»/su],
    [['check', '--jsn'], /Нет ключа --jsn.*Может быть, «--json»/su],
    [['graph'], /Не указано: flow/u],
    [['operator', 'add', 'anna'], /Нужен ключ --name/u],
    [['check', 'a', 'b'], /больше, чем нужно/u],
    [['--lang', 'fr', 'check'], /fr/u],
  ])('%j says what was found and what is allowed', async (args, expected) => {
    const { code, out, err } = await kotik(args)
    expect(code).toBe(EXIT.usage)
    expect(out).toBe('')
    expect(err).toMatch(expected)
  })
})

test('a wrong setting is told before any command works', async () => {
  const { code, err } = await kotik(['check'], { env: { PORT: 'abc', LOG_LEVEL: 'loud' } })
  expect(code).toBe(EXIT.surroundings)
  expect(err).toContain('PORT: abc')
  expect(err).toContain('LOG_LEVEL: loud')
})

describe('docs/cli.md', () => {
  test('has a section for every command, and for no other', () => {
    const sections = [...docs.matchAll(/^## (.+)$/gmu)].map((match) => match[1])
    expect(sections).toEqual(program.commands.map((command) => command.name()))
  })

  test('names every option and subcommand', () => {
    const words = all.flatMap((command) => [
      command.name(),
      ...command.options.map((option) => option.long ?? option.flags),
    ])
    expect(words.filter((word) => !docs.includes(word))).toEqual([])
  })

  test('names every exit code', () => {
    const codes = [...docs.matchAll(/^\| (\d+) \|/gmu)].map((match) => Number(match[1]))
    expect(codes).toEqual(Object.values(EXIT))
  })
})

function pathOf(command: Command): readonly string[] {
  return command.parent ? [...pathOf(command.parent), command.name()] : [command.name()]
}
