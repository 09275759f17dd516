/** The content folder on the disk → its texts by relative path, and faults of the folder itself. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { nearest } from '../flow/fault.ts'
import type { Words } from '../flow/schema/shape.ts'
import { describeMedia, MAX_MEDIA, MEDIA_TYPES, writeMedia } from './media.ts'

export type Sources = { readonly [path: string]: string }

export interface FolderFault {
  readonly file: string
  readonly found: Words
  readonly allowed?: Words
}

export interface ReadFolder {
  readonly sources: Sources
  readonly faults: readonly FolderFault[]
}

const MEDIA = 'flows/media'

export async function readFolder(dir: string): Promise<ReadFolder> {
  const parts = await Promise.all([readTexts(dir, 'flows'), readTexts(dir, 'intents'), readMediaFolder(dir)])
  return {
    sources: Object.fromEntries(
      parts.flatMap((part) => Object.entries(part.sources)).sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    faults: parts.flatMap((part) => part.faults),
  }
}

async function readTexts(dir: string, folder: string): Promise<ReadFolder> {
  const names = await list(join(dir, folder))
  if (names === undefined) return { sources: {}, faults: [noFolder(dir, folder)] }
  const texts = names.filter((name) => extname(name) === '.yml')
  const sources = await Promise.all(
    texts.map(
      async (name) => [`${folder}/${name}`, await readFile(join(dir, folder, name), 'utf8')] as const,
    ),
  )
  const odd = names.filter((name) => extname(name) === '.yaml').map((name) => renamed(`${folder}/${name}`))
  const unknown =
    folder === 'flows' ? texts.filter((name) => name.startsWith('_') && name !== '_bot.yml') : []
  return { sources: Object.fromEntries(sources), faults: [...odd, ...unknown.map(unknownFile)] }
}

async function readMediaFolder(dir: string): Promise<ReadFolder> {
  const names = (await list(join(dir, MEDIA))) ?? []
  const files = await Promise.all(
    names.filter((name) => !name.startsWith('.')).map((name) => readOne(dir, `${MEDIA}/${name}`)),
  )
  return {
    sources: Object.fromEntries(
      files.flatMap((file) => (file.source ? [[file.path, file.source] as const] : [])),
    ),
    faults: files.flatMap((file) => (file.fault ? [file.fault] : [])),
  }
}

async function readOne(dir: string, path: string) {
  const place = join(dir, path)
  const { size } = await stat(place)
  if (size > MAX_MEDIA) {
    const found = {
      ru: `файл больше ${MAX_MEDIA / 1024 / 1024} МБ`,
      en: `larger than ${MAX_MEDIA / 1024 / 1024} MB`,
    }
    return { path, fault: { file: path, found } }
  }
  const attachment = describeMedia(path, await readFile(place))
  if (attachment) return { path, source: writeMedia(attachment) }
  const types = MEDIA_TYPES.join(', ')
  const found = {
    ru: `файлы .${extname(path).slice(1)} бот не показывает`,
    en: `files of type ${extname(path)} are not shown`,
  }
  return { path, fault: { file: path, found, allowed: { ru: `Можно: ${types}`, en: `Allowed: ${types}` } } }
}

/** Undefined when there is no such folder. */
async function list(folder: string): Promise<readonly string[] | undefined> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.filter((entry) => entry.isFile()).map((entry) => entry.name)
  } catch {
    return undefined
  }
}

function noFolder(dir: string, folder: string): FolderFault {
  return {
    file: join(dir, folder),
    found: { ru: 'нет такой папки', en: 'no such folder' },
    allowed: {
      ru: 'CONTENT_DIR указывает на папку, в которой лежат flows/ и intents/',
      en: 'CONTENT_DIR names the folder that holds flows/ and intents/',
    },
  }
}

function renamed(file: string): FolderFault {
  return { file, found: { ru: 'переименуйте: нужно .yml', en: 'rename it: the ending is .yml' } }
}

function unknownFile(name: string): FolderFault {
  const suggestion = nearest(name, ['_bot.yml'])
  return {
    file: `flows/${name}`,
    found: {
      ru: `с «_» начинается только _bot.yml${suggestion ? ` — может быть, ${basename(suggestion)}?` : ''}`,
      en: `only _bot.yml begins with "_"${suggestion ? `; did you mean ${basename(suggestion)}?` : ''}`,
    },
  }
}
