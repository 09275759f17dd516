/** The lists of commands and buttons in the code and in the docs are the same, both ways. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { boardButtons, cardButtons, TICKET_VERBS, ticketButton } from '../../../src/desk/telegram/buttons.ts'
import { commandsOf } from '../../../src/desk/telegram/commands/commands.ts'
import { ticketId } from '../../../src/domain/ids.ts'
import { ANNA, DeskWorld, handoff, LINE, SETTINGS } from '../../domain/desk-world.ts'

const commands = commandsOf({ ask: async () => '' })
const names = commands.map(({ name }) => `/${name}`)
const russian = readFileSync('docs/ru/operators-telegram.md', 'utf8')
const english = readFileSync('docs/telegram-desk.md', 'utf8')

/** First cells of the table rows below a heading. */
function cells(text: string, heading: string): readonly string[] {
  const section = text.split(`\n${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return [...section.matchAll(/^\| ([^|]+) \|/gm)].map(([, cell = '']) => cell.trim())
}

describe('docs of the desk in Telegram', () => {
  test('name every command, in the order of the menu, and no other', () => {
    const told = cells(russian, '## Команды').filter((cell) => cell.startsWith('`'))
    expect(told).toEqual(names.map((name) => `\`${name}\``))
    const section = english.split('## Commands and buttons')[1]?.split('\n\n')[1] ?? ''
    expect([...section.matchAll(/`(\/\w+)`/g)].map(([, name]) => name)).toEqual(names)
  })

  test('name every button', () => {
    const card = cells(russian, '## Карточка').slice(1)
    const labels = TICKET_VERBS.map((verb) => ticketButton(ticketId(1), verb).text)
    expect(card.filter((cell) => !/^-+$/.test(cell))).toEqual(labels)
    const board = cells(russian, '## Доска').slice(1)
    expect(board.filter((cell) => !/^-+$/.test(cell))).toEqual(
      boardButtons()
        .flat()
        .map(({ text }) => text),
    )
  })

  test('a menu fits Telegram: names of small letters, words of at most 256 characters', () => {
    for (const { name, said } of commands) {
      expect(name).toMatch(/^[a-z\d_]{1,32}$/)
      expect(Math.max(said.ru.about.length, said.en.about.length)).toBeLessThanOrEqual(256)
    }
  })

  test('every state of a ticket has buttons whose data fits 64 bytes', () => {
    const desk = new DeskWorld().hire(ANNA, [LINE])
    desk.send(handoff('vera'))
    const active = { ...desk.ticket(1), id: ticketId(9_999_999) }
    const data = cardButtons(active, SETTINGS)
      .flat()
      .map((button) => button.data)
    expect(data.length).toBeGreaterThan(3)
    expect(Math.max(...data.map((one) => Buffer.byteLength(one)))).toBeLessThanOrEqual(64)
  })
})
