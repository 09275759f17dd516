/** What a start does with releases: keeps the new one, makes its pictures servable, brings back those still in use. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { releaseFromSources } from './content/load.ts'
import type { Release } from './content/release.ts'
import { CONTENT_FILES } from './domain/ids.ts'
import type { Clock } from './domain/time.ts'
import type { ReleaseRegistry } from './flow/compiled.ts'
import type { Log } from './runtime/log.ts'
import type { Blobs, Store } from './store/port.ts'

// Flows wait for days at most; twenty changes of the content in that time are many. Each costs some 20 ms of the start.
const RELEASES_KEPT_READY = 20

export interface ReleaseParts {
  readonly store: Store
  readonly blobs: Blobs
  readonly release: Release
  readonly registry: ReleaseRegistry
  readonly contentDir: string
  readonly contentEnv: { readonly [name: string]: string | undefined }
  readonly clock: Clock
  readonly log: Log
}

export async function takeUpReleases(parts: ReleaseParts): Promise<void> {
  const { store, release } = parts
  await recallOlder(parts)
  await store.saveRelease(release.id, release.sources)
  for (const media of release.media) await publish(parts, media)
}

/** Conversations in the middle of a flow stay on the release it began with. */
async function recallOlder({ store, release, registry, contentEnv, log }: ReleaseParts): Promise<void> {
  for (const id of await store.recentReleases(RELEASES_KEPT_READY)) {
    const sources = id === release.id ? undefined : await store.release(id)
    if (!sources) continue
    const result = releaseFromSources(sources, { language: 'en', env: contentEnv, registry })
    // A newer Kotik may refuse what an older one took; whoever stands in such a flow starts their question anew.
    if (result.kind === 'faults')
      log.warn({ release: id, faults: result.faults.length }, 'an older release no longer loads')
  }
}

async function publish(
  { store, blobs, contentDir, clock }: ReleaseParts,
  { path, attachment }: Release['media'][number],
) {
  if (await store.file(attachment.id)) return
  await blobs.put(attachment.id, await readFile(join(contentDir, path)))
  await store.saveFile({ ...attachment, conversation: CONTENT_FILES, at: clock.now() })
}
