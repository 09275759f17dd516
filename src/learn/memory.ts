/**
 * What was decided already, beside the database: phrases accepted or dismissed do not come again, and the numbers of the last
 * list hold until the next. Only hashes are kept: what a customer wrote stays in the log alone.
 */
import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type Instant, instant } from '../domain/time.ts'

export type Settlement = 'accepted' | 'dismissed'

/** The list that was shown last. */
export interface ShownList {
  readonly since: Instant
  /** Hashes of each group's phrases, in the order shown. */
  readonly groups: readonly (readonly string[])[]
}

const shownList = z.object({ since: z.number(), groups: z.array(z.array(z.string())) })

export class LearnMemory {
  readonly #settledFile: string
  readonly #listFile: string
  readonly #folder: string

  /** `folder` is made when something is to be kept. */
  constructor(folder: string) {
    this.#folder = folder
    this.#settledFile = join(folder, 'settled.txt')
    this.#listFile = join(folder, 'list.json')
  }

  /** Hashes of phrases somebody decided about. A line of the file is `hash what date`; lines may be deleted by hand. */
  async settled(): Promise<ReadonlySet<string>> {
    const lines = (await textOf(this.#settledFile)).split('\n')
    return new Set(lines.flatMap((line) => /^[\da-f]{16}(?= )/.exec(line) ?? []))
  }

  async settle(hashes: readonly string[], how: Settlement, at: Instant): Promise<void> {
    const day = new Date(at).toISOString().slice(0, 10)
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    await appendFile(this.#settledFile, hashes.map((hash) => `${hash} ${how} ${day}\n`).join(''))
  }

  async remember({ since, groups }: ShownList): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    await writeFile(`${this.#listFile}.new`, JSON.stringify({ since, groups }))
    await rename(`${this.#listFile}.new`, this.#listFile)
  }

  /** Undefined when none was shown yet. */
  async shown(): Promise<ShownList | undefined> {
    const text = await textOf(this.#listFile)
    if (text === '') return undefined
    try {
      const { since, groups } = shownList.parse(JSON.parse(text))
      return { since: instant(since), groups }
    } catch {
      // Written by another version: the next list replaces it.
      return undefined
    }
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}
