/** Only what is used of three packages of node-nlp (nlp.js) that ship no types. */
declare module '@nlpjs/neural' {
  /** Feature or output name → weight. */
  export type Sparse = { readonly [name: string]: number }

  export interface TrainedNetwork {
    readonly settings: object
    readonly features: readonly string[]
    readonly intents: readonly string[]
    /** For each intent a weight for each feature, then the bias. */
    readonly perceptrons: readonly (readonly number[])[]
  }

  export interface Perceptron {
    readonly id: number
    readonly weights: Float32Array
    readonly changes: Float32Array
    bias: number
  }

  /** Names replaced by numbers: `keys` of the features, `data` by the number of the output. */
  export interface PreparedPhrase {
    readonly input: { readonly keys: readonly number[] }
    readonly output: { readonly data: { readonly [output: number]: number } }
  }

  export class NeuralNetwork {
    constructor(settings?: { readonly log?: boolean; readonly errorThresh?: number })
    protected readonly settings: { readonly alpha: number; readonly momentum: number }
    protected readonly decayLearningRate: number
    /** The score of one intent; 0 is the least. */
    protected runInputPerceptron(perceptron: Perceptron, input: PreparedPhrase['input']): number
    protected trainPerceptron(perceptron: Perceptron, phrases: readonly PreparedPhrase[]): number
    train(corpus: readonly { readonly input: Sparse; readonly output: Sparse }[]): object
    /** About 1 for what was trained, 0 for nothing alike; not a probability. The same object each time. */
    run(input: Sparse): Sparse | undefined
    toJSON(): TrainedNetwork
    fromJSON(trained: TrainedNetwork): void
  }
}

declare module '@nlpjs/lang-ru' {
  export class StemmerRu {
    setCurrent(word: string): void
    innerStem(): void
    getCurrent(): string
  }
}

declare module '@nlpjs/lang-en-min' {
  export class StemmerEn {
    setCurrent(word: string): void
    innerStem(): void
    getCurrent(): string
  }
}
