import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Fault } from '../content/release.ts'
import type { Language } from '../domain/message.ts'
import { readStory } from './read.ts'
import type { Story } from './story.ts'

const FOLDER = 'flows/tests'

/** All stories of a content folder by file name, and all faults of those that cannot be read. No folder: no stories. */
export async function readStories(
  contentDir: string,
  language: Language,
): Promise<{ readonly stories: readonly Story[]; readonly faults: readonly Fault[] }> {
  const names = (await filesIn(join(contentDir, FOLDER))).filter((name) => /\.ya?ml$/.test(name)).sort()
  const read = await Promise.all(
    names.map(async (name) =>
      readStory(`${FOLDER}/${name}`, await readFile(join(contentDir, FOLDER, name), 'utf8'), language),
    ),
  )
  return {
    stories: read.flatMap((one) => (one.kind === 'story' ? [one.story] : [])),
    faults: read.flatMap((one) => (one.kind === 'faults' ? one.faults : [])),
  }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
