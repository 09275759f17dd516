import { select } from '../loading.ts'
import { connected } from '../state.ts'
import { dismiss, type Toast, toasts } from '../toasts.ts'
import { words } from '../words.ts'
import { Icon } from './icon.tsx'

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {connected.value ? null : (
        <p class="toast offline">
          <Icon name="warn" />
          {words.value.offline}
        </p>
      )}
      {toasts.value.map((one) => (
        <OneToast key={one.id} toast={one} />
      ))}
    </div>
  )
}

function OneToast({ toast }: { readonly toast: Toast }) {
  const { id, text, tone, ticket } = toast
  const open = () => {
    dismiss(id)
    select(ticket)
  }
  return (
    <p class={`toast ${tone}`}>
      <Icon name={tone === 'bad' ? 'warn' : 'info'} />
      <span>{text}</span>
      {ticket === undefined ? null : (
        <button type="button" class="link" onClick={open}>
          {words.value.alertOpen}
        </button>
      )}
      <button type="button" class="link" onClick={() => dismiss(id)}>
        {words.value.dismiss}
      </button>
    </p>
  )
}
