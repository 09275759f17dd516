/** @jsxImportSource ./dom */
import type { Chat } from './chat.ts'
import { Composer } from './composer.tsx'
import { draw } from './dom/jsx-runtime.ts'
import { Cat, Close, Down } from './icons.tsx'
import { Lines } from './lines.tsx'
import type { Picture } from './picture.ts'
import type { Language, Words } from './words.ts'

/** What only this page's view knows. */
export interface Local {
  /** What stands in the field. */
  readonly text: string
  readonly dropping: boolean
  /** Scrolled up to older messages. */
  readonly away: boolean
}

/** What every part of the view is given. */
export interface Shown {
  readonly chat: Chat
  readonly picture: Picture
  readonly words: Words
  readonly language: Language
  readonly local: Local
  readonly change: (local: Partial<Local>) => void
}

const isPhone = () => matchMedia('(max-width: 480px)').matches
// This near to the end counts as reading along: new messages are scrolled to.
const NEAR = 80

/** Draws a picture into the shadow root, then does what a description cannot say: focus and scrolling. */
export class View {
  readonly #root: ShadowRoot
  readonly #shown: Omit<Shown, 'picture' | 'local' | 'change'>
  #local: Local = { text: '', dropping: false, away: false }
  #was: { readonly picture: Picture; readonly height: number } | undefined

  constructor(root: ShadowRoot, shown: Omit<Shown, 'picture' | 'local' | 'change'>) {
    this.#root = root
    this.#shown = shown
  }

  draw(picture: Picture): void {
    const change = (local: Partial<Local>) => {
      this.#local = { ...this.#local, ...local }
      this.draw(this.#shown.chat.picture)
    }
    const shown = { ...this.#shown, picture, local: this.#local, change }
    const focused = this.#root.activeElement
    draw(this.#root, [picture.open && <Panel key="panel" shown={shown} />, <Launcher shown={shown} />])
    this.#scroll(picture)
    this.#focus(picture)
    this.#keepFocus(picture, focused)
    this.#was = { picture, height: this.#log?.scrollHeight ?? 0 }
  }

  get #log(): HTMLElement | null {
    return this.#root.querySelector('.log')
  }

  #scroll(picture: Picture): void {
    const log = this.#log
    const was = this.#was
    if (!log) return
    const first = was?.picture.talk.lines[0]?.number ?? 0
    const grewAbove = first > (picture.talk.lines[0]?.number ?? 0)
    const said = picture.waiting.length > (was?.picture.waiting.length ?? 0)
    if (!this.#local.away || said || !was?.picture.open) log.scrollTop = log.scrollHeight
    else if (grewAbove) log.scrollTop += log.scrollHeight - was.height
  }

  /** A pressed button is taken away with the focus on it: without a focus the keyboard has left the chat, and Escape too. */
  #keepFocus({ open }: Picture, focused: Element | null): void {
    if (!open || !focused || (focused.isConnected && !focused.matches(':disabled'))) return
    this.#root.querySelector<HTMLElement>(isPhone() ? '.log' : 'textarea')?.focus({ preventScroll: true })
  }

  #focus({ open }: Picture): void {
    const wasOpen = this.#was?.picture.open ?? false
    if (open === wasOpen) return
    // On a phone the keyboard would cover half of the conversation before it is read.
    const into = open ? (isPhone() ? 'header button' : 'textarea') : '.launcher'
    this.#root.querySelector<HTMLElement>(into)?.focus()
  }
}

function Launcher({ shown: { chat, picture, words } }: { shown: Shown }) {
  const name = picture.open ? words.close : words.open
  return (
    <button
      type="button"
      class={`launcher${picture.open ? ' open' : ''}`}
      aria-expanded={picture.open}
      aria-label={picture.unread > 0 ? `${name}. ${words.unread(picture.unread)}` : name}
      onClick={() => (picture.open ? chat.close() : chat.open())}
    >
      {picture.open ? <Down /> : <Cat />}
      {picture.unread > 0 && <span class="badge">{picture.unread > 9 ? '9+' : picture.unread}</span>}
    </button>
  )
}

