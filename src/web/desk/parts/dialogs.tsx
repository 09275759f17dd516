import type { ComponentChild } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { api } from '../api.ts'
import { giveAway, onCurrent, setShift } from '../deeds.ts'
import { dialog, load } from '../state.ts'
import { words } from '../words.ts'
import { Shortcuts } from './shortcuts.tsx'
import { Snooze } from './snooze.tsx'
import { TopicDialog } from './topic-dialog.tsx'
import { Transfer } from './transfer.tsx'

export function Dialogs() {
  const said = words.value
  switch (dialog.value) {
    case 'transfer':
      return (
        <Window title={said.transfer}>
          <Transfer />
        </Window>
      )
    case 'topic':
      return (
        <Window title={said.topic}>
          <TopicDialog />
        </Window>
      )
    case 'snooze':
      return (
        <Window title={said.snooze}>
          <Snooze onChoose={(until) => onCurrent((ticket) => api.snooze(ticket, until))} />
        </Window>
      )
    case 'secondLine':
      return <Question text={said.secondLineAsk} yes={said.transfer} onYes={() => giveAway(api.secondLine)} />
    case 'shiftOff':
      return (
        <Question text={said.shiftOffWarning(load.value)} yes={said.shiftOff} onYes={() => setShift('off')} />
      )
    case 'shortcuts':
      return (
        <Window title={said.shortcuts}>
          <Shortcuts />
        </Window>
      )
    default:
      return null
  }
}

const shut = () => {
  dialog.value = undefined
}

interface WindowProps {
  readonly title: string
  readonly children: ComponentChild
}

/** The browser's own modal: it keeps the focus inside and gives it back. */
function Window({ title, children }: WindowProps) {
  const box = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    box.current?.showModal()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the window closes it; Escape does it for keys
    <dialog
      ref={box}
      aria-label={title}
      onClose={shut}
      onClick={(event) => {
        if (event.target === box.current) shut()
      }}
    >
      <header>
        <h2>{title}</h2>
        <button type="button" class="ghost" aria-label={words.value.cancel} onClick={shut}>
          <span aria-hidden="true">×</span>
        </button>
      </header>
      {children}
    </dialog>
  )
}

interface QuestionProps {
  readonly text: string
  readonly yes: string
  readonly onYes: () => unknown
}

function Question({ text, yes, onYes }: QuestionProps) {
  return (
    <Window title={text}>
      <div class="answers">
        <button type="button" onClick={shut}>
          {words.value.cancel}
        </button>
        <button type="button" class="primary" autofocus onClick={() => onYes()}>
          {yes}
        </button>
      </div>
    </Window>
  )
}
