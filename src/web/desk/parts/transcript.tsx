import { useComputed, useSignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Line } from '../../../desk/web/lines.ts'
import { loadEarlier } from '../loading.ts'
import { hasLine, isOwn, pending } from '../sending.ts'
import { current } from '../state.ts'
import { dayName, sameDay } from '../times.ts'
import { words } from '../words.ts'
import { OneLine, Waiting } from './line.tsx'

// What was said just before a person was asked for is worth seeing at once; the rest of the bot's part is folded.
const SHOWN_BEFORE = 4

export function Transcript() {
  const unfolded = useSignal(false)
  const view = current.value
  const lines = view?.lines ?? []
  const own = useComputed(() =>
    pending.value.filter(
      (one) =>
        isOwn(one) && one.ticket === current.value?.ticket.id && (one.refused !== undefined || !hasLine(one)),
    ),
  )
  const box = useStickyBottom(lines.length + own.value.length)
  if (!view) return null
  const fold = unfolded.value ? 0 : foldedPart(lines)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div class="transcript" ref={box} tabIndex={0} role="log" aria-label={words.value.customer}>
      {fold > 0 ? (
        <button
          type="button"
          class="unfold"
          onClick={() => {
            unfolded.value = true
          }}
        >
          {words.value.earlierLines(fold)}
        </button>
      ) : null}
      {fold === 0 && view.before !== undefined ? (
        <button type="button" class="unfold" onClick={() => loadEarlier(view.ticket.id)}>
          {words.value.loadEarlier}
        </button>
      ) : null}
      {lines.slice(fold).map((line, index, shown) => (
        <Dated key={line.id} line={line} before={shown[index - 1]} after={shown[index + 1]} />
      ))}
      {own.value.map((one) => (
        <Waiting key={one.id} message={one} />
      ))}
    </div>
  )
}

interface DatedProps {
  readonly line: Line
  readonly before: Line | undefined
  readonly after: Line | undefined
}

/** A day is named once; lines of one author stand together and show the time at their end. */
function Dated({ line, before, after }: DatedProps) {
  const newDay = !before || !sameDay(before.at, line.at)
  return (
    <>
      {newDay ? <p class="day">{dayName(line.at)}</p> : null}
      <OneLine
        line={line}
        first={newDay || !together(before, line)}
        last={!after || !together(line, after)}
      />
    </>
  )
}

const TOGETHER_MS = 3 * 60_000
const together = (a: Line | undefined, b: Line) =>
  a !== undefined && a.from === b.from && a.operator === b.operator && b.at - a.at < TOGETHER_MS

/** How many lines lie folded: those before the last call for a person, but for the end of them. */
function foldedPart(lines: readonly Line[]): number {
  const asked = lines.findLastIndex((line) => line.happening?.what === 'asked')
  const folded = asked - SHOWN_BEFORE
  return folded > 2 ? folded : 0
}

/** Stays at the end while one is there; whoever reads further up is left alone. */
function useStickyBottom(length: number) {
  const box = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return undefined
    const toEnd = () => {
      if (atEnd.current) element.scrollTop = element.scrollHeight
    }
    const watch = () => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 80
    }
    // The keyboard of a phone and a growing composer change the height too.
    const resized = new ResizeObserver(toEnd)
    element.addEventListener('scroll', watch, { passive: true })
    // Pictures get their height only when they are here; `load` does not bubble.
    element.addEventListener('load', toEnd, { capture: true })
    resized.observe(element)
    return () => {
      element.removeEventListener('scroll', watch)
      element.removeEventListener('load', toEnd, { capture: true })
      resized.disconnect()
    }
  }, [])
  useLayoutEffect(() => {
    const element = box.current
    if (element && atEnd.current) element.scrollTop = element.scrollHeight
  }, [length])
  return box
}
