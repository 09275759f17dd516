/** Only what is used of a package that ships no types. */
declare module 'node-nlp' {
  interface Settings {
    readonly languages: readonly string[]
    readonly container?: Container
    readonly forceNER: boolean
    readonly autoSave: boolean
    readonly autoLoad: boolean
    readonly calculateSentiment: boolean
    readonly nlu: { readonly log: boolean }
  }

  interface Container {
    register(name: string, instance: object, isSingleton: boolean): void
    get(name: string): { cache: object } | undefined
  }

  interface DomainManager {
    readonly domains: { readonly [name: string]: { readonly cache?: { results: object } } }
  }

  export interface Classified {
    /** Squares of the network's outputs over their sum: no probabilities. "None" when nothing is known. */
    readonly classifications: readonly { readonly intent: string; readonly score: number }[]
  }

  export class NlpManager {
    constructor(settings: Settings)
    readonly container: Container
    readonly nlp: {
      readonly nluManager: { readonly domainManagers: { readonly [locale: string]: DomainManager } }
    }
    addDocument(locale: string, utterance: string, intent: string): void
    train(): Promise<object>
    process(locale: string, utterance: string): Promise<Classified>
    export(minified: boolean): string
    import(exported: string): void
  }
}
