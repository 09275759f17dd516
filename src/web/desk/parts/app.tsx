import { me, pane, signedOut } from '../state.ts'
import { Chat } from './chat.tsx'
import { CustomerPanel } from './customer.tsx'
import { Dialogs } from './dialogs.tsx'
import { PaneBar } from './pane-bar.tsx'
import { Sidebar } from './sidebar.tsx'
import { SignIn } from './sign-in.tsx'
import { Toasts } from './toasts.tsx'

export function App() {
  if (signedOut.value)
    return (
      <>
        <SignIn />
        <Toasts />
      </>
    )
  if (!me.value) return <p class="loading" aria-busy="true" />
  return (
    <>
      <div class="desk" data-pane={pane.value}>
        <Sidebar />
        <Chat />
        <CustomerPanel />
      </div>
      <PaneBar />
      <Dialogs />
      <Toasts />
    </>
  )
}
