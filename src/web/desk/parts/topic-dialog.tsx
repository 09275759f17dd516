import { useSignal } from '@preact/signals'
import { api } from '../api.ts'
import { onCurrent } from '../deeds.ts'
import { currentCard, me } from '../state.ts'
import { words } from '../words.ts'
import { Icon } from './icon.tsx'
import { Search } from './search.tsx'

const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const

export function TopicDialog() {
  const said = words.value
  const wanted = useSignal('')
  const card = currentCard.value
  const topics = (me.value?.desk.topics ?? []).filter((topic) =>
    topic.title.toLowerCase().includes(wanted.value.trim().toLowerCase()),
  )
  return (
    <div class="choices">
      <fieldset class="segments">
        <legend class="visually-hidden">{said.priority}</legend>
        {PRIORITIES.map((priority) => (
          <button
            key={priority}
            type="button"
            class="segment"
            aria-pressed={card?.priority === priority}
            onClick={() => onCurrent((ticket) => api.tag(ticket, { priority }))}
          >
            {said.priorities[priority]}
          </button>
        ))}
      </fieldset>
      <Search
        onSearch={(text) => {
          wanted.value = text
        }}
      />
      {topics.map((topic) => (
        <button
          key={topic.name}
          type="button"
          aria-pressed={card?.topic === topic.name}
          onClick={() => onCurrent((ticket) => api.tag(ticket, { topic: topic.name }))}
        >
          <Icon name={card?.topic === topic.name ? 'check' : 'tag'} />
          <span class="grow">{topic.title}</span>
        </button>
      ))}
    </div>
  )
}
