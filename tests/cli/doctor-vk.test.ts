/** What `kotik doctor` says of a community in VK. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { FakeVk } from '../fakes/vk/fake.ts'
import { kotik } from './terminal.ts'

async function town() {
  const fake = await FakeVk.start()
  onTestFinished(() => fake.stop())
  const community = fake.newCommunity({ name: 'Кинокот', longPoll: false })
  const folder = mkdtempSync(join(tmpdir(), 'kotik-doctor-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const env = {
    DATABASE_URL: `file:${folder}/kotik.db`,
    VK_TOKEN: community.token,
    VK_GROUP_ID: String(community.id),
    VK_API_URL: fake.url,
  }
  return { fake, community, env }
}

describe('kotik doctor, on VK', () => {
  test('says which community it is and how its events come', async () => {
    const { community, env } = await town()
    const off = await kotik(['doctor'], { env })
    expect(off.out).toMatch(/✓ ВКонтакте: сообщество «Кинокот»\n✓ .*Котик включит его при запуске/)
    community.group.longPoll.enabled = true
    const on = await kotik(['doctor'], { env })
    expect(on.out).toMatch(/✓ События ВКонтакте: Long Poll включён/)
    expect([off.code, on.code]).toEqual([0, 0])
  })

  test('the key of another community is told with both numbers', async () => {
    const { fake, env, community } = await town()
    const other = fake.newCommunity({ name: 'Другое' })
    const { out, code } = await kotik(['doctor'], { env: { ...env, VK_TOKEN: other.token } })
    expect(out).toContain(
      `✗ ВКонтакте: ключ от сообщества «Другое» (${other.id}), а в VK_GROUP_ID стоит ${community.id}`,
    )
    expect(out).toContain(`VK_GROUP_ID=${other.id}`)
    expect(code).toBe(1)
  })

  test('a server for the Callback API that is not there, and one that is not confirmed', async () => {
    const { community, env } = await town()
    const callback = {
      ...env,
      VK_MODE: 'callback',
      PUBLIC_URL: 'http://127.0.0.1:1',
      VK_SECRET: 'a1b2c3d4e5f6g7h8',
      VK_CONFIRMATION: community.confirmation,
      SECRET: 's'.repeat(32),
    }
    const none = await kotik(['doctor'], { env: callback })
    expect(none.out).toMatch(/✗ События ВКонтакте: сервера http:\/\/127\.0\.0\.1:1\/vk у сообщества нет/)
    await community.addCallback('http://127.0.0.1:1/vk')
    const deaf = await kotik(['doctor'], { env: callback })
    expect(deaf.out).toMatch(/✗ События ВКонтакте: сервер .* не подтверждён\n.*VK_CONFIRMATION/)
    expect([none.code, deaf.code]).toEqual([1, 1])
  })

  test('a key that is refused, and a VK that is away: told, never with the key', async () => {
    const { fake, env } = await town()
    const wrong = 'vk1.a.this-key-is-nobodys'
    const refused = await kotik(['doctor'], { env: { ...env, VK_TOKEN: wrong } })
    expect(refused.out).toMatch(/✗ ВКонтакте: ключ не принят\n.*VK_TOKEN/)
    await fake.stop()
    const away = await kotik(['doctor'], { env })
    expect(away.out).toMatch(/✗ ВКонтакте: до http:\/\/127\.0\.0\.1:\d+ не достучаться/)
    for (const { out, err, code } of [refused, away]) {
      expect(out + err).not.toContain(wrong)
      expect(out + err).not.toContain(env.VK_TOKEN)
      expect(code).toBe(1)
    }
  })
})
