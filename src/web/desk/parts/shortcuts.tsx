import { words } from '../words.ts'

export function Shortcuts() {
  const said = words.value
  const keys: readonly (readonly [string, string])[] = [
    ['N', said.keyNext],
    ['E', said.keyTake],
    ['J K ↓ ↑', said.keyMove],
    ['R', said.keyReply],
    ['M', said.keyNote],
    ['/', said.keyCanned],
    ['T', said.keyTransfer],
    ['2', said.keySecond],
    ['G', said.keyTopic],
    ['Z', said.keySnooze],
    ['X', said.keyClose],
    ['I', said.keyCustomer],
    ['Esc', said.keyEscape],
    ['?', said.keyHelp],
  ]
  return (
    <dl class="shortcuts">
      {keys.map(([key, what]) => (
        <div key={key}>
          <dt>
            {key.split(' ').map((one) => (
              <kbd key={one}>{one}</kbd>
            ))}
          </dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
  )
}
