/** @jsxImportSource ./dom */

import { size } from './format.ts'
import { Clip, Close, Send, Sheet } from './icons.tsx'
import type { Upload } from './uploads.ts'
import type { Shown } from './view.tsx'

// Six lines of 22 px: more would leave too little of the conversation on a phone with its keyboard out.
const MOST_ROWS = 6

/** Where the customer writes: Enter sends, Shift+Enter begins a line; files by button, drop (see view) or paste. */
export function Composer({ shown }: { shown: Shown }) {
  const { chat, words, picture } = shown
  const { text } = shown.local
  const busy = picture.uploads.some(({ state }) => state === 'uploading')
  const nothing = text.trim() === '' && !picture.uploads.some(({ state }) => state === 'ready')
  const send = (form: HTMLElement) => {
    if (busy || nothing) return
    const field = form.querySelector('textarea')
    chat.say(text)
    if (field) field.value = ''
    shown.change({ text: '' })
    field?.focus()
  }
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send(event.currentTarget)
      }}
    >
      {picture.uploads.length > 0 && (
        <ul class="chips">
          {picture.uploads.map((upload) => (
            <Chip key={upload.key} {...{ upload, shown }} />
          ))}
        </ul>
      )}
      <div class="field">
        <button
          type="button"
          class="round"
          aria-label={words.attach}
          onClick={({ currentTarget }) => (currentTarget.nextElementSibling as HTMLElement).click()}
        >
          <Clip />
        </button>
        <input
          type="file"
          multiple
          hidden
          onChange={({ currentTarget }) => {
            const picker = currentTarget as HTMLInputElement
            chat.attach(picker.files ?? [], words.tooLarge)
            picker.value = ''
          }}
        />
        <textarea
          rows={Math.min(MOST_ROWS, text.split('\n').length)}
          placeholder={words.placeholder}
          aria-label={words.placeholder}
          enterkeyhint="send"
          onInput={({ currentTarget }) => {
            shown.change({ text: (currentTarget as HTMLTextAreaElement).value })
            chat.typed()
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
            event.preventDefault()
            send(event.currentTarget.closest('form') as HTMLElement)
          }}
          onPaste={(event) => {
            const files = event.clipboardData?.files
            if (!files?.length) return
            event.preventDefault()
            chat.attach(files, words.tooLarge)
          }}
        />
        <button type="submit" class="round send" aria-label={words.send} aria-disabled={busy || nothing}>
          <Send />
        </button>
      </div>
    </form>
  )
}

function Chip({ upload, shown }: { upload: Upload; shown: Shown }) {
  const { words, chat } = shown
  const state = {
    uploading: words.uploading,
    ready: size(upload.size, words.bytes),
    failed: upload.why || words.uploadFailed,
  }[upload.state]
  return (
    <li class={`chip ${upload.state}`}>
      <Sheet />
      <span>
        <b>{upload.name}</b>
        <small aria-live="polite">{state}</small>
      </span>
      <button
        type="button"
        class="round"
        aria-label={words.removeFile(upload.name)}
        onClick={() => chat.detach(upload.key)}
      >
        <Close />
      </button>
    </li>
  )
}
