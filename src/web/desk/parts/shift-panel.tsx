import { useRef } from 'preact/hooks'
import { sound, switchSound } from '../attention.ts'
import { setCapacity, setShift, signOut } from '../deeds.ts'
import { dialog, load, me } from '../state.ts'
import { language, speak, words } from '../words.ts'
import { Cat, Icon } from './icon.tsx'

/** Who I am, whether I work, and how many chats I manage at once. */
export function ShiftPanel() {
  const who = me.value
  const said = words.value
  if (!who) return null
  return (
    <header class="shift-panel">
      <div class="who">
        <Cat />
        <div class="grow">
          <h1>{who.name}</h1>
          <p class="soft">{groupTitles()}</p>
        </div>
        <button
          type="button"
          class="ghost"
          aria-pressed={sound.value}
          aria-label={sound.value ? said.soundOn : said.soundOff}
          title={sound.value ? said.soundOn : said.soundOff}
          onClick={switchSound}
        >
          <Icon name={sound.value ? 'sound' : 'mute'} />
        </button>
        <More />
      </div>
      <fieldset class="segments">
        <legend class="visually-hidden">{said.shift}</legend>
        <Segment shift="on" label={said.shiftOn} />
        <Segment shift="paused" label={said.shiftPaused} />
        <Segment shift="off" label={said.shiftOff} />
      </fieldset>
      <Capacity />
    </header>
  )
}

const groupTitles = () =>
  me.value?.desk.groups
    .filter((group) => me.value?.groups.includes(group.name))
    .map((group) => group.title)
    .join(', ')

function More() {
  const said = words.value
  const box = useRef<HTMLDetailsElement>(null)
  const shut = () => {
    if (box.current) box.current.open = false
  }
  return (
    <details
      class="menu"
      ref={box}
      onFocusOut={({ relatedTarget }) => {
        if (!(relatedTarget instanceof Node && box.current?.contains(relatedTarget))) shut()
      }}
    >
      <summary class="ghost" aria-label={said.moreActions} title={said.moreActions}>
        <span aria-hidden="true">⋯</span>
      </summary>
      <div class="menu-items">
        <button
          type="button"
          onClick={() => {
            shut()
            dialog.value = 'shortcuts'
          }}
        >
          <Icon name="keys" />
          {said.shortcuts}
          <kbd>?</kbd>
        </button>
        <button type="button" onClick={() => speak(language.value === 'ru' ? 'en' : 'ru')}>
          <Icon name="info" />
          {said.otherLanguage}
        </button>
        <button type="button" onClick={signOut}>
          <Icon name="exit" />
          {said.signOut}
        </button>
      </div>
    </details>
  )
}

function Segment({ shift, label }: { readonly shift: 'on' | 'paused' | 'off'; readonly label: string }) {
  const chosen = me.value?.shift === shift
  // The end of a shift sends one's chats back to the queue: asked first when there are any.
  const choose = () => {
    if (shift === 'off' && load.value > 0) dialog.value = 'shiftOff'
    else setShift(shift).catch(() => undefined)
  }
  return (
    <button type="button" aria-pressed={chosen} class={`segment ${shift}`} onClick={choose}>
      <span class="dot" aria-hidden="true" />
      {label}
    </button>
  )
}

function Capacity() {
  const said = words.value
  const who = me.value
  if (!who) return null
  return (
    <div class="capacity">
      <span class="soft">{said.loadTitle}</span>
      <span class="slots" aria-hidden="true">
        {Array.from({ length: Math.min(who.capacity, 12) }, (_, slot) => (
          <i key={slot} class={slot < load.value ? 'full' : ''} />
        ))}
      </span>
      <button
        type="button"
        class="ghost small"
        aria-label={said.fewer}
        disabled={who.capacity <= 1}
        onClick={() => setCapacity(who.capacity - 1)}
      >
        <Icon name="minus" />
      </button>
      <output aria-live="polite">{said.load(load.value, who.capacity)}</output>
      <button
        type="button"
        class="ghost small"
        aria-label={said.more}
        disabled={who.capacity >= who.maxCapacity}
        onClick={() => setCapacity(who.capacity + 1)}
      >
        <Icon name="plus" />
      </button>
    </div>
  )
}
