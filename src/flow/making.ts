/** What compiling a step needs, and where it stands. */
import type { Path } from './fault.ts'
import type { Said } from './graph.ts'
import type { GraphDraft } from './graph-draft.ts'
import type { SimpleStepSource } from './schema/step.ts'
import type { Texts } from './texts.ts'

export interface Making {
  readonly draft: GraphDraft
  readonly texts: Texts
}

/** Where a step stands: its path in the file, its number for people, what comes after it. */
export interface Place {
  readonly path: Path
  readonly step: string
  readonly next: number
}

export function at(place: Place): { readonly step: string; readonly path: Path } {
  return { step: place.step, path: place.path }
}

export function saidOf(
  make: Making,
  source: NonNullable<SimpleStepSource['say']>,
  media: { image?: string | undefined; file?: string | undefined },
  path: Path,
  key: string,
): Said {
  return { text: make.texts.text(source, [...path, key]), attachments: make.texts.attachments(media, path) }
}
