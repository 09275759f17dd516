/** node-nlp as the package is, with its habits turned off; docs/decisions/0007-node-nlp.md names them. */
import { NlpManager } from 'node-nlp'
import type { TrainingPhrase } from '../port.ts'
import { normalise } from './normalise.ts'

const LOCALES = ['ru', 'en'] as const
type Locale = (typeof LOCALES)[number]

// It remembers every text and every word it ever saw. A thousand are about 1 MB.
const READS_REMEMBERED = 1_000

export interface Score {
  readonly intent: string
  readonly score: number
}

export class Manager {
  readonly #nlp: NlpManager
  readonly #locales: readonly Locale[]
  #reads = 0

  private constructor(locales: readonly Locale[]) {
    this.#locales = locales
    this.#nlp = new NlpManager({
      languages: [...locales],
      // Entities are another room's work, and files are nobody's but the cache's.
      forceNER: false,
      autoSave: false,
      autoLoad: false,
      calculateSentiment: false,
      nlu: { log: false },
    })
    for (const locale of LOCALES) {
      const normaliser = { name: `normalizer-${locale}`, normalize: normalise, run: withNormalText }
      this.#nlp.container.register(normaliser.name, normaliser, true)
    }
  }

  /** The phrases in the order they are to be learnt in, which for this network decides. */
  static async trained(phrases: readonly TrainingPhrase[]): Promise<Manager> {
    const manager = new Manager(localesOf(phrases))
    for (const { text, intent } of phrases) {
      manager.#nlp.addDocument(manager.#localeOf(text), kept(text), marked(intent))
    }
    await manager.#nlp.train()
    return manager
  }

  static imported(exported: string, phrases: readonly TrainingPhrase[]): Manager {
    const manager = new Manager(localesOf(phrases))
    manager.#nlp.import(exported)
    return manager
  }

  exported(): string {
    return this.#nlp.export(true)
  }

  /** The best first; none when no word is known. A text of one language may be a word of the other's phrases. */
  async scores(text: string): Promise<readonly Score[]> {
    this.#forget()
    const own = this.#localeOf(text)
    for (const locale of [own, ...this.#locales.filter((other) => other !== own)]) {
      const { classifications } = await this.#nlp.process(locale, kept(text))
      const known = classifications.filter(({ intent, score }) => intent.startsWith(MARK) && score > 0)
      if (known.length > 0)
        return known.map(({ intent, score }) => ({ intent: intent.slice(MARK.length), score }))
    }
    return []
  }

  #localeOf(text: string): Locale {
    const locale = localeOf(text)
    return this.#locales.includes(locale) ? locale : (this.#locales[0] ?? locale)
  }

  #forget(): void {
    this.#reads += 1
    if (this.#reads % READS_REMEMBERED !== 0) return
    for (const locale of this.#locales) {
      const stemmer = this.#nlp.container.get(`stemmer-${locale}`)
      if (stemmer !== undefined) stemmer.cache = {}
      for (const domain of Object.values(this.#nlp.nlp.nluManager.domainManagers[locale]?.domains ?? {})) {
        if (domain.cache !== undefined) domain.cache.results = {}
      }
    }
  }
}

const MARK = '#'

// Names and texts are keys of its plain objects: a mark in front keeps "constructor" and "__proto__" ordinary.
const marked = (intent: string) => `${MARK}${intent}`
const kept = (text: string) => ` ${normalise(text)}`

/** It has a model for each language; a phrase belongs to the language of its letters. */
const localeOf = (text: string): Locale => (/[а-яё]/iu.test(text) ? 'ru' : 'en')

function localesOf(phrases: readonly TrainingPhrase[]): readonly Locale[] {
  const used = new Set(phrases.map(({ text }) => localeOf(text)))
  return LOCALES.filter((locale) => used.has(locale))
}

function withNormalText<T extends { text: string }>(input: T): T {
  input.text = normalise(input.text)
  return input
}
