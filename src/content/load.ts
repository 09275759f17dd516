/** The loader's door: a folder (or what the store kept of one) → a release, or all of its faults at once. */
import type { Language } from '../domain/message.ts'
import { createRegistry, type ReleaseRegistry } from '../flow/compiled.ts'
import { type Built, build } from './build.ts'
import { toFaults } from './file.ts'
import type { Fault, LoadResult } from './release.ts'
import { type FolderFault, readFolder, type Sources } from './sources.ts'

export { formatFaults } from './format.ts'

export interface LoadOptions {
  /** In which language faults are told. */
  readonly language: Language
  /** The environment; content reads only the names that `_bot.yml` declares. */
  readonly env?: { readonly [name: string]: string | undefined }
  /**
   * Shared by all releases of a process, so that a frame finds the release it began on. The loaded release adds itself.
   * Its own when left out.
   */
  readonly registry?: ReleaseRegistry
}

/** Reads `flows/` and `intents/` of `dir`. Rejects never: a missing folder is a fault like any other. */
export async function loadContent(dir: string, options: LoadOptions): Promise<LoadResult> {
  const folder = await readFolder(dir)
  const built = build(folder.sources, withRegistry(options))
  return resultOf(built, folder.faults, folder.sources, options.language)
}

/** A release again, from the texts the store kept of it. Faults mean that this version of Kotik reads content differently. */
export function releaseFromSources(sources: Sources, options: LoadOptions): LoadResult {
  return resultOf(build(sources, withRegistry(options)), [], sources, options.language)
}

function withRegistry(options: LoadOptions) {
  return { registry: options.registry ?? createRegistry(), ...(options.env && { env: options.env }) }
}

function resultOf(
  built: Built,
  folderFaults: readonly FolderFault[],
  sources: Sources,
  language: Language,
): LoadResult {
  const ofFolder = folderFaults.map(
    (fault): Fault => ({
      file: fault.file,
      line: 1,
      column: 1,
      found: fault.found[language],
      ...(fault.allowed && { allowed: fault.allowed[language] }),
    }),
  )
  if (built.kind === 'built' && ofFolder.length === 0) return { kind: 'loaded', release: built.release }
  const files = built.kind === 'faults' ? built.files : []
  const inFiles = files.flatMap((file) => toFaults(file, language))
  const texts = Object.keys(sources).filter((path) => path.endsWith('.yml'))
  const read = new Set([...texts, ...ofFolder.map((fault) => fault.file)])
  return { kind: 'faults', faults: [...ofFolder, ...inFiles], files: read.size }
}
