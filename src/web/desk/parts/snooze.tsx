import { moment, serverNow } from '../times.ts'
import { words } from '../words.ts'
import { Icon } from './icon.tsx'

const MINUTE = 60_000

/** The next such hour of the operator's own day. */
function atTen(days: number): number {
  const date = new Date(serverNow())
  date.setDate(date.getDate() + days)
  return date.setHours(10, 0, 0, 0)
}

const daysToMonday = () => (8 - new Date(serverNow()).getDay()) % 7 || 7

export function Snooze({ onChoose }: { readonly onChoose: (until: number) => unknown }) {
  const said = words.value
  const presets = [
    { label: said.in30, until: serverNow() + 30 * MINUTE },
    { label: said.in2h, until: serverNow() + 120 * MINUTE },
    { label: said.in4h, until: serverNow() + 240 * MINUTE },
    { label: said.tomorrow, until: atTen(1) },
    { label: said.monday, until: atTen(daysToMonday()) },
  ]
  return (
    <div class="choices">
      {presets.map(({ label, until }, index) => (
        <button key={label} type="button" autofocus={index === 0} onClick={() => onChoose(until)}>
          <Icon name="clock" />
          <span class="grow">{label}</span>
          <span class="soft">{moment(until)}</span>
        </button>
      ))}
    </div>
  )
}
