/** Trained models on the disk, named by a hash of the method and the phrases. A cache can fail; nothing else may for it. */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TrainingPhrase } from '../port.ts'
import { Manager } from './manager.ts'

// Grows with every change of what is learnt and how.
const METHOD = 'node-nlp/4.27.0/1'

export class ModelCache {
  readonly #folder: string
  readonly #file: string
  readonly #phrases: readonly TrainingPhrase[]

  /** `phrases` in the order they are learnt in. */
  constructor(folder: string, phrases: readonly TrainingPhrase[]) {
    const hash = createHash('sha256').update(METHOD)
    for (const { text, intent } of phrases) hash.update(JSON.stringify([text, intent]))
    this.#folder = folder
    this.#file = join(folder, `node-nlp-${hash.digest('hex').slice(0, 16)}.json`)
    this.#phrases = phrases
  }

  /** Undefined when there is none, it cannot be read, or the library cannot use it. */
  async load(): Promise<Manager | undefined> {
    try {
      const manager = Manager.imported(await readFile(this.#file, 'utf8'), this.#phrases)
      const known = this.#phrases[0]?.text ?? ''
      return (await manager.scores(known)).length > 0 ? manager : undefined
    } catch {
      return undefined
    }
  }

  /** Whole or not at all, so that a kill in between leaves no half model. A full disk only costs the next start its time. */
  async keep(manager: Manager): Promise<void> {
    try {
      await mkdir(this.#folder, { recursive: true })
      const unfinished = `${this.#file}.${process.pid}`
      await writeFile(unfinished, manager.exported())
      await rename(unfinished, this.#file)
    } catch {
      return
    }
  }
}