function Panel({ shown }: { shown: Shown }) {
  const { chat, picture, words } = shown
  return (
    <div
      class="panel"
      role="dialog"
      aria-label={picture.bot || words.open}
      aria-modal={isPhone() || undefined}
      onKeyDown={(event) => {
        if (event.key === 'Escape') chat.close()
        if (event.key === 'Tab' && isPhone()) keepInside(event, event.currentTarget)
      }}
      onDragOver={(event) => {
        event.preventDefault()
        if (!shown.local.dropping) shown.change({ dropping: true })
      }}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget as Node | null)) shown.change({ dropping: false })
      }}
      onDrop={(event) => {
        event.preventDefault()
        shown.change({ dropping: false })
        chat.attach(event.dataTransfer?.files ?? [], words.tooLarge)
      }}
    >
      <Head shown={shown} />
      <Log shown={shown} />
      {!picture.online && (
        <p class="offline" role="status">
          {words.offline}
        </p>
      )}
      <Composer shown={shown} />
      {shown.local.dropping && <p class="drop">{words.dropHere}</p>}
    </div>
  )
}

/** On a phone the chat is the whole screen: Tab goes round inside it. */
function keepInside(event: KeyboardEvent, panel: HTMLElement): void {
  const all = panel.querySelectorAll<HTMLElement>('button:not(:disabled), a, textarea, .log')
  const [first, last] = [all[0], all[all.length - 1]]
  const active = (panel.getRootNode() as ShadowRoot).activeElement
  if (active !== (event.shiftKey ? first : last)) return
  event.preventDefault()
  ;(event.shiftKey ? last : first)?.focus()
}

function Head({ shown: { chat, picture, words } }: { shown: Shown }) {
  const { operator } = picture.talk
  return (
    <header class={operator === undefined ? '' : 'person'}>
      <span class="face">{operator === undefined ? <Cat /> : [...operator][0]}</span>
      <span class="who">
        <b>{operator ?? picture.bot}</b>
        {picture.online && picture.loaded && (
          <small>{operator === undefined ? words.botHere : words.operatorHere}</small>
        )}
      </span>
      <button type="button" class="round" aria-label={words.close} onClick={() => chat.close()}>
        <Close />
      </button>
    </header>
  )
}

function Log({ shown }: { shown: Shown }) {
  const { chat, picture, words } = shown
  const toEnd = ({ currentTarget }: { currentTarget: HTMLElement }) => {
    const log = currentTarget.previousElementSibling
    log?.scrollTo({ top: log.scrollHeight })
  }
  return (
    <div class="space">
      <div
        class="log"
        role="log"
        aria-label={words.log}
        aria-live="polite"
        tabindex="0"
        onScroll={({ currentTarget: log }) => {
          const away = log.scrollHeight - log.scrollTop - log.clientHeight > NEAR
          if (away !== shown.local.away) shown.change({ away })
          if (away && log.scrollTop < NEAR) void chat.loadOlder()
        }}
      >
        {picture.older && (
          <button type="button" class="link" onClick={() => void chat.loadOlder()}>
            {words.older}
          </button>
        )}
        {!picture.loaded && (
          <p class="day">
            <span>{words.connecting}</span>
          </p>
        )}
        <Lines shown={shown} />
        {picture.typing && <Typing name={picture.typing.name ?? picture.bot} words={words} />}
      </div>
      {shown.local.away && (
        <button type="button" class="round tonow" aria-label={words.newer} onClick={toEnd}>
          <Down />
        </button>
      )}
    </div>
  )
}

const Typing = ({ name, words }: { name: string; words: Words }) => (
  <div class="row bot first last" key="typing">
    <div class="bubble dots">
      <i />
      <i />
      <i />
      <span class="hidden">{words.typing(name)}</span>
    </div>
  </div>
)
