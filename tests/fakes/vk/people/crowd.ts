/** A crowd for benches and crash tests: many people write numbered texts to one community. */
import { type Crowd, FIRST_ID } from '../../telegram/people/flood.ts'
import type { FakeVk } from '../fake.ts'
import type { Community } from './community.ts'

export function crowdOf(fake: FakeVk, community: Community, people: number): Crowd {
  const seats = Array.from({ length: people }, (_, index) =>
    fake.personCalled(FIRST_ID + index, `Клиент ${index + 1}`).with(community),
  )
  return {
    clock: fake.world.clock,
    say: (person, text) => void seats[person]?.say(text),
    sends: () => fake.journal.sends,
  }
}
