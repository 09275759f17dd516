/** Trained models on the disk, named by a hash of the method and the phrases. A cache can fail; nothing else may for it. */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TrainingPhrase } from '../port.ts'
import { CONCEPTS_OF_WORD } from './lexicon.ts'
import type { Trained } from './model.ts'
import { decoded, encoded } from './model-file.ts'

// Grows with every change of what training does; a change of the lexicon is seen by itself.
const METHOD = 'kotik/7'

export class ModelCache {
  readonly #folder: string
  readonly #file: string

  /** `ordered` is what `inOrder` returns. */
  constructor(folder: string, ordered: readonly TrainingPhrase[]) {
    const hash = createHash('sha256').update(METHOD)
    hash.update(JSON.stringify([...CONCEPTS_OF_WORD]))
    for (const { text, intent } of ordered) hash.update(JSON.stringify([text, intent]))
    this.#folder = folder
    this.#file = join(folder, `kotik-${hash.digest('hex').slice(0, 16)}.model`)
  }

  /** Undefined when there is none or it cannot be read. */
  async load(): Promise<Trained | undefined> {
    try {
      return decoded(await readFile(this.#file))
    } catch {
      return undefined
    }
  }

  /** Whole or not at all, so that a kill in between leaves no half model. A full disk only costs the next start its time. */
  async keep(trained: Trained): Promise<void> {
    try {
      await mkdir(this.#folder, { recursive: true })
      const unfinished = `${this.#file}.${process.pid}`
      await writeFile(unfinished, encoded(trained))
      await rename(unfinished, this.#file)
    } catch {
      return
    }
  }
}
