/**
 * `<kotik-chat>`: the whole widget in one custom element with a shadow root and a constructed style sheet, so that it
 * neither takes the page's styles nor gives it any, and works under a content policy without `unsafe-inline`.
 */
import theme from '../theme.css?inline'
import { Chat } from './chat.ts'
import { readConfig } from './config.ts'
import { View } from './view.tsx'
import styles from './widget.css?inline'
import { WORDS } from './words.ts'

const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : undefined

const sheet = new CSSStyleSheet()
sheet.replaceSync(theme + styles)

class KotikChat extends HTMLElement {
  readonly #root = this.attachShadow({ mode: 'open' })
  #chat: Chat | undefined

  connectedCallback(): void {
    this.#root.adoptedStyleSheets = [sheet]
    const config = readConfig(this.dataset, script?.dataset ?? {}, {
      script: script?.src || location.href,
      pageLanguage: document.documentElement.lang,
      browserLanguage: navigator.language,
    })
    const { language } = config
    this.lang = language
    const chat = new Chat(
      config,
      (picture) => view.draw(picture),
      (name, detail) => this.#tell(name, detail),
    )
    const view = new View(this.#root, { chat, words: WORDS[language], language })
    this.#chat = chat
    view.draw(chat.picture)
    chat.wake()
    if (config.open) chat.open()
  }

  disconnectedCallback(): void {
    this.#chat?.sleep()
  }

  /** For the page: `document.querySelector('kotik-chat').open()`. */
  open(): void {
    this.#chat?.open()
  }

  close(): void {
    this.#chat?.close()
  }

  #tell(name: string, detail: object = {}): void {
    this.dispatchEvent(new CustomEvent(`kotik-${name}`, { bubbles: true, detail }))
  }
}

function place(): void {
  if (!document.querySelector('kotik-chat')) document.body.append(document.createElement('kotik-chat'))
}

/** The page's own buttons open the chat too: `<button data-kotik-open>`. */
function openFrom(event: Event): void {
  const pressed = event.target instanceof Element && event.target.closest('[data-kotik-open]')
  if (pressed) document.querySelector<KotikChat>('kotik-chat')?.open()
}

if (!customElements.get('kotik-chat')) {
  customElements.define('kotik-chat', KotikChat)
  document.addEventListener('click', openFrom)
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', place)
  else place()
}
