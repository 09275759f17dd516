import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { ColleagueView } from '../../../desk/web/views.ts'
import { api } from '../api.ts'
import { giveAway } from '../deeds.ts'
import { attempt } from '../loading.ts'
import { currentCard, me } from '../state.ts'
import { words } from '../words.ts'
import { groupTitle } from './card.tsx'
import { Icon } from './icon.tsx'
import { Search } from './search.tsx'

/** To a colleague on shift, or to a group. */
export function Transfer() {
  const said = words.value
  const colleagues = useSignal<readonly ColleagueView[] | undefined>(undefined)
  const wanted = useSignal('')
  useEffect(() => {
    attempt(api.colleagues)
      .then((found) => {
        colleagues.value = (found?.colleagues ?? []).filter((one) => one.shift !== 'off')
      })
      .catch(reportError)
  }, [])
  const fits = (title: string) => title.toLowerCase().includes(wanted.value.trim().toLowerCase())
  const people = (colleagues.value ?? []).filter((one) => fits(one.name))
  const groups = (me.value?.desk.groups ?? []).filter(
    (group) => group.name !== currentCard.value?.group && fits(group.title),
  )
  return (
    <div class="choices">
      <Search
        onSearch={(text) => {
          wanted.value = text
        }}
      />
      <h3>{said.toOperator}</h3>
      {colleagues.value && people.length === 0 ? <p class="soft">{said.nobodyElse}</p> : null}
      {people.map((one) => (
        <button
          key={one.id}
          type="button"
          onClick={() => giveAway((ticket) => api.transfer(ticket, { operator: one.id }))}
        >
          <Icon name="person" />
          <span class="grow">{one.name}</span>
          <span class="soft">
            {one.shift === 'paused' ? `${said.shiftPaused} · ` : ''}
            {said.load(one.load, one.capacity)}
          </span>
        </button>
      ))}
      {groups.length > 0 ? <h3>{said.toGroup}</h3> : null}
      {groups.map((group) => (
        <button
          key={group.name}
          type="button"
          onClick={() => giveAway((ticket) => api.transfer(ticket, { group: group.name }))}
        >
          <Icon name="people" />
          <span class="grow">{groupTitle(group.name)}</span>
        </button>
      ))}
    </div>
  )
}
