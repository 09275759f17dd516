/** What was begun and not sent, of each chat; survives a reload. Files are not kept: they are on the server already. */
import { signal } from '@preact/signals'
import type { FileView } from '../../desk/web/views.ts'

export interface Draft {
  readonly text: string
  readonly kind: 'replies' | 'notes'
  readonly files: readonly FileView[]
}

const KEPT = 'kotik.desk.drafts'
const NOTHING: Draft = { text: '', kind: 'replies', files: [] }

function kept(): ReadonlyMap<number, Draft> {
  try {
    return new Map(JSON.parse(localStorage.getItem(KEPT) ?? '[]'))
  } catch {
    return new Map()
  }
}

const drafts = signal(kept())
/** Files on their way to the server, by chat. */
export const uploading = signal<ReadonlyMap<number, number>>(new Map())

export const draftOf = (ticket: number): Draft => drafts.value.get(ticket) ?? NOTHING
export const hasDraft = (ticket: number): boolean => draftOf(ticket).text.trim() !== ''

export function changeDraft(ticket: number, change: Partial<Draft>): void {
  const draft = { ...draftOf(ticket), ...change }
  const next = new Map(drafts.value)
  if (draft.text === '' && draft.files.length === 0 && draft.kind === 'replies') next.delete(ticket)
  else next.set(ticket, draft)
  drafts.value = next
  localStorage.setItem(KEPT, JSON.stringify([...next]))
}

/** Counts a file while it is on its way. */
export async function whileUploading<T>(ticket: number, work: () => Promise<T>): Promise<T> {
  const count = (by: number) => {
    uploading.value = new Map(uploading.value).set(ticket, (uploading.value.get(ticket) ?? 0) + by)
  }
  count(1)
  try {
    return await work()
  } finally {
    count(-1)
  }
}
