import { changeDraft, draftOf, uploading } from '../drafts.ts'
import { words } from '../words.ts'
import { Icon } from './icon.tsx'

/** Files that will go with the message. */
export function Attachments({ ticket }: { readonly ticket: number }) {
  const { files } = draftOf(ticket)
  const coming = uploading.value.get(ticket) ?? 0
  if (files.length + coming === 0) return null
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
      {coming > 0 ? (
        <li class="coming" role="status">
          <Icon name="clock" />
          {words.value.files(coming)} {words.value.uploading}
        </li>
      ) : null}
    </ul>
  )
}
