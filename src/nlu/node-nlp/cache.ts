/** Trained networks on the disk, named by a hash of the method and the phrases. A cache can fail; nothing else may for it. */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TrainedNetwork } from '@nlpjs/neural'
import { z } from 'zod'
import type { TrainingPhrase } from '../port.ts'

// Grows with every change of stemming, shuffling or the network's settings.
const METHOD = 'node-nlp/2'

const Trained = z.object({
  settings: z.object({}).loose(),
  features: z.array(z.string()),
  intents: z.array(z.string()),
  perceptrons: z.array(z.array(z.number())),
})

export class ModelCache {
  readonly #folder: string
  readonly #file: string

  /** `phrases` in the order they are learnt in. */
  constructor(folder: string, phrases: readonly TrainingPhrase[]) {
    const hash = createHash('sha256').update(METHOD)
    for (const { text, intent } of phrases) hash.update(JSON.stringify([text, intent]))
    this.#folder = folder
    this.#file = join(folder, `node-nlp-${hash.digest('hex').slice(0, 16)}.json`)
  }

  /** Undefined when there is none or it cannot be read. */
  async load(): Promise<TrainedNetwork | undefined> {
    try {
      const read = Trained.safeParse(JSON.parse(await readFile(this.#file, 'utf8')))
      return read.success && fits(read.data) ? read.data : undefined
    } catch {
      return undefined
    }
  }

  /** Whole or not at all, so that a kill in between leaves no half model. A full disk only costs the next start its time. */
  async keep(trained: TrainedNetwork): Promise<void> {
    try {
      await mkdir(this.#folder, { recursive: true })
      const unfinished = `${this.#file}.${process.pid}`
      await writeFile(unfinished, JSON.stringify(trained))
      await rename(unfinished, this.#file)
    } catch {
      return
    }
  }
}

function fits({ features, intents, perceptrons }: TrainedNetwork): boolean {
  return (
    intents.length === perceptrons.length &&
    perceptrons.every((weights) => weights.length === features.length + 1)
  )
}
