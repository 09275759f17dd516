/**
 * A release: one checked set of flows and intents, named by the hash of its files. Made by the loader; never changed after.
 */

import type { IntentName, ReleaseId } from '../domain/ids.ts'
import type { Attachment, Language } from '../domain/message.ts'
import type { EntityReader } from '../domain/nlu.ts'
import type { Rules } from '../domain/rules.ts'
import type { TrainingPhrase } from '../nlu/port.ts'

/** A phrase of `_golden.yml` that must keep matching. */
export interface GoldenPhrase {
  readonly text: string
  readonly intent: IntentName
}

export interface Release {
  readonly id: ReleaseId
  /** Path relative to the content folder → text; what the store keeps so that running conversations can stay on it. */
  readonly sources: { readonly [path: string]: string }
  readonly rules: Rules
  /** Reads values in texts: dates, sums, and what `_entities.yml` declares. */
  readonly entities: EntityReader
  readonly phrases: readonly TrainingPhrase[]
  readonly golden: readonly GoldenPhrase[]
  readonly counts: { readonly flows: number; readonly intents: number; readonly examples: number }
  readonly languages: readonly Language[]
  /** Values of the environment names that `_bot.yml` declares. Secrets: only for the sender of calls. */
  readonly env: { readonly [name: string]: string }
  /** Files the content shows. Whoever starts the release puts their bytes (`path` under the content folder) into the blobs. */
  readonly media: readonly Media[]
}

export interface Media {
  readonly path: string
  readonly attachment: Attachment
}

/** One fault of the content. `line` and `column` from 1. The three texts are sentences in the reader's language. */
export interface Fault {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly found: string
  readonly allowed?: string
  readonly suggestion?: string
}

export type LoadResult =
  | { readonly kind: 'loaded'; readonly release: Release }
  /** `files`: how many were read, for "in 1 of 9 files". */
  | { readonly kind: 'faults'; readonly faults: readonly Fault[]; readonly files: number }
