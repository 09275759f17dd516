/** What needs no network: settings, database, content. */
import { constants, existsSync } from 'node:fs'
import { access } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ConfigFault } from '../../config.ts'
import type { Language } from '../../domain/message.ts'
import { StoreError } from '../../store/errors.ts'
import { loadResult } from '../content.ts'
import { withStore } from '../operator/store.ts'
import { type World, words } from '../world.ts'
import { type Finding, fine, wrong } from './finding.ts'
import { SAID } from './words.ts'

export function settingsFindings(faults: readonly ConfigFault[], language: Language): readonly Finding[] {
  if (faults.length === 0) return [fine(words(SAID.settings, language))]
  return faults.map(({ name, found, allowed }) =>
    wrong(
      words(SAID.setting, language, { name, found: found || words(SAID.notSet, language) }),
      words(SAID.allowed, language, { allowed: allowed[language] }),
    ),
  )
}

/** Makes no database: that is for the first start. */
export async function databaseFinding(world: World): Promise<Finding> {
  const { config, language } = world
  const file = databaseFile(config.databaseUrl)
  if (!existsSync(file)) return newDatabase(file, language)
  try {
    await withStore(world, (store) => store.counts())
    return fine(words(SAID.database, language, { file }))
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    const trouble = error.words(language)
    return wrong(trouble.found, [trouble.allowed, trouble.fix].filter(Boolean).join('; '))
  }
}

export const databaseFile = (url: string): string =>
  url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length)

async function newDatabase(file: string, language: Language): Promise<Finding> {
  const folder = nearestFolder(dirname(file))
  try {
    await access(folder, constants.W_OK)
    return fine(words(SAID.newDatabase, language, { file }))
  } catch {
    return wrong(words(SAID.noFolder, language, { folder }), words(SAID.noFolderFix, language))
  }
}

function nearestFolder(folder: string): string {
  const above = dirname(folder)
  return existsSync(folder) || above === folder ? folder : nearestFolder(above)
}

export async function contentFindings(world: World): Promise<readonly Finding[]> {
  const { language } = world
  const result = await loadResult(world)
  if (result.kind === 'loaded') {
    const { flows, intents } = result.release.counts
    const groups = result.release.rules.settings.groups.map(({ name }) => String(name))
    return [fine(words(SAID.content, language, { flows, intents })), ...misnamedGroups(world, groups)]
  }
  const faults = words(SAID.contentFaults, language, { n: result.faults.length })
  return [wrong(faults, words(SAID.contentFix, language))]
}

/** Settings that name a group of operators the content does not have: its tickets would go nowhere in Telegram. */
function misnamedGroups({ config, language }: World, groups: readonly string[]): readonly Finding[] {
  const { deskChats, personalGroups } = config.telegram
  const named = [
    ...deskChats.flatMap(({ group }) => (group ? [{ setting: 'DESK_TELEGRAM_CHATS', group }] : [])),
    ...personalGroups.map((group) => ({ setting: 'DESK_TELEGRAM_PERSONAL', group })),
  ]
  return named
    .filter(({ group }) => !groups.includes(group))
    .map((one) =>
      wrong(
        words(SAID.noSuchGroup, language, one),
        words(SAID.noSuchGroupFix, language, { groups: groups.join(', ') }),
      ),
    )
}
