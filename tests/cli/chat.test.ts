import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { kotik } from './terminal.ts'

// The first of them trains the matcher: a second of a free core.
const PATIENCE = 60_000

const folder = mkdtempSync(join(tmpdir(), 'kotik-chat-'))
afterAll(() => rmSync(folder, { recursive: true }))

const chat = async (lines: readonly string[], ...args: readonly string[]) =>
  kotik(['chat', ...args], {
    stdin: lines.map((line) => `${line}\n`).join(''),
    env: { DATABASE_URL: `file:${folder}/kotik.db` },
  })

describe('kotik chat', { timeout: PATIENCE }, () => {
  test('greets, answers, takes buttons by number and ends with the input', async () => {
    const { code, out, err } = await chat(['не проходит оплата', '1'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^Ботик Котик: Мяу!/u)
    expect(out).toContain('вы> не проходит оплата')
    expect(out).toMatch(/ 1 {2}\S+/u)
  })

  test('a number answers a question that has no buttons', async () => {
    const { out } = await chat(['слишком много устройств', '2', '3'])
    expect(out).toMatch(/вы> 2\n.*экранах[\s\S]*вы> 3\n.*«Семья»/u)
  })

  test('--why shows intent, confidence, flow and step', async () => {
    const { out } = await chat(['не проходит оплата', ':quit', 'nobody reads this'], '--why')
    expect(out).toMatch(/понял: payment-declined [01]\.\d\d/u)
    expect(out).toContain('сценарий payment-declined')
    expect(out).toMatch(/ответ из: payment-declined · start\.\d/u)
    expect(out).not.toContain('nobody reads this')
  })

  test('serves a person from the same terminal', async () => {
    const { out } = await chat([
      'позовите оператора',
      ':operator',
      ':operator Чем помочь?',
      'уже всё хорошо',
      ':close',
    ])
    expect(out).toContain('Вы сами: Чем помочь?')
    expect(out.indexOf('уже всё хорошо')).toBeGreaterThan(out.indexOf('Чем помочь?'))
  })

  test('keeps nothing but the trained model', async () => {
    await chat(['привет'])
    expect(readdirSync(folder)).toEqual(['models'])
  })

  test('says which commands there are', async () => {
    const { out } = await chat([':help', ':operator кто здесь?'])
    expect(out).toContain('Нет команды :help. Есть :operator, :close, :quit.')
    expect(out).toContain('У оператора нет открытого чата.')
  })
})
