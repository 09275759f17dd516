import { close, take } from '../deeds.ts'
import { currentCard, type Dialog, dialog, holds, mayDirect, me } from '../state.ts'
import { words } from '../words.ts'
import { Icon, type IconName } from './icon.tsx'

/** What may be done with the chat, by buttons; each has its key. */
export function Actions() {
  const said = words.value
  const card = currentCard.value
  if (!card || !mayDirect.value) return null
  const second = me.value?.desk.secondLine
  return (
    <div class="actions" role="toolbar" aria-label={said.moreActions}>
      {card.status === 'snoozed' && holds.value ? (
        <Action icon="clock" label={said.wake} shortcut="" onPress={() => take()} />
      ) : null}
      {second !== undefined && second !== card.group ? (
        <Action icon="people" label={said.secondLine} shortcut="2" onPress={open('secondLine')} />
      ) : null}
      <Action icon="transfer" label={said.transfer} shortcut="T" onPress={open('transfer')} />
      {card.status === 'active' && holds.value ? (
        <>
          <Action icon="clock" label={said.snooze} shortcut="Z" onPress={open('snooze')} />
          <Action icon="check" label={said.close} hint={said.closeHint} shortcut="X" onPress={close} main />
        </>
      ) : null}
    </div>
  )
}

const open = (which: Dialog) => () => {
  dialog.value = which
}

interface ActionProps {
  readonly icon: IconName
  readonly label: string
  readonly shortcut: string
  readonly onPress: () => unknown
  readonly main?: boolean
  /** What it will do, where the word alone may promise too much. */
  readonly hint?: string
}

function Action({ icon, label, shortcut, onPress, main = false, hint = label }: ActionProps) {
  return (
    <button
      type="button"
      class={main ? 'action main' : 'action'}
      title={shortcut ? `${hint} (${shortcut})` : hint}
      aria-keyshortcuts={shortcut || undefined}
      onClick={() => onPress()}
    >
      <Icon name={icon} />
      <span>{label}</span>
    </button>
  )
}
