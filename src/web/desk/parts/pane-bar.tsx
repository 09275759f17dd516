import { type Pane, pane, queue, selected, unread } from '../state.ts'
import { words } from '../words.ts'
import { Icon, type IconName } from './icon.tsx'

/** On a phone: one column at a time. */
export function PaneBar() {
  const said = words.value
  return (
    <nav class="pane-bar">
      <Tab to="queue" icon="inbox" label={said.queue} count={queue.value.length + unread.value} />
      <Tab to="chat" icon="chat" label={said.chat} disabled={selected.value === undefined} />
      <Tab to="customer" icon="person" label={said.customer} disabled={selected.value === undefined} />
    </nav>
  )
}

interface TabProps {
  readonly to: Pane
  readonly icon: IconName
  readonly label: string
  readonly count?: number
  readonly disabled?: boolean
}

function Tab({ to, icon, label, count = 0, disabled = false }: TabProps) {
  return (
    <button
      type="button"
      aria-current={pane.value === to ? 'page' : undefined}
      disabled={disabled}
      onClick={() => {
        pane.value = to
      }}
    >
      <Icon name={icon} />
      {label}
      {count > 0 ? <span class="count">{count}</span> : null}
    </button>
  )
}
