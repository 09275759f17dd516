/**
 * The matcher's port: text → ranked intents and entities. Two implementations exist in the end: Kotik's own and node-nlp.
 * A matcher is trained once for a release and then only read; the same examples give the same matcher whatever their order.
 */
import type { IntentName } from '../domain/ids.ts'
import type { Language } from '../domain/message.ts'
import type { Reading } from '../domain/nlu.ts'
import type { Instant } from '../domain/time.ts'

export interface TrainingPhrase {
  readonly text: string
  readonly intent: IntentName
}

/** What is expected just now; matched first. */
export interface ReadingContext {
  readonly language: Language
  /** When it was written: dates in it are reckoned from here, and not looked for without it. */
  readonly now?: Instant
  /** Intents that fit the place in the conversation get the benefit of the doubt. */
  readonly likely?: readonly IntentName[]
}

export interface Matcher {
  /** Never rejects for any text, however odd; an empty or unreadable text is `unsure` with no intents. */
  read(text: string, context: ReadingContext): Promise<Reading>
  /**
   * 0..1: the chance that the best intent is right when the text may as well be about nothing known; what the verdict rests
   * on. A matcher without it means the best intent's confidence.
   */
  trust?(text: string): number
  /** Of the trained model, for those who measure. */
  readonly modelBytes?: number
}

export interface MatcherMaker {
  readonly name: 'kotik' | 'node-nlp'
  /**
   * `cacheDir` keeps trained models between starts, named by a hash of the phrases and the method; a cache that cannot be
   * read is trained anew. Rejects only when the phrases are empty.
   */
  train(phrases: readonly TrainingPhrase[], options: { readonly cacheDir?: string }): Promise<Matcher>
}
