import { changeDraft, draftOf } from '../drafts.ts'
import { words } from '../words.ts'
import { Icon } from './icon.tsx'

/** Files that will go with the message. */
export function Attachments({ ticket }: { readonly ticket: number }) {
  const { files } = draftOf(ticket)
  if (files.length === 0) return null
  return (
    <ul class="attachments">
      {files.map((file) => (
        <li key={file.id}>
          <Icon name="file" />
          {file.name}
          <button
            type="button"
            class="ghost small"
            aria-label={`${words.value.removeFile}: ${file.name}`}
            onClick={() => changeDraft(ticket, { files: files.filter((one) => one.id !== file.id) })}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  )
}
