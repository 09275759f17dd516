import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { EXIT } from '../../src/cli/exit-code.ts'
import { FakeHttpServer } from '../fakes/http-server.ts'
import { kotik } from './terminal.ts'

/** What it tells the bot to write into `.env`, by name. */
async function played(platform: string) {
  const args = ['--import', 'tsx', 'src/cli/kotik.ts', '--lang', 'ru', 'fake', platform, '--port', '0']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    said += String(chunk)
    if (said.includes('Ctrl+C')) break
  }
  return { child, line: (name: string) => new RegExp(`\\b${name}=(.+)$`, 'mu').exec(said)?.[1] }
}

test('kotik fake telegram says what the bot needs, answers it, and stops when told', async () => {
  const { child, line } = await played('telegram')
  const [url, token, group] = ['TELEGRAM_API_URL', 'TELEGRAM_TOKEN', 'DESK_TELEGRAM_CHATS'].map(line)
  const chat = await fetch(`${url}/bot${token}/getChat?chat_id=${group}`)
  expect(await chat.json()).toMatchObject({ ok: true, result: { title: 'Поддержка', is_forum: true } })
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([EXIT.ok, null])
})

test('kotik fake vk does the same', async () => {
  const { child, line } = await played('vk')
  const [url, access_token = '', group_id = ''] = ['VK_API_URL', 'VK_TOKEN', 'VK_GROUP_ID'].map(line)
  const body = new URLSearchParams({ access_token, group_id, v: '5.199' })
  const code = await fetch(`${url}/method/groups.getCallbackConfirmationCode`, { method: 'POST', body })
  expect(await code.json()).toEqual({ response: { code: line('VK_CONFIRMATION') } })
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
