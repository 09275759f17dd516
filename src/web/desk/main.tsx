import { effect } from '@preact/signals'
import { render } from 'preact'
import { api } from './api.ts'
import { countInTitle, readySound } from './attention.ts'
import { begin } from './begin.ts'
import { listenToKeys } from './keys.ts'
import { watchLine } from './live.ts'
import { App } from './parts/app.tsx'
import { markSeen } from './seen.ts'
import { currentCard, signedOut } from './state.ts'
import { startClock } from './times.ts'
import { toast } from './toasts.ts'
import { language } from './words.ts'
import '../theme.css'
import './styles/base.css'
import './styles/sidebar.css'
import './styles/chat.css'
import './styles/composer.css'
import './styles/customer.css'
import './styles/dialogs.css'
import './styles/phone.css'

/** A printed link: its token stands after `#`, is used once and leaves the address bar. */
async function enterByLink(): Promise<void> {
  if (location.pathname !== '/desk/enter') return
  const token = location.hash.slice(1)
  history.replaceState(null, '', '/desk/')
  if (token.length < 20) return
  await api.enter(token).catch((error: Error) => toast(error.message))
}

/** A server that is not there yet is asked again. */
async function beginWhenPossible(): Promise<void> {
  try {
    await begin()
  } catch {
    setTimeout(beginWhenPossible, 3000)
  }
}

effect(() => {
  document.documentElement.lang = language.value
})
const root = document.querySelector('#desk')
if (root) render(<App />, root)
startClock()
readySound()
countInTitle()
listenToKeys()
watchLine()
document.addEventListener('visibilitychange', () => {
  if (!signedOut.value) markSeen(currentCard.value)
})
enterByLink().then(beginWhenPossible).catch(reportError)
