import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { terminalOver } from '../../src/cli/terminal.ts'

function tty() {
  const stdin = Object.assign(new PassThrough(), { isTTY: true })
  const stdout = Object.assign(new PassThrough(), { isTTY: true })
  const stderr = Object.assign(new PassThrough(), { isTTY: true })
  const terminal = terminalOver({ stdin, stdout, stderr })
  const shown = () => String(stdout.read() ?? '')
  return { terminal, stdin, shown, stderr }
}

describe('a terminal', () => {
  test('does not show what is typed when it is asked not to', async () => {
    const { terminal, stdin, shown } = tty()
    const answer = terminal.ask('Пароль: ', { hidden: true })
    stdin.write('secret-42\r')
    expect(await answer).toBe('secret-42')
    expect(shown()).toBe('Пароль: \n')
  })

  test('knows when the input ended instead of an answer', async () => {
    const { terminal, stdin } = tty()
    const answer = terminal.ask('Имя: ')
    stdin.end()
    expect(await answer).toBeUndefined()
  })

  test('asks twice in a row without losing what was typed ahead', async () => {
    const { terminal, stdin } = tty()
    const first = terminal.ask('1: ', { hidden: true })
    stdin.write('one\r')
    expect(await first).toBe('one')
    const second = terminal.ask('2: ', { hidden: true })
    stdin.write('two\r')
    expect(await second).toBe('two')
  })

  test('gives lines until the input ends', async () => {
    const stdin = new PassThrough()
    const stdout = new PassThrough()
    const terminal = terminalOver({ stdin, stdout, stderr: new PassThrough() })
    stdin.end('привет\nпока\n')
    const lines: string[] = []
    for await (const line of terminal.lines('вы> ')) lines.push(line)
    expect(lines).toEqual(['привет', 'пока'])
    expect(terminal.interactive).toBe(false)
    expect(stdout.read()).toBeNull()
  })

  test('is plain when piped', () => {
    const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() }
    expect(terminalOver(streams).paint.red('no')).toBe('no')
  })

  test('says nothing about quick work', async () => {
    const { terminal, stderr } = tty()
    expect(await terminal.during('Учу', Promise.resolve('done'))).toBe('done')
    expect(stderr.read()).toBeNull()
  })
})
