import { useSignal } from '@preact/signals'
import { api } from '../api.ts'
import { begin } from '../begin.ts'
import { language, speak, words } from '../words.ts'
import { Cat } from './icon.tsx'

export function SignIn() {
  const said = words.value
  const busy = useSignal(false)
  const refused = useSignal('')
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (!(event.currentTarget instanceof HTMLFormElement)) return
    const form = new FormData(event.currentTarget)
    busy.value = true
    refused.value = ''
    try {
      await api.signIn(String(form.get('login')), String(form.get('password')))
      await begin()
    } catch (error) {
      refused.value = error instanceof Error ? error.message : String(error)
    }
    busy.value = false
  }
  return (
    <main class="sign-in">
      <form onSubmit={submit}>
        <Cat />
        <h1>{said.signInTitle}</h1>
        <p class="soft">{said.signInHint}</p>
        <label>
          {said.login}
          <input name="login" autocomplete="username" autocapitalize="none" required autofocus />
        </label>
        <label>
          {said.password}
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        <p class="refused" role="alert">
          {refused.value}
        </p>
        <button type="submit" class="primary" disabled={busy.value}>
          {busy.value ? said.signingIn : said.signIn}
        </button>
        <button type="button" class="link" onClick={() => speak(language.value === 'ru' ? 'en' : 'ru')}>
          {said.otherLanguage}
        </button>
      </form>
    </main>
  )
}
