/** Who lives in the fake that is run as a command: one community, two customers who have written to it, a chat. */
import type { FakeVk } from './fake.ts'

export interface Town {
  readonly token: string
  readonly group: number
  readonly confirmation: string
}

// Always the same, so that a `.env` once written goes on working.
const TOKEN = 'vk1.a.fake-community-key'
const GROUP = 200_000_001
const CONFIRMATION = 'c0f1a2b3'

export function settleTown(fake: FakeVk): Town {
  const community = fake.newCommunity({ id: GROUP, name: 'Котик', token: TOKEN, confirmation: CONFIRMATION })
  const vera = fake.newPerson({ firstName: 'Вера', lastName: 'Кузнецова', sex: 1 })
  const petr = fake.newPerson({ firstName: 'Пётр', lastName: 'Ильин', sex: 2 })
  for (const person of [vera, petr]) person.with(community)
  community.newChat('Дача', [vera, petr])
  return { token: community.token, group: community.id, confirmation: community.confirmation }
}
