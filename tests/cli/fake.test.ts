import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { EXIT } from '../../src/cli/exit-code.ts'
import { FakeHttpServer } from '../fakes/http-server.ts'
import { kotik } from './terminal.ts'

test('kotik fake telegram says what the bot needs, answers it, and stops when told', async () => {
  const args = ['--import', 'tsx', 'src/cli/kotik.ts', '--lang', 'ru', 'fake', 'telegram', '--port', '0']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    said += String(chunk)
    if (said.includes('Ctrl+C')) break
  }
  const [url, token, group] = ['TELEGRAM_API_URL', 'TELEGRAM_TOKEN', 'DESK_TELEGRAM_CHATS'].map(
    (name) => new RegExp(`^${name}=(.+)$`, 'mu').exec(said)?.[1],
  )
  const chat = await fetch(`${url}/bot${token}/getChat?chat_id=${group}`)
  expect(await chat.json()).toMatchObject({ ok: true, result: { title: 'Поддержка', is_forum: true } })
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([EXIT.ok, null])
})

test('a taken port is told, with what to do', async () => {
  const taken = await FakeHttpServer.open()
  const { code, err } = await kotik(['fake', 'telegram', '--port', String(taken.port)])
  expect(code).toBe(EXIT.surroundings)
  expect(err).toMatch(new RegExp(`Порт ${taken.port} занят.*--port ${taken.port + 1}`, 'su'))
})

test('a port that is none is refused', async () => {
  const { code, err } = await kotik(['fake', 'telegram', '--port', 'много'])
  expect(code).toBe(EXIT.usage)
  expect(err).toContain('от 0 до 65535')
})
